targetScope = 'subscription'

metadata description = 'What onboarding owns: the queue of steps of cut-overs; move-ins are kept with the work.'

@description('Queue namespaces: resource group, name and resource id of each.')
param buses array

@description('Action group that is told.')
param actionGroupId string

module moveInStep '../modules/queue.bicep' = [for bus in buses: {
  name: 'queue-move-in-step'
  scope: resourceGroup(bus.group)
  params: { namespaceName: bus.name, name: 'move-in-step' }
}]

module backlog '../modules/alert.bicep' = [for bus in buses: {
  name: 'alert-move-in-step'
  scope: resourceGroup(bus.group)
  params: {
    name: 'move-in-step-backlog'
    summary: 'For 15 minutes steps waited: a shop hangs between two books. Look at BookMoveIn.'
    severity: 2
    targetId: bus.id
    metric: {
      metricNamespace: 'Microsoft.ServiceBus/namespaces'
      metricName: 'ActiveMessages'
      dimensions: [{ name: 'EntityName', operator: 'Include', values: ['move-in-step'] }]
    }
    rule: { aggregation: 'Minimum', operator: 'GreaterThan', threshold: 5, window: 'PT15M' }
    actionGroupId: actionGroupId
  }
}]
