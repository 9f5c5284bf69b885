targetScope = 'subscription'

metadata description = 'What the catalogue owns: products with their variants.'

@description('Resource group of the database.')
param sharedGroup string

@description('Database account.')
param accountName string

@description('Database of the account.')
param databaseName string

module catalog '../modules/cosmos-container.bicep' = {
  name: 'container-catalog'
  scope: resourceGroup(sharedGroup)
  params: {
    accountName: accountName
    databaseName: databaseName
    name: 'catalog'
    partitionKey: 'productId'
  }
}
