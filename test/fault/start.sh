#!/usr/bin/env bash
# What can be wrong when Kapstok starts: one sentence for the operator, an exit code that is not zero, no lines of a stack.
. "$(dirname "$0")/../cli/lib.bash"

# refuses NAME PART ARGUMENTS...: serve ends by itself with one sentence that holds the part (a regular expression).
# With `as COMMAND ...` set before, through that command.
as=()
refuses() {
  local name=$1 part=$2 err code
  shift 2
  err=$(timeout -k 5 30 "${as[@]}" "$KAPSTOK" serve --listen 127.0.0.1:0 --log error "$@" 2>&1 >/dev/null </dev/null)
  code=$?
  if [ $code -eq 0 ] || [ $code -ge 124 ]; then no_ "$name" "code $code" "$err"
  elif [ "$(grep -c . <<<"$err")" -ne 1 ] || [[ "$err" != "kapstok: "* ]]; then no_ "$name" "not one sentence:" "$err"
  elif ! grep -qE "$part" <<<"$err"; then no_ "$name" "no \"$part\" in: $err"
  else yes_ "$name"; fi
}
gone() { kill -9 "$server" 2>/dev/null; wait "$server" 2>/dev/null; }

# ---- where to listen ----
serve --data "first data"
port=${url##*:}
refuses "port taken" "port $port is taken" --data "second data" --listen "127.0.0.1:$port"
refuses "address of another machine" "cannot listen on 192\.0\.2\.1" --data "second data" --listen "192.0.2.1:8080"
refuses "unknown name" "nowhere\.invalid is not known" --data "second data" --listen "nowhere.invalid:8080"
refuses "listen without a port" "HOST:PORT" --data "second data" --listen localhost
refuses "listen with a wrong port" "HOST:PORT" --data "second data" --listen 127.0.0.1:99999
if [ "$(id -u)" != 0 ] && [ "$(cat /proc/sys/net/ipv4/ip_unprivileged_port_start)" -gt 80 ]; then
  refuses "a port for root only" "cannot listen on 127\.0\.0\.1 port 80: Permission denied" --data "second data" --listen 127.0.0.1:80
else
  skip "a port for root only" "this user may"
fi

# ---- the address ----
refuses "public address without a scheme" 'http://, this is "kapstok.example"' --data "second data" --public-url kapstok.example
refuses "public address with a path" "without a path" --data "second data" --public-url https://a.example/kapstok
refuses "public address of another kind" "must begin with https" --data "second data" --public-url ftp://a.example
refuses "empty public address" "must begin with https" --data "second data" --public-url ""
refuses "public address without a host" "without a path|host" --data "second data" --public-url "https://"
refuses "public address with a space" "public-url" --data "second data" --public-url "https://a b.example"
refuses "public address with a question" "public-url" --data "second data" --public-url "https://a.example?x=1"

# ---- the folder ----
echo x >"a file"
refuses "the folder is a file" "data folder a file cannot be made" --data "a file"
refuses "the folder is below a file" "data folder a file/data cannot be made: Not a directory" --data "a file/data"
mkdir "not mine" "not mine/data"
# Root writes anywhere; then somebody else must try. $work is for its owner only.
if [ "$(id -u)" = 0 ]; then
  chmod 711 "$work"
  install -m 755 "$KAPSTOK" "$work/program"
  KAPSTOK=$work/program as=(setpriv --reuid nobody --regid nogroup --clear-groups)
else
  chmod 500 "not mine/data" "not mine"
fi
refuses "folder not writable" "data folder not mine/data cannot be written: Permission denied" --data "not mine/data"
refuses "folder cannot be made" "data folder not mine/other cannot be made: Permission denied" --data "not mine/other"
stop
chmod 700 "not mine" "not mine/data"
if [ "$(id -u)" = 0 ]; then chown -R nobody:nogroup "first data"; fi
chmod 400 "first data/kapstok.db"
refuses "data file read-only" "first data/kapstok.db.*(read-?only|Permission denied)" --data "first data"
chmod 000 "first data/kapstok.db"
refuses "data file not readable" "first data/kapstok.db" --data "first data"
chmod 600 "first data/kapstok.db"
chmod 000 "first data/key"
refuses "key not readable" "install key first data/key cannot be read: Permission denied" --data "first data"
chmod 600 "first data/key"
if [ "$(id -u)" = 0 ]; then
  chown -R root:root "first data"
  refuses "data of another user" "first data cannot be written: Permission denied" --data "first data"
  as=()
fi

# ---- what is in the folder ----
for mode in 640 604 644; do
  chmod $mode "first data/key"
  refuses "key with mode $mode" "others can read the install key first data/key; do: chmod 600 'first data/key'" --data "first data"
done
chmod 600 "first data/key"
cp -p "first data/key" key.good
head -c 20 key.good >"first data/key"
refuses "key cut short" "not an install key: it has 20 bytes" --data "first data"
: >"first data/key"
refuses "empty key" "not an install key: it has 0 bytes" --data "first data"
cp -p key.good "first data/key"
rm -rf "a folder" && mkdir "a folder"
refuses "key is a folder" "install key a folder cannot be read" --data "first data" --key-file "a folder"
refuses "key in no folder" "install key cannot be written to nowhere/key: No such file" --data "first data" --key-file nowhere/key

cp -rp "first data" newer
sqlite3 newer/kapstok.db "INSERT INTO schema_migration (number, name, applied_at) VALUES (9999, 'x', 0)" \
  || no_ "a newer migration can be put in"
before=$(sha256sum <newer/kapstok.db)
refuses "data of a newer version" "newer version" --data newer
same "data of a newer version is not touched" "$before" "$(sha256sum <newer/kapstok.db)"
cp -rp "first data" damaged
printf 'this is no database at all, but a text of more than a hundred bytes that somebody put here instead of it ........' >damaged/kapstok.db
refuses "data file is no database" "damaged/kapstok.db.*not a database" --data damaged
cp -rp "first data" foreign
rm foreign/kapstok.db
sqlite3 foreign/kapstok.db "CREATE TABLE scan_round (x)"
refuses "data file of another program" "foreign|already exists|0001|no data" --data foreign
cp -rp "first data" torn
head -c 40960 "first data/kapstok.db" >torn/kapstok.db
refuses "data file cut off" "torn/kapstok.db|malformed" --data torn

refuses "packs in no folder" "nowhere" --data "first data" --packs nowhere
mkdir packs && printf 'id: x\nkind: nonsense\n' >packs/x.yaml
err=$(timeout -k 5 30 "$KAPSTOK" serve --listen 127.0.0.1:0 --data "first data" --packs packs 2>&1 >/dev/null </dev/null)
same "a pack with faults: code 1" 1 $?
holds "a pack with faults: file and line" "$err" "x.yaml"

# ---- the key is gone, the data is there ----
cp -rp "first data" keyless
sqlite3 keyless/kapstok.db "INSERT INTO account_user (id, name, mail, lang, totp, created_at) VALUES (7, 'Jan', 'jan@olmenrode.example', 'nl_BE', x'0102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f202122232425262728292a', 0)"
rm keyless/key
: >.keyless
"$KAPSTOK" serve --listen 127.0.0.1:0 --log warn --data keyless >.keyless 2>.keyless.err </dev/null &
server=$!
pids+=("$server")
for _ in $(seq 100); do url=$(sed -n 's/^Kapstok .*: \(http:.*\)$/\1/p' .keyless); [ -n "$url" ] && break; sleep 0.1; done
if [ -n "$url" ]; then
  yes_ "key gone beside data: it starts"
  same "key gone beside data: pages work" 200 "$(curl -s -o /dev/null -w '%{http_code}' "$url/aanmelden")"
  same "key gone beside data: the new key is the owner's" 600 "$(stat -c %a keyless/key)"
  holds "key gone beside data: the operator is told" "$(cat .keyless.err)" "second factor"
else
  no_ "key gone beside data: it starts" "$(cat .keyless.err)"
fi
gone

# ---- PostgreSQL ----
if [ -z "${KAPSTOK_TEST_POSTGRES_URL:-}" ]; then
  skip "PostgreSQL" "KAPSTOK_TEST_POSTGRES_URL is not set"
  exit
fi
server_url=${KAPSTOK_TEST_POSTGRES_URL%/*}
secret=$(sed -n 's|^postgres://[^:]*:\([^@]*\)@.*|\1|p' <<<"$server_url")
sql() { psql -XqAt -d "$KAPSTOK_TEST_POSTGRES" -c "$1" >/dev/null; }
pg=(--data "pg data" --database)
refuses "PostgreSQL: nobody there" "cannot connect to PostgreSQL.*[Rr]efused" "${pg[@]}" "postgres://kapstok:geheim-7@127.0.0.1:1/kapstok"
refuses "PostgreSQL: unknown server" "cannot connect to PostgreSQL" "${pg[@]}" "postgres://kapstok:geheim-7@nowhere.invalid/kapstok"
refuses "PostgreSQL: no such database" "database \"fault_none\" does not exist" "${pg[@]}" "$server_url/fault_none"
refuses "PostgreSQL: address that cannot be read" "address of the PostgreSQL database cannot be read" "${pg[@]}" "postgres://kapstok:geheim-7@[host/kapstok"
refuses "PostgreSQL: another kind of address" "PostgreSQL" "${pg[@]}" "mysql://kapstok:geheim-7@host/kapstok"
refuses "PostgreSQL: wrong person" "cannot connect to PostgreSQL" "${pg[@]}" "$(sed 's|//[^:@]*|//nobody_here|' <<<"$server_url")/postgres"
for word in geheim-7 ${secret:+"$secret"}; do
  err=$("$KAPSTOK" serve --data "pg data" --database "postgres://kapstok:$word@127.0.0.1:1/kapstok" --listen 127.0.0.1:0 2>&1 >/dev/null </dev/null)
  case $err in *":$word@"*) no_ "PostgreSQL: no password in the sentence" "$err" ;; *) yes_ "PostgreSQL: no password in the sentence" ;; esac
done
sql "CREATE DATABASE fault_latin TEMPLATE template0 ENCODING 'LATIN1' LC_COLLATE 'C' LC_CTYPE 'C'"
refuses "PostgreSQL: wrong encoding" "encoding UTF8" "${pg[@]}" "$server_url/fault_latin"
sql "DROP DATABASE fault_latin"
sql "CREATE DATABASE fault_new TEMPLATE template0 ENCODING 'UTF8'"
: >"$work/.serve" # serve would read what stood there before
serve --data "pg data" --database "$server_url/fault_new" && gone
new=${KAPSTOK_TEST_POSTGRES/dbname=postgres/dbname=fault_new}
psql -XqAt -d "$new" -c "INSERT INTO schema_migration (number, name, applied_at) VALUES (9999, 'x', 0)"
refuses "PostgreSQL: data of a newer version" "newer version" "${pg[@]}" "$server_url/fault_new"
psql -Xq -d "$new" -c "DROP TABLE schema_migration"
refuses "PostgreSQL: tables of another program" "exists" "${pg[@]}" "$server_url/fault_new"
sql "DROP DATABASE fault_new WITH (FORCE)"
sql "CREATE ROLE fault_guest LOGIN PASSWORD 'gast'"
sql "CREATE DATABASE fault_closed TEMPLATE template0 ENCODING 'UTF8'"
refuses "PostgreSQL: may not make tables" "permission denied" "${pg[@]}" "$(sed 's|//[^@]*@|//fault_guest:gast@|' <<<"$server_url")/fault_closed"
sql "DROP DATABASE fault_closed"
sql "DROP ROLE fault_guest"
# A server of version 14, as far as its greeting goes.
python3 - <<'P' >.old &
import socket, struct
def message(kind, body): return kind + struct.pack("!I", len(body) + 4) + body
with socket.create_server(("127.0.0.1", 0)) as s:
    print(s.getsockname()[1], flush=True)
    s.settimeout(30)
    for _ in range(4):
        c, _ = s.accept()
        while True:
            n = struct.unpack("!I", c.recv(4, socket.MSG_WAITALL))[0]
            first = c.recv(n - 4, socket.MSG_WAITALL)
            if struct.unpack("!I", first[:4])[0] == 196608:
                break
            c.sendall(b"N")  # no TLS, no GSS
        c.sendall(message(b"R", struct.pack("!I", 0)) + message(b"S", b"server_version\x0014.9\x00")
                  + message(b"S", b"server_encoding\x00UTF8\x00") + message(b"S", b"client_encoding\x00UTF8\x00") + message(b"Z", b"I"))
P
pids+=("$!")
for _ in $(seq 100); do [ -s .old ] && break; sleep 0.1; done
refuses "PostgreSQL: version 14" "PostgreSQL 15 or newer is needed" "${pg[@]}" "postgres://kapstok@127.0.0.1:$(cat .old)/kapstok"
