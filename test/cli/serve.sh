#!/usr/bin/env bash
# What an operator meets when something is in the way: one sentence and a code, and nothing half done.
. "$(dirname "$0")/lib.bash"

works "check-config on a new folder" "Everything opens" check-config --data "new folder"
works "check-config with an address" "https://kapstok.example" check-config --data "new folder" --public-url https://kapstok.example/
fails "a public address without https or http" 2 "--public-url" check-config --data d --public-url kapstok.example
fails "a public address with a path" 2 "without a path" check-config --data d --public-url https://kapstok.example/x
fails "a listening address without a port" 2 "HOST:PORT" check-config --data d --listen 127.0.0.1
fails "a port that is no number" 2 "HOST:PORT" check-config --data d --listen 127.0.0.1:http

serve --data "new folder" || exit 1
port=${url##*:}
fails "a port that is taken" 1 "$port" serve --data other --listen "127.0.0.1:$port" --log error
check "the first one still answers" curl -sf -o /dev/null "$url/healthz"
check "and stops on SIGTERM with code 0" stop
serve --data "new folder" || exit 1
kill -INT "$server"; wait "$server"; same "and on SIGINT" 0 $?

touch file
fails "a data folder that is a file" 1 "file" check-config --data file
fails "a data folder below a file" 1 "file/x" check-config --data file/x
fails "a data folder that cannot be made" 1 "/proc/x" check-config --data /proc/x
if [ "$(id -u)" != 0 ]; then
  mkdir locked && chmod 500 locked
  fails "a folder that is not writable" 1 "cannot be written" check-config --data locked
  chmod 700 locked
elif command -v setpriv >/dev/null && chmod 755 "$work" && setpriv --reuid 65534 --clear-groups test -x "$KAPSTOK"; then
  mkdir locked
  setpriv --reuid 65534 --clear-groups "$KAPSTOK" check-config --data locked >/dev/null 2>locked.err; c=$?
  same "a folder that is not writable: code" 1 $c
  holds "a folder that is not writable" "$(cat locked.err)" "cannot be written"
else
  skip "a folder that is not writable" "root and no other user that can run the program"
fi

cp -r "new folder" newer
sqlite3 newer/kapstok.db "INSERT INTO schema_migration SELECT 9999, 'future', 0"
for c in "serve --listen 127.0.0.1:0 --log error" check-config "user list" "org list" demo; do
  fails "data of a newer version: $c" 1 "newer version" $c --data newer
done
cp -r "new folder" key && head -c 31 /dev/urandom >key/key
fails "a key that is no key" 1 "31 bytes" check-config --data key
cp "new folder/key" key/key && chmod 644 key/key
fails "a key that others can read" 1 "chmod 600" check-config --data key
cp -r "new folder" damaged && head -c 8192 /dev/urandom >damaged/kapstok.db
fails "a database that is none" 1 "damaged/kapstok.db" check-config --data damaged
mkdir pg && cp "new folder/key" pg/
fails "PostgreSQL that is not there" 1 "PostgreSQL" check-config --data pg --database postgres://127.0.0.1:1/nothing
fails "an address that cannot be read" 1 "PostgreSQL" check-config --data pg --database "postgres://user:secret@host:port:port/x"
run check-config --data pg --database "postgres://user:geheim@127.0.0.1:1/nothing"
same "no password in what is said" 0 "$(grep -c geheim <<<"$out$err")"
fails "a folder of packs that is not there" 1 "nowhere" check-config --data d --packs nowhere

# A full disk, on a small one of its own.
mkdir disk
if mount -t tmpfs -o size=24m tmpfs disk 2>/dev/null; then
  works "a small disk" "Everything opens" check-config --data disk/d
  dd if=/dev/zero of=disk/filler bs=4096 2>/dev/null
  run demo --data disk/d
  same "full: code 1" 1 "$code"
  holds "full: said in a sentence" "$err" "full"
  same "full: one line" 1 "$(grep -c . <<<"$err")"
  rm disk/filler
  works "room again: sound" "Everything is sound" verify --data disk/d
  works "room again: goes on" "Systeembeheerder" demo --data disk/d
  dd if=/dev/zero of=disk/filler bs=4096 2>/dev/null
  fails "no room for a copy" 1 "full" backup disk/copy.db --data disk/d
  same "no half copy" "d filler" "$(ls disk | xargs)"
  fails "no room for a new folder" 1 "" check-config --data disk/e
  umount disk
else
  skip "a full disk" "no right to mount one"
fi
run routes >/dev/null; "$KAPSTOK" routes >/dev/full 2>full.err; c=$?
same "output that cannot be written: code 1" 1 $c
holds "output that cannot be written" "$(cat full.err)" "cannot be written"
