metadata description = 'One Service Bus queue whose messages are deduplicated, bounded in retries and dead-lettered.'

@description('Namespace that owns the queue; it must exist in this resource group.')
param namespaceName string

@description('Queue name in kebab-case; the past-tense fact it carries, such as order-placed.')
@minLength(3)
@maxLength(50)
param name string

@description('How long a receiver may hold a message. ISO 8601, at most PT5M; longer than the slowest handler.')
param lockDuration string = 'PT2M'

@description('Deliveries of one message before the broker gives up. Count; the program parks it earlier.')
@minValue(12)
@maxValue(50)
param maxDeliveryCount int = 20

@description('How long an unread message is kept before it is dead-lettered. ISO 8601 duration.')
param timeToLive string = 'P14D'

resource namespace 'Microsoft.ServiceBus/namespaces@2024-01-01' existing = { name: namespaceName }

resource queue 'Microsoft.ServiceBus/namespaces/queues@2024-01-01' = {
  parent: namespace
  name: name
  properties: {
    lockDuration: lockDuration
    maxDeliveryCount: maxDeliveryCount
    defaultMessageTimeToLive: timeToLive
    deadLetteringOnMessageExpiration: true
    requiresDuplicateDetection: true
    duplicateDetectionHistoryTimeWindow: 'PT1H'
    requiresSession: false
    maxSizeInMegabytes: 5120
  }
}

@description('Queue name.')
output name string = queue.name
