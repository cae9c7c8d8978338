# What the scripts of this folder share; sourced from the repository's root. Runs with bash 3.2 and BSD tools, too (macOS).
# shellcheck shell=bash

readonly app_name=hubspot-users

# The secret that holds the HubSpot token.
readonly token_secret=${TOKEN_SECRET_NAME:-hubspot-token}

# Everything the templates use. A delegated subnet registers nothing by itself, hence Microsoft.App.
readonly providers='Microsoft.App Microsoft.Insights Microsoft.KeyVault Microsoft.ManagedIdentity Microsoft.Network Microsoft.OperationalInsights Microsoft.Storage Microsoft.Web'

fail() {
  echo "$(basename "$0"): $*" >&2
  exit 1
}

need() {
  local tool
  for tool in "$@"; do
    command -v "$tool" >/dev/null || fail "'$tool' is needed and not installed"
  done
}

lower() {
  printf %s "$1" | tr '[:upper:]' '[:lower:]'
}

# The environment is the name of a parameter file. Names that begin with azd- are those of infra/main.bicep.
require_environment() {
  local file names=''
  if [[ $1 =~ ^[a-z][a-z0-9-]{1,11}$ && $1 != azd-* && -f infra/env/$1.bicepparam ]]; then
    return
  fi
  for file in infra/env/*.bicepparam; do
    names="$names $(basename "$file" .bicepparam)"
  done
  fail "there is no environment '$1'; there are:$names"
}

is_production() {
  [[ $'\n'$(<"infra/env/$1.bicepparam")$'\n' == *$'\nparam production = true\n'* ]]
}

# An alert without a recipient is useless, and the addresses the repository comes with have none.
require_recipient() {
  local line address=''
  while read -r line; do
    case $line in
      "param alertEmail = '"*"'") address=${line#*\'} address=${address%\'} ;;
    esac
  done <"infra/env/$1.bicepparam"
  case $address in
    '' | *@example.com | *.example) fail "alerts of '$1' would have no recipient; set alertEmail in infra/env/$1.bicepparam" ;;
  esac
  echo "alerts are sent to: $address"
}

require_login() {
  local account
  account=$(az account show --query "join(' ', [name, id])" --output tsv 2>/dev/null) || fail "not logged in; run: az login"
  echo "subscription: $account"
}

group_of() {
  echo "rg-$app_name-$1"
}

# Sets group_exists, and AZURE_LOCATION to the region of the group or, before there is one, to what was asked for. Names are made of
# the region, so another one, or another spelling, would make a second set of resources.
choose_region() {
  local wanted region
  wanted=$(lower "${AZURE_LOCATION:-}" | tr -d ' ')
  group_exists=$(az group exists --name "$1") || fail "could not ask Azure for '$1'"
  if [ "$group_exists" = true ]; then
    region=$(az group show --name "$1" --query location --output tsv) || fail "could not ask Azure for the region of '$1'"
    [ -z "$wanted" ] || [ "$wanted" = "$region" ] || fail "'$1' is in $region, but AZURE_LOCATION is $wanted; unset it, or use another environment"
    wanted=$region
  fi
  export AZURE_LOCATION="${wanted:-westeurope}"
}

# Whoever has rights on one group only may be unable to list or register: connect-github.sh did so before.
register_providers() {
  local registered provider
  if ! registered=$(az provider list --query "[?registrationState=='Registered'].namespace" --output tsv 2>/dev/null); then
    echo "note: the resource providers of the subscription cannot be listed, so they are taken for registered: $providers"
    return
  fi
  registered=$(lower "$registered")
  for provider in $providers; do
    if [[ $'\n'$registered$'\n' != *$'\n'$(lower "$provider")$'\n'* ]]; then
      echo "registering resource provider $provider, once per subscription; this can take some minutes"
      az provider register --namespace "$provider" --wait --output none ||
        fail "'$provider' is not registered; an owner of the subscription must run: az provider register --namespace $provider --wait"
    fi
  done
}

# A deleted vault keeps its name. Whoever may not list deleted vaults sees it when the deployment fails.
refuse_deleted_vault() {
  local vault
  vault=$(az keyvault list-deleted --resource-type vault --output tsv \
    --query "[?contains(properties.vaultId, '/resourceGroups/$1/')].name" 2>/dev/null) || return 0
  vault=${vault%%$'\n'*}
  [ -z "$vault" ] || fail "the name of vault '$vault' is still held by the vault that was deleted with an earlier '$1'.
To have it back with the token in it:  az group create --name $1 --location $AZURE_LOCATION && az keyvault recover --name $vault
To free the name (not possible with purge protection):  az keyvault purge --name $vault"
}

# Asks for confirmation: anything but the expected text, the end of the input included, is a no.
confirm() {
  local reply=''
  printf '%s Type "%s" to go on: ' "$1" "$2"
  read -r reply || true
  [ "$reply" = "$2" ] || fail "not confirmed, nothing done"
}

vault_of() {
  local vault
  vault=$(az keyvault list --resource-group "$(group_of "$1")" --query '[0].name' --output tsv) || fail "could not look up the vault of '$1'"
  [ -n "$vault" ] || fail "'$1' has no vault; run: infra/deploy.sh $1 --infrastructure"
  echo "$vault"
}

# Reads the token from the terminal or a pipe and stores it.
store_token() {
  local token=''
  [ ! -t 0 ] || printf 'HubSpot token (not shown): '
  IFS= read -rs token || [ -n "$token" ] || fail "no token was given, nothing changed"
  [ ! -t 0 ] || echo
  token=${token%$'\r'}
  [ -n "$token" ] || fail "no token was given, nothing changed"
  [[ $token != *[[:space:]]* ]] || fail "a token has no white space in it, nothing changed"
  [[ $token != @Microsoft.KeyVault* ]] || fail "that is a reference to a secret, not a token; nothing changed"
  store_secret "$1" "$token_secret" "$token" ||
    fail "the vault did not take the token: you need the role Key Vault Secrets Officer on '$1' and, in a private environment, a machine inside its network"
}

# Stores a secret in a vault. A new role takes some minutes to work (Azure: Troubleshoot Azure RBAC), so a caller that lacks it is let
# try again; any other refusal stays as it is. printf is part of the shell, so the value is in no process list.
store_secret() {
  local retries=10 refusal
  while ! refusal=$(printf %s "$3" | az keyvault secret set --vault-name "$1" --name "$2" --file /dev/stdin --encoding utf-8 --output none 2>&1); do
    if [[ $refusal != *ForbiddenByRbac* || $retries -eq 0 ]]; then
      echo "$refusal" >&2
      return 1
    fi
    echo "the role on vault '$1' does not work yet; retrying in 30 seconds, $retries more times at most"
    retries=$((retries - 1))
    sleep 30
  done
}

# Makes the key of the hashes by which persons are found, when the environment names one (KeyVault:FindKeyName) and the vault has none.
# One that is there stays: with another key, nothing that was hashed before is found. The app sends users without the key as well, so
# whoever may not read the vault, such as a workflow, deploys all the same. A subshell, so that no "bash -x" shows the key.
ensure_find_key() (
  set +o xtrace
  name=$(sed -n "s/^ *KeyVault__FindKeyName: *'\([0-9A-Za-z-]*\)'.*/\1/p" "infra/env/$1.bicepparam")
  [ -n "$name" ] || exit 0
  vault=$(vault_of "$1") || exit 1
  if refusal=$(az keyvault secret show --vault-name "$vault" --name "$name" --query id --output none 2>&1); then
    exit 0
  fi
  key=''
  [[ $refusal != *SecretNotFound* ]] || key=$(od -An -v -N32 -tx1 /dev/urandom | tr -d ' \n')
  if [ ${#key} -eq 64 ] && store_secret "$vault" "$name" "$key"; then
    echo "'$name' in '$vault' is made: the key by which persons are found"
  else
    echo "warning: '$name' in '$vault' could not be looked up or made, so no user may be found by POST /api/users/find; with the role Key Vault Secrets Officer, run: infra/deploy.sh $1 --infrastructure" >&2
  fi
)

# Lets the operators of an environment make and delete function keys: each a key of its own, since operators cannot see the keys of others or the
# master key. No built-in role does that, and only an owner can make one: whoever is not, such as a workflow, finds it made by an owner before.
grant_function_keys() {
  local environment=$1 group subscription scope role type retries=6
  [ -n "${OPERATOR_PRINCIPAL_ID:-}" ] || return 0
  group=$(group_of "$environment")
  type=${OPERATOR_PRINCIPAL_TYPE:-$(sed -n "s/.*'OPERATOR_PRINCIPAL_TYPE', '\([A-Za-z]*\)'.*/\1/p" "infra/env/$environment.bicepparam")}
  subscription=$(az account show --query id --output tsv) || fail "could not ask Azure for the subscription"
  scope=/subscriptions/$subscription/resourceGroups/$group
  role="Function keys in $group of $subscription"
  [ -z "$(az role assignment list --assignee "$OPERATOR_PRINCIPAL_ID" --role "$role" --scope "$scope" --query '[].id' --output tsv 2>/dev/null)" ] || return 0
  if [ -n "$(az role definition list --name "$role" --scope "$scope" --query '[].id' --output tsv 2>/dev/null)" ] ||
    az role definition create --output none --role-definition \
      "{\"Name\":\"$role\",\"Description\":\"Makes and deletes function keys, and lists none.\",\"Actions\":[\"Microsoft.Web/sites/host/functionkeys/write\",\"Microsoft.Web/sites/host/functionkeys/delete\"],\"AssignableScopes\":[\"$scope\"]}"; then
    # A new role takes a while until it can be assigned.
    while ! az role assignment create --assignee-object-id "$OPERATOR_PRINCIPAL_ID" --assignee-principal-type "$type" --role "$role" --scope "$scope" --output none; do
      retries=$((retries - 1))
      [ "$retries" -gt 0 ] || break
      sleep 10
    done
    [ "$retries" -eq 0 ] || return 0
  fi
  echo "warning: operators cannot make function keys in '$group'; as an owner of the subscription, run: OPERATOR_PRINCIPAL_ID=$OPERATOR_PRINCIPAL_ID OPERATOR_PRINCIPAL_TYPE=$type infra/deploy.sh $environment --infrastructure" >&2
}

# Reads what a deployment of the templates made into the variables app, host, storage and queue.
read_outputs() {
  local text
  text=$(az deployment group show --resource-group "$1" --name "$2" --output tsv --query \
    'properties.outputs.[functionAppName.value, functionAppHostName.value, storageAccountName.value, queueName.value]') ||
    fail "could not read the outputs of deployment '$2'"
  # Azure CLI prints such a list in one line or in several.
  # shellcheck disable=SC2034 # The scripts that source this file read them.
  IFS=$'\t' read -r app host storage queue <<<"$(printf %s "$text" | tr '\n' '\t')"
  [ -n "$queue" ] || fail "deployment '$2' lacks outputs of infra/environment.bicep"
}

# Builds the sources of a folder and packs them as a Flex Consumption app wants them: FOLDER/app.zip, and the revision it reports.
package() {
  local source=$1 folder=$2 revision=$3
  dotnet publish "$source/src/Functions" --configuration Release --runtime linux-x64 --no-self-contained -p:PublishReadyToRun=true \
    "-p:SourceRevisionId=$revision" --output "$folder/app" || fail "the app could not be built; Azure is as it was"
  [ -d "$folder/app/.azurefunctions" ] || fail "the build has no .azurefunctions: it was not made by the Azure Functions SDK"
  # A dot, not a star: a star leaves .azurefunctions out.
  (cd "$folder/app" && zip -q -r "$folder/app.zip" .) || fail "the app could not be packed; Azure is as it was"
  echo "$revision" >"$folder/revision"
}

# Asks the app for its health: health_code is the HTTP status, 000 without a response; health_version is what the app runs.
ask_app() {
  local response
  response=$(curl --silent --max-time 30 --write-out '\n%{http_code}' "https://$1/api/health") || true
  health_code=${response##*$'\n'}
  health_version=$(printf %s "${response%$'\n'*}" | sed -n 's/.*"version" *: *"\([^"]*\)".*/\1/p' | sed 's/\\u002[Bb]/+/')
}

state_of_app() {
  case $health_code in
    200) echo "it runs ${health_version:-a version it does not report} and is ready" ;;
    503) echo "it runs ${health_version:-a version it does not report} and is not ready" ;;
    000 | '') echo "it does not respond" ;;
    *) echo "its health endpoint responds with $health_code" ;;
  esac
}

# Waits, in steps of five seconds, until the app reports a revision; with "ready" until it is ready, too.
wait_for_app() {
  local host=$1 revision=$2 attempts=$3 ready=${4:-}
  while [ "$attempts" -gt 0 ]; do
    ask_app "$host"
    if [[ $health_version == *"$revision"* && (-z $ready || $health_code == 200) ]]; then
      return 0
    fi
    attempts=$((attempts - 1))
    [ "$attempts" -eq 0 ] || sleep 5
  done
  return 1
}

# For Flex Consumption the command ends with an error after a success, too: "Deployment was successful but the app appears to be
# unhealthy", "Failed to fetch host key". So the app is asked.
publish() {
  local group=$1 app=$2 archive=$3 host=$4 revision=$5
  if ! az functionapp deployment source config-zip --resource-group "$group" --name "$app" --src "$archive" --output none; then
    echo "the Azure CLI reports a failure; asking the app what it runs"
    wait_for_app "$host" "$revision" 12 || fail "the code was not published: $(state_of_app). Run this again"
    echo "the new code is published nevertheless"
  fi
}

# Whether a revision is published and ready; what is published is entered in the history either way, since it is what runs.
smoke_test() {
  local group=$1 host=$2 revision=$3
  echo "smoke test: https://$host/api/health"
  if wait_for_app "$host" "$revision" 36 ready; then
    record "$group" release "$revision"
  else
    [[ $health_version != *"$revision"* ]] || record "$group" unwell "$revision"
    return 1
  fi
}

# Enters a release in the deployment history of the group, for rollback.sh. The template of the entry changes nothing.
record() {
  local short=$3
  case $short in
    uncommitted*) short=uncommitted ;;
    *) short=${short:0:12} ;;
  esac
  az deployment group create --resource-group "$1" --name "$2-$(date -u +%Y%m%d%H%M%S)-$short" \
    --template-file infra/release.bicep --parameters "revision=$3" --output none ||
    echo "warning: the release could not be entered in the history, so rollback.sh does not know it" >&2
}
