#!/usr/bin/env bash
# Fuzzes one parser under AFL++: tests/Fuzzing/run.sh TARGET SECONDS. Needs afl-fuzz (Debian: apt-get install afl++).
# The exit code is not 0 when an input crashed or hung; such inputs stay below artifacts/fuzzing/TARGET, and
# `dotnet run --project tests/Fuzzing -- TARGET FILE` reads one of them again.
set -euo pipefail
cd "$(dirname "$0")/../.."
target=${1:?the target: a folder of tests/Fuzzing/Seeds}
seconds=${2:?for how many seconds}
work=artifacts/fuzzing/$target
app=$work/app
tools=artifacts/fuzzing/tools
seeds=tests/Fuzzing/Seeds

[ -d "$seeds/$target" ] || { echo "There is no target $target; there are: $(ls -x "$seeds")" >&2; exit 2; }
version=$(sed -n 's/.*Include="SharpFuzz" Version="\([^"]*\)".*/\1/p' Directory.Packages.props)
[ -x "$tools/sharpfuzz" ] || dotnet tool install SharpFuzz.CommandLine --version "$version" --tool-path "$tools"

rm -rf "$work"
dotnet publish tests/Fuzzing -c Release -o "$app"
"$tools/sharpfuzz" "$app/HubSpotUsers.dll"

export AFL_SKIP_CPUFREQ=1 AFL_I_DONT_CARE_ABOUT_MISSING_CRASHES=1 AFL_NO_UI=1 AFL_SKIP_BIN_CHECK=1 AFL_NO_AFFINITY=1
dictionary=()
[ ! -f "tests/Fuzzing/$target.dict" ] || dictionary=(-x "tests/Fuzzing/$target.dict")
afl-fuzz -i "$seeds/$target" -o "$work/findings" -m none -t 5000 -V "$seconds" "${dictionary[@]}" -- dotnet "$app/Fuzzing.dll" "$target" > "$work/afl-fuzz.log" || {
  tail -n 20 "$work/afl-fuzz.log" >&2
  exit 1
}

stats=$work/findings/default/fuzzer_stats
count() { sed -n "s/^$1 *: *//p" "$stats"; }
echo "$target: $(count execs_done) executions ($(count execs_per_sec) a second), $(count corpus_count) paths, $(count saved_crashes) crashes, $(count saved_hangs) hangs"
[ "$(count saved_crashes)" -eq 0 ] && [ "$(count saved_hangs)" -eq 0 ]
