metadata description = 'One storage account without keys: private containers, soft delete, versions, and their tidying.'

@description('Account name, unique in the world; 3 to 24 lower-case letters and digits.')
@minLength(3)
@maxLength(24)
param name string

@description('Region of the account.')
param location string

@description('Redundancy: over zones (Standard_ZRS), or over zones and to the paired region (Standard_RAGZRS).')
@allowed(['Standard_LRS', 'Standard_ZRS', 'Standard_RAGZRS'])
param redundancy string

@description('Containers to make; names in kebab-case.')
param containers array

@description('Object ids of the identities that may use it.')
param principalIds array

@description('Ids of the data roles that each of them gets.')
param roles array

@description('How long deleted blobs, deleted containers and earlier versions can be brought back. Days.')
@minValue(1)
@maxValue(365)
param keepDays int = 14

@description('Log Analytics workspace for diagnostics.')
param workspaceId string

var grants = flatten(map(principalIds, principal => map(roles, role => { principal: principal, role: role })))

resource account 'Microsoft.Storage/storageAccounts@2023-05-01' = {
  name: name
  location: location
  kind: 'StorageV2'
  sku: { name: redundancy }
  properties: {
    accessTier: 'Hot'
    allowBlobPublicAccess: false
    allowCrossTenantReplication: false
    allowSharedKeyAccess: false
    defaultToOAuthAuthentication: true
    minimumTlsVersion: 'TLS1_2'
    publicNetworkAccess: 'Enabled'
    supportsHttpsTrafficOnly: true
  }
}

resource blobs 'Microsoft.Storage/storageAccounts/blobServices@2023-05-01' = {
  parent: account
  name: 'default'
  properties: {
    isVersioningEnabled: true
    deleteRetentionPolicy: { enabled: true, days: keepDays }
    containerDeleteRetentionPolicy: { enabled: true, days: keepDays }
  }
}

resource folders 'Microsoft.Storage/storageAccounts/blobServices/containers@2023-05-01' = [for folder in containers: {
  parent: blobs
  name: folder
  properties: { publicAccess: 'None' }
}]

resource tidying 'Microsoft.Storage/storageAccounts/managementPolicies@2023-05-01' = {
  parent: account
  name: 'default'
  dependsOn: [blobs]
  properties: {
    policy: {
      rules: [
        {
          name: 'old-versions'
          enabled: true
          type: 'Lifecycle'
          definition: {
            filters: { blobTypes: ['blockBlob'] }
            actions: { version: { delete: { daysAfterCreationGreaterThan: keepDays } } }
          }
        }
      ]
    }
  }
}

resource assignments 'Microsoft.Authorization/roleAssignments@2022-04-01' = [for grant in grants: {
  name: guid(account.id, grant.principal, grant.role)
  scope: account
  properties: {
    principalId: grant.principal
    principalType: 'ServicePrincipal'
    roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', grant.role)
  }
}]

resource diagnostics 'Microsoft.Insights/diagnosticSettings@2021-05-01-preview' = {
  name: 'to-workspace'
  scope: blobs
  properties: {
    workspaceId: workspaceId
    logs: [{ category: 'StorageDelete', enabled: true }]
    metrics: [{ category: 'Transaction', enabled: true }]
  }
}

@description('Account name.')
output name string = account.name

@description('Where its blobs are.')
output blobEndpoint string = account.properties.primaryEndpoints.blob
