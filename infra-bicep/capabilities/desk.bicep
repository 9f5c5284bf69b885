targetScope = 'subscription'

metadata description = 'What the stock desk owns: the queues of papers to be carried on and of parcels that came in.'

@description('Queue namespaces: resource group, name and resource id of each.')
param buses array

@description('Action group that is told.')
param actionGroupId string

module paperChanged '../modules/queue.bicep' = [for bus in buses: {
  name: 'queue-stock-paper-changed'
  scope: resourceGroup(bus.group)
  params: { namespaceName: bus.name, name: 'stock-paper-changed' }
}]

module paperChangedBacklog '../modules/alert.bicep' = [for bus in buses: {
  name: 'alert-stock-paper-changed'
  scope: resourceGroup(bus.group)
  params: {
    name: 'stock-paper-changed-backlog'
    summary: 'For 15 minutes never fewer than 100 papers waited: the books do not know of them. Look at SettlePaper.'
    severity: 1
    targetId: bus.id
    metric: {
      metricNamespace: 'Microsoft.ServiceBus/namespaces'
      metricName: 'ActiveMessages'
      dimensions: [{ name: 'EntityName', operator: 'Include', values: ['stock-paper-changed'] }]
    }
    rule: { aggregation: 'Minimum', operator: 'GreaterThan', threshold: 100, window: 'PT15M' }
    actionGroupId: actionGroupId
  }
}]

module parcelReceived '../modules/queue.bicep' = [for bus in buses: {
  name: 'queue-parcel-received'
  scope: resourceGroup(bus.group)
  params: { namespaceName: bus.name, name: 'parcel-received' }
}]

module parcelReceivedBacklog '../modules/alert.bicep' = [for bus in buses: {
  name: 'alert-parcel-received'
  scope: resourceGroup(bus.group)
  params: {
    name: 'parcel-received-backlog'
    summary: 'For 15 minutes never fewer than 100 parcels waited: stock is told late. Look at ReceiveParcel.'
    severity: 1
    targetId: bus.id
    metric: {
      metricNamespace: 'Microsoft.ServiceBus/namespaces'
      metricName: 'ActiveMessages'
      dimensions: [{ name: 'EntityName', operator: 'Include', values: ['parcel-received'] }]
    }
    rule: { aggregation: 'Minimum', operator: 'GreaterThan', threshold: 100, window: 'PT15M' }
    actionGroupId: actionGroupId
  }
}]
