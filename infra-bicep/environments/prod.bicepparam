using '../main.bicep'

// Production: zones, failover by partition, and one instance a region that customers never wait for.
param environmentName = 'prod'
param primaryRegion = 'West Europe'
param secondaryRegion = 'North Europe'
param zoneRedundantDatabase = true
param zoneRedundantApps = false
param perPartitionFailover = true
param backupTier = 'Continuous30Days'
param sharedRequestUnits = 4000
param busyRequestUnits = 10000
param instanceMemoryMB = 2048
param maximumInstanceCount = 200
param httpConcurrency = 50
param alwaysReady = [{ name: 'http', instanceCount: 1 }]
param hostRedundancy = 'Standard_ZRS'
param contentRedundancy = 'Standard_RAGZRS'
param frontDoorTier = 'Standard_AzureFrontDoor'
param requestsPerMinute = 1200
param probeSeconds = 30
param storefrontOrigins = ['https://shop.example']
param staffTenantId = '00000000-0000-0000-0000-000000000000'
param staffClientId = '00000000-0000-0000-0000-000000000000'
param customerClientId = '00000000-0000-0000-0000-000000000000'
param customerOpenIdConfiguration = 'https://shop.ciamlogin.com/shop.example/v2.0/.well-known/openid-configuration'
param logRetentionDays = 90
param dailyLogGigabytes = 5
param samplingPercentage = 100
param alertEmail = 'operators@shop.example'
param monthlyBudget = 2500
param budgetStart = '2026-12-01'
