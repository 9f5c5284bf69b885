metadata description = 'Lets one identity read and write the documents of one database, and nothing beside it.'

@description('Account that holds the database; it must exist in this resource group.')
param accountName string

@description('Database that is opened.')
param databaseName string

@description('Object id of the identity.')
param principalId string

// Cosmos DB Built-in Data Contributor: documents, queries, change feed; no accounts, databases or containers.
var dataContributor = '00000000-0000-0000-0000-000000000002'

resource account 'Microsoft.DocumentDB/databaseAccounts@2025-04-15' existing = { name: accountName }

resource assignment 'Microsoft.DocumentDB/databaseAccounts/sqlRoleAssignments@2025-04-15' = {
  parent: account
  name: guid(account.id, databaseName, principalId, dataContributor)
  properties: {
    principalId: principalId
    roleDefinitionId: '${account.id}/sqlRoleDefinitions/${dataContributor}'
    scope: '${account.id}/dbs/${databaseName}'
  }
}
