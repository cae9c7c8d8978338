# What the scripts of this folder share; sourced from the repository's root.
# shellcheck shell=bash

readonly app_name=hubspot-users
export AZURE_LOCATION="${AZURE_LOCATION:-westeurope}"

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

# The environment is the name of a parameter file.
require_environment() {
  if ! [[ $1 =~ ^[a-z][a-z0-9-]{1,11}$ && -f infra/env/$1.bicepparam ]]; then
    fail "there is no environment '$1'; there are: $(basename -s .bicepparam infra/env/*.bicepparam | tr '\n' ' ')"
  fi
}

require_login() {
  local account
  account=$(az account show --query "join(' ', [name, id])" --output tsv 2>/dev/null) || fail "not logged in; run: az login"
  echo "subscription: $account"
}

group_of() {
  echo "rg-$app_name-$1"
}

# Asks for a word; anything else, the end of the input included, is a no.
confirm() {
  local answer=''
  printf '%s Type "%s" to go on: ' "$1" "$2"
  read -r answer || true
  [ "$answer" = "$2" ] || fail "not confirmed, nothing done"
}

vault_of() {
  local vault
  vault=$(az keyvault list --resource-group "$(group_of "$1")" --query '[0].name' --output tsv) || fail "the vault of '$1' could not be looked up"
  [ -n "$vault" ] || fail "'$1' has no vault; run: infra/deploy.sh $1 --infrastructure"
  echo "$vault"
}

# Reads what a deployment made into the variables resource_group, app, host, storage and queue.
read_outputs() {
  local text values
  text=$(az deployment sub show --name "$1" --output tsv --query \
    'properties.outputs.[resourceGroupName.value, functionAppName.value, functionAppHostName.value, storageAccountName.value, queueName.value]') ||
    fail "the outputs of deployment '$1' could not be read"
  mapfile -t values < <(tr '\t' '\n' <<<"$text")
  [ "${#values[@]}" -eq 5 ] || fail "deployment '$1' has not the outputs of infra/main.bicep"
  # shellcheck disable=SC2034 # The scripts that source this file read them.
  { resource_group=${values[0]} app=${values[1]} host=${values[2]} storage=${values[3]} queue=${values[4]}; }
}

# Builds the sources of a folder and packs them as a Flex Consumption app wants them.
package() {
  local source=$1 folder=$2
  dotnet publish "$source/src/Functions" --configuration Release --runtime linux-x64 --no-self-contained -p:PublishReadyToRun=true --output "$folder/app" || fail "the app could not be built; Azure is as it was"
  [ -d "$folder/app/.azurefunctions" ] || fail "the build has no .azurefunctions: it is not one of the Azure Functions SDK"
  # A dot, not a star: a star leaves .azurefunctions out.
  (cd "$folder/app" && zip --quiet --recurse-paths "$folder/app.zip" .) || fail "the app could not be packed; Azure is as it was"
}

publish() {
  az functionapp deployment source config-zip --resource-group "$1" --name "$2" --src "$3" --output none ||
    fail "the code could not be published; the app runs what it ran before"
}

smoke_test() {
  local address="https://$1/api/health"
  echo "smoke test: $address"
  curl --fail --silent --show-error --max-time 30 --retry 30 --retry-delay 5 --retry-all-errors --output /dev/null "$address"
}
