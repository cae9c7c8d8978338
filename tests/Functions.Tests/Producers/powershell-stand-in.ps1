# Stands in for the module Az.Storage: keeps messages, a message a file.
$ErrorActionPreference = 'Stop'

function New-AzStorageContext([Parameter(Mandatory)][string] $ConnectionString) {
    if ($ConnectionString -ne $env:AZURE_STORAGE_CONNECTION_STRING) { throw 'Another connection string.' }
    'context'
}

function Get-AzStorageQueue([Parameter(Mandatory)][string] $Name, [Parameter(Mandatory)] $Context) {
    if ($Name -ne 'users' -or $Context -ne 'context') { throw 'Another queue or account.' }
    $client = [pscustomobject]@{}
    $client | Add-Member ScriptMethod SendMessage {
        param([string] $Message, $VisibilityTimeout, [TimeSpan] $TimeToLive, [Threading.CancellationToken] $CancellationToken)
        if ($null -ne $VisibilityTimeout -or $TimeToLive.TotalSeconds -ne -1) { throw 'Not a message that is visible at once and never expires.' }
        [IO.File]::WriteAllText((Join-Path $env:FAKE_FOLDER "message-$([guid]::NewGuid())"), $Message)
        'receipt'
    }
    [pscustomobject]@{ QueueClient = $client }
}

