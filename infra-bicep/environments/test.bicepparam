using '../main.bicep'

// Test: what production does, with less of it; here releases and failovers are tried.
param environmentName = 'test'
param primaryRegion = 'West Europe'
param secondaryRegion = 'North Europe'
param zoneRedundantDatabase = false
param zoneRedundantApps = false
param perPartitionFailover = true
param backupTier = 'Continuous7Days'
param sharedRequestUnits = 1000
param busyRequestUnits = 1000
param instanceMemoryMB = 2048
param maximumInstanceCount = 40
param httpConcurrency = 50
param alwaysReady = []
param hostRedundancy = 'Standard_ZRS'
param contentRedundancy = 'Standard_ZRS'
param frontDoorTier = 'Standard_AzureFrontDoor'
param requestsPerMinute = 600
param probeSeconds = 120
param storefrontOrigins = ['https://test.shop.example']
param staffTenantId = '00000000-0000-0000-0000-000000000000'
param staffClientId = '00000000-0000-0000-0000-000000000000'
param customerClientId = '00000000-0000-0000-0000-000000000000'
param customerOpenIdConfiguration = 'https://shop.ciamlogin.com/shop.example/v2.0/.well-known/openid-configuration'
param logRetentionDays = 30
param dailyLogGigabytes = 1
param samplingPercentage = 50
param alertEmail = 'operators@shop.example'
param monthlyBudget = 600
param budgetStart = '2026-12-01'
