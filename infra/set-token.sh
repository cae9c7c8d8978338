#!/usr/bin/env bash
# Stores the HubSpot token in the vault of an environment. The token is typed, or comes through a pipe; it is never shown and
# never part of a command line.
#   infra/set-token.sh ENVIRONMENT
set -euo pipefail
set +o xtrace # No "bash -x" may show the token.
cd "$(dirname "$0")/.."
# shellcheck source=infra/lib.sh
. infra/lib.sh

[ $# -eq 1 ] || fail "which environment? infra/set-token.sh ENVIRONMENT"
environment=$1
require_environment "$environment"
need az
require_login
vault=$(vault_of "$environment")
store_token "$vault"

echo "done: '$token_secret' in '$vault' has a new version; the app uses it within five minutes, or at once when HubSpot refuses the old one"
