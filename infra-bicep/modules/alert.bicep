metadata description = 'One alert on one metric of one resource, told to the action group.'

@description('Alert name, unique in this resource group.')
param name string

@description('What is wrong when it fires, and where to look first.')
param summary string

@description('Urgency: 0 wakes somebody, 1 is for today, 2 for this week.')
@allowed([0, 1, 2])
param severity int

@description('Resource id of what is watched.')
param targetId string

@description('The metric: its namespace, its name, and dimensions to narrow it by (name, operator, values).')
param metric { metricNamespace: string, metricName: string, dimensions: array }

@description('When it fires: how a window becomes one value, its comparison with the threshold, the window (ISO 8601).')
param rule {
  aggregation: 'Average' | 'Count' | 'Maximum' | 'Minimum' | 'Total'
  operator: 'GreaterThan' | 'LessThan'
  threshold: int
  window: string
}

@description('Action group that is told.')
param actionGroupId string

resource alert 'Microsoft.Insights/metricAlerts@2018-03-01' = {
  name: name
  location: 'global'
  properties: {
    description: summary
    severity: severity
    enabled: true
    scopes: [targetId]
    evaluationFrequency: 'PT5M'
    windowSize: rule.window
    criteria: {
      'odata.type': 'Microsoft.Azure.Monitor.SingleResourceMultipleMetricCriteria'
      allOf: [{
        criterionType: 'StaticThresholdCriterion'
        name: 'threshold'
        metricNamespace: metric.metricNamespace
        metricName: metric.metricName
        dimensions: metric.dimensions
        timeAggregation: rule.aggregation
        operator: rule.operator
        threshold: rule.threshold
      }]
    }
    actions: [{ actionGroupId: actionGroupId }]
  }
}
