using '../environment.bicep'

param environmentName = 'prod'
param production = true
param location = readEnvironmentVariable('AZURE_LOCATION', 'westeurope')

param alwaysReady = [
  {
    name: 'function:CreateUsersFromQueue'
    instanceCount: 2
  }
  {
    name: 'http'
    instanceCount: 2
  }
]
param zoneRedundant = true
param storageSku = 'Standard_ZRS'
param privateNetwork = true
param purgeProtection = true
param softDeleteRetentionDays = 90
param logRetentionDays = 90
param dailyLogCapGb = 10

// Who gets the alerts. deploy.sh refuses addresses of example.com.
param alertEmail = 'operations@example.com'

param operatorPrincipalId = readEnvironmentVariable('OPERATOR_PRINCIPAL_ID', '')
param operatorPrincipalType = readEnvironmentVariable('OPERATOR_PRINCIPAL_TYPE', 'Group')
