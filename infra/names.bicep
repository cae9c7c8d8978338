metadata description = 'The names of everything in an environment.'

@export()
var controlTable = 'HubSpotControl'

@export()
var tables = [
  'HubSpotUsers'
  'HubSpotBatches'
  'HubSpotIntents'
  'HubSpotRequests'
  'HubSpotPoison'
  controlTable
]

@export()
@description('The queues the app itself adds to the queue of user messages.')
func queuesOf(queueName string) object => {
  poison: '${queueName}-poison'
  tasks: '${queueName}-tasks'
}

@export()
@description('The resources of an environment; the suffix makes those unique that share their names with all of Azure.')
func namesOf(environmentName string, suffix string) object => {
  appIdentity: 'id-hubspot-users-${environmentName}'
  platformIdentity: 'id-hubspot-users-${environmentName}-platform'
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
