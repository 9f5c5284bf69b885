metadata description = 'The one database account: written in the first region, read in both, taken over by the second.'

@description('Account name, unique in the world; lower-case letters, digits and hyphens.')
@minLength(3)
@maxLength(44)
param name string

@description('Where the account itself is kept on file.')
param location string

@description('Names of the regions, such as West Europe; the first one writes.')
@minLength(2)
param regions array

@description('Whether each region keeps its copies in several zones.')
param zoneRedundant bool

@description('Whether regions take over partition by partition, without a human. Billed as business critical.')
param perPartitionFailover bool

@description('How far back a restore may reach.')
@allowed(['Continuous7Days', 'Continuous30Days'])
param backupTier string

@description('Database name.')
param databaseName string

@description('Autoscale maximum that most containers share. Request units per second, 1000 or more.')
@minValue(1000)
param sharedRequestUnits int

@description('Log Analytics workspace for diagnostics.')
param workspaceId string

@description('Action group that is told.')
param actionGroupId string

resource account 'Microsoft.DocumentDB/databaseAccounts@2025-04-15' = {
  name: name
  location: location
  kind: 'GlobalDocumentDB'
  properties: {
    databaseAccountOfferType: 'Standard'
    // One writer: two regions that each sell the last shirt cannot be merged into one truth.
    enableMultipleWriteLocations: false
    enableAutomaticFailover: true
    enablePerRegionPerPartitionAutoscale: true
    capabilities: perPartitionFailover ? [{ name: 'EnablePerPartitionAutomaticFailover' }] : []
    locations: [for (region, index) in regions: {
      locationName: region
      failoverPriority: index
      isZoneRedundant: zoneRedundant
    }]
    consistencyPolicy: { defaultConsistencyLevel: 'Session' }
    backupPolicy: { type: 'Continuous', continuousModeProperties: { tier: backupTier } }
    disableLocalAuth: true
    disableKeyBasedMetadataWriteAccess: true
    minimalTlsVersion: 'Tls12'
    publicNetworkAccess: 'Enabled'
  }
}

resource database 'Microsoft.DocumentDB/databaseAccounts/sqlDatabases@2025-04-15' = {
  parent: account
  name: databaseName
  properties: {
    resource: { id: databaseName }
    options: { autoscaleSettings: { maxThroughput: sharedRequestUnits } }
  }
}

// The Functions host's own: who reads which part of a change feed, in both regions.
resource leases 'Microsoft.DocumentDB/databaseAccounts/sqlDatabases/containers@2025-04-15' = {
  parent: database
  name: 'leases'
  properties: {
    resource: {
      id: 'leases'
      partitionKey: { kind: 'Hash', paths: ['/id'], version: 2 }
    }
  }
}

resource diagnostics 'Microsoft.Insights/diagnosticSettings@2021-05-01-preview' = {
  name: 'to-workspace'
  scope: account
  properties: {
    workspaceId: workspaceId
    logs: [{ category: 'ControlPlaneRequests', enabled: true }]
    metrics: [{ category: 'Requests', enabled: true }]
  }
}

module throttled '../modules/alert.bicep' = {
  name: 'alert-throttled'
  params: {
    name: 'documents-throttled'
    summary: 'More than 500 requests were answered with 429 within 5 minutes. Raise the autoscale maximum.'
    severity: 1
    targetId: account.id
    metric: {
      metricNamespace: 'Microsoft.DocumentDB/databaseAccounts'
      metricName: 'TotalRequests'
      dimensions: [{ name: 'StatusCode', operator: 'Include', values: ['429'] }]
    }
    rule: { aggregation: 'Count', operator: 'GreaterThan', threshold: 500, window: 'PT5M' }
    actionGroupId: actionGroupId
  }
}

module unavailable '../modules/alert.bicep' = {
  name: 'alert-unavailable'
  params: {
    name: 'documents-unavailable'
    summary: 'Less than 99 per cent of an hour\'s requests were answered, by some region. See Service Health first.'
    severity: 0
    targetId: account.id
    metric: {
      metricNamespace: 'Microsoft.DocumentDB/databaseAccounts'
      metricName: 'ServiceAvailability'
      dimensions: []
    }
    rule: { aggregation: 'Minimum', operator: 'LessThan', threshold: 99, window: 'PT1H' }
    actionGroupId: actionGroupId
  }
}

@description('Account name, for containers and roles.')
output name string = account.name

@description('Address of the account, for the setting that triggers and the program connect by.')
output endpoint string = account.properties.documentEndpoint

@description('Database name; known only when the database is there.')
output databaseName string = database.name
