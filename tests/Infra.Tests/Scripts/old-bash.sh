# Sourced by every bash of a test through BASH_ENV: takes away what bash 3.2, which macOS has, does not have.
# shellcheck shell=bash disable=SC2034 # bash reads it.
enable -n mapfile readarray
BASH_COMPAT=3.2
