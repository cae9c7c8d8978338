metadata description = 'What operations must know. Every query gives one Value; its alert fires while that is beyond the threshold. A test from outside asks whether the app responds.'

param namePrefix string
param location string
param tags object
param workspaceId string

@description('What the availability test belongs to.')
param applicationInsightsId string

@description('The address of the health endpoint.')
param healthAddress string

@description('Who is notified by e-mail.')
param email string

@description('The age, in seconds, that is too old: of users at the 95th percentile, and of the oldest message in the queue.')
param messageAgeLimitSeconds int

@description('How many messages may be deferred throughout an hour.')
param deferredMessagesLimit int

@description('The share of the day\'s calls, in per cent, below which an alert is raised.')
param dayQuotaPercent int

@description('Whether the alerts are on.')
param enabled bool

var alerts = [
  {
    name: 'poison'
    title: 'Users are in the poison queue'
    description: 'Someone must look at them: see "Read and redrive poison" in docs/runbook.md.'
    severity: 2
    query: loadTextContent('../queries/alerts/poison.kql')
    operator: 'GreaterThan'
    threshold: 0
    window: 'PT15M'
    frequency: 'PT5M'
  }
  {
    name: 'unknown'
    title: 'It is unknown whether HubSpot created some users'
    description: 'They are never sent again by themselves: see "Unknown" in docs/runbook.md. The alert stays until a person closes it.'
    severity: 1
    query: loadTextContent('../queries/alerts/unknown.kql')
    operator: 'GreaterThan'
    threshold: 0
    window: 'PT15M'
    frequency: 'PT5M'
  }
  {
    name: 'refused'
    title: 'HubSpot refuses the token (401, 403)'
    description: 'Users wait until it is accepted: see "Rotate the token" in docs/runbook.md.'
    severity: 1
    query: loadTextContent('../queries/alerts/refused.kql')
    operator: 'GreaterThan'
    threshold: 0
    window: 'PT15M'
    frequency: 'PT5M'
  }
  {
    name: 'day-quota'
    title: 'Few of the day\'s HubSpot calls are left'
    description: 'All apps of the account share them: see "Daily limit reached" in docs/runbook.md.'
    severity: 2
    query: loadTextContent('../queries/alerts/day-quota.kql')
    operator: 'LessThan'
    threshold: dayQuotaPercent
    window: 'PT30M'
    frequency: 'PT15M'
  }
  {
    name: 'message-age'
    title: 'Users wait too long'
    description: 'The 95th percentile of their age at the outcome is too high: see "Users wait too long" in docs/runbook.md.'
    severity: 2
    query: loadTextContent('../queries/alerts/message-age.kql')
    operator: 'GreaterThan'
    threshold: messageAgeLimitSeconds
    window: 'PT30M'
    frequency: 'PT15M'
  }
  {
    name: 'oldest-message'
    title: 'The oldest message is not taken'
    description: 'For half an hour the queue has had a message that was too old and not taken: see "Users wait too long" in docs/runbook.md.'
    severity: 2
    query: loadTextContent('../queries/alerts/oldest-message.kql')
    operator: 'GreaterThan'
    threshold: messageAgeLimitSeconds
    window: 'PT30M'
    frequency: 'PT15M'
  }
  {
    name: 'deferred'
    title: 'Many messages are deferred'
    description: 'They have waited for an hour, invisible, for another attempt: see "Users wait too long" in docs/runbook.md.'
    severity: 2
    query: loadTextContent('../queries/alerts/deferred.kql')
    operator: 'GreaterThan'
    threshold: deferredMessagesLimit
    window: 'PT1H'
    frequency: 'PT15M'
  }
  {
    name: 'no-progress'
    title: 'Users wait and none gets through'
    description: 'The app is down or paused, or HubSpot is: see "Nothing gets through" in docs/runbook.md.'
    severity: 1
    query: loadTextContent('../queries/alerts/no-progress.kql')
    operator: 'GreaterThan'
    threshold: 0
    window: 'PT1H'
    frequency: 'PT15M'
  }
  {
    name: 'budget-fallback'
    title: 'The shared rate budget cannot be reached'
    description: 'Processes send at their small safe share only: look at the table HubSpotControl and the app\'s role on it.'
    severity: 3
    query: loadTextContent('../queries/alerts/budget-fallback.kql')
    operator: 'GreaterThan'
    threshold: 0
    window: 'PT10M'
    frequency: 'PT5M'
  }
  {
    name: 'failed-invocations'
    title: 'Invocations fail'
    description: 'The app throws only when it cannot even put a message back: see "Invocations fail" in docs/runbook.md.'
    severity: 2
    query: loadTextContent('../queries/alerts/failed-invocations.kql')
    operator: 'GreaterThan'
    // A restart cuts off a few invocations; they are delivered again.
    threshold: 5
    window: 'PT15M'
    frequency: 'PT5M'
  }
  {
    name: 'http-errors'
    title: 'HTTP requests end with a server error'
    description: 'Callers get 5xx: see "HTTP requests fail" in docs/runbook.md.'
    severity: 2
    query: loadTextContent('../queries/alerts/http-errors.kql')
    operator: 'GreaterThan'
    // The health endpoint responds with 503 while a new process reads the token.
    threshold: 5
    window: 'PT15M'
    frequency: 'PT5M'
  }
  {
    name: 'log-cap'
    title: 'The daily cap of the logs is reached'
    description: 'Telemetry is lost until the next day, and the other alerts see nothing: see "Telemetry stops" in docs/runbook.md.'
    severity: 2
    query: loadTextContent('../queries/alerts/log-cap.kql')
    operator: 'GreaterThan'
    threshold: 0
    window: 'PT15M'
    frequency: 'PT5M'
  }
  {
    name: 'silent'
    title: 'No telemetry arrives'
    description: 'The availability test wakes the app every 15 minutes, so an hour without a measurement means that app or telemetry is down: see "Telemetry stops" in docs/runbook.md.'
    severity: 1
    query: loadTextContent('../queries/alerts/silent.kql')
    operator: 'LessThan'
    threshold: 1
    window: 'PT1H'
    frequency: 'PT15M'
  }
]

// Three places, since one of them may have a fault of its own.
var testLocations = ['emea-nl-ams-azr', 'emea-gb-db3-azr', 'us-va-ash-azr']

resource people 'Microsoft.Insights/actionGroups@2023-01-01' = {
  name: '${namePrefix}-operations'
  location: 'global'
  tags: tags
  properties: {
    enabled: true
    groupShortName: 'operations'
    emailReceivers: [
      {
        name: 'operations'
        emailAddress: email
        useCommonAlertSchema: true
      }
    ]
  }
}

resource rules 'Microsoft.Insights/scheduledQueryRules@2023-12-01' = [
  for alert in alerts: {
    name: '${namePrefix}-${alert.name}'
    location: location
    tags: tags
    kind: 'LogAlert'
    properties: {
      displayName: alert.title
      description: alert.description
      severity: alert.severity
      enabled: enabled
      scopes: [workspaceId]
      evaluationFrequency: alert.frequency
      windowSize: alert.window
      // The count of unknown users falls to 0 once the window has passed, while the users stay unknown.
      autoMitigate: alert.name != 'unknown'
      // The tables exist only once the first telemetry has arrived.
      skipQueryValidation: true
      criteria: {
        allOf: [
          {
            query: alert.query
            metricMeasureColumn: 'Value'
            timeAggregation: alert.operator == 'LessThan' ? 'Minimum' : 'Maximum'
            operator: alert.operator
            threshold: alert.threshold
            failingPeriods: {
              numberOfEvaluationPeriods: 1
              minFailingPeriodsToAlert: 1
            }
          }
        ]
      }
      actions: {
        actionGroups: [people.id]
      }
    }
  }
]

resource availability 'Microsoft.Insights/webtests@2022-06-15' = {
  name: '${namePrefix}-health'
  location: location
  tags: union(tags, { 'hidden-link:${applicationInsightsId}': 'Resource' })
  kind: 'standard'
  properties: {
    SyntheticMonitorId: '${namePrefix}-health'
    Name: 'Health of the app'
    Kind: 'standard'
    Enabled: enabled
    // Each test wakes the app, which is billed a second of it.
    Frequency: 900
    Timeout: 60
    RetryEnabled: true
    Locations: map(testLocations, place => { Id: place })
    Request: {
      RequestUrl: healthAddress
      HttpVerb: 'GET'
      ParseDependentRequests: false
    }
    ValidationRules: {
      ExpectedHttpStatusCode: 200
      SSLCheck: true
      SSLCertRemainingLifetimeCheck: 7
    }
  }
}

resource unavailable 'Microsoft.Insights/metricAlerts@2018-03-01' = {
  name: '${namePrefix}-unavailable'
  location: 'global'
  tags: union(tags, {
    'hidden-link:${applicationInsightsId}': 'Resource'
    'hidden-link:${availability.id}': 'Resource'
  })
  properties: {
    description: 'The health endpoint does not respond with 200: see "Nothing gets through" in docs/runbook.md.'
    severity: 1
    enabled: enabled
    scopes: [availability.id, applicationInsightsId]
    evaluationFrequency: 'PT5M'
    windowSize: 'PT15M'
    autoMitigate: true
    criteria: {
      'odata.type': 'Microsoft.Azure.Monitor.WebtestLocationAvailabilityCriteria'
      webTestId: availability.id
      componentId: applicationInsightsId
      failedLocationCount: 2
    }
    actions: [
      {
        actionGroupId: people.id
      }
    ]
  }
}
