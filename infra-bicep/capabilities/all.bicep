targetScope = 'subscription'

metadata description = 'Everything that belongs to one capability alone: containers, queues, and their alarms.'

@description('Resource group of the database.')
param sharedGroup string

@description('Database account.')
param accountName string

@description('Database of the account.')
param databaseName string

@description('Autoscale maximum of the busiest containers. Request units per second, 1000 or more.')
@minValue(1000)
param maximumRequestUnits int

@description('Queue namespaces: resource group, name and resource id of each.')
param buses array

@description('Region of the workspace.')
param location string

@description('Log Analytics workspace that keeps what the program says.')
param workspaceId string

@description('Action group that is told.')
param actionGroupId string

module catalog 'catalog.bicep' = {
  name: 'capability-catalog-${sharedGroup}'
  params: {
    sharedGroup: sharedGroup
    accountName: accountName
    databaseName: databaseName
  }
}

module checkout 'checkout.bicep' = {
  name: 'capability-checkout-${sharedGroup}'
  params: {
    sharedGroup: sharedGroup
    accountName: accountName
    databaseName: databaseName
  }
}

module orders 'orders.bicep' = {
  name: 'capability-orders-${sharedGroup}'
  params: {
    sharedGroup: sharedGroup
    accountName: accountName
    databaseName: databaseName
    maximumRequestUnits: maximumRequestUnits
    buses: buses
    actionGroupId: actionGroupId
  }
}

module inventory 'inventory.bicep' = {
  name: 'capability-inventory-${sharedGroup}'
  params: {
    sharedGroup: sharedGroup
    accountName: accountName
    databaseName: databaseName
    maximumRequestUnits: maximumRequestUnits
    buses: buses
    actionGroupId: actionGroupId
  }
}

module desk 'desk.bicep' = {
  name: 'capability-desk-${sharedGroup}'
  params: {
    buses: buses
    actionGroupId: actionGroupId
  }
}

module fulfilment 'fulfilment.bicep' = {
  name: 'capability-fulfilment-${sharedGroup}'
  params: {
    sharedGroup: sharedGroup
    accountName: accountName
    databaseName: databaseName
    buses: buses
    actionGroupId: actionGroupId
  }
}

module scanners 'scanners.bicep' = {
  name: 'capability-scanners-${sharedGroup}'
  params: {
    buses: buses
    actionGroupId: actionGroupId
  }
}

module onboarding 'onboarding.bicep' = {
  name: 'capability-onboarding-${sharedGroup}'
  params: {
    buses: buses
    actionGroupId: actionGroupId
  }
}

module traceability 'traceability.bicep' = {
  name: 'capability-traceability-${sharedGroup}'
  params: {
    sharedGroup: sharedGroup
    accountName: accountName
    databaseName: databaseName
    buses: buses
    actionGroupId: actionGroupId
  }
}

module forecasting 'forecasting.bicep' = {
  name: 'capability-forecasting-${sharedGroup}'
  params: {
    sharedGroup: sharedGroup
    accountName: accountName
    databaseName: databaseName
  }
}

module finance 'finance.bicep' = {
  name: 'capability-finance-${sharedGroup}'
  params: {
    sharedGroup: sharedGroup
    accountName: accountName
    databaseName: databaseName
  }
}

module operations 'operations.bicep' = {
  name: 'capability-operations-${sharedGroup}'
  params: {
    sharedGroup: sharedGroup
    accountName: accountName
    databaseName: databaseName
    location: location
    workspaceId: workspaceId
    actionGroupId: actionGroupId
  }
}
