#!/usr/bin/env bash
# Three hundred phones behind a bad line look at one room, and a node is killed.
exec python3 -B "$(dirname "$0")/room.py" "$@"
