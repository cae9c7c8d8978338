using '../main.bicep'

param environmentName = 'prod'
param location = readEnvironmentVariable('AZURE_LOCATION', 'westeurope')

param alwaysReady = [
  {
    name: 'function:CreateUsersFromQueue'
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

param alertEmail = readEnvironmentVariable('ALERT_EMAIL', '')
param operatorPrincipalId = readEnvironmentVariable('OPERATOR_PRINCIPAL_ID', '')
param operatorPrincipalType = readEnvironmentVariable('OPERATOR_PRINCIPAL_TYPE', 'Group')
