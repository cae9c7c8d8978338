#!/usr/bin/env bash
# Publishes the code of an earlier release again. Resources and settings stay as they are.
#   infra/rollback.sh ENVIRONMENT [COMMIT] [--yes]
# Without COMMIT: the last release that was ready before the present one. Run again, it goes one further back.
# With ONLY_FROM=BRANCH in the environment, a commit that is not on that branch is refused before anything of it is built.
set -euo pipefail
cd "$(dirname "$0")/.."
# shellcheck source=infra/lib.sh
. infra/lib.sh

usage='infra/rollback.sh ENVIRONMENT [COMMIT] [--yes]'
environment='' commit='' yes=false
for argument in "$@"; do
  case $argument in
    --yes) yes=true ;;
    -*) fail "no such option: $argument" ;;
    *)
      if [ -z "$environment" ]; then
        environment=$argument
      else
        [ -z "$commit" ] || fail "one commit at a time"
        commit=$argument
      fi
      ;;
  esac
done
[ -n "$environment" ] || fail "which environment? $usage"

require_environment "$environment"
need az git dotnet zip curl
require_login
group=$(group_of "$environment")

# Oldest first. hubspot-users-… are deployments of the templates; release-… and unwell-… are published code, ready or not.
history=$(az deployment group list --resource-group "$group" --output tsv --query \
  "sort_by([?properties.provisioningState == 'Succeeded'], &properties.timestamp)[].name") || fail "could not list the deployments of '$environment'"
templates='' releases=''
while read -r name; do
  kind=${name%%-[0-9]*} release=${name##*-}
  case $kind in
    "$app_name") templates=$name ;;
    release | unwell)
      echo "  $name"
      if [[ $release != uncommitted && "$releases " == *" release:$release "* ]]; then
        # Published again: the releases since then are undone.
        releases=${releases%%" release:$release"*}
      elif [[ ${releases##* } == unwell:* ]]; then
        # Replaced what was not ready.
        releases=${releases% *}
      fi
      releases="$releases $kind:$release"
      ;;
  esac
done <<<"$history"
[ -n "$releases" ] || fail "nothing was published to '$environment' yet"
echo "now: ${releases##*:}"

if [ -z "$commit" ]; then
  earlier=${releases% *}
  # What was not committed cannot be built again.
  while [ "${earlier##*:}" = uncommitted ]; do
    earlier=${earlier% *}
  done
  commit=${earlier##*:}
  [ -n "$commit" ] || fail "there is no earlier release; name a commit: infra/rollback.sh $environment COMMIT"
fi
revision=$(git rev-parse --verify --quiet "$commit^{commit}") || fail "commit '$commit' is not in this clone; run: git fetch"

if [ -n "${ONLY_FROM:-}" ]; then
  git merge-base --is-ancestor "$revision" "$ONLY_FROM" || fail "commit '$commit' is not on $ONLY_FROM: only reviewed commits are built here"
fi

$yes || confirm "Publish $commit to '$environment' again?" "$environment"

scratch=$(mktemp -d)
trap 'git worktree remove --force "$scratch/source" 2>/dev/null || true; rm -rf "$scratch"' EXIT
git worktree add --quiet --detach "$scratch/source" "$revision"
package "$scratch/source" "$scratch" "$revision"

read_outputs "$group" "$templates"
publish "$group" "$app" "$scratch/app.zip" "$host" "$revision"
smoke_test "$group" "$host" "$revision" || fail "$commit is published but not well either: $(state_of_app)"
echo "done: $commit is up at https://$host"
