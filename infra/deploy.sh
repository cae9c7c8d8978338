#!/usr/bin/env bash
# Makes or updates an environment, publishes the app into it and checks that the app is ready.
#   infra/deploy.sh ENVIRONMENT [--what-if | --infrastructure] [--package FOLDER] [--yes]
#   --what-if         only shows what would change; read rights on the group suffice
#   --infrastructure  stops before the code: for a first time, when the token is not set yet
#   --package FOLDER  publishes what infra/package.sh put there, instead of building
#   --yes             does not ask
set -euo pipefail
cd "$(dirname "$0")/.."
# shellcheck source=infra/lib.sh
. infra/lib.sh

usage='infra/deploy.sh ENVIRONMENT [--what-if | --infrastructure] [--package FOLDER] [--yes]'
environment='' what_if=false infrastructure=false package='' yes=false
while [ $# -gt 0 ]; do
  case $1 in
    --what-if) what_if=true ;;
    --infrastructure) infrastructure=true ;;
    --package)
      [ $# -gt 1 ] || fail "which folder? $usage"
      package=$2
      shift
      ;;
    --yes) yes=true ;;
    -*) fail "no such option: $1" ;;
    *)
      [ -z "$environment" ] || fail "one environment at a time"
      environment=$1
      ;;
  esac
  shift
done
[ -n "$environment" ] || fail "which environment? $usage"

require_environment "$environment"
need az git
$what_if || $infrastructure || need curl
$what_if || $infrastructure || [ -n "$package" ] || need dotnet zip
[[ -z $package || (-f $package/app.zip && -f $package/revision) ]] || fail "'$package' has no app.zip and revision; make them: infra/package.sh $package"
require_recipient "$environment"
require_login

group=$(group_of "$environment")
stamp=$(date -u +%Y%m%d%H%M%S)
if [ -n "$package" ]; then
  revision=$(<"$package/revision")
else
  revision=$(git rev-parse HEAD)
  [ -z "$(git status --porcelain)" ] || revision=uncommitted-$stamp
fi

choose_region "$group"
$what_if || register_providers
if [ "$group_exists" = true ]; then
  echo "what would change in '$environment':"
  # With read rights only, Azure must not check whether each resource may be written.
  level=''
  ! $what_if || level=ProviderNoRbac
  az deployment group what-if --resource-group "$group" --parameters "infra/env/$environment.bicepparam" ${level:+--validation-level "$level"} ||
    fail "Azure would refuse the templates; nothing done"
else
  echo "'$group' does not exist; everything in infra/env/$environment.snapshot.json would be created in $AZURE_LOCATION"
fi
if $what_if; then
  exit 0
fi

$yes || confirm "Deploy $revision to '$environment'?" "$environment"

# Built first: a build that fails leaves Azure as it was.
if [ -z "$package" ] && ! $infrastructure; then
  package=$(mktemp -d)
  trap 'rm -rf "$package"' EXIT
  package . "$package" "$revision"
fi

refuse_deleted_vault "$group"
if [ "$group_exists" != true ]; then
  az group create --name "$group" --location "$AZURE_LOCATION" --output none || fail "could not create '$group'; nothing done"
fi

name="$app_name-$stamp"
az deployment group create --resource-group "$group" --name "$name" --parameters "infra/env/$environment.bicepparam" --output none ||
  fail "the templates could not be deployed; fix what Azure reports and run this again"
read_outputs "$group" "$name"
if [ -z "${OPERATOR_PRINCIPAL_ID:-}" ]; then
  echo "note: OPERATOR_PRINCIPAL_ID is not set, so this run grants no access to the token, the queues, the tables and keys"
fi
grant_function_keys "$environment"

ensure_find_key "$environment"

if $infrastructure; then
  echo "done; next: infra/set-token.sh $environment, then infra/deploy.sh $environment"
  exit 0
fi

publish "$group" "$app" "$package/app.zip" "$host" "$revision"
smoke_test "$group" "$host" "$revision" ||
  fail "the app is published but $(state_of_app). Is the token set (infra/set-token.sh $environment)? To go back: infra/rollback.sh $environment"

cat <<TEXT
done: $revision is up at https://$host

Send a first message, from a file, since a command line is no place for personal data:
  az storage message put --auth-mode login --account-name $storage --queue-name $queue --time-to-live -1 --content @message.json
TEXT
