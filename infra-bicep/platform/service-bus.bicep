metadata description = 'The queues of one region. The outbox is the truth: what is lost here is sent again from there.'

@description('Namespace name, unique in the world.')
param name string

@description('Region of the namespace.')
param location string

@description('Object id of the identity that sends and receives here.')
param principalId string

@description('Object id of the other region\'s identity, which sends here while its own bus is in trouble.')
param neighbourPrincipalId string

@description('Log Analytics workspace for diagnostics.')
param workspaceId string

@description('Action group that is told.')
param actionGroupId string

var sender = '69a216fc-b8fb-44d8-bc22-1f3c2cd27a39' // Azure Service Bus Data Sender
var receiver = '4f6d3b9b-027b-4f4c-9142-0e5a2a2247e0' // Azure Service Bus Data Receiver
var grants = [
  { role: sender, to: principalId }
  { role: receiver, to: principalId }
  { role: sender, to: neighbourPrincipalId }
]

resource namespace 'Microsoft.ServiceBus/namespaces@2024-01-01' = {
  name: name
  location: location
  sku: { name: 'Standard', tier: 'Standard' }
  properties: {
    disableLocalAuth: true
    minimumTlsVersion: '1.2'
    publicNetworkAccess: 'Enabled'
  }
}

resource assignments 'Microsoft.Authorization/roleAssignments@2022-04-01' = [for grant in grants: {
  name: guid(namespace.id, grant.to, grant.role)
  scope: namespace
  properties: {
    principalId: grant.to
    principalType: 'ServicePrincipal'
    roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', grant.role)
  }
}]

resource diagnostics 'Microsoft.Insights/diagnosticSettings@2021-05-01-preview' = {
  name: 'to-workspace'
  scope: namespace
  properties: {
    workspaceId: workspaceId
    logs: [{ category: 'OperationalLogs', enabled: true }]
    metrics: [{ category: 'AllMetrics', enabled: true }]
  }
}

module deadLetters '../modules/alert.bicep' = {
  name: 'alert-dead-letters'
  params: {
    name: 'dead-letters'
    summary: 'The broker gave a message up: it crashed the process, or grew too old. See GET /api/parked.'
    severity: 1
    targetId: namespace.id
    metric: {
      metricNamespace: 'Microsoft.ServiceBus/namespaces'
      metricName: 'DeadletteredMessages'
      dimensions: []
    }
    rule: { aggregation: 'Maximum', operator: 'GreaterThan', threshold: 0, window: 'PT5M' }
    actionGroupId: actionGroupId
  }
}

@description('Namespace name.')
output name string = namespace.name

@description('Resource id, for alerts.')
output id string = namespace.id

@description('Host name, for the setting that triggers connect by.')
output hostName string = split(split(namespace.properties.serviceBusEndpoint, '/')[2], ':')[0]
