#!/usr/bin/env bash
# Anonymous answers, as somebody would try to join them to people with all that a server leaves behind: on SQLite and on PostgreSQL.
. "$(dirname "$0")/lib.bash"
export KAPSTOK
d="my data"
database=${KAPSTOK_TEST_POSTGRES_URL:-}
if [ -n "$database" ]; then
  psql -qAtX "$database" -c "CREATE DATABASE ballots" || exit 1
  database=${database%/*}/ballots
  export KAPSTOK_DATABASE=$database
fi
check "a demo" "$KAPSTOK" demo --data "$d" >/dev/null
serve --data "$d" --log debug || exit 1
python3 "$here/ballot.py" "$url" "$work/.serve.err" "$d" "$database" || failures=1
check "the server stops in good order" stop
works "the data is sound" "Everything is sound" verify --data "$d"
if [ -z "$database" ] && [ -x /usr/lib/postgresql/15/bin/initdb ]; then
  "$here/../../tools/with-postgres" bash "$here/ballot.sh" | sed 's/$/, on PostgreSQL/'
  [ "${PIPESTATUS[0]}" = 0 ] || failures=1
fi
