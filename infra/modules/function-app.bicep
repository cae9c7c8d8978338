metadata description = 'The Flex Consumption plan and the function app on it.'

param name string
param planName string
param location string
param tags object

@description('The identity of the app\'s own code: queue, tables, vault, telemetry.')
param appIdentityId string
param appIdentityClientId string

@description('The identity of the platform: it fetches the package and keeps locks and function keys.')
param platformIdentityId string
param platformIdentityClientId string

param hostStorageName string
param codeContainerName string
param applicationInsightsConnectionString string

@description('The settings of the library, its storage and its vault.')
param settings object

@description('The most instances of each group of functions. HubSpot\'s limit is shared by all of them, so more do not send faster.')
@minValue(1)
@maxValue(1000)
param maximumInstanceCount int

@description('The most HTTP requests an instance works on at once.')
@minValue(1)
@maxValue(1000)
param httpConcurrency int

@allowed([512, 2048, 4096])
param instanceMemoryMB int

@description('Instances that are always up, such as { name: \'function:CreateUsersFromQueue\', instanceCount: 1 } or { name: \'http\', instanceCount: 1 }.')
param alwaysReady alwaysReadyInstances[]

@description('Whether the plan spreads its instances over the zones of the region.')
param zoneRedundant bool

@description('The subnet the app reaches private endpoints through; null without a network.')
param subnetId string?

@export()
type alwaysReadyInstances = {
  name: string

  @minValue(0)
  instanceCount: int
}

var blobEndpoint = 'https://${hostStorageName}.blob.${environment().suffixes.storage}/'

resource plan 'Microsoft.Web/serverfarms@2025-03-01' = {
  name: planName
  location: location
  tags: tags
  kind: 'functionapp'
  sku: {
    tier: 'FlexConsumption'
    name: 'FC1'
  }
  properties: {
    reserved: true
    zoneRedundant: zoneRedundant
  }
}

resource app 'Microsoft.Web/sites@2025-03-01' = {
  name: name
  location: location
  // azd finds the app of azure.yaml's service by this tag.
  tags: union(tags, { 'azd-service-name': 'functions' })
  kind: 'functionapp,linux'
  identity: {
    type: 'UserAssigned'
    userAssignedIdentities: {
      '${appIdentityId}': {}
      '${platformIdentityId}': {}
    }
  }
  properties: {
    serverFarmId: plan.id
    httpsOnly: true
    // Settings that refer to the vault are read with the identity that may read it.
    keyVaultReferenceIdentity: appIdentityId
    virtualNetworkSubnetId: subnetId
    functionAppConfig: {
      deployment: {
        storage: {
          type: 'blobContainer'
          value: '${blobEndpoint}${codeContainerName}'
          authentication: {
            type: 'UserAssignedIdentity'
            userAssignedIdentityResourceId: platformIdentityId
          }
        }
      }
      runtime: {
        name: 'dotnet-isolated'
        version: '10.0'
      }
      scaleAndConcurrency: {
        maximumInstanceCount: maximumInstanceCount
        instanceMemoryMB: instanceMemoryMB
        alwaysReady: alwaysReady
        triggers: {
          http: {
            perInstanceConcurrency: httpConcurrency
          }
        }
      }
    }
    siteConfig: {
      minTlsVersion: '1.2'
      http20Enabled: true
    }
  }

  resource appSettings 'config' = {
    name: 'appsettings'
    properties: union(settings, {
      // With the address of the blobs alone some hosts find no blob client and refuse valid keys with 401 (azure-functions-host#11787).
      AzureWebJobsStorage__accountName: hostStorageName
      AzureWebJobsStorage__blobServiceUri: blobEndpoint
      AzureWebJobsStorage__credential: 'managedidentity'
      AzureWebJobsStorage__clientId: platformIdentityClientId
      AZURE_CLIENT_ID: appIdentityClientId
      // The host's own spans, two a message, by the ratio of the worker's. Its exporter to Azure Monitor knows this sampler and
      // microsoft.rate_limited, and ignores all others (docs/telemetry.md, Spans of the Functions host).
      OTEL_TRACES_SAMPLER: 'microsoft.fixed_percentage'
      OTEL_TRACES_SAMPLER_ARG: settings.Telemetry__SamplingRatio
      APPLICATIONINSIGHTS_CONNECTION_STRING: applicationInsightsConnectionString
      APPLICATIONINSIGHTS_AUTHENTICATION_STRING: 'ClientId=${appIdentityClientId};Authorization=AAD'
    })
  }

  // Code is published with the publisher's own identity, never with a password.
  resource ftpPassword 'basicPublishingCredentialsPolicies' = {
    name: 'ftp'
    properties: {
      allow: false
    }
  }

  resource scmPassword 'basicPublishingCredentialsPolicies' = {
    name: 'scm'
    properties: {
      allow: false
    }
  }
}

output name string = app.name
output hostName string = app.properties.defaultHostName
