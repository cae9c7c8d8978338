#!/usr/bin/env bash
# Waits until the app of an azd environment is ready.
set -euo pipefail
cd "$(dirname "$0")/../.."
# shellcheck source=infra/lib.sh
. infra/lib.sh

host=${FUNCTION_APP_HOST_NAME:?azd hands over the outputs of infra/main.bicep}
need curl
echo "smoke test: https://$host/api/health"
wait_for_app "$host" '' 36 ready ||
  fail "the app is published but $(state_of_app). Is the token set? KEY_VAULT_NAME=${KEY_VAULT_NAME:-} bash infra/azd/token.sh"
echo "done: $health_version is up at https://$host"
