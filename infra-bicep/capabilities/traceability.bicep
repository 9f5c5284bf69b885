targetScope = 'subscription'

metadata description = 'What traceability owns: EPCIS events, the lists that find them, and two queues.'

@description('Resource group of the database.')
param sharedGroup string

@description('Database account.')
param accountName string

@description('Database of the account.')
param databaseName string

@description('Queue namespaces: resource group, name and resource id of each.')
param buses array

@description('Action group that is told.')
param actionGroupId string

module traceability '../modules/cosmos-container.bicep' = {
  name: 'container-traceability'
  scope: resourceGroup(sharedGroup)
  params: {
    accountName: accountName
    databaseName: databaseName
    name: 'traceability'
    partitionKey: 'key'
  }
}

module captured '../modules/queue.bicep' = [for bus in buses: {
  name: 'queue-epcis-captured'
  scope: resourceGroup(bus.group)
  params: { namespaceName: bus.name, name: 'epcis-captured' }
}]

module stored '../modules/queue.bicep' = [for bus in buses: {
  name: 'queue-epcis-event-stored'
  scope: resourceGroup(bus.group)
  params: { namespaceName: bus.name, name: 'epcis-event-stored' }
}]

module backlog '../modules/alert.bicep' = [for bus in buses: {
  name: 'alert-epcis-captured'
  scope: resourceGroup(bus.group)
  params: {
    name: 'epcis-captured-backlog'
    summary: 'For 15 minutes never fewer than 100 captures or events waited. Look at ProcessCapture and BookEvent.'
    severity: 2
    targetId: bus.id
    metric: {
      metricNamespace: 'Microsoft.ServiceBus/namespaces'
      metricName: 'ActiveMessages'
      dimensions: [{ name: 'EntityName', operator: 'Include', values: ['epcis-captured', 'epcis-event-stored'] }]
    }
    rule: { aggregation: 'Minimum', operator: 'GreaterThan', threshold: 100, window: 'PT15M' }
    actionGroupId: actionGroupId
  }
}]
