#!/usr/bin/env bash
# Stands in for a tool of macOS: takes no long options, as BSD's take none, and does what the tool does otherwise.
set -euo pipefail

tool=${0##*/}
for argument in "$@"; do
  case $tool,$argument in
    env,* | *,--) ;;
    *,--*)
      echo "$tool: illegal option $argument" >&2
      exit 64
      ;;
    date,-d* | sed,-r | grep,-P* | stat,-c* | cp,-t | head,-n-* | readlink,-e)
      echo "$tool: illegal option $argument" >&2
      exit 64
      ;;
  esac
done
exec "$REAL_TOOLS/$tool" "$@"
