# What the tests of the command line share. Each test is plain bash: it sources this, says ok or not ok, and works in a
# folder with a space in its name that goes when it ends. $KAPSTOK is the program.
set -uo pipefail
: "${KAPSTOK:?say which program to test: KAPSTOK=build/kapstok}"
KAPSTOK=$(realpath "$KAPSTOK")
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
unset KAPSTOK_DATA KAPSTOK_DATABASE
work=$(mktemp -d "${TMPDIR:-/tmp}/kapstok cli.XXXXXX")
cd "$work" || exit 1
pids=()
failures=0
finish() {
  local p
  for p in "${pids[@]:-}"; do [ -n "$p" ] && kill "$p" 2>/dev/null && wait "$p" 2>/dev/null; done
  cd / && rm -rf "$work"
  [ "$failures" -eq 0 ]
}
trap 'finish; exit $?' EXIT

yes_() { echo "ok - $1"; }
no_() { failures=$((failures + 1)); echo "not ok - $1"; shift; printf '# %s\n' "$@"; }
skip() { echo "ok - $1 # SKIP $2"; }

# check NAME COMMAND...: the command succeeds.
check() { local name=$1; shift; if "$@"; then yes_ "$name"; else no_ "$name" "failed: $*"; fi; }
# same NAME EXPECTED ACTUAL
same() { if [ "$2" = "$3" ]; then yes_ "$1"; else no_ "$1" "expected: $2" "got:      $3"; fi; }
# holds NAME TEXT PART: the text holds the part.
holds() { case $2 in *"$3"*) yes_ "$1" ;; *) no_ "$1" "no \"$3\" in: $2" ;; esac; }

# run ARGUMENTS...: runs kapstok; leaves $out, $err and $code.
run() { "$KAPSTOK" "$@" >"$work/.out" 2>"$work/.err"; code=$?; out=$(cat "$work/.out"); err=$(cat "$work/.err"); }
# fails NAME CODE PART ARGUMENTS...: ends with the code, and with one sentence on standard error that holds the part.
fails() {
  local name=$1 want=$2 part=$3
  shift 3
  run "$@"
  if [ "$code" != "$want" ]; then no_ "$name" "code $code instead of $want" "$out" "$err"
  elif [ "$(grep -c . <<<"$err")" -ne 1 ]; then no_ "$name" "not one line:" "$err"
  else holds "$name" "$err" "$part"; fi
}
# works NAME PART ARGUMENTS...: ends with 0 and prints the part.
works() {
  local name=$1 part=$2
  shift 2
  run "$@"
  if [ "$code" != 0 ]; then no_ "$name" "code $code" "$err"; else holds "$name" "$out" "$part"; fi
}

# serve ARGUMENTS...: starts a server on a free port; leaves $url and $server.
serve() {
  "$KAPSTOK" serve --listen 127.0.0.1:0 --log error "$@" >"$work/.serve" 2>"$work/.serve.err" &
  server=$!
  pids+=("$server")
  local i
  for i in $(seq 100); do
    url=$(sed -n 's/^Kapstok .*: \(http:.*\)$/\1/p' "$work/.serve")
    [ -n "$url" ] && return 0
    kill -0 "$server" 2>/dev/null || break
    sleep 0.1
  done
  no_ "the server starts" "$(cat "$work/.serve.err")"
  return 1
}
stop() { kill "$server" && wait "$server"; }
