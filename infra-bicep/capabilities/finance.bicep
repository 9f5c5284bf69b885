targetScope = 'subscription'

metadata description = 'What finance owns: metered usage.'

@description('Resource group of the database.')
param sharedGroup string

@description('Database account.')
param accountName string

@description('Database of the account.')
param databaseName string

module usage '../modules/cosmos-container.bicep' = {
  name: 'container-usage'
  scope: resourceGroup(sharedGroup)
  params: {
    accountName: accountName
    databaseName: databaseName
    name: 'usage'
    partitionKey: 'day'
  }
}
