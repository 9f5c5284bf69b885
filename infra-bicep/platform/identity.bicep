metadata description = 'The identity of the app in one region; what it may do is granted to it by name.'

@description('Identity name.')
param name string

@description('Region of the app.')
param location string

resource identity 'Microsoft.ManagedIdentity/userAssignedIdentities@2023-01-31' = {
  name: name
  location: location
}

@description('Resource id, to attach it to an app.')
output id string = identity.id

@description('Client id, for settings that name the identity.')
output clientId string = identity.properties.clientId

@description('Object id, for role assignments.')
output principalId string = identity.properties.principalId
