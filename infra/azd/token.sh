#!/usr/bin/env bash
# Asks for the HubSpot token once the vault of an azd environment is there, unless it has one.
set -euo pipefail
set +o xtrace # No "bash -x" may show the token.
cd "$(dirname "$0")/../.."
# shellcheck source=infra/lib.sh
. infra/lib.sh

vault=${KEY_VAULT_NAME:?azd hands over the outputs of infra/main.bicep}
if ! command -v az >/dev/null || ! az account show --output none 2>/dev/null; then
  echo "To store the HubSpot token, log in with the Azure CLI and run: KEY_VAULT_NAME=$vault bash infra/azd/token.sh"
elif az keyvault secret show --vault-name "$vault" --name "$token_secret" --query id --output none 2>/dev/null; then
  echo "vault '$vault' has a token"
elif [ -t 0 ] || [ -n "${TOKEN_FROM_PIPE:-}" ]; then
  store_token "$vault"
  echo "the token is stored in vault '$vault'"
else
  echo "To store the HubSpot token, run: KEY_VAULT_NAME=$vault bash infra/azd/token.sh"
fi
