#!/usr/bin/env bash
# Backups while people save, put back elsewhere.
exec python3 "$(dirname "$0")/backup.py" "$@"
