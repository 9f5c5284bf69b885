using '../main.bicep'

// Development: both regions, as small as they come; nothing is kept ready and nothing is spread over zones.
param environmentName = 'dev'
param primaryRegion = 'West Europe'
param secondaryRegion = 'North Europe'
param zoneRedundantDatabase = false
param zoneRedundantApps = false
param perPartitionFailover = false
param backupTier = 'Continuous7Days'
param sharedRequestUnits = 1000
param busyRequestUnits = 1000
param instanceMemoryMB = 512
param maximumInstanceCount = 40
param httpConcurrency = 16
param alwaysReady = []
param hostRedundancy = 'Standard_LRS'
param contentRedundancy = 'Standard_LRS'
param frontDoorTier = 'Standard_AzureFrontDoor'
param requestsPerMinute = 600
param probeSeconds = 255
param storefrontOrigins = ['http://localhost:5173']
param staffTenantId = '00000000-0000-0000-0000-000000000000'
param staffClientId = '00000000-0000-0000-0000-000000000000'
param customerClientId = '00000000-0000-0000-0000-000000000000'
param customerOpenIdConfiguration = 'https://shop.ciamlogin.com/shop.example/v2.0/.well-known/openid-configuration'
param logRetentionDays = 30
param dailyLogGigabytes = 1
param samplingPercentage = 100
param alertEmail = 'operators@shop.example'
param monthlyBudget = 200
param budgetStart = '2026-12-01'
