metadata description = 'Log Analytics and Application Insights. Only identities may write: no instrumentation key opens them.'

param workspaceName string
param applicationInsightsName string
param location string
param tags object

@minValue(30)
@maxValue(730)
param retentionDays int

@description('The most telemetry a day, in GB; -1 for no cap. What is over it is lost until the next day.')
param dailyCapGb int

resource workspace 'Microsoft.OperationalInsights/workspaces@2025-07-01' = {
  name: workspaceName
  location: location
  tags: tags
  properties: {
    sku: {
      name: 'PerGB2018'
    }
    retentionInDays: retentionDays
    workspaceCapping: {
      dailyQuotaGb: dailyCapGb
    }
    features: {
      disableLocalAuth: true
    }
  }
}

resource applicationInsights 'Microsoft.Insights/components@2020-02-02' = {
  name: applicationInsightsName
  location: location
  tags: tags
  kind: 'web'
  properties: {
    Application_Type: 'web'
    WorkspaceResourceId: workspace.id
    DisableLocalAuth: true
    IngestionMode: 'LogAnalytics'
  }
}

output workspaceId string = workspace.id
output applicationInsightsId string = applicationInsights.id

// Says where telemetry goes; with local authentication off it opens nothing.
output connectionString string = applicationInsights.properties.ConnectionString
