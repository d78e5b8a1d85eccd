# shellcheck shell=bash
# Messages of every script: progress on stderr, so that stdout carries data only.

note() { printf '%s\n' "$*" >&2; }

fail() {
    printf '%s: %s\n' "$(basename "$0")" "$*" >&2
    exit 1
}
