#!/usr/bin/env bash
# Deletes an environment with all that is in it: queues, tables, vault, logs.
#   infra/destroy.sh ENVIRONMENT [--yes] [--purge]
#   --yes    does not ask, unless it is a production environment
#   --purge  frees the vault's name at once; not possible with purge protection
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
    *)
      [ -z "$environment" ] || fail "one environment at a time"
      environment=$argument
      ;;
  esac
done
[ -n "$environment" ] || fail "which environment? infra/destroy.sh ENVIRONMENT [--yes] [--purge]"

require_environment "$environment"
need az curl
require_login
group=$(group_of "$environment")

exists=$(az group exists --name "$group") || fail "could not ask Azure for '$group'"
if [ "$exists" != true ]; then
  echo "there is no '$group'; nothing to do"
  exit 0
fi

# Queue storage reports how many messages a queue holds, invisible ones included, in a header of its metadata. The access token goes
# to curl through standard input, so that it is in no process list.
count_messages() {
  local token headers
  token=$(az account get-access-token --resource https://storage.azure.com/ --query accessToken --output tsv) || return 1
  headers=$(printf 'header = "Authorization: Bearer %s"\nheader = "x-ms-version: 2021-12-02"\n' "$token" |
    curl --config - --fail --silent --head --max-time 30 "https://$1.queue.core.windows.net/$2?comp=metadata") || return 1
  printf %s "$headers" | tr -d '\r' | tr '[:upper:]' '[:lower:]' | sed -n 's/^x-ms-approximate-messages-count: *//p'
}

az resource list --resource-group "$group" --query '[].{type:type, name:name}' --output table
storage=$(az storage account list --resource-group "$group" --query "[?starts_with(name, 'stdata')].name | [0]" --output tsv)
queues=''
[ -z "$storage" ] ||
  queues=$(az storage queue list --auth-mode login --account-name "$storage" --query '[].name' --output tsv 2>/dev/null) ||
  queues='users users-poison users-tasks'
for queue in $queues; do
  count=$(count_messages "$storage" "$queue") || count=''
  echo "messages in '$queue': ${count:-could not be counted; that needs a role on the queue and, in a private environment, a machine inside its network}"
done
echo "All of this goes: users still waiting, users in the poison queue, tasks with corrected users, and the record of what became of every user."
if is_production "$environment" || ! $yes; then
  confirm "Delete '$group'?" "$environment"
fi

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
