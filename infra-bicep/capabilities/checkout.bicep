targetScope = 'subscription'

metadata description = 'What checkout owns: carts, and the books of the sandbox payment provider.'

@description('Resource group of the database.')
param sharedGroup string

@description('Database account.')
param accountName string

@description('Database of the account.')
param databaseName string

module carts '../modules/cosmos-container.bicep' = {
  name: 'container-carts'
  scope: resourceGroup(sharedGroup)
  params: {
    accountName: accountName
    databaseName: databaseName
    name: 'carts'
    partitionKey: 'cartId'
    indexedFields: ['heldUntil']
  }
}

module sandboxPayments '../modules/cosmos-container.bicep' = {
  name: 'container-sandbox-payments'
  scope: resourceGroup(sharedGroup)
  params: {
    accountName: accountName
    databaseName: databaseName
    name: 'sandbox-payments'
    partitionKey: 'orderId'
  }
}
