metadata description = 'One Cosmos DB container, indexed by what the program asks for and by nothing else.'

@description('Account that holds the database; it must exist in this resource group.')
param accountName string

@description('Database of the account.')
param databaseName string

@description('Container name in kebab-case; the plural that its documents are, such as orders.')
@minLength(3)
@maxLength(63)
param name string

@description('Member that partitions the container, without the slash. It cannot be changed later.')
param partitionKey string

@description('Members of the body that queries over all partitions filter by.')
param indexedFields array = []

@description('Own autoscale maximum in request units per second, from 1000; 0 shares the database\'s, for good.')
@minValue(0)
param maximumRequestUnits int = 0

var fieldPaths = [for field in indexedFields: { path: '/body/${field}/?' }]

resource account 'Microsoft.DocumentDB/databaseAccounts@2025-04-15' existing = { name: accountName }

resource database 'Microsoft.DocumentDB/databaseAccounts/sqlDatabases@2025-04-15' existing = {
  parent: account
  name: databaseName
}

resource container 'Microsoft.DocumentDB/databaseAccounts/sqlDatabases/containers@2025-04-15' = {
  parent: database
  name: name
  properties: {
    resource: {
      id: name
      partitionKey: { kind: 'Hash', paths: ['/${partitionKey}'], version: 2 }
      defaultTtl: -1 // on, but only for documents that bring a life of their own
      indexingPolicy: {
        indexingMode: 'consistent'
        automatic: true
        // As a union: the operations are partitioned by their kind.
        includedPaths: concat(union([{ path: '/kind/?' }], [{ path: '/${partitionKey}/?' }]), fieldPaths)
        excludedPaths: [{ path: '/*' }]
        // Pages over all partitions are ordered by partition key, then by id.
        compositeIndexes: [[{ path: '/${partitionKey}', order: 'ascending' }, { path: '/id', order: 'ascending' }]]
      }
    }
    options: maximumRequestUnits == 0 ? {} : { autoscaleSettings: { maxThroughput: maximumRequestUnits } }
  }
}

@description('Container name.')
output name string = container.name
