metadata description = 'The vault that holds the HubSpot token. The secret itself is set by set-token.sh, never by a template.'

param name string
param location string
param tags object

@description('Once on it cannot be switched off, and the vault outlives its deletion by softDeleteRetentionDays.')
param purgeProtection bool

@minValue(7)
@maxValue(90)
param softDeleteRetentionDays int

@description('Whether the vault is reached through private endpoints only.')
param private bool

@description('The workspace that gets the log of who read or changed the secret.')
param workspaceId string

resource vault 'Microsoft.KeyVault/vaults@2024-11-01' = {
  name: name
  location: location
  tags: tags
  properties: {
    tenantId: tenant().tenantId
    sku: {
      family: 'A'
      name: 'standard'
    }
    enableRbacAuthorization: true
    enableSoftDelete: true
    softDeleteRetentionInDays: softDeleteRetentionDays
    enablePurgeProtection: purgeProtection ? true : null
    publicNetworkAccess: private ? 'Disabled' : 'Enabled'
    networkAcls: {
      bypass: 'None'
      defaultAction: private ? 'Deny' : 'Allow'
    }
  }
}

resource audit 'Microsoft.Insights/diagnosticSettings@2021-05-01-preview' = {
  scope: vault
  name: 'audit'
  properties: {
    workspaceId: workspaceId
    logs: [
      {
        categoryGroup: 'audit'
        enabled: true
      }
    ]
  }
}

output id string = vault.id
