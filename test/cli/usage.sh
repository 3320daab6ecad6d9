#!/usr/bin/env bash
# Every command explains itself and refuses what it does not understand, with one sentence and code 2.
. "$(dirname "$0")/lib.bash"

run; same "without a command: code 2" 2 "$code"
holds "without a command: the commands" "$err" "check-config"
works "--help" "kapstok(1)" --help
works "help" "Usage" help
works "--version" "Kapstok" --version
works "version" "schema" version
for c in serve demo user org pack score routes export import backup restore verify check-config version; do
  works "$c --help" "Usage: kapstok $c" "$c" --help
  run "$c" --no-such-option
  same "$c: unknown option" 2 "$code"
done
run frobnicate; same "unknown command" 2 "$code"
for c in demo score routes export verify version check-config serve; do
  run "$c" superfluous --data d
  same "$c: a word too many" 2 "$code"
done
fails "user without a word" 2 "user what?" user
fails "user with a wrong word" 2 'no "fly"' user fly
fails "org without a word" 2 "org what?" org
fails "org with a wrong word" 2 'no "fly"' org fly
fails "pack without a word" 2 "pack what?" pack
fails "pack with a wrong word" 2 'no "fly"' pack fly
fails "pack check without a file" 2 "FILE" pack check
fails "import without a file" 2 "FILE" import
fails "restore without a file" 2 "FILE" restore
fails "backup without a file" 2 "FILE" backup
fails "export without --org" 2 "--org" export
fails "org archive without --org" 2 "--org" org archive
fails "--org 0" 2 "--help" export --org 0
fails "user add without --mail" 2 "--mail" user add --name X
fails "user add with a wrong address" 2 "jan@" user add --name X --mail nonsense
fails "user add without --name" 2 "--name" user add --mail jan@a.example
fails "user add with a wrong language" 2 "--lang" user add --mail jan@a.example --name Jan --lang xx
fails "score without --pack" 2 "--pack" score --answers x.csv
fails "score without --answers" 2 "--answers" score --pack government
fails "score with a wrong variant" 2 "--variant" score --pack government --answers x.csv --variant half
fails "a wrong --log" 2 "--log" verify --log loud
[ -z "$(ls -A "$work" | grep -v '^\.')" ]; same "nothing was made by wrong usage" 0 $?
works "routes: a page" "/quickscan" routes
works "routes: the interface" "/api/v1/scores" routes
first=$out; run routes; same "routes: the same every time" "$first" "$out"
bad=$(grep -cvE '^(GET |POST)  /[^ ]* +[A-Z_]+ +[a-z_]+$' <<<"$out")
same "routes: every line has method, path, right, slice" 0 "$bad"
manual=$(sed 's/\\-/-/g' "$here/../../packaging/kapstok.1")
for option in $(sed -n 's/^    { "\([a-z-]*\)", .*_argument.*/\1/p' "$here/../../src/app/main.c"); do
  holds "the manual knows --$option" "$manual" "--$option"
done
for c in $("$KAPSTOK" --help | sed -n 's/^  \([a-z-]*\)  .*/\1/p'); do
  holds "the manual knows $c" "$manual" "$c"
done
if command -v man >/dev/null; then
  same "the manual has no faults" "" "$(man --warnings -E UTF-8 -l "$here/../../packaging/kapstok.1" 2>&1 >/dev/null)"
else
  skip "the manual has no faults" "man is not installed"
fi
