targetScope = 'subscription'

metadata description = 'What scanners own: the queue of captured scans; the scans themselves are kept with the work.'

@description('Queue namespaces: resource group, name and resource id of each.')
param buses array

@description('Action group that is told.')
param actionGroupId string

module scanCaptured '../modules/queue.bicep' = [for bus in buses: {
  name: 'queue-scan-captured'
  scope: resourceGroup(bus.group)
  params: { namespaceName: bus.name, name: 'scan-captured' }
}]

module backlog '../modules/alert.bicep' = [for bus in buses: {
  name: 'alert-scan-captured'
  scope: resourceGroup(bus.group)
  params: {
    name: 'scan-captured-backlog'
    summary: 'For 15 minutes never fewer than 100 scans waited: the floor sees old states. Look at ApplyScan.'
    severity: 1
    targetId: bus.id
    metric: {
      metricNamespace: 'Microsoft.ServiceBus/namespaces'
      metricName: 'ActiveMessages'
      dimensions: [{ name: 'EntityName', operator: 'Include', values: ['scan-captured'] }]
    }
    rule: { aggregation: 'Minimum', operator: 'GreaterThan', threshold: 100, window: 'PT15M' }
    actionGroupId: actionGroupId
  }
}]
