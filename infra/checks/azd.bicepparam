using '../main.bicep'

// The longest name azd allows, and one that is also an environment of infra/env when cut off.
param environmentName = 'Dev-0123456789-0123456789-0123456789-0123456789-0123456789-01234'
param location = 'westeurope'
param alertEmail = 'developers@example.com'
