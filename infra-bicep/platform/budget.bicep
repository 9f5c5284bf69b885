targetScope = 'subscription'

metadata description = 'What the shop may cost a month before somebody is told.'

@description('Budget name.')
param name string

@description('Resource groups whose costs count.')
param resourceGroups array

@description('Limit, in the currency of the subscription. Per month.')
@minValue(1)
param monthlyLimit int

@description('First day of the month in which the budget began, such as 2026-12-01. Not to be changed later.')
param start string

@description('Address that is mailed at 80 per cent spent, and when 100 per cent are foreseen.')
param alertEmail string

resource budget 'Microsoft.Consumption/budgets@2023-11-01' = {
  name: name
  properties: {
    category: 'Cost'
    amount: monthlyLimit
    timeGrain: 'Monthly'
    timePeriod: { startDate: start }
    filter: { dimensions: { name: 'ResourceGroupName', operator: 'In', values: resourceGroups } }
    notifications: {
      spent: {
        enabled: true
        operator: 'GreaterThan'
        threshold: 80
        thresholdType: 'Actual'
        contactEmails: [alertEmail]
      }
      foreseen: {
        enabled: true
        operator: 'GreaterThan'
        threshold: 100
        thresholdType: 'Forecasted'
        contactEmails: [alertEmail]
      }
    }
  }
}
