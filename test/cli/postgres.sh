#!/usr/bin/env bash
# The same on PostgreSQL, in a cluster of its own.
. "$(dirname "$0")/lib.bash"
if [ -z "${KAPSTOK_TEST_POSTGRES_URL:-}" ]; then
  [ -x /usr/lib/postgresql/15/bin/initdb ] || { skip "PostgreSQL" "PostgreSQL 15 is not installed"; exit 0; }
  "$here/../../tools/with-postgres" bash "$here/postgres.sh" || failures=1
  exit
fi
one=${KAPSTOK_TEST_POSTGRES_URL%/*}/kapstok two=${KAPSTOK_TEST_POSTGRES_URL%/*}/second
sql() { psql -qAtX "$@"; }
sql "$KAPSTOK_TEST_POSTGRES_URL" -c "CREATE DATABASE kapstok" -c "CREATE DATABASE second" || exit 1
export KAPSTOK_DATABASE=$one

works "demo" "Systeembeheerder" demo --data d
works "user list" "griet" user list --data d
works "verify" "Everything is sound" verify --data d
works "backup" "BLAKE2b-256" backup "the copy.dump" --data d --with-key
same "the copy is private" 600 "$(stat -c %a "the copy.dump")"
check "the key is beside it" cmp d/key "the copy.dump.key"
same "nothing half is left" "" "$(find . -name '*.new')"
same "the moment is noted" 1 "$(sql "$one" -c "SELECT count(*) FROM admin_setting WHERE name = 'backup.last'")"
works "export" "" export --org 1 --data d --out one.json

serve --data d || exit 1
fails "restore beside a running server in this folder" 1 "stop it first" restore "the copy.dump" --data d --force
run restore "the copy.dump" --data elsewhere --force
same "restore beside a server of another folder: code" 1 "$code"
holds "restore beside a server of another folder" "$err" "connections use this database"
check "the server still answers" curl -sf -o /dev/null "$url/healthz"
check "and stops in good order" stop
# Its connections take a moment to leave.
until [ "$(sql "$one" -tAc "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()")" = 0 ]; do sleep 0.05; done
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

sql "$two" -c "INSERT INTO schema_migration SELECT 9999, 'future', 0"
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
tally=$(sql "$two" -c "SELECT statement FROM scan_tally WHERE yes > 0 ORDER BY 1 LIMIT 1")
sql "$two" -c "UPDATE scan_tally SET yes = yes + 1 WHERE statement = '$tally'"
run verify --data second
same "a flipped count: code 1" 1 "$code"
holds "a flipped count" "$out" "$tally"

# SQLite and PostgreSQL exchange organisations.
unset KAPSTOK_DATABASE
works "from PostgreSQL to SQLite" "is new here" import one.json --data lite
works "export again" "" export --org 1 --data lite --out three.json
check "the same bytes" cmp one.json three.json
sed 's/"name":"Gemeente en OCMW Olmenrode"/"name":"Gemeente Nergenshuizen"/' one.json >other.json
export KAPSTOK_DATABASE=$one
works "from a file to PostgreSQL" "2 rounds stored" import other.json --data d
number=$(sed -n 's/It is organisation \([0-9]*\)./\1/p' <<<"$out")
works "export from there" "" export --org "$number" --data d --out again.json
check "the same bytes" cmp other.json again.json
works "verify" "Everything is sound" verify --data d
works "org archive" "archived" org archive --data d --org "$number"
works "org add" "was made" org add --data d --name "Stad Veldeke" --type be-stad --country BE --size inh-3 --mail els@veldeke.example
unset KAPSTOK_DATABASE
( PATH=/nowhere; KAPSTOK_DATABASE=$one "$KAPSTOK" backup x.dump --data d >/dev/null 2>missing.err ); c=$?
same "without pg_dump: code 1" 1 $c
holds "without pg_dump: a sentence" "$(cat missing.err)" "postgresql-client"
