#!/usr/bin/env bash
# Makes or updates an environment, publishes the app into it and sees whether it is well.
#   infra/deploy.sh ENVIRONMENT [--what-if | --infrastructure] [--yes]
#   --what-if         only shows what would change
#   --infrastructure  stops before the code: for a first time, when the token is not set yet
#   --yes             does not ask
set -euo pipefail
cd "$(dirname "$0")/.."
# shellcheck source=infra/lib.sh
. infra/lib.sh

environment='' what_if=false infrastructure=false yes=false
for argument in "$@"; do
  case $argument in
    --what-if) what_if=true ;;
    --infrastructure) infrastructure=true ;;
    --yes) yes=true ;;
    -*) fail "no such option: $argument" ;;
    *) [ -z "$environment" ] || fail "one environment at a time"; environment=$argument ;;
  esac
done
[ -n "$environment" ] || fail "which environment? infra/deploy.sh ENVIRONMENT [--what-if | --infrastructure] [--yes]"

require_environment "$environment"
need az git
$what_if || $infrastructure || need dotnet zip curl
require_login

# The deployment's name tells rollback.sh which commit it brought.
release=$(git rev-parse --short=12 HEAD)
[ -z "$(git status --porcelain)" ] || release=uncommitted
name="$app_name-$environment-$(date -u +%Y%m%d%H%M%S)-$release"
template=(--name "$name" --location "$AZURE_LOCATION" --parameters "infra/env/$environment.bicepparam")

echo "what would change in '$environment':"
az deployment sub what-if "${template[@]}" || fail "Azure would refuse the templates; nothing done"
if $what_if; then
  exit 0
fi

$yes || confirm "Deploy $release to '$environment'?" "$environment"

# Built first: a build that fails leaves Azure as it was.
if ! $infrastructure; then
  scratch=$(mktemp -d)
  trap 'rm -rf "$scratch"' EXIT
  package . "$scratch"
fi

az deployment sub create "${template[@]}" --output none || fail "the templates could not be deployed; fix what Azure reports and run this again"
read_outputs "$name"
if [ -z "${OPERATOR_PRINCIPAL_ID:-}" ]; then
  echo "note: OPERATOR_PRINCIPAL_ID is not set, so this run grants no one the token, the queues and the tables"
fi

if $infrastructure; then
  echo "done; next: infra/set-token.sh $environment, then infra/deploy.sh $environment"
  exit 0
fi

publish "$resource_group" "$app" "$scratch/app.zip"
smoke_test "$host" ||
  fail "the app is published but not well; is the token set (infra/set-token.sh $environment)? To go back: infra/rollback.sh $environment"

cat <<TEXT
done: $release is up at https://$host

Send a first message:
  az storage message put --auth-mode login --account-name $storage --queue-name $queue --content \\
    '{"id":"hello-1","inputs":[{"properties":{"hs_email":"ada@example.com"},"associations":[]}]}'
TEXT
