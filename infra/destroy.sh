#!/usr/bin/env bash
# Deletes an environment with all that is in it: queues, tables, vault, logs.
#   infra/destroy.sh ENVIRONMENT [--yes] [--purge]
#   --yes    does not ask
#   --purge  gives the vault's name free at once; not possible with purge protection
set -euo pipefail
cd "$(dirname "$0")/.."
# shellcheck source=infra/lib.sh
. infra/lib.sh

environment='' yes=false purge=false
for argument in "$@"; do
  case $argument in
    --yes) yes=true ;;
    --purge) purge=true ;;
    -*) fail "no such option: $argument" ;;
    *) [ -z "$environment" ] || fail "one environment at a time"; environment=$argument ;;
  esac
done
[ -n "$environment" ] || fail "which environment? infra/destroy.sh ENVIRONMENT [--yes] [--purge]"

require_environment "$environment"
need az
require_login
group=$(group_of "$environment")

exists=$(az group exists --name "$group") || fail "Azure could not be asked for '$group'"
if [ "$exists" != true ]; then
  echo "there is no '$group'; nothing to do"
  exit 0
fi

az resource list --resource-group "$group" --query '[].{type:type, name:name}' --output table
echo "All of this goes: users still waiting, users in the poison queue, and the record of what became of every user."
$yes || confirm "Delete '$group'?" "$environment"

vault=''
if $purge; then
  vault=$(vault_of "$environment")
fi
az group delete --name "$group" --yes || fail "'$group' could not be deleted"
if $purge; then
  az keyvault purge --name "$vault" ||
    fail "'$group' is deleted, but not the remains of vault '$vault': with purge protection they go by themselves when their time is over"
fi

echo "done: '$group' is deleted"
