#!/usr/bin/env bash
# Restores the local tools and passes on to build.cake: ./build.sh [TARGET] [--option=value ...]
set -euo pipefail
if ! command -v dotnet >/dev/null; then
    echo "error: dotnet was not found; install the .NET 10 SDK: https://dotnet.microsoft.com/download" >&2
    exit 1
fi
folder="$PWD"
root="$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)"
cd "$root"
target="list"
if [[ $# -gt 0 && "$1" != -* ]]; then
    target="$1"
    shift
fi
QIMPACT_ARGUMENTS=""
[[ $# -eq 0 ]] || QIMPACT_ARGUMENTS="$(printf '%s\037' "$@")"
QIMPACT_PROGRAM="$(mktemp)"
trap 'rm -f "$QIMPACT_PROGRAM"' EXIT
export QIMPACT_ARGUMENTS QIMPACT_PROGRAM
export DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1 TESTINGPLATFORM_TELEMETRY_OPTOUT=1
export CAKE_SETTINGS_ENABLESCRIPTCACHE=true CAKE_PATHS_CACHE="$root/artifacts/cake" CAKE_PATHS_TOOLS="$root/artifacts/cake"
if ! message="$(dotnet tool restore 2>&1)"; then
    printf 'error: the local tools could not be restored\n%s\n' "$message" >&2
    exit 1
fi
dotnet cake build.cake --verbosity=quiet --no-report --target="$target"
# What cake built and names is run here, so that signals reach it: the program, and its verb if it has one.
program="" verb=""
{ IFS= read -r program && IFS= read -r verb; } <"$QIMPACT_PROGRAM" || true
[[ -n "$program" ]] || exit 0
rm -f "$QIMPACT_PROGRAM"
cd "$folder"
[[ "$target" != help ]] || set -- --help
exec dotnet exec "$program" ${verb:+"$verb"} "$@"
