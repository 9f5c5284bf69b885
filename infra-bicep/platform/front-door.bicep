metadata description = 'What the world calls: both regions behind one name and a firewall, and each under its own.'

@description('Profile to which all of this belongs; it must exist in this resource group.')
param profileName string

@description('First part of the host names.')
param endpointName string

@description('Tier of the profile; the firewall has the same.')
@allowed(['Standard_AzureFrontDoor', 'Premium_AzureFrontDoor'])
param tier string

@description('Regions: code, and host name of the app.')
@minLength(2)
param origins array

@description('Requests that one address may make before it is answered with 429. Count a minute.')
@minValue(100)
param requestsPerMinute int

@description('How often every edge asks every region whether it is well. Seconds.')
@minValue(5)
@maxValue(255)
param probeSeconds int

@description('Log Analytics workspace for diagnostics.')
param workspaceId string

@description('Action group that is told.')
param actionGroupId string

var balancing = { sampleSize: 4, successfulSamplesRequired: 3, additionalLatencyInMilliseconds: 50 }
var isPremium = tier == 'Premium_AzureFrontDoor'

resource profile 'Microsoft.Cdn/profiles@2024-09-01' existing = { name: profileName }

resource shop 'Microsoft.Cdn/profiles/afdEndpoints@2024-09-01' = {
  parent: profile
  name: endpointName
  location: 'global'
  properties: { enabledState: 'Enabled' }
}

resource everywhere 'Microsoft.Cdn/profiles/originGroups@2024-09-01' = {
  parent: profile
  name: 'everywhere'
  properties: {
    loadBalancingSettings: balancing
    healthProbeSettings: {
      probePath: '/api/health/ready'
      probeRequestType: 'GET'
      probeProtocol: 'Https'
      probeIntervalInSeconds: probeSeconds
    }
    sessionAffinityState: 'Disabled'
  }
}

resource regions 'Microsoft.Cdn/profiles/originGroups/origins@2024-09-01' = [for origin in origins: {
  parent: everywhere
  name: 'region-${origin.code}'
  properties: {
    hostName: origin.hostName
    originHostHeader: origin.hostName
    httpsPort: 443
    priority: 1
    weight: 500
    enabledState: 'Enabled'
    enforceCertificateNameCheck: true
  }
}]

resource api 'Microsoft.Cdn/profiles/afdEndpoints/routes@2024-09-01' = {
  parent: shop
  name: 'api'
  dependsOn: [regions]
  properties: {
    originGroup: { id: everywhere.id }
    patternsToMatch: ['/api/*']
    supportedProtocols: ['Https']
    httpsRedirect: 'Disabled'
    forwardingProtocol: 'HttpsOnly'
    linkToDefaultDomain: 'Enabled'
    enabledState: 'Enabled'
  }
}

// A copy made for somebody without an Origin is handed to browsers, too: it must let every one of them read it.
resource shopWindowRules 'Microsoft.Cdn/profiles/ruleSets@2024-09-01' = {
  parent: profile
  name: 'shopwindow'
}

resource anyOrigin 'Microsoft.Cdn/profiles/ruleSets/rules@2024-09-01' = {
  parent: shopWindowRules
  name: 'anyorigin'
  properties: {
    order: 1
    conditions: []
    actions: [
      {
        name: 'ModifyResponseHeader'
        parameters: {
          typeName: 'DeliveryRuleHeaderActionParameters'
          headerAction: 'Overwrite'
          headerName: 'Access-Control-Allow-Origin'
          value: '*'
        }
      }
    ]
  }
}

// What is the same for the whole world, and says itself for how long (Cache-Control).
resource shopWindow 'Microsoft.Cdn/profiles/afdEndpoints/routes@2024-09-01' = {
  parent: shop
  name: 'shop-window'
  dependsOn: [regions, anyOrigin]
  properties: {
    originGroup: { id: everywhere.id }
    ruleSets: [{ id: shopWindowRules.id }]
    patternsToMatch: ['/api/products', '/api/products/*', '/api/categories', '/api/search']
    cacheConfiguration: { queryStringCachingBehavior: 'UseQueryString' }
    supportedProtocols: ['Https']
    httpsRedirect: 'Disabled'
    forwardingProtocol: 'HttpsOnly'
    linkToDefaultDomain: 'Enabled'
    enabledState: 'Enabled'
  }
}

// A name for each region alone, so that a release can be tried in one of them before the other.
module alone 'front-door-region.bicep' = [for origin in origins: {
  name: 'front-door-region-${origin.code}'
  params: {
    profileName: profile.name
    endpointName: '${endpointName}-${origin.code}'
    code: origin.code
    hostName: origin.hostName
  }
}]

resource firewall 'Microsoft.Network/FrontDoorWebApplicationFirewallPolicies@2024-02-01' = {
  name: 'waf${replace(endpointName, '-', '')}'
  location: 'global'
  sku: { name: tier }
  properties: {
    policySettings: {
      enabledState: 'Enabled'
      mode: 'Prevention'
      requestBodyCheck: 'Enabled'
      customBlockResponseStatusCode: 429
    }
    customRules: {
      rules: [
        {
          name: 'OneAddress'
          priority: 100
          ruleType: 'RateLimitRule'
          rateLimitDurationInMinutes: 1
          rateLimitThreshold: requestsPerMinute
          matchConditions: [{ matchVariable: 'RequestUri', operator: 'Contains', matchValue: ['/api/'] }]
          action: 'Block'
        }
      ]
    }
    managedRules: {
      managedRuleSets: isPremium
        ? [{ ruleSetType: 'Microsoft_DefaultRuleSet', ruleSetVersion: '2.1', ruleSetAction: 'Block' }]
        : []
    }
  }
}

resource guard 'Microsoft.Cdn/profiles/securityPolicies@2024-09-01' = {
  parent: profile
  name: 'guard'
  properties: {
    parameters: {
      type: 'WebApplicationFirewall'
      wafPolicy: { id: firewall.id }
      associations: [
        {
          domains: [{ id: shop.id }, { id: alone[0].outputs.endpointId }, { id: alone[1].outputs.endpointId }]
          patternsToMatch: ['/*']
        }
      ]
    }
  }
}

resource diagnostics 'Microsoft.Insights/diagnosticSettings@2021-05-01-preview' = {
  name: 'to-workspace'
  scope: profile
  properties: {
    workspaceId: workspaceId
    // Not every request (FrontDoorAccessLog): the apps log what they serve, and logs cost more than answers.
    logs: [
      { category: 'FrontDoorHealthProbeLog', enabled: true }
      { category: 'FrontDoorWebApplicationFirewallLog', enabled: true }
    ]
    metrics: [{ category: 'AllMetrics', enabled: true }]
  }
}

module faults '../modules/alert.bicep' = {
  name: 'alert-front-door-faults'
  params: {
    name: 'front-door-faults'
    summary: 'More than 5 per cent of all answers were 5xx for 5 minutes. Ask each region under its own name.'
    severity: 0
    targetId: profile.id
    metric: { metricNamespace: 'Microsoft.Cdn/profiles', metricName: 'Percentage5XX', dimensions: [] }
    rule: { aggregation: 'Average', operator: 'GreaterThan', threshold: 5, window: 'PT5M' }
    actionGroupId: actionGroupId
  }
}

@description('Host name that customers call.')
output hostName string = shop.properties.hostName

@description('Host names that ask one region alone, in the order of the regions.')
output regionHostNames array = [alone[0].outputs.hostName, alone[1].outputs.hostName]
