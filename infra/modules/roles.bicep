metadata description = 'All the app and its platform may do, each on the resource itself and no wider.'

@description('The identity of the app\'s own code.')
param appIdentityName string
param appPrincipalId string

@description('The identity the platform fetches the package with and keeps locks and function keys with.')
param platformIdentityName string
param platformPrincipalId string

param hostStorageName string
param dataStorageName string
param queueName string
param poisonQueueName string

@description('Whether the app lists, redrives and drops poison; otherwise it only sends there.')
param managesPoison bool

param tasksQueueName string
param tableNames string[]
param vaultName string
param applicationInsightsName string

var roles = {
  storageBlobDataOwner: 'b7e6dc6d-f1e8-4753-8033-0f276bb0955b'
  storageQueueDataContributor: '974c5e8b-45b9-4653-ba55-5f855dd0fb88'
  storageQueueDataMessageSender: 'c6a89b2d-59bc-44d0-9896-0f6e12d7b80a'
  storageTableDataContributor: '0a9a7e1f-b9d0-4cc4-a60d-0319b160aaa3'
  keyVaultSecretsUser: '4633458b-17de-408a-b874-0445c86b69e6'
  monitoringMetricsPublisher: '3913510d-42f4-4e42-8a64-420c390055eb'
}

resource hostStorage 'Microsoft.Storage/storageAccounts@2025-06-01' existing = {
  name: hostStorageName
}

resource dataStorage 'Microsoft.Storage/storageAccounts@2025-06-01' existing = {
  name: dataStorageName

  resource queueService 'queueServices' existing = {
    name: 'default'

    resource queue 'queues' existing = {
      name: queueName
    }

    resource poisonQueue 'queues' existing = {
      name: poisonQueueName
    }

    resource tasksQueue 'queues' existing = {
      name: tasksQueueName
    }
  }

  resource tableService 'tableServices' existing = {
    name: 'default'

    resource tables 'tables' existing = [
      for tableName in tableNames: {
        name: tableName
      }
    ]
  }
}

resource vault 'Microsoft.KeyVault/vaults@2024-11-01' existing = {
  name: vaultName
}

resource applicationInsights 'Microsoft.Insights/components@2020-02-02' existing = {
  name: applicationInsightsName
}

// Code, locks and function keys: the role the Functions host requires on its account.
resource hostBlobs 'Microsoft.Authorization/roleAssignments@2022-04-01' = {
  scope: hostStorage
  name: guid(hostStorage.id, platformIdentityName, roles.storageBlobDataOwner)
  properties: {
    principalId: platformPrincipalId
    principalType: 'ServicePrincipal'
    roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', roles.storageBlobDataOwner)
  }
}

// Contributor, not reader and processor: releasing a failed message updates it. Deferrals are sent to the same queue.
resource queueContributor 'Microsoft.Authorization/roleAssignments@2022-04-01' = {
  scope: dataStorage::queueService::queue
  name: guid(dataStorage::queueService::queue.id, appIdentityName, roles.storageQueueDataContributor)
  properties: {
    principalId: appPrincipalId
    principalType: 'ServicePrincipal'
    roleDefinitionId: subscriptionResourceId(
      'Microsoft.Authorization/roleDefinitions',
      roles.storageQueueDataContributor
    )
  }
}

// Redriving receives, deletes and changes messages; without it the app only sends here.
var poisonRole = managesPoison ? roles.storageQueueDataContributor : roles.storageQueueDataMessageSender

resource poisonAccess 'Microsoft.Authorization/roleAssignments@2022-04-01' = {
  scope: dataStorage::queueService::poisonQueue
  name: guid(dataStorage::queueService::poisonQueue.id, appIdentityName, poisonRole)
  properties: {
    principalId: appPrincipalId
    principalType: 'ServicePrincipal'
    roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', poisonRole)
  }
}

resource tasksContributor 'Microsoft.Authorization/roleAssignments@2022-04-01' = {
  scope: dataStorage::queueService::tasksQueue
  name: guid(dataStorage::queueService::tasksQueue.id, appIdentityName, roles.storageQueueDataContributor)
  properties: {
    principalId: appPrincipalId
    principalType: 'ServicePrincipal'
    roleDefinitionId: subscriptionResourceId(
      'Microsoft.Authorization/roleDefinitions',
      roles.storageQueueDataContributor
    )
  }
}

resource tableContributor 'Microsoft.Authorization/roleAssignments@2022-04-01' = [
  for (tableName, index) in tableNames: {
    scope: dataStorage::tableService::tables[index]
    name: guid(dataStorage::tableService::tables[index].id, appIdentityName, roles.storageTableDataContributor)
    properties: {
      principalId: appPrincipalId
      principalType: 'ServicePrincipal'
      roleDefinitionId: subscriptionResourceId(
        'Microsoft.Authorization/roleDefinitions',
        roles.storageTableDataContributor
      )
    }
  }
]

resource secretsUser 'Microsoft.Authorization/roleAssignments@2022-04-01' = {
  scope: vault
  name: guid(vault.id, appIdentityName, roles.keyVaultSecretsUser)
  properties: {
    principalId: appPrincipalId
    principalType: 'ServicePrincipal'
    roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', roles.keyVaultSecretsUser)
  }
}

resource metricsPublisher 'Microsoft.Authorization/roleAssignments@2022-04-01' = {
  scope: applicationInsights
  name: guid(applicationInsights.id, appIdentityName, roles.monitoringMetricsPublisher)
  properties: {
    principalId: appPrincipalId
    principalType: 'ServicePrincipal'
    roleDefinitionId: subscriptionResourceId(
      'Microsoft.Authorization/roleDefinitions',
      roles.monitoringMetricsPublisher
    )
  }
}
