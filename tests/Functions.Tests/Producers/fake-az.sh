#!/usr/bin/env bash
# Stands in for az: takes the arguments of "az storage message put" and nothing else, and keeps the content, a message a file.
set -euo pipefail

[ "$1 $2 $3" = 'storage message put' ]
shift 3
forever=false
while [ $# -gt 0 ]; do
  case $1 in
    --queue-name) [ "$2" = users ] ;;
    --account-name) [ "$2" = "$STORAGE" ] ;;
    --auth-mode) [ "$2" = login ] ;;
    --time-to-live) [ "$2" = -1 ] && forever=true ;;
    --content) [ "${2#@}" != "$2" ] && cat "${2#@}" >"$(mktemp "$FAKE_FOLDER/message-XXXXXX")" ;;
    *)
      echo "az: unrecognized arguments: $1" >&2
      exit 2
      ;;
  esac
  shift 2
done
$forever
