metadata description = 'One alert on what the logs say: it fires when the query finds anything.'

@description('Alert name, unique in this resource group.')
param name string

@description('Region of the workspace.')
param location string

@description('What is wrong when it fires, and where to look first.')
param summary string

@description('Urgency: 0 wakes somebody, 1 is for today, 2 for this week.')
@allowed([0, 1, 2])
param severity int

@description('Log Analytics workspace that is asked.')
param workspaceId string

@description('Kusto query; any row is a finding.')
param query string

@description('Window that is looked at, and how often. ISO 8601 duration.')
param window string = 'PT5M'

@description('Action group that is told.')
param actionGroupId string

resource alert 'Microsoft.Insights/scheduledQueryRules@2023-12-01' = {
  name: name
  location: location
  properties: {
    displayName: name
    description: summary
    severity: severity
    enabled: true
    scopes: [workspaceId]
    evaluationFrequency: window
    windowSize: window
    criteria: {
      allOf: [{ query: query, timeAggregation: 'Count', operator: 'GreaterThan', threshold: 0 }]
    }
    actions: { actionGroups: [actionGroupId] }
  }
}
