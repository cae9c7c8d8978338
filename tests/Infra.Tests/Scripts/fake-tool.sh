#!/usr/bin/env bash
# Stands in for az, curl, dotnet, gh, git, node, sleep and zip: writes down how it was called, and prints what the first rule that fits says.
set -euo pipefail

tool=${0##*/}
call="$tool $*"
echo "$call" >>"$FAKE_FOLDER/calls"
case $call in
  *'/dev/stdin'* | *'--config -'* | *'--input -'*) cat >>"$FAKE_FOLDER/stdin" ;;
esac

# How many calls have fitted a pattern, this one included.
count_calls() {
  local earlier count=0
  while read -r earlier; do
    # shellcheck disable=SC2053 # The right side is a pattern.
    [[ $earlier != $1 ]] || count=$((count + 1))
  done <"$FAKE_FOLDER/calls"
  echo "$count"
}

# An exit code with a number after it, such as 1*3, holds for so many calls.
while IFS=$'\t' read -r exit_code pattern output; do
  # shellcheck disable=SC2053 # The right side is a pattern.
  if [[ $call == $pattern && ($exit_code != *\** || $(count_calls "$pattern") -le ${exit_code#*\*}) ]]; then
    exit_code=${exit_code%\**}
    printf '%b' "$output"
    [ "$exit_code" -eq 0 ] || exit "$exit_code"
    break
  fi
done <"$FAKE_FOLDER/rules"

case $call in
  'dotnet publish '*)
    while [ "$1" != --output ]; do shift; done
    mkdir -p "$2"
    echo '{}' >"$2/host.json"
    if [ -z "${FAKE_BUILD_OF_ANOTHER_SDK:-}" ]; then
      mkdir "$2/.azurefunctions"
      echo '{}' >"$2/.azurefunctions/function.deps.json"
    fi
    ;;
  'zip '*)
    # What would be in the archive.
    find "${@: -1}" -type f >"$FAKE_FOLDER/archive"
    echo archive >"${*: -2:1}"
    ;;
esac
