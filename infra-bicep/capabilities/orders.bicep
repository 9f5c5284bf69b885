targetScope = 'subscription'

metadata description = 'What orders own: orders with their outbox, and the queue that tells of new ones.'

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

module orders '../modules/cosmos-container.bicep' = {
  name: 'container-orders'
  scope: resourceGroup(sharedGroup)
  params: {
    accountName: accountName
    databaseName: databaseName
    name: 'orders'
    partitionKey: 'orderId'
    maximumRequestUnits: maximumRequestUnits
  }
}

module orderPlaced '../modules/queue.bicep' = [for bus in buses: {
  name: 'queue-order-placed'
  scope: resourceGroup(bus.group)
  params: { namespaceName: bus.name, name: 'order-placed' }
}]

module backlog '../modules/alert.bicep' = [for bus in buses: {
  name: 'alert-order-placed'
  scope: resourceGroup(bus.group)
  params: {
    name: 'order-placed-backlog'
    summary: 'For 15 minutes never fewer than 100 new orders waited to be allocated. Look at AllocateOrder.'
    severity: 1
    targetId: bus.id
    metric: {
      metricNamespace: 'Microsoft.ServiceBus/namespaces'
      metricName: 'ActiveMessages'
      dimensions: [{ name: 'EntityName', operator: 'Include', values: ['order-placed'] }]
    }
    rule: { aggregation: 'Minimum', operator: 'GreaterThan', threshold: 100, window: 'PT15M' }
    actionGroupId: actionGroupId
  }
}]
