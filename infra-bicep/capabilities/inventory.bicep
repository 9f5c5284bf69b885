targetScope = 'subscription'

metadata description = 'What inventory owns: the stock books of every SKU, and the queue of what happened to them.'

@description('Resource group of the database.')
param sharedGroup string

@description('Database account.')
param accountName string

@description('Database of the account.')
param databaseName string

@description('Autoscale maximum of the busiest containers. Request units per second, 1000 or more.')
@minValue(1000)
param maximumRequestUnits int

@description('Queue namespaces: resource group, name and resource id of each.')
param buses array

@description('Action group that is told.')
param actionGroupId string

module stock '../modules/cosmos-container.bicep' = {
  name: 'container-stock'
  scope: resourceGroup(sharedGroup)
  params: {
    accountName: accountName
    databaseName: databaseName
    name: 'stock'
    partitionKey: 'sku'
    indexedFields: ['buckets', 'drop', 'expiresAt', 'location', 'occurredAt']
    maximumRequestUnits: maximumRequestUnits
  }
}

module stockEventCaptured '../modules/queue.bicep' = [for bus in buses: {
  name: 'queue-stock-event-captured'
  scope: resourceGroup(bus.group)
  params: { namespaceName: bus.name, name: 'stock-event-captured' }
}]

module backlog '../modules/alert.bicep' = [for bus in buses: {
  name: 'alert-stock-event-captured'
  scope: resourceGroup(bus.group)
  params: {
    name: 'stock-event-captured-backlog'
    summary: 'For 15 minutes never fewer than 100 events waited: stock is told late. Look at ApplyStockEvent.'
    severity: 1
    targetId: bus.id
    metric: {
      metricNamespace: 'Microsoft.ServiceBus/namespaces'
      metricName: 'ActiveMessages'
      dimensions: [{ name: 'EntityName', operator: 'Include', values: ['stock-event-captured'] }]
    }
    rule: { aggregation: 'Minimum', operator: 'GreaterThan', threshold: 100, window: 'PT15M' }
    actionGroupId: actionGroupId
  }
}]
