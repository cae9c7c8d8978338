metadata description = 'The workbook of the app: what it does against the limit, what became of users, and what went wrong.'

param title string
param location string
param tags object
param workspaceId string

@description('Where the workbook is listed in the portal.')
param applicationInsightsId string

var panels = [
  {
    title: 'Calls in ten seconds against the limit'
    query: loadTextContent('../queries/workbook/throughput.kql')
    visualization: 'timechart'
  }
  {
    title: 'Users a minute by outcome'
    query: loadTextContent('../queries/workbook/outcomes.kql')
    visualization: 'timechart'
  }
  {
    title: 'How full batches are'
    query: loadTextContent('../queries/workbook/fill.kql')
    visualization: 'timechart'
  }
  {
    title: 'How old users are at their outcome, in seconds'
    query: loadTextContent('../queries/workbook/age.kql')
    visualization: 'timechart'
  }
  {
    title: 'Messages in the queues, poison included'
    query: loadTextContent('../queries/workbook/waiting.kql')
    visualization: 'timechart'
  }
  {
    title: 'Age of the oldest message, in seconds'
    query: loadTextContent('../queries/workbook/oldest.kql')
    visualization: 'timechart'
  }
  {
    title: 'Users not created, by HubSpot\'s category'
    query: loadTextContent('../queries/workbook/errors.kql')
    visualization: 'table'
  }
  {
    title: 'Users deferred, reconciled and poisoned'
    query: loadTextContent('../queries/workbook/set-aside.kql')
    visualization: 'table'
  }
  {
    title: 'Old rows and poison removed'
    query: loadTextContent('../queries/workbook/removed.kql')
    visualization: 'table'
  }
  {
    title: 'Calls by response'
    query: loadTextContent('../queries/workbook/calls.kql')
    visualization: 'table'
  }
  {
    title: 'The last batches that failed'
    query: loadTextContent('../queries/workbook/failed-batches.kql')
    visualization: 'table'
  }
  {
    title: 'State of the sending processes'
    query: loadTextContent('../queries/workbook/state.kql')
    visualization: 'table'
  }
]

var timeRange = {
  type: 9
  name: 'time'
  content: {
    version: 'KqlParameterItem/1.0'
    style: 'pills'
    queryType: 0
    resourceType: 'microsoft.operationalinsights/workspaces'
    parameters: [
      {
        id: guid(applicationInsightsId, 'time')
        version: 'KqlParameterItem/1.0'
        name: 'TimeRange'
        label: 'Time'
        type: 4
        isRequired: true
        value: {
          durationMs: 14400000
        }
        typeSettings: {
          selectableValues: map([1, 4, 12, 24, 72, 168], hours => { durationMs: hours * 3600000 })
          allowCustom: true
        }
      }
    ]
  }
}

var charts = map(panels, panel => {
  type: 3
  name: panel.title
  content: {
    version: 'KqlItem/1.0'
    title: panel.title
    query: panel.query
    size: 0
    timeContextFromParameter: 'TimeRange'
    queryType: 0
    resourceType: 'microsoft.operationalinsights/workspaces'
    crossComponentResources: [workspaceId]
    visualization: panel.visualization
  }
})

resource workbook 'Microsoft.Insights/workbooks@2023-06-01' = {
  name: guid(applicationInsightsId, 'workbook')
  location: location
  tags: tags
  kind: 'shared'
  properties: {
    category: 'workbook'
    displayName: title
    sourceId: applicationInsightsId
    serializedData: string({
      version: 'Notebook/1.0'
      items: concat([timeRange], charts)
      fallbackResourceIds: [workspaceId]
      '$schema': 'https://github.com/Microsoft/Application-Insights-Workbooks/blob/master/schema/workbook.json'
    })
  }
}
