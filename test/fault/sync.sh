#!/usr/bin/env bash
# The disk hangs, or does not confirm what was written.
exec python3 -B "$(dirname "$0")/sync.py" "$@"
