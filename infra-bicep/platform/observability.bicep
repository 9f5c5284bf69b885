metadata description = 'Where logs and measurements of both regions go, who is told, and how much a day may cost.'

@description('Names of the workspace, the Application Insights component and the action group share this ending.')
param name string

@description('Region that keeps the logs; the second one, so that the loss of the first can be watched.')
param location string

@description('How long logs are kept. Days.')
@minValue(30)
@maxValue(730)
param retentionDays int

@description('Logs taken in a day before the workspace stops listening. Gigabytes.')
@minValue(1)
param dailyGigabytes int

@description('Share of telemetry that Application Insights keeps. Per cent.')
@minValue(1)
@maxValue(100)
param samplingPercentage int

@description('Address that alerts are mailed to.')
param alertEmail string

@description('Object ids of the identities that may send telemetry.')
param principalIds array

// Monitoring Metrics Publisher.
var publisher = '3913510d-42f4-4e42-8a64-420c390055eb'

resource workspace 'Microsoft.OperationalInsights/workspaces@2023-09-01' = {
  name: 'log-${name}'
  location: location
  properties: {
    sku: { name: 'PerGB2018' }
    retentionInDays: retentionDays
    workspaceCapping: { dailyQuotaGb: dailyGigabytes }
  }
}

resource insights 'Microsoft.Insights/components@2020-02-02' = {
  name: 'appi-${name}'
  location: location
  kind: 'web'
  properties: {
    Application_Type: 'web'
    WorkspaceResourceId: workspace.id
    SamplingPercentage: samplingPercentage
    DisableLocalAuth: true
  }
}

resource publishers 'Microsoft.Authorization/roleAssignments@2022-04-01' = [for principalId in principalIds: {
  name: guid(insights.id, principalId, publisher)
  scope: insights
  properties: {
    principalId: principalId
    principalType: 'ServicePrincipal'
    roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', publisher)
  }
}]

resource people 'Microsoft.Insights/actionGroups@2023-01-01' = {
  name: 'ag-${name}'
  location: 'global'
  properties: {
    groupShortName: 'shop'
    enabled: true
    emailReceivers: [{ name: 'operators', emailAddress: alertEmail, useCommonAlertSchema: true }]
  }
}

module failures '../modules/alert.bicep' = {
  name: 'alert-failures'
  params: {
    name: 'function-failures'
    summary: 'More than 50 invocations failed within 5 minutes, in either region. Look at failures by operation.'
    severity: 1
    targetId: insights.id
    metric: { metricNamespace: 'microsoft.insights/components', metricName: 'requests/failed', dimensions: [] }
    rule: { aggregation: 'Count', operator: 'GreaterThan', threshold: 50, window: 'PT5M' }
    actionGroupId: people.id
  }
}

@description('Log Analytics workspace, for diagnostic settings.')
output workspaceId string = workspace.id

@description('Where the apps send telemetry; it opens nothing, since keys are switched off.')
output connectionString string = insights.properties.ConnectionString

@description('Action group, for alerts.')
output actionGroupId string = people.id
