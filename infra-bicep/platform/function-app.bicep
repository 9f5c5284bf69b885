metadata description = 'The program in one region, on Flex Consumption, reachable through the front door alone.'

@description('App name, unique in the world.')
param name string

@description('Region of the app.')
param location string

@description('Identity that the app runs as: resource id and client id.')
param identity { id: string, clientId: string }

@description('Memory of one instance. Megabytes; billed while the instance is active.')
@allowed([512, 2048, 4096])
param instanceMemoryMB int

@description('Instances that one scale group may grow to. Count.')
@minValue(40)
@maxValue(1000)
param maximumInstanceCount int

@description('Requests that one instance serves at once before another is started. Count.')
@minValue(1)
@maxValue(1000)
param httpConcurrency int

@description('Instances that never go away, as objects of name (a scale group such as http) and instanceCount.')
param alwaysReady array

@description('Whether instances are spread over zones; every scale group then keeps two always ready.')
param zoneRedundant bool

@description('Storage account of the host, and where its blobs are.')
param hostStorage { name: string, blobEndpoint: string }

@description('Container of the host storage that holds the deployed package.')
param deploymentContainer string

@description('Settings of the program, name to value.')
param settings object

@description('Id of the front door whose requests are admitted.')
param frontDoorId string

@description('Origins of storefronts that browsers may call from, such as https://shop.example.')
param storefrontOrigins array

@description('Tenant and app registration of staff.')
param staff { tenantId: string, clientId: string }

@description('App registration of customers in their external tenant, and its OpenID document.')
param customers { clientId: string, openIdConfiguration: string }

@description('Log Analytics workspace for diagnostics.')
param workspaceId string

// Runtime, package and version of the host come from functionAppConfig; as settings they would be refused.
var hostSettings = {
  AzureWebJobsStorage__accountName: hostStorage.name
  AzureWebJobsStorage__credential: 'managedidentity'
  AzureWebJobsStorage__clientId: identity.clientId
  APPLICATIONINSIGHTS_AUTHENTICATION_STRING: 'ClientId=${identity.clientId};Authorization=AAD'
}

resource plan 'Microsoft.Web/serverfarms@2024-04-01' = {
  name: 'plan-${name}'
  location: location
  kind: 'functionapp'
  sku: { name: 'FC1', tier: 'FlexConsumption' }
  properties: { reserved: true, zoneRedundant: zoneRedundant }
}

resource app 'Microsoft.Web/sites@2024-04-01' = {
  name: name
  location: location
  kind: 'functionapp,linux'
  identity: { type: 'UserAssigned', userAssignedIdentities: { '${identity.id}': {} } }
  properties: {
    serverFarmId: plan.id
    httpsOnly: true
    clientAffinityEnabled: false
    publicNetworkAccess: 'Enabled'
    functionAppConfig: {
      runtime: { name: 'custom', version: '1.0' }
      deployment: {
        storage: {
          type: 'blobContainer'
          value: '${hostStorage.blobEndpoint}${deploymentContainer}'
          authentication: { type: 'UserAssignedIdentity', userAssignedIdentityResourceId: identity.id }
        }
      }
      scaleAndConcurrency: {
        instanceMemoryMB: instanceMemoryMB
        maximumInstanceCount: maximumInstanceCount
        alwaysReady: alwaysReady
        triggers: { http: { perInstanceConcurrency: httpConcurrency } }
      }
    }
    siteConfig: {
      minTlsVersion: '1.2'
      http20Enabled: true
      ftpsState: 'Disabled'
      cors: { allowedOrigins: storefrontOrigins, supportCredentials: false }
      ipSecurityRestrictionsDefaultAction: 'Deny'
      ipSecurityRestrictions: [
        {
          name: 'front-door'
          description: 'Our front door, and nobody else\'s.'
          priority: 100
          action: 'Allow'
          tag: 'ServiceTag'
          ipAddress: 'AzureFrontDoor.Backend'
          headers: { 'x-azure-fdid': [frontDoorId] }
        }
      ]
      scmIpSecurityRestrictionsDefaultAction: 'Allow' // releases come from anywhere, with a token of Entra ID
      scmIpSecurityRestrictionsUseMain: false
    }
  }
}

resource values 'Microsoft.Web/sites/config@2024-04-01' = {
  parent: app
  name: 'appsettings'
  properties: union(settings, hostSettings)
}

resource publishing 'Microsoft.Web/sites/basicPublishingCredentialsPolicies@2024-04-01' = [for door in ['ftp', 'scm']: {
  parent: app
  name: door
  properties: { allow: false }
}]

// Tokens are judged here; who brings none is let through, since guests buy as well.
resource authentication 'Microsoft.Web/sites/config@2024-04-01' = {
  parent: app
  name: 'authsettingsV2'
  properties: {
    platform: { enabled: true, runtimeVersion: '~1' }
    globalValidation: { requireAuthentication: false, unauthenticatedClientAction: 'AllowAnonymous' }
    httpSettings: { requireHttps: true, forwardProxy: { convention: 'Standard' } }
    login: { tokenStore: { enabled: false } }
    identityProviders: {
      azureActiveDirectory: {
        enabled: true
        registration: {
          openIdIssuer: '${environment().authentication.loginEndpoint}${staff.tenantId}/v2.0'
          clientId: staff.clientId
        }
        validation: { allowedAudiences: [staff.clientId, 'api://${staff.clientId}'] }
      }
      customOpenIdConnectProviders: {
        customers: {
          enabled: true
          registration: {
            clientId: customers.clientId
            openIdConnectConfiguration: { wellKnownOpenIdConfiguration: customers.openIdConfiguration }
          }
        }
      }
    }
  }
}

// Measurements only: what the program says goes to Application Insights.
resource diagnostics 'Microsoft.Insights/diagnosticSettings@2021-05-01-preview' = {
  name: 'to-workspace'
  scope: app
  properties: {
    workspaceId: workspaceId
    metrics: [{ category: 'AllMetrics', enabled: true }]
  }
}

@description('App name, for releases.')
output name string = app.name

@description('Host name of the app; only the front door may call it.')
output hostName string = app.properties.defaultHostName
