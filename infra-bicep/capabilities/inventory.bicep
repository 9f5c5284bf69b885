targetScope = 'subscription'

metadata description = 'What inventory owns: levels, movements and reservations of every SKU.'

@description('Resource group of the database.')
param sharedGroup string

@description('Database account.')
param accountName string

@description('Database of the account.')
param databaseName string

@description('Autoscale maximum of the busiest containers. Request units per second, 1000 or more.')
@minValue(1000)
param maximumRequestUnits int

module stock '../modules/cosmos-container.bicep' = {
  name: 'container-stock'
  scope: resourceGroup(sharedGroup)
  params: {
    accountName: accountName
    databaseName: databaseName
    name: 'stock'
    partitionKey: 'sku'
    indexedFields: ['expiresAt']
    maximumRequestUnits: maximumRequestUnits
  }
}
