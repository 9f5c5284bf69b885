metadata description = 'A name of the front door that leads to one region alone.'

@description('Profile to which this belongs; it must exist in this resource group.')
param profileName string

@description('First part of the host name.')
param endpointName string

@description('Code of the region: a or b.')
param code string

@description('Host name of the app in this region.')
param hostName string

resource profile 'Microsoft.Cdn/profiles@2024-09-01' existing = { name: profileName }

resource endpoint 'Microsoft.Cdn/profiles/afdEndpoints@2024-09-01' = {
  parent: profile
  name: endpointName
  location: 'global'
  properties: { enabledState: 'Enabled' }
}

resource group 'Microsoft.Cdn/profiles/originGroups@2024-09-01' = {
  parent: profile
  name: 'only-${code}'
  properties: {
    loadBalancingSettings: { sampleSize: 4, successfulSamplesRequired: 3, additionalLatencyInMilliseconds: 50 }
    sessionAffinityState: 'Disabled'
  }
}

resource origin 'Microsoft.Cdn/profiles/originGroups/origins@2024-09-01' = {
  parent: group
  name: 'region-${code}'
  properties: {
    hostName: hostName
    originHostHeader: hostName
    httpsPort: 443
    priority: 1
    weight: 500
    enabledState: 'Enabled'
    enforceCertificateNameCheck: true
  }
}

resource api 'Microsoft.Cdn/profiles/afdEndpoints/routes@2024-09-01' = {
  parent: endpoint
  name: 'api'
  dependsOn: [origin]
  properties: {
    originGroup: { id: group.id }
    patternsToMatch: ['/api/*']
    supportedProtocols: ['Https']
    httpsRedirect: 'Disabled'
    forwardingProtocol: 'HttpsOnly'
    linkToDefaultDomain: 'Enabled'
    enabledState: 'Enabled'
  }
}

@description('Endpoint, for the firewall.')
output endpointId string = endpoint.id

@description('Host name that leads to this region alone.')
output hostName string = endpoint.properties.hostName
