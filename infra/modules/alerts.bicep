metadata description = 'What someone must be told. Every query gives one Value; its alert fires while that is beyond the threshold.'

param namePrefix string
param location string
param tags object
param workspaceId string

@description('Who is notified by e-mail; empty for no one, and the alerts are seen in the portal only.')
param email string

@description('The age of users, in seconds, that is too old at the 95th percentile.')
param messageAgeLimitSeconds int

@description('The share of the day\'s calls, in per cent, below which someone should know.')
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
    description: 'They are never sent again by themselves: see "Unknown" in docs/runbook.md.'
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
    description: 'The 95th percentile of their age at the outcome is too high: more arrives than the limit lets through, or something holds it up.'
    severity: 2
    query: loadTextContent('../queries/alerts/message-age.kql')
    operator: 'GreaterThan'
    threshold: messageAgeLimitSeconds
    window: 'PT30M'
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
    window: 'P1D'
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
]

resource people 'Microsoft.Insights/actionGroups@2023-01-01' = if (!empty(email)) {
  name: '${namePrefix}-on-duty'
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
      autoMitigate: true
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
        actionGroups: empty(email) ? [] : [people.id]
      }
    }
  }
]
