targetScope = 'subscription'

metadata description = 'What forecasting owns: observed demand, and the forecasts made from it.'

@description('Resource group of the database.')
param sharedGroup string

@description('Database account.')
param accountName string

@description('Database of the account.')
param databaseName string

module demand '../modules/cosmos-container.bicep' = {
  name: 'container-demand'
  scope: resourceGroup(sharedGroup)
  params: {
    accountName: accountName
    databaseName: databaseName
    name: 'demand'
    partitionKey: 'sku'
  }
}

module plans '../modules/cosmos-container.bicep' = {
  name: 'container-plans'
  scope: resourceGroup(sharedGroup)
  params: {
    accountName: accountName
    databaseName: databaseName
    name: 'plans'
    partitionKey: 'sku'
  }
}
