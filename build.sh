#!/usr/bin/env bash
# Restores the local tools and passes on to build.cake: ./build.sh [TARGET] [--option=value ...]
set -euo pipefail
if ! command -v dotnet >/dev/null; then
    echo "error: dotnet was not found; install the .NET 10 SDK: https://dotnet.microsoft.com/download" >&2
    exit 1
fi
QIMPACT_FOLDER="$PWD"
root="$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)"
cd "$root"
target="list"
if [[ $# -gt 0 && "$1" != -* ]]; then
    target="$1"
    shift
fi
QIMPACT_ARGUMENTS="$(printf '%s\n' "$@")"
export QIMPACT_FOLDER QIMPACT_ARGUMENTS
export DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1 TESTINGPLATFORM_TELEMETRY_OPTOUT=1
export CAKE_SETTINGS_ENABLESCRIPTCACHE=true CAKE_PATHS_CACHE="$root/artifacts/cake" CAKE_PATHS_TOOLS="$root/artifacts/cake"
if ! message="$(dotnet tool restore 2>&1)"; then
    printf 'error: the local tools could not be restored\n%s\n' "$message" >&2
    exit 1
fi
exec dotnet cake build.cake --verbosity=quiet --no-report --target="$target"
