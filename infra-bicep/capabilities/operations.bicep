targetScope = 'subscription'

metadata description = 'What operations own: parked messages, devices, audit; and the alarm when something was parked.'

@description('Resource group of the database.')
param sharedGroup string

@description('Database account.')
param accountName string

@description('Database of the account.')
param databaseName string

@description('Log Analytics workspace that keeps what the program says.')
param workspaceId string

@description('Region of the workspace.')
param location string

@description('Action group that is told.')
param actionGroupId string

module operations '../modules/cosmos-container.bicep' = {
  name: 'container-operations'
  scope: resourceGroup(sharedGroup)
  params: {
    accountName: accountName
    databaseName: databaseName
    name: 'operations'
    partitionKey: 'kind'
  }
}

module parked '../modules/log-alert.bicep' = {
  name: 'alert-parked'
  scope: resourceGroup(sharedGroup)
  params: {
    name: 'messages-parked'
    location: location
    summary: 'A message could not be handled and was set aside. See GET /api/parked.'
    severity: 1
    workspaceId: workspaceId
    query: 'AppTraces | where Message contains "Parked message"'
    actionGroupId: actionGroupId
  }
}
