metadata description = 'The entry of azd: a resource group named after the azd environment, and everything in it. The scripts deploy environment.bicep themselves.'

targetScope = 'subscription'

@description('The azd environment.')
@minLength(1)
@maxLength(64)
param environmentName string

@description('The region; those that have the Flex Consumption plan.')
@metadata({ azd: { type: 'location' } })
@allowed([
  'australiaeast'
  'centralindia'
  'centralus'
  'eastasia'
  'eastus'
  'eastus2'
  'francecentral'
  'germanywestcentral'
  'northcentralus'
  'northeurope'
  'southcentralus'
  'southeastasia'
  'swedencentral'
  'uksouth'
  'westcentralus'
  'westeurope'
  'westus2'
])
param location string

@description('The e-mail address that alerts are sent to.')
@minLength(6)
param alertEmail string

var azdTags = { 'azd-env-name': environmentName }

// No environment of infra/env is named so: lib.sh refuses names that begin with azd-.
var shortName = 'azd-${take(uniqueString(toLower(environmentName)), 8)}'

resource group 'Microsoft.Resources/resourceGroups@2024-11-01' = {
  name: 'rg-azd-${toLower(environmentName)}-hubspot-users'
  location: location
  tags: azdTags
}

module environment 'environment.bicep' = {
  scope: group
  params: {
    environmentName: shortName
    location: location
    tags: azdTags
    alertEmail: alertEmail
    operatorPrincipalId: deployer().objectId
    operatorPrincipalType: empty(deployer().userPrincipalName) ? 'ServicePrincipal' : 'User'
  }
}

output AZURE_RESOURCE_GROUP string = group.name
output KEY_VAULT_NAME string = environment.outputs.vaultName
output FUNCTION_APP_HOST_NAME string = environment.outputs.functionAppHostName
