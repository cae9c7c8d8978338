metadata description = 'The storage account of the Functions host itself: its code, its locks and its function keys.'

param name string
param location string
param tags object

@description('Redundancy, such as Standard_LRS or Standard_ZRS.')
param sku string

@description('The container the code is deployed to.')
param containerName string

@description('Whether the account is reached through private endpoints only.')
param private bool

resource account 'Microsoft.Storage/storageAccounts@2025-06-01' = {
  name: name
  location: location
  tags: tags
  kind: 'StorageV2'
  sku: {
    name: sku
  }
  properties: {
    accessTier: 'Hot'
    allowBlobPublicAccess: false
    allowCrossTenantReplication: false
    allowSharedKeyAccess: false
    defaultToOAuthAuthentication: true
    isLocalUserEnabled: false
    minimumTlsVersion: 'TLS1_2'
    publicNetworkAccess: private ? 'Disabled' : 'Enabled'
    supportsHttpsTrafficOnly: true
    networkAcls: {
      bypass: 'None'
      defaultAction: private ? 'Deny' : 'Allow'
    }
  }

  resource blobs 'blobServices' = {
    name: 'default'

    resource code 'containers' = {
      name: containerName
      properties: {
        publicAccess: 'None'
      }
    }
  }
}

output id string = account.id
