#!/usr/bin/env bash
# Backups while people save, put back elsewhere.
exec python3 -B "$(dirname "$0")/backup.py" "$@"
