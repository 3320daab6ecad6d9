#!/usr/bin/env bash
# The database server goes away under load.
exec python3 "$(dirname "$0")/postgres.py" "$@"
