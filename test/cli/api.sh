#!/usr/bin/env bash
# The public interface over HTTP gives what the command line gives, and needs nobody's cookie.
. "$(dirname "$0")/lib.bash"
serve --data d --packs "$here/packs" || exit 1
api=$url/api/v1
get() { curl -s -o body -w '%{http_code} %{content_type}' "$@"; }

same "packs" "200 application/json" "$(get "$api/packs")"
holds "packs: the list" "$(cat body)" '{"id":"company","kind":"scan","version":2,'
same "a pack" "200 application/json" "$(get "$api/packs/government")"
check "a pack: at least 48 light statements" python3 -c '
import json; p = json.load(open("body")); s = [x for x in p["statements"] if x["light"]]
assert len(s) >= 48 and all({"id", "domain", "theme", "weight", "light", "condition"} <= set(x) for x in s)'
same "no such pack" "404 application/problem+json" "$(get "$api/packs/atlantis")"
same "no such page" "404 application/problem+json" "$(get "$api/nothing")"
same "the wrong method" "405 application/problem+json" "$(get "$api/scores")"
same "the description" "200 application/json" "$(get "$api/openapi.json")"
check "which is docs/openapi.json" cmp body "$here/../../docs/openapi.json"

request='{"pack":"tiny","variant":"full","profile":{"works":"works"},"answers":{"a.x.one":"yes","a.x.two":"no","a.y.three":"dont_know","b.z.four":"yes","b.z.five":"yes","b.z.six":"not_applicable"}}'
same "scores" "200 application/json" "$(get -H 'Accept-Language: en' -H 'Content-Type: application/json' -d "$request" "$api/scores")"
printf 'statement,answer\na.x.one,yes\na.x.two,no\na.y.three,dont_know\nb.z.four,yes\nb.z.five,yes\nb.z.six,not_applicable\n' >a.csv
run score --pack tiny --packs "$here/packs" --profile works=works --answers a.csv
same "the same as the command" "$out" "$(cat body)"
same "not offered" "422 application/problem+json" "$(get -d '{"pack":"tiny","answers":{"b.z.five":"yes"}}' "$api/scores")"
holds "not offered: the path" "$(cat body)" '"path":"answers/b.z.five"'
same "no JSON" "400 application/problem+json" "$(get -d '{' "$api/scores")"
head -c 262145 /dev/zero | tr '\0' ' ' >large
same "too large" "413 application/problem+json" "$(get --data-binary @large "$api/scores")"
head -c 261900 /dev/zero | tr '\0' ' ' >fits; printf '%s' "$request" >>fits
same "just not too large" "200 application/json" "$(get --data-binary @fits "$api/scores")"
headers=$(curl -s -D - -o /dev/null -H 'Cookie: kapstok-login=x; kapstok-visitor=y' -d "$request" "$api/scores" | tr -d '\r')
holds "any page may read it" "$headers" "Access-Control-Allow-Origin: *"
same "no cookie is set" 0 "$(grep -ci '^set-cookie' <<<"$headers")"
same "compressed when asked" 1 "$(curl -s -D - -o /dev/null -H 'Accept-Encoding: gzip' "$api/packs/government" | grep -ci '^content-encoding: gzip')"
before=$(sqlite3 d/kapstok.db .dump | b2sum)
for i in 1 2 3 4 5 6 7 8; do ( for j in $(seq 20); do curl -s -o /dev/null -d "$request" "$api/scores"; done ) & workers+=($!); done
wait "${workers[@]}"
same "nothing is stored" "$before" "$(sqlite3 d/kapstok.db .dump | b2sum)"
check "healthz" curl -sf -o /dev/null "$url/healthz"
holds "metrics" "$(curl -s "$url/metrics")" "# TYPE"
check "the server stops in good order" stop
