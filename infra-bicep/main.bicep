targetScope = 'subscription'

metadata description = 'The shop on Azure: the same in two regions, one database, one front door.'

@description('Environment; part of every name. 2 to 5 lower-case letters.')
@minLength(2)
@maxLength(5)
param environmentName string

@description('Region that writes the database, by its display name, such as West Europe.')
param primaryRegion string

@description('Region that takes over; it also keeps the shared resources on file, logs included.')
param secondaryRegion string

@description('Whether the database keeps its copies in several zones of each region.')
param zoneRedundantDatabase bool

@description('Whether apps are spread over zones; every scale group then keeps two instances always ready.')
param zoneRedundantApps bool

@description('Whether the database fails over partition by partition, without a human. Billed as business critical.')
param perPartitionFailover bool

@description('How far back a restore of the database may reach.')
@allowed(['Continuous7Days', 'Continuous30Days'])
param backupTier string

@description('Autoscale maximum that containers share. Request units per second.')
@minValue(1000)
param sharedRequestUnits int

@description('Autoscale maximum of orders, and of stock. Request units per second.')
@minValue(1000)
param busyRequestUnits int

@description('Memory of one instance. Megabytes.')
@allowed([512, 2048, 4096])
param instanceMemoryMB int

@description('Instances that one scale group may grow to, in each region. Count.')
@minValue(40)
@maxValue(1000)
param maximumInstanceCount int

@description('Requests that one instance serves at once before another is started. Count.')
@minValue(1)
@maxValue(1000)
param httpConcurrency int

@description('Instances that never go away, in each region: objects of name (such as http) and instanceCount.')
param alwaysReady array

@description('Redundancy of the hosts\' storage.')
@allowed(['Standard_LRS', 'Standard_ZRS', 'Standard_RAGZRS'])
param hostRedundancy string

@description('Redundancy of what customers upload.')
@allowed(['Standard_LRS', 'Standard_ZRS', 'Standard_RAGZRS'])
param contentRedundancy string

@description('Tier of the front door. Premium cannot be left again.')
@allowed(['Standard_AzureFrontDoor', 'Premium_AzureFrontDoor'])
param frontDoorTier string

@description('Requests that one address may make before it is answered with 429. Count a minute.')
@minValue(100)
param requestsPerMinute int

@description('How often every edge asks every region whether it is well. Seconds.')
@minValue(5)
@maxValue(255)
param probeSeconds int

@description('Origins of storefronts that browsers may call from, such as https://shop.example.')
param storefrontOrigins array

@description('Entra tenant of staff.')
param staffTenantId string

@description('App registration that staff\'s tokens are for.')
param staffClientId string

@description('App registration, in the customers\' external tenant, that their tokens are for.')
param customerClientId string

@description('Address of the OpenID document of the customers\' external tenant.')
param customerOpenIdConfiguration string

@description('How long logs are kept. Days.')
@minValue(30)
@maxValue(730)
param logRetentionDays int

@description('Logs taken in a day before the workspace stops listening. Gigabytes.')
@minValue(1)
param dailyLogGigabytes int

@description('Share of telemetry that is kept. Per cent.')
@minValue(1)
@maxValue(100)
param samplingPercentage int

@description('Address that alerts are mailed to.')
param alertEmail string

@description('What the environment may cost. A month, in the currency of the subscription.')
@minValue(1)
param monthlyBudget int

@description('First day of the month in which the budget began, such as 2026-12-01. Not to be changed later.')
param budgetStart string

var databaseName = 'twisted-threads'
var suffix = take(uniqueString(subscription().id, environmentName), 6)
var stem = 'twth-${environmentName}'
var regions = [
  // The second region forecasts an hour later: once again, and with nothing to do unless the first has failed to.
  { code: 'a', name: primaryRegion, location: toLower(replace(primaryRegion, ' ', '')), forecastHour: 2 }
  { code: 'b', name: secondaryRegion, location: toLower(replace(secondaryRegion, ' ', '')), forecastHour: 3 }
]
var sharedLocation = regions[1].location
var preferredRegions = [
  '${primaryRegion},${secondaryRegion}'
  '${secondaryRegion},${primaryRegion}'
]
var blobDataOwner = 'b7e6dc6d-f1e8-4753-8033-0f276bb0955b'
var blobDataContributor = 'ba92f5b4-2d11-453d-a403-e96b0029c9fe'
var blobDelegator = 'db58b8e5-c6ad-4a2a-8342-4190687cbf4a'

// A group is on file in its own region, so that each can be managed while the other is lost.
resource sharedGroup 'Microsoft.Resources/resourceGroups@2024-03-01' = {
  name: 'rg-${stem}-shared'
  location: sharedLocation
}

resource groups 'Microsoft.Resources/resourceGroups@2024-03-01' = [for region in regions: {
  name: 'rg-${stem}-${region.code}'
  location: region.location
}]

module identities 'platform/identity.bicep' = [for (region, index) in regions: {
  name: 'identity'
  scope: groups[index]
  params: { name: 'id-${stem}-${region.code}', location: region.location }
}]

module observability 'platform/observability.bicep' = {
  name: 'observability'
  scope: sharedGroup
  params: {
    name: stem
    location: sharedLocation
    retentionDays: logRetentionDays
    dailyGigabytes: dailyLogGigabytes
    samplingPercentage: samplingPercentage
    alertEmail: alertEmail
    principalIds: [identities[0].outputs.principalId, identities[1].outputs.principalId]
  }
}

module budget 'platform/budget.bicep' = {
  name: 'budget-${stem}'
  params: {
    name: 'budget-${stem}'
    resourceGroups: [sharedGroup.name, groups[0].name, groups[1].name]
    monthlyLimit: monthlyBudget
    start: budgetStart
    alertEmail: alertEmail
  }
}

module database 'platform/cosmos-account.bicep' = {
  name: 'database'
  scope: sharedGroup
  params: {
    name: 'cosmos-${stem}-${suffix}'
    location: regions[0].location
    regions: [primaryRegion, secondaryRegion]
    zoneRedundant: zoneRedundantDatabase
    perPartitionFailover: perPartitionFailover
    backupTier: backupTier
    databaseName: databaseName
    sharedRequestUnits: sharedRequestUnits
    workspaceId: observability.outputs.workspaceId
    actionGroupId: observability.outputs.actionGroupId
  }
}

module access 'modules/cosmos-role.bicep' = [for (region, index) in regions: {
  name: 'cosmos-role-${region.code}'
  scope: sharedGroup
  params: {
    accountName: database.outputs.name
    databaseName: database.outputs.databaseName
    principalId: identities[index].outputs.principalId
  }
}]

module buses 'platform/service-bus.bicep' = [for (region, index) in regions: {
  name: 'service-bus'
  scope: groups[index]
  params: {
    name: 'sb-${stem}-${region.code}-${suffix}'
    location: region.location
    principalId: identities[index].outputs.principalId
    neighbourPrincipalId: identities[1 - index].outputs.principalId
    workspaceId: observability.outputs.workspaceId
    actionGroupId: observability.outputs.actionGroupId
  }
}]

module hostStorage 'platform/storage.bicep' = [for (region, index) in regions: {
  name: 'host-storage'
  scope: groups[index]
  params: {
    name: 'sttwth${environmentName}${region.code}${suffix}'
    location: region.location
    redundancy: hostRedundancy
    containers: ['deployments']
    principalIds: [identities[index].outputs.principalId]
    roles: [blobDataOwner]
    workspaceId: observability.outputs.workspaceId
  }
}]

// One for both regions: what was uploaded in one must be found in the other.
module content 'platform/storage.bicep' = {
  name: 'content'
  scope: sharedGroup
  params: {
    name: 'sttwth${environmentName}media${suffix}'
    location: regions[0].location
    redundancy: contentRedundancy
    containers: ['uploads', 'move-ins']
    principalIds: [identities[0].outputs.principalId, identities[1].outputs.principalId]
    roles: [blobDataContributor, blobDelegator]
    workspaceId: observability.outputs.workspaceId
  }
}

module capabilities 'capabilities/all.bicep' = {
  name: 'capabilities-${stem}'
  params: {
    sharedGroup: sharedGroup.name
    accountName: database.outputs.name
    databaseName: database.outputs.databaseName
    maximumRequestUnits: busyRequestUnits
    buses: [
      { group: groups[0].name, name: buses[0].outputs.name, id: buses[0].outputs.id }
      { group: groups[1].name, name: buses[1].outputs.name, id: buses[1].outputs.id }
    ]
    location: sharedLocation
    workspaceId: observability.outputs.workspaceId
    actionGroupId: observability.outputs.actionGroupId
  }
}

module door 'platform/front-door-profile.bicep' = {
  name: 'front-door-profile'
  scope: sharedGroup
  params: { name: 'afd-${stem}', tier: frontDoorTier }
}

module apps 'platform/function-app.bicep' = [for (region, index) in regions: {
  name: 'function-app'
  scope: groups[index]
  dependsOn: [access, capabilities]
  params: {
    name: 'func-${stem}-${region.code}-${suffix}'
    location: region.location
    identity: { id: identities[index].outputs.id, clientId: identities[index].outputs.clientId }
    instanceMemoryMB: instanceMemoryMB
    maximumInstanceCount: maximumInstanceCount
    httpConcurrency: httpConcurrency
    alwaysReady: alwaysReady
    zoneRedundant: zoneRedundantApps
    hostStorage: { name: hostStorage[index].outputs.name, blobEndpoint: hostStorage[index].outputs.blobEndpoint }
    deploymentContainer: 'deployments'
    settings: {
      APPLICATIONINSIGHTS_CONNECTION_STRING: observability.outputs.connectionString
      Cosmos__accountEndpoint: database.outputs.endpoint
      Cosmos__credential: 'managedidentity'
      Cosmos__clientId: identities[index].outputs.clientId
      CosmosPreferredRegions: preferredRegions[index]
      Cosmos__confirmWithinMs: '1000'
      CosmosDatabase: databaseName
      ServiceBus__fullyQualifiedNamespace: buses[index].outputs.hostName
      ServiceBus__secondNamespace: buses[1 - index].outputs.hostName
      ServiceBus__credential: 'managedidentity'
      ServiceBus__clientId: identities[index].outputs.clientId
      Storage__blobServiceUri: content.outputs.blobEndpoint
      Storage__credential: 'managedidentity'
      Storage__clientId: identities[index].outputs.clientId
      // Slower than in one process at home: every run keeps an instance for at least a second.
      ReopenStrandedCartsSchedule: '*/30 * * * * *'
      ReleaseExpiredReservationsSchedule: '0 * * * * *'
      RemindMoveInsSchedule: '0 0 6 * * *'
      ProveStockSchedule: '0 41 * * * *'
      TendDropsSchedule: '15 * * * * *'
      ForecastDemandSchedule: '0 30 ${region.forecastHour} * * *'
    }
    frontDoorId: door.outputs.frontDoorId
    storefrontOrigins: storefrontOrigins
    staff: { tenantId: staffTenantId, clientId: staffClientId }
    customers: { clientId: customerClientId, openIdConfiguration: customerOpenIdConfiguration }
    workspaceId: observability.outputs.workspaceId
  }
}]

module frontDoor 'platform/front-door.bicep' = {
  name: 'front-door'
  scope: sharedGroup
  params: {
    profileName: door.outputs.name
    endpointName: '${stem}-${suffix}'
    tier: frontDoorTier
    origins: [
      { code: 'a', hostName: apps[0].outputs.hostName }
      { code: 'b', hostName: apps[1].outputs.hostName }
    ]
    requestsPerMinute: requestsPerMinute
    probeSeconds: probeSeconds
    workspaceId: observability.outputs.workspaceId
    actionGroupId: observability.outputs.actionGroupId
  }
}

@description('Where customers call: https://<this>/api.')
output hostName string = frontDoor.outputs.hostName

@description('Where each region alone is called, in their order: for trying a release.')
output regionHostNames array = frontDoor.outputs.regionHostNames

@description('Apps, in the order of the regions: where releases go.')
output appNames array = [apps[0].outputs.name, apps[1].outputs.name]

@description('Resource groups of the apps, in the same order.')
output appGroups array = [groups[0].name, groups[1].name]
