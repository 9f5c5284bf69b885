targetScope = 'subscription'

metadata description = 'What fulfilment owns: the work of every location, and the queue that tells of its progress.'

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

module work '../modules/cosmos-container.bicep' = {
  name: 'container-work'
  scope: resourceGroup(sharedGroup)
  params: {
    accountName: accountName
    databaseName: databaseName
    name: 'work'
    partitionKey: 'locationId'
    indexedFields: ['form', 'isOpen', 'openTo']
  }
}

module shipmentChanged '../modules/queue.bicep' = [for bus in buses: {
  name: 'queue-shipment-changed'
  scope: resourceGroup(bus.group)
  params: { namespaceName: bus.name, name: 'shipment-changed' }
}]

module backlog '../modules/alert.bicep' = [for bus in buses: {
  name: 'alert-shipment-changed'
  scope: resourceGroup(bus.group)
  params: {
    name: 'shipment-changed-backlog'
    summary: 'For 15 minutes never fewer than 100 changes of shipments waited. Look at AdvanceOrder.'
    severity: 1
    targetId: bus.id
    metric: {
      metricNamespace: 'Microsoft.ServiceBus/namespaces'
      metricName: 'ActiveMessages'
      dimensions: [{ name: 'EntityName', operator: 'Include', values: ['shipment-changed'] }]
    }
    rule: { aggregation: 'Minimum', operator: 'GreaterThan', threshold: 100, window: 'PT15M' }
    actionGroupId: actionGroupId
  }
}]
