metadata description = 'The profile of the front door, made before what stands behind it: the apps ask for its id.'

@description('Profile name.')
param name string

@description('Tier: Standard, or Premium with managed firewall rules. Premium cannot be left again.')
@allowed(['Standard_AzureFrontDoor', 'Premium_AzureFrontDoor'])
param tier string

resource profile 'Microsoft.Cdn/profiles@2024-09-01' = {
  name: name
  location: 'global'
  sku: { name: tier }
  properties: { originResponseTimeoutSeconds: 120 }
}

@description('Profile name.')
output name string = profile.name

@description('Id that Front Door sends in X-Azure-FDID; the apps let nobody in without it.')
output frontDoorId string = profile.properties.frontDoorId
