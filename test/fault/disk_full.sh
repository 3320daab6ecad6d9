#!/usr/bin/env bash
# The disk fills up while people save.
exec python3 -B "$(dirname "$0")/disk_full.py" "$@"
