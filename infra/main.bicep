metadata description = 'Everything the app needs in Azure, in a resource group of its own.'

targetScope = 'subscription'

import { defaultSettings } from 'settings.bicep'
import { alwaysReadyInstances } from 'modules/function-app.bicep'

@description('The environment, such as dev or prod; part of every name.')
@minLength(2)
@maxLength(12)
param environmentName string

@description('The region of everything.')
param location string

@description('The resource group, which is created.')
param resourceGroupName string = 'rg-hubspot-users-${environmentName}'

@description('Tags of everything, besides azd-env-name.')
param tags object = {}

@description('Settings that differ from settings.bicep, by the same names; all values are text.')
param settings object = {}

@description('The queue of user messages.')
param queueName string = 'users'

@description('The most instances of the app. Some regions refuse less than 40.')
@minValue(1)
@maxValue(1000)
param maximumInstanceCount int = 40

@description('Memory of an instance, in MB.')
@allowed([512, 2048, 4096])
param instanceMemoryMB int = 2048

@description('Instances that are always up; none by default.')
param alwaysReady alwaysReadyInstances[] = []

@description('Whether the app spreads over the zones of the region.')
param zoneRedundant bool = false

@description('Redundancy of both storage accounts.')
@allowed(['Standard_LRS', 'Standard_ZRS', 'Standard_GZRS'])
param storageSku string = 'Standard_LRS'

@description('Whether storage and vault are reached through private endpoints of a virtual network only.')
param privateNetwork bool = false

@description('The addresses of the virtual network, at least a /24.')
param networkAddressPrefix string = '10.40.0.0/24'

@description('Whether a deleted vault can be purged by no one before its time. Cannot be switched off again.')
param purgeProtection bool = false

@description('How many days a deleted vault can be recovered.')
@minValue(7)
@maxValue(90)
param softDeleteRetentionDays int = 7

@description('How many days telemetry is kept.')
@minValue(30)
@maxValue(730)
param logRetentionDays int = 30

@description('The most telemetry a day, in GB; -1 for no cap.')
param dailyLogCapGb int = 1

@description('Whether the alerts are on.')
param alertsEnabled bool = true

@description('Who is notified of alerts; empty for no one.')
param alertEmail string = ''

@description('The age of users, in seconds, that is too old at the 95th percentile.')
@minValue(1)
param messageAgeLimitSeconds int = 900

@description('The share of the day\'s HubSpot calls, in per cent, below which an alert is raised.')
@minValue(1)
@maxValue(99)
param dayQuotaPercent int = 10

@description('The object id of the operations team, a group for choice; empty grants no one anything.')
param operatorPrincipalId string = ''

@description('What operatorPrincipalId is.')
@allowed(['User', 'Group', 'ServicePrincipal'])
param operatorPrincipalType string = 'Group'

var suffix = uniqueString(subscription().id, resourceGroupName, location)
var names = {
  identity: 'id-hubspot-users-${environmentName}'
  hostStorage: 'sthost${suffix}'
  dataStorage: 'stdata${suffix}'
  vault: 'kv-${suffix}'
  workspace: 'log-hubspot-users-${environmentName}'
  applicationInsights: 'appi-hubspot-users-${environmentName}'
  plan: 'plan-hubspot-users-${environmentName}'
  app: 'func-hubspot-users-${environmentName}-${take(suffix, 6)}'
  network: 'vnet-hubspot-users-${environmentName}'
  alerts: 'hubspot-users-${environmentName}'
  code: 'code'
}
var allTags = union(tags, { 'azd-env-name': environmentName })
var poisonQueueName = '${queueName}-poison'
var tasksQueueName = '${queueName}-tasks'
var controlTableName = 'HubSpotControl'
var tableNames = [
  'HubSpotUsers'
  'HubSpotBatches'
  'HubSpotIntents'
  'HubSpotRequests'
  'HubSpotPoison'
  controlTableName
]
var storageSuffix = environment().suffixes.storage

resource group 'Microsoft.Resources/resourceGroups@2024-11-01' = {
  name: resourceGroupName
  location: location
  tags: allTags
}

module identity 'modules/identity.bicep' = {
  scope: group
  params: {
    name: names.identity
    location: location
    tags: allTags
  }
}

module monitoring 'modules/monitoring.bicep' = {
  scope: group
  params: {
    workspaceName: names.workspace
    applicationInsightsName: names.applicationInsights
    location: location
    tags: allTags
    retentionDays: logRetentionDays
    dailyCapGb: dailyLogCapGb
  }
}

module hostStorage 'modules/host-storage.bicep' = {
  scope: group
  params: {
    name: names.hostStorage
    location: location
    tags: allTags
    sku: storageSku
    containerName: names.code
    private: privateNetwork
  }
}

module dataStorage 'modules/data-storage.bicep' = {
  scope: group
  params: {
    name: names.dataStorage
    location: location
    tags: allTags
    sku: storageSku
    queueNames: [queueName, poisonQueueName, tasksQueueName]
    tableNames: tableNames
    private: privateNetwork
    workspaceId: monitoring.outputs.workspaceId
  }
}

module vault 'modules/vault.bicep' = {
  scope: group
  params: {
    name: names.vault
    location: location
    tags: allTags
    purgeProtection: purgeProtection
    softDeleteRetentionDays: softDeleteRetentionDays
    private: privateNetwork
    workspaceId: monitoring.outputs.workspaceId
  }
}

module network 'modules/network.bicep' = if (privateNetwork) {
  scope: group
  params: {
    name: names.network
    location: location
    tags: allTags
    addressPrefix: networkAddressPrefix
    endpoints: [
      { service: 'blob', resourceId: hostStorage.outputs.id }
      { service: 'queue', resourceId: dataStorage.outputs.id }
      { service: 'table', resourceId: dataStorage.outputs.id }
      { service: 'vault', resourceId: vault.outputs.id }
    ]
  }
}

module roles 'modules/roles.bicep' = {
  scope: group
  dependsOn: [hostStorage, dataStorage, vault]
  params: {
    identityName: names.identity
    principalId: identity.outputs.principalId
    hostStorageName: names.hostStorage
    dataStorageName: names.dataStorage
    queueName: queueName
    poisonQueueName: poisonQueueName
    managesPoison: union(defaultSettings, settings).Poison__IsManaged == 'true'
    tasksQueueName: tasksQueueName
    tableNames: tableNames
    vaultName: names.vault
    applicationInsightsName: names.applicationInsights
  }
}

module operatorRoles 'modules/operator-roles.bicep' = if (!empty(operatorPrincipalId)) {
  scope: group
  dependsOn: [dataStorage, vault]
  params: {
    principalId: operatorPrincipalId
    principalType: operatorPrincipalType
    dataStorageName: names.dataStorage
    queueNames: [queueName, poisonQueueName]
    tableNames: tableNames
    controlTableName: controlTableName
    vaultName: names.vault
  }
}

module functionApp 'modules/function-app.bicep' = {
  scope: group
  // The app starts when it is made: what it may do must be there before.
  dependsOn: [roles]
  params: {
    name: names.app
    planName: names.plan
    location: location
    tags: allTags
    identityId: identity.outputs.id
    identityClientId: identity.outputs.clientId
    hostStorageName: names.hostStorage
    codeContainerName: names.code
    applicationInsightsConnectionString: monitoring.outputs.connectionString
    settings: union(defaultSettings, settings, {
      KeyVault__VaultUri: 'https://${names.vault}${environment().suffixes.keyvaultDns}/'
      UsersQueue: queueName
      UsersStorage__clientId: identity.outputs.clientId
      UsersStorage__credential: 'managedidentity'
      UsersStorage__queueServiceUri: 'https://${names.dataStorage}.queue.${storageSuffix}/'
      UsersStorage__tableServiceUri: 'https://${names.dataStorage}.table.${storageSuffix}/'
    })
    maximumInstanceCount: maximumInstanceCount
    instanceMemoryMB: instanceMemoryMB
    alwaysReady: alwaysReady
    zoneRedundant: zoneRedundant
    subnetId: privateNetwork ? network!.outputs.appSubnetId : null
  }
}

module alerts 'modules/alerts.bicep' = {
  scope: group
  params: {
    namePrefix: names.alerts
    location: location
    tags: allTags
    workspaceId: monitoring.outputs.workspaceId
    email: alertEmail
    messageAgeLimitSeconds: messageAgeLimitSeconds
    dayQuotaPercent: dayQuotaPercent
    enabled: alertsEnabled
  }
}

module workbook 'modules/workbook.bicep' = {
  scope: group
  params: {
    title: 'HubSpot users ${environmentName}'
    location: location
    tags: allTags
    workspaceId: monitoring.outputs.workspaceId
    applicationInsightsId: monitoring.outputs.applicationInsightsId
  }
}

output resourceGroupName string = group.name
output functionAppName string = functionApp.outputs.name
output functionAppHostName string = functionApp.outputs.hostName
output storageAccountName string = names.dataStorage
output queueName string = queueName
output vaultName string = names.vault
