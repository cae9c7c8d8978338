#!/usr/bin/env bash
# Mutation test: builds every bug of mutants.tsv into a copy of the last commit, and runs the unit tests on it. A bug that no test sees survives.
#
#   tests/Mutations/run.sh [ROOM | NAME]...     e.g. Limits, HubSpot/Responses; none for all
#
# mutants.tsv, a bug a line, separated by tabs: its name, the file below src/HubSpotUsers, the text that stands in it once, and what replaces
# it. A bug whose text is no longer there, or that does not compile, is a fault of the list. Fails under 90 of 100 killed in any room.
set -euo pipefail
export DOTNET_NOLOGO=1 DOTNET_CLI_TELEMETRY_OPTOUT=1
goal=90
hang=240 # seconds after which tests of one room that a bug keeps from ending count as failed; they take some seconds

here=$(cd "$(dirname "$0")" && pwd)
list=$here/mutants.tsv
copy=$(mktemp -d)
trap 'rm -rf "$copy"' EXIT
git clone --quiet "$here/../.." "$copy/repository"
cd "$copy/repository"
library=src/HubSpotUsers
build=(--no-restore -p:RunAnalyzers=false -p:TreatWarningsAsErrors=false -v quiet -clp:ErrorsOnly)
dotnet restore tests/HubSpotUsers.Tests -v quiet
dotnet build tests/HubSpotUsers.Tests "${build[@]}"
tests=artifacts/bin/HubSpotUsers.Tests/debug

# The tests of the bug's room first: most bugs are found there, in seconds.
is_found() { # room
  ! timeout "$hang" "$tests/HubSpotUsers.Tests" -noColor -stopOnFail -namespace "HubSpotUsers.Tests.${1%%/*}*" > "$copy/tests.log" 2>&1 ||
    ! timeout $((3 * hang)) "$tests/HubSpotUsers.Tests" -noColor -stopOnFail > "$copy/tests.log" 2>&1
}

is_wanted() { # room name, wanted...
  local room=$1 name=$2 wanted
  shift 2
  [ $# -gt 0 ] || return 0
  for wanted; do
    if [ "$wanted" = "$room" ] || [ "$wanted" = "$name" ]; then return 0; fi
  done
  return 1
}

"$tests/HubSpotUsers.Tests" -noColor > "$copy/tests.log" 2>&1 || { tail -n 50 "$copy/tests.log"; echo "The tests fail without any bug."; exit 1; }

: > "$copy/results"
while IFS=$'\t' read -r name file original mutant; do
  room=${file%/*}
  is_wanted "$room" "$name" "$@" || continue
  source=$(cat "$library/$file"; printf x)
  rest=${source#*"$original"}
  if [ "$rest" = "$source" ] || [ "${rest#*"$original"}" != "$rest" ]; then
    result=missing
  else
    printf %s "${source%%"$original"*}$mutant${rest%x}" > "$library/$file"
    if ! dotnet build "$library" --no-dependencies "${build[@]}" > "$copy/build.log" 2>&1; then
      result=invalid
    else
      cp "artifacts/bin/HubSpotUsers/debug/HubSpotUsers.dll" "$tests/"
      if is_found "$room" < /dev/null; then result=killed; else result=survived; fi
    fi
    printf %s "${source%x}" > "$library/$file"
  fi
  printf '%s\t%s\t%s\n' "$result" "$room" "$name" | tee -a "$copy/results"
done < "$list"

awk -F '\t' -v goal="$goal" '
  $1 == "killed" { killed[$2]++; all++ }
  $1 == "killed" || $1 == "survived" { count[$2]++; total++ }
  $1 == "missing" || $1 == "invalid" { faults++ }
  END {
    for (room in count) {
      printf "%s: %d of %d killed, %.0f %%\n", room, killed[room], count[room], 100 * killed[room] / count[room]
      if (100 * killed[room] < goal * count[room]) bad++
    }
    printf "%d of %d killed, %d faults of the list\n", all, total, faults
    exit bad + faults + !total > 0
  }' "$copy/results"
