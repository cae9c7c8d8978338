#!/usr/bin/env bash
# Stores the HubSpot token in the vault of an environment. The token is typed, or comes through a pipe; it is never shown and
# never part of a command line.
#   infra/set-token.sh ENVIRONMENT
set -euo pipefail
set +o xtrace # No one's "bash -x" may show the token.
cd "$(dirname "$0")/.."
# shellcheck source=infra/lib.sh
. infra/lib.sh

[ $# -eq 1 ] || fail "which environment? infra/set-token.sh ENVIRONMENT"
environment=$1
require_environment "$environment"
need az
require_login
vault=$(vault_of "$environment")

secret=${TOKEN_SECRET_NAME:-hubspot-token}
token=''
[ ! -t 0 ] || printf 'HubSpot token (not shown): '
IFS= read -rs token || [ -n "$token" ] || fail "no token was given, nothing changed"
[ ! -t 0 ] || echo
token=${token%$'\r'}
[ -n "$token" ] || fail "no token was given, nothing changed"
[[ $token != *[[:space:]]* ]] || fail "a token has no white space in it, nothing changed"
[[ $token != @Microsoft.KeyVault* ]] || fail "that is a reference to a secret, not a token; nothing changed"

# printf is part of the shell, so the token is in no process list.
printf %s "$token" |
  az keyvault secret set --vault-name "$vault" --name "$secret" --file /dev/stdin --encoding utf-8 --output none ||
  fail "the vault did not take the token: you need the role Key Vault Secrets Officer on '$vault' and, in a private environment, a machine inside its network"
unset token

echo "done: '$secret' in '$vault' has a new version; the app uses it within five minutes, or at once when HubSpot refuses the old one"
