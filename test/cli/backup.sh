#!/usr/bin/env bash
# Copies made while people write, and put back only where nothing runs.
. "$(dirname "$0")/lib.bash"
d="my data"
check "a demo to copy" "$KAPSTOK" demo --data "$d" >/dev/null

works "backup" "BLAKE2b-256" backup "one copy.db" --data "$d"
same "the size is told" "$(stat -c %s "one copy.db")" "$(sed -n 's/.*: \([0-9]*\) bytes.*/\1/p' <<<"$out")"
same "the hash is told" "$(b2sum -l 256 "one copy.db" | cut -d' ' -f1)" "$(grep -o '[0-9a-f]\{64\}' <<<"$out")"
holds "the missing key is told" "$out" "--with-key"
same "the copy is private" 600 "$(stat -c %a "one copy.db")"
same "no key without --with-key" 1 "$([ -e "one copy.db.key" ] && echo 0 || echo 1)"
same "the copy is whole" ok "$(sqlite3 "one copy.db" 'PRAGMA integrity_check')"
same "the moment is noted" 1 "$(sqlite3 "$d/kapstok.db" "SELECT count(*) FROM admin_setting WHERE name='backup.last' AND CAST(value AS INTEGER) > 1700000000000")"
works "backup --with-key" "keep it apart" backup "with key.db" --data "$d" --with-key
check "the key is the key" cmp "$d/key" "with key.db.key"
same "the key's copy is private" 600 "$(stat -c %a "with key.db.key")"
works "a newer copy takes the place of an older one" "bytes" backup "one copy.db" --data "$d"
fails "not over the database itself" 1 "the database itself" backup "$d/kapstok.db" --data "$d"
check "which is unharmed" "$KAPSTOK" verify --data "$d" >/dev/null
fails "a folder that is not there" 1 "nowhere/copy.db" backup nowhere/copy.db --data "$d"
fails "a disk that is full" 1 "/dev/full" backup /dev/full/copy.db --data "$d"
fails "no data" 1 "no data" backup x.db --data "no such data"
same "nothing half is left" "" "$(find . -name '*.new')"
same "nothing was made where there was no data" 1 "$([ -e "no such data" ] && echo 0 || echo 1)"

# While a server runs and others write.
serve --data "$d" || exit 1
( i=0; while [ -e "$work/go" ]; do i=$((i + 1)); "$KAPSTOK" user add --data "$d" --mail "w$i@a.example" --name "W $i" >/dev/null 2>>"$work/writes.err"; done; echo $i >"$work/written" ) &
writer=$!
touch go
( while [ -e "$work/go" ]; do "$KAPSTOK" user add --data "$d" --mail "v$RANDOM$RANDOM@a.example" --name V >/dev/null 2>>"$work/writes.err"; done ) &
second=$!
good=0
for i in 1 2 3 4 5; do
  "$KAPSTOK" backup "live $i.db" --data "$d" >/dev/null 2>live.err && [ "$(sqlite3 "live $i.db" 'PRAGMA integrity_check')" = ok ] && good=$((good + 1))
done
rm go; wait $writer $second
same "five copies during writes, each whole" 5 "$good"
same "no write was refused meanwhile" "" "$(cat writes.err 2>/dev/null)"
check "the server still answers" curl -sf -o /dev/null "$url/healthz"

fails "restore beside a running server" 1 "stop it first" restore "one copy.db" --data "$d" --force
check "the server did not notice" curl -sf -o /dev/null "$url/healthz"
kill -9 "$server"; wait "$server" 2>/dev/null
fails "not over existing data" 1 "--force" restore "one copy.db" --data "$d"
before=$(sqlite3 "$d/kapstok.db" 'SELECT count(*) FROM account_user')
works "restore --force, after a server that was killed" "is put back" restore "one copy.db" --data "$d" --force
holds "what stood there is kept, and where is told" "$out" "before-restore"
same "it is there" "$before" "$(sqlite3 "$d/kapstok.db.before-restore" 'SELECT count(*) FROM account_user')"
same "the copy's people are back" 17 "$(sqlite3 "$d/kapstok.db" 'SELECT count(*) FROM account_user')"
works "the data is sound" "Everything is sound" verify --data "$d"
serve --data "$d" || exit 1
check "the server starts on it" curl -sf -o /dev/null "$url/healthz"
check "and stops" stop

works "into an empty folder, with its key" "is put back" restore "with key.db" --data "new place"
check "the key came along" cmp "new place/key" "with key.db.key"
works "the new place is sound" "Everything is sound" verify --data "new place"
same "the database is private" 600 "$(stat -c %a "new place/kapstok.db")"
works "into an empty folder, without a key" "no install key" restore "one copy.db" --data "third place"
works "and it opens" "Everything opens" check-config --data "third place"
head -c 32 /dev/urandom >"with key.db.key"; chmod 600 "with key.db.key"
works "another key takes the place of the one there" "earlier one" restore "with key.db" --data "new place" --force
check "it is there" cmp "new place/key" "with key.db.key"
check "the earlier one is kept" cmp "new place/key.before-restore" "$d/key"

cp "one copy.db" newer.db
sqlite3 newer.db "INSERT INTO schema_migration (number, name, at) SELECT 9999, 'future', 0" 2>/dev/null ||
  sqlite3 newer.db "INSERT INTO schema_migration SELECT 9999, 'future', 0"
fails "a copy of a newer version" 1 "newer version" restore newer.db --data fourth
cp "one copy.db" bad.db
dd if=/dev/urandom of=bad.db bs=4096 seek=20 count=30 conv=notrunc 2>/dev/null
fails "a damaged copy" 1 "bad.db is damaged" restore bad.db --data fourth
head -c 100000 "one copy.db" >short.db
fails "a copy that was cut off" 1 "short.db" restore short.db --data fourth
echo "hello" >text
fails "something else" 1 "no copy" restore text --data fourth
sqlite3 other.db "CREATE TABLE t (a)"
fails "another database" 1 "no copy" restore other.db --data fourth
fails "a file that is not there" 1 "cannot be read" restore nowhere.db --data fourth
same "none of these left anything" "lock" "$(ls fourth | xargs)"
fails "a copy of SQLite is not for PostgreSQL" 1 "SQLite" restore "one copy.db" --data fourth --database postgres://nowhere.invalid/x
fails "over damaged data, only with --force" 1 "--force" restore "one copy.db" --data "$d"
dd if=/dev/urandom of="$d/kapstok.db" bs=4096 seek=1 count=50 conv=notrunc 2>/dev/null
works "over damaged data" "is put back" restore "one copy.db" --data "$d" --force
works "and it is sound" "Everything is sound" verify --data "$d"

# Data of an older schema is copied as it is, not changed first.
sqlite3 "$d/kapstok.db" "PRAGMA journal_mode=DELETE" >/dev/null
works "a copy of a copy" "bytes" backup again.db --data "$d"

# A restore in progress keeps others out.
( exec 9>"$d/lock"; flock -x 9; sleep 2 ) & holder=$!
sleep 0.3
fails "nothing opens during a restore" 1 "being put back" user list --data "$d"
fails "no server either" 1 "being put back" serve --data "$d" --listen 127.0.0.1:0
wait $holder
works "afterwards it does" "griet" user list --data "$d"
