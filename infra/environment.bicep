metadata description = 'Everything the app needs in Azure, deployed into a resource group of its own: the deployer needs rights on that group only.'

import { controlTable, namesOf, queuesOf, tables } from 'names.bicep'
import { defaultSettings, noticeSettings } from 'settings.bicep'
import { alwaysReadyInstances } from 'modules/function-app.bicep'

@description('The environment, such as dev or prod; part of every name.')
@minLength(2)
@maxLength(12)
param environmentName string

@description('The region of everything, as westeurope or as West Europe.')
param location string

@description('Whether real users depend on the environment: destroy.sh then asks for its name, whatever its options.')
param production bool = false

@description('Tags of everything, besides environment and production.')
param tags object = {}

@description('Settings that differ from settings.bicep, by the same names; all values are text.')
param settings object = {}

@description('The queue of user messages.')
param queueName string = 'users'

@description('The most instances of each group of functions. HubSpot\'s limit is shared by all, so more would only wait. Some regions refuse less than 40.')
@minValue(1)
@maxValue(1000)
param maximumInstanceCount int = 4

@description('The most HTTP requests an instance works on at once. A batch holds 100 users, so requests of one user each fill it only with more than that.')
@minValue(1)
@maxValue(1000)
param httpConcurrency int = 250

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

@description('Whether a deleted vault is protected from being purged before its retention ends. Cannot be switched off again.')
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

@description('The e-mail address that alerts are sent to. Required: an alert without a recipient is useless.')
@minLength(6)
param alertEmail string

@description('The age, in seconds, that is too old: of users at the 95th percentile, and of the oldest message in the queue.')
@minValue(1)
param messageAgeLimitSeconds int = 900

@description('How many messages may be deferred throughout an hour.')
@minValue(1)
param deferredMessagesLimit int = 1000

@description('The share of the day\'s HubSpot calls, in per cent, below which an alert is raised.')
@minValue(1)
@maxValue(99)
param dayQuotaPercent int = 10

@description('The name of the secret of the vault that holds the address notices are posted to; empty for no notices.')
@maxLength(127)
param noticeWebhookName string = ''

@description('The name of the secret of the vault that holds what notices are signed with; empty for no signature.')
@maxLength(127)
param noticeSigningName string = ''

@description('The object id of the operations team, a group for choice; empty grants nothing.')
param operatorPrincipalId string = ''

@description('What operatorPrincipalId is.')
@allowed(['User', 'Group', 'ServicePrincipal'])
param operatorPrincipalType string = 'Group'

// Azure accepts "West Europe" for westeurope, but names made of the two would differ.
var region = toLower(replace(location, ' ', ''))
var suffix = uniqueString(subscription().id, resourceGroup().name, region)
var names = namesOf(environmentName, suffix)
var queues = queuesOf(queueName)
var allTags = union(tags, { environment: environmentName, production: toLower(string(production)) })
var storageSuffix = environment().suffixes.storage
var vaultUri = 'https://${names.vault}${environment().suffixes.keyvaultDns}/'

module appIdentity 'modules/identity.bicep' = {
  params: {
    name: names.appIdentity
    location: region
    tags: allTags
  }
}

module platformIdentity 'modules/identity.bicep' = {
  params: {
    name: names.platformIdentity
    location: region
    tags: allTags
  }
}

module monitoring 'modules/monitoring.bicep' = {
  params: {
    workspaceName: names.workspace
    applicationInsightsName: names.applicationInsights
    location: region
    tags: allTags
    retentionDays: logRetentionDays
    dailyCapGb: dailyLogCapGb
  }
}

module hostStorage 'modules/host-storage.bicep' = {
  params: {
    name: names.hostStorage
    location: region
    tags: allTags
    sku: storageSku
    containerName: names.code
    private: privateNetwork
  }
}

module dataStorage 'modules/data-storage.bicep' = {
  params: {
    name: names.dataStorage
    location: region
    tags: allTags
    sku: storageSku
    queueNames: [queueName, queues.poison, queues.tasks]
    tableNames: tables
    private: privateNetwork
  }
}

module vault 'modules/vault.bicep' = {
  params: {
    name: names.vault
    location: region
    tags: allTags
    purgeProtection: purgeProtection
    softDeleteRetentionDays: softDeleteRetentionDays
    private: privateNetwork
    workspaceId: monitoring.outputs.workspaceId
  }
}

module network 'modules/network.bicep' = if (privateNetwork) {
  params: {
    name: names.network
    location: region
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
  dependsOn: [hostStorage, dataStorage, vault]
  params: {
    appIdentityName: names.appIdentity
    appPrincipalId: appIdentity.outputs.principalId
    platformIdentityName: names.platformIdentity
    platformPrincipalId: platformIdentity.outputs.principalId
    hostStorageName: names.hostStorage
    dataStorageName: names.dataStorage
    queueName: queueName
    poisonQueueName: queues.poison
    managesPoison: union(defaultSettings, settings).Poison__IsManaged == 'true'
    tasksQueueName: queues.tasks
    tableNames: tables
    vaultName: names.vault
    applicationInsightsName: names.applicationInsights
  }
}

module operatorRoles 'modules/operator-roles.bicep' = if (!empty(operatorPrincipalId)) {
  dependsOn: [dataStorage, vault, monitoring]
  params: {
    workspaceName: names.workspace
    principalId: operatorPrincipalId
    principalType: operatorPrincipalType
    dataStorageName: names.dataStorage
    queueNames: [queueName, queues.poison]
    tableNames: tables
    controlTableName: controlTable
    vaultName: names.vault
  }
}

module functionApp 'modules/function-app.bicep' = {
  // The app starts when it is made: what it may do must be there before.
  dependsOn: [roles]
  params: {
    name: names.app
    planName: names.plan
    location: region
    tags: allTags
    appIdentityId: appIdentity.outputs.id
    appIdentityClientId: appIdentity.outputs.clientId
    platformIdentityId: platformIdentity.outputs.id
    platformIdentityClientId: platformIdentity.outputs.clientId
    hostStorageName: names.hostStorage
    codeContainerName: names.code
    applicationInsightsConnectionString: monitoring.outputs.connectionString
    settings: union(defaultSettings, settings, noticeSettings(vaultUri, noticeWebhookName, noticeSigningName), {
      KeyVault__VaultUri: vaultUri
      UsersQueue: queueName
      UsersStorage__clientId: appIdentity.outputs.clientId
      UsersStorage__credential: 'managedidentity'
      UsersStorage__queueServiceUri: 'https://${names.dataStorage}.queue.${storageSuffix}/'
      UsersStorage__tableServiceUri: 'https://${names.dataStorage}.table.${storageSuffix}/'
    })
    maximumInstanceCount: maximumInstanceCount
    httpConcurrency: httpConcurrency
    instanceMemoryMB: instanceMemoryMB
    alwaysReady: alwaysReady
    zoneRedundant: zoneRedundant
    subnetId: privateNetwork ? network!.outputs.appSubnetId : null
  }
}

module alerts 'modules/alerts.bicep' = {
  params: {
    namePrefix: names.alerts
    location: region
    tags: allTags
    workspaceId: monitoring.outputs.workspaceId
    applicationInsightsId: monitoring.outputs.applicationInsightsId
    healthAddress: 'https://${functionApp.outputs.hostName}/api/health'
    email: alertEmail
    messageAgeLimitSeconds: messageAgeLimitSeconds
    deferredMessagesLimit: deferredMessagesLimit
    dayQuotaPercent: dayQuotaPercent
    enabled: alertsEnabled
  }
}

module workbook 'modules/workbook.bicep' = {
  params: {
    title: 'HubSpot users ${environmentName}'
    location: region
    tags: allTags
    workspaceId: monitoring.outputs.workspaceId
    applicationInsightsId: monitoring.outputs.applicationInsightsId
  }
}

output functionAppName string = functionApp.outputs.name
output functionAppHostName string = functionApp.outputs.hostName
output storageAccountName string = names.dataStorage
output queueName string = queueName
output vaultName string = names.vault
