#!/usr/bin/env bash
# The same on PostgreSQL, in a cluster of its own.
. "$(dirname "$0")/lib.bash"
if [ "${1:-}" != inside ]; then
  command -v pg_virtualenv >/dev/null || { skip "PostgreSQL" "pg_virtualenv is not installed"; exit 0; }
  # A socket's path may have 107 bytes at most.
  home=$(mktemp -d /tmp/kpg.XXXXXX) && chmod 755 "$home"
  script=$here/$(basename "$0")
  (cd "$home" && TMPDIR=$home pg_virtualenv -t -v 15 bash "$script" inside 2>&1)
  code=$?
  rm -rf "$home"
  [ $code -eq 0 ] || failures=1
  exit $code
fi
export KAPSTOK_DATABASE="postgres://$PGUSER:$PGPASSWORD@localhost:$PGPORT/kapstok"
one=$KAPSTOK_DATABASE two=${KAPSTOK_DATABASE%kapstok}second
createdb kapstok && createdb second
password=$PGPASSWORD
sql() { PGPASSWORD=$password psql -qAtX -h localhost -p "$port" -U "$user" "$@"; }
port=$PGPORT user=$PGUSER
unset PGHOST PGPORT PGUSER PGPASSWORD PGDATABASE

works "demo" "Systeembeheerder" demo --data d
works "user list" "griet" user list --data d
works "verify" "Everything is sound" verify --data d
works "backup" "BLAKE2b-256" backup "the copy.dump" --data d --with-key
same "the copy is private" 600 "$(stat -c %a "the copy.dump")"
check "the key is beside it" cmp d/key "the copy.dump.key"
same "nothing half is left" "" "$(find . -name '*.new')"
same "the moment is noted" 1 "$(sql -d kapstok -c "SELECT count(*) FROM admin_setting WHERE name = 'backup.last'")"
works "export" "" export --org 1 --data d --out one.json

serve --data d || exit 1
fails "restore beside a running server in this folder" 1 "stop it first" restore "the copy.dump" --data d --force
run restore "the copy.dump" --data elsewhere --force
same "restore beside a server of another folder: code" 1 "$code"
holds "restore beside a server of another folder" "$err" "connections use this database"
check "the server still answers" curl -sf -o /dev/null "$url/healthz"
check "and stops in good order" stop
fails "not over existing data" 1 "--force" restore "the copy.dump" --data d

export KAPSTOK_DATABASE=$two
works "into an empty database" "is put back" restore "the copy.dump" --data second
check "with its key" cmp d/key second/key
works "it is sound" "Everything is sound" verify --data second
works "export from there" "" export --org 1 --data second --out two.json
check "the same bytes" cmp one.json two.json
works "a user more" "was added" user add --data second --mail later@a.example --name Later
works "over existing data with --force" "is put back" restore "the copy.dump" --data second --force
run user list --data second
same "what came later is gone" 0 "$(grep -c later@a.example <<<"$out")"
works "it is sound" "Everything is sound" verify --data second

sql -d second -c "INSERT INTO schema_migration SELECT 9999, 'future', 0"
works "data of a newer version is copied as it is" "BLAKE2b" backup newer.dump --data second
fails "but not opened" 1 "newer version" check-config --data second
run verify --data second
holds "and verify says so" "$out" "newer"
fails "nor put back" 1 "newer version" restore newer.dump --data second --force
works "the older one is" "is put back" restore "the copy.dump" --data second --force
echo PGDMP nonsense >bad.dump
run restore bad.dump --data second --force
same "a damaged copy: code 1" 1 "$code"
works "and nothing was changed" "Everything is sound" verify --data second
sqlite3 a.db "CREATE TABLE t (a)"
fails "a copy of SQLite" 1 "SQLite" restore a.db --data second --force
tally=$(sql -d second -c "SELECT statement FROM scan_tally WHERE yes > 0 ORDER BY 1 LIMIT 1")
sql -d second -c "UPDATE scan_tally SET yes = yes + 1 WHERE statement = '$tally'"
run verify --data second
same "a flipped count: code 1" 1 "$code"
holds "a flipped count" "$out" "$tally"

# SQLite and PostgreSQL exchange organisations.
unset KAPSTOK_DATABASE
works "from PostgreSQL to SQLite" "is new here" import one.json --data lite
works "export again" "" export --org 1 --data lite --out three.json
check "the same bytes" cmp one.json three.json
( PATH=/nowhere; KAPSTOK_DATABASE=$one "$KAPSTOK" backup x.dump --data d >/dev/null 2>missing.err ); c=$?
same "without pg_dump: code 1" 1 $c
holds "without pg_dump: a sentence" "$(cat missing.err)" "postgresql-client"
