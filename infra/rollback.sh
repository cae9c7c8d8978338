#!/usr/bin/env bash
# Publishes the code of an earlier deployment again. Resources and settings stay as they are.
#   infra/rollback.sh ENVIRONMENT [COMMIT] [--yes]
# Without COMMIT: the one deployed before the present one.
set -euo pipefail
cd "$(dirname "$0")/.."
# shellcheck source=infra/lib.sh
. infra/lib.sh

environment='' commit='' yes=false
for argument in "$@"; do
  case $argument in
    --yes) yes=true ;;
    -*) fail "no such option: $argument" ;;
    *) if [ -z "$environment" ]; then environment=$argument; else commit=$argument; fi ;;
  esac
done
[ -n "$environment" ] || fail "which environment? infra/rollback.sh ENVIRONMENT [COMMIT] [--yes]"

require_environment "$environment"
need az git dotnet zip curl
require_login

deployments=$(az deployment sub list --output tsv --query \
  "reverse(sort_by([?starts_with(name, '$app_name-$environment-2') && properties.provisioningState == 'Succeeded'], &properties.timestamp))[].name") ||
  fail "the deployments could not be listed"
[ -n "$deployments" ] || fail "'$environment' was never deployed"
echo "deployments, newest first:"
echo "$deployments"
newest=$(head -n 1 <<<"$deployments")

if [ -z "$commit" ]; then
  while read -r name; do
    if [ "${name##*-}" != "${newest##*-}" ] && [ "${name##*-}" != uncommitted ]; then
      commit=${name##*-}
      break
    fi
  done <<<"$deployments"
  [ -n "$commit" ] || fail "no earlier commit was deployed; name one: infra/rollback.sh $environment COMMIT"
fi
git cat-file -e "$commit^{commit}" 2>/dev/null || fail "commit '$commit' is not in this clone; run: git fetch"

$yes || confirm "Publish commit $commit to '$environment' again?" "$environment"

scratch=$(mktemp -d)
trap 'git worktree remove --force "$scratch/source" 2>/dev/null || true; rm -rf "$scratch"' EXIT
git worktree add --quiet --detach "$scratch/source" "$commit"
package "$scratch/source" "$scratch"

read_outputs "$newest"
publish "$resource_group" "$app" "$scratch/app.zip"
smoke_test "$host" || fail "commit $commit is published but not well either"
echo "done: commit $commit is up at https://$host"
