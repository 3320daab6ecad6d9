#!/usr/bin/env bash
# The database server goes away under load.
exec python3 -B "$(dirname "$0")/postgres.py" "$@"
