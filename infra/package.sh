#!/usr/bin/env bash
# Builds the app once, for infra/deploy.sh --package: app.zip, the revision it reports, and bom.json, the list of what is in it (CycloneDX).
#   infra/package.sh FOLDER
set -euo pipefail
cd "$(dirname "$0")/.."
# shellcheck source=infra/lib.sh
. infra/lib.sh

[ $# -eq 1 ] || fail "where to? infra/package.sh FOLDER"
need dotnet git node zip
[ ! -e "$1" ] || fail "'$1' exists; name a new folder"
[ -z "$(git status --porcelain)" ] || fail "there are changes that are not committed; a release is a commit"

mkdir -p "$1"
folder=$(cd "$1" && pwd)
package . "$folder" "$(git rev-parse HEAD)"
dotnet tool restore || fail "the tools of .config/dotnet-tools.json could not be installed"
dotnet tool run dotnet-CycloneDX src/Functions/Functions.csproj --output-format Json --output "$folder" --filename bom.json --disable-package-restore ||
  fail "the list of packages could not be written"
node infra/third-party.cjs "$folder/bom.json" || fail "the scripts of the dashboard could not be added to the list of packages"
rm -rf "$folder/app"
