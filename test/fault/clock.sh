#!/usr/bin/env bash
# The wall clock jumps while people save.
exec python3 -B "$(dirname "$0")/clock.py" "$@"
