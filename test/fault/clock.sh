#!/usr/bin/env bash
# The wall clock jumps while people save.
exec python3 "$(dirname "$0")/clock.py" "$@"
