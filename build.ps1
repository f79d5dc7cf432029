#!/usr/bin/env pwsh
# Restores the local tools and passes on to build.cake: ./build.ps1 [TARGET] [--option=value ...]
$ErrorActionPreference = 'Stop'
if (-not (Get-Command dotnet -ErrorAction SilentlyContinue)) {
    [Console]::Error.WriteLine('error: dotnet was not found; install the .NET 10 SDK: https://dotnet.microsoft.com/download')
    exit 1
}
$words = @($args)
$target = 'list'
if ($words.Count -gt 0 -and -not "$($words[0])".StartsWith('-')) {
    $target = $words[0]
    $words = @($words | Select-Object -Skip 1)
}
$env:QIMPACT_ARGUMENTS = -join ($words | ForEach-Object { "$_$([char]31)" })
$env:QIMPACT_PROGRAM = [System.IO.Path]::GetTempFileName()
$env:DOTNET_CLI_TELEMETRY_OPTOUT = '1'
$env:DOTNET_NOLOGO = '1'
$env:TESTINGPLATFORM_TELEMETRY_OPTOUT = '1'
$env:CAKE_SETTINGS_ENABLESCRIPTCACHE = 'true'
$env:CAKE_PATHS_CACHE = Join-Path $PSScriptRoot 'artifacts/cake'
$env:CAKE_PATHS_TOOLS = Join-Path $PSScriptRoot 'artifacts/cake'
Push-Location $PSScriptRoot
try {
    $message = dotnet tool restore 2>&1
    if ($LASTEXITCODE -ne 0) {
        [Console]::Error.WriteLine("error: the local tools could not be restored`n$message")
        exit 1
    }
    dotnet cake build.cake --verbosity=quiet --no-report --target="$target"
    if ($LASTEXITCODE -ne 0) {
        exit $LASTEXITCODE
    }
}
finally {
    Pop-Location
    # What cake built and names is run from here: the program, and its verb if it has one.
    $program = @(Get-Content $env:QIMPACT_PROGRAM)
    Remove-Item $env:QIMPACT_PROGRAM
}
if ($program.Count -gt 0) {
    if ($target -eq 'help') {
        $words = @('--help')
    }
    dotnet exec @program @words
    exit $LASTEXITCODE
}
