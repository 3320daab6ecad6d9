#!/usr/bin/env bash
# Nothing that was answered is lost when the server is killed, on both engines. kill.sh [ROUNDS]
exec python3 -B "$(dirname "$0")/kill.py" "$@"
