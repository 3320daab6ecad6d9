#!/usr/bin/env bash
# The server ends in good order under load. stop.sh [ROUNDS]
exec python3 -B "$(dirname "$0")/stop.py" "$@"
