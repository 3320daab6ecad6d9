#!/usr/bin/env bash
# Users and organisations, beside a running server.
. "$(dirname "$0")/lib.bash"
d="my data"
serve --data "$d" || exit 1

works "user add" "/binnen/" user add --data "$d" --mail Jan@Olmenrode.Example --name "Jan Wouters" --admin --public-url https://kapstok.example
holds "the link has the public address" "$out" "https://kapstok.example/binnen/"
fails "user add twice" 1 "already" user add --data "$d" --mail jan@olmenrode.example --name "Jan W."
works "user list" "administrator" user list --data "$d"
holds "user list: address in lower case" "$out" "jan@olmenrode.example"
works "user add, no administrator" "was added." user add --data "$d" --mail els@olmenrode.example --name "Els" --lang nl
works "user link" "/binnen/" user link --data "$d" --mail els@olmenrode.example --public-url "$url"
link=$(head -n 1 <<<"$out")
holds "the link opens on the server" "$(curl -s "$link")" "<form"
fails "the only administrator cannot be disabled" 1 "only administrator" user disable --data "$d" --mail jan@olmenrode.example
works "user disable" "can no longer" user disable --data "$d" --mail els@olmenrode.example
fails "no link for who is disabled" 1 "user enable" user link --data "$d" --mail els@olmenrode.example
fails "who is disabled becomes no administrator" 1 "user enable" user admin --data "$d" --mail els@olmenrode.example
works "user list: disabled" "disabled" user list --data "$d"
works "user enable" "again" user enable --data "$d" --mail els@olmenrode.example
works "user admin" "administers" user admin --data "$d" --mail els@olmenrode.example
works "then the first can be disabled" "no longer" user disable --data "$d" --mail jan@olmenrode.example
fails "user link: nobody" 1 "no user" user link --data "$d" --mail niemand@olmenrode.example

works "org add" "Organisation 1" org add --data "$d" --name "Gemeente Olmenrode" --type be-gemeente --country BE --size inh-2 --place "9999 Olmenrode" --mail griet@olmenrode.example
holds "org add: a link for a new person" "$out" "/binnen/"
fails "org add: unknown type names those there are" 1 "be-gemeente-ocmw" org add --data "$d" --name X --type kasteel --country BE --size inh-2 --mail griet@olmenrode.example
fails "org add: unknown size" 1 "inh-1" org add --data "$d" --name X --type be-gemeente --country BE --size reus --mail griet@olmenrode.example
fails "org add: a company needs a sector" 1 "--sector" org add --data "$d" --name X --type be-onderneming --country BE --size staff-1 --mail griet@olmenrode.example
fails "org add: a type of the other country" 1 "--type" org add --data "$d" --name X --type be-gemeente --country NL --size inh-2 --mail griet@olmenrode.example
works "org list" "Gemeente Olmenrode" org list --data "$d"
works "org archive" "archived" org archive --data "$d" --org 1
fails "org archive twice" 1 "archived already" org archive --data "$d" --org 1
works "org list: archived" "archived" org list --data "$d"
same "the audit log has it all" "organisation.archive organisation.create user.add user.disable user.enable user.link user.make_admin" \
  "$(sqlite3 "$d/kapstok.db" "SELECT DISTINCT action FROM admin_audit ORDER BY 1" | xargs)"
check "the server still answers" curl -sf -o /dev/null "$url/healthz"
check "and stops in good order" stop
same "the data folder is private" "700" "$(stat -c %a "$d")"
same "the key is private" "600" "$(stat -c %a "$d/key")"
same "the database is private" "600" "$(stat -c %a "$d/kapstok.db")"

# Two at once, both on an empty folder.
"$KAPSTOK" user add --data both --mail a@a.example --name A >/dev/null 2>one & p=$!
"$KAPSTOK" user add --data both --mail b@a.example --name B >/dev/null 2>two
c=$?; wait $p
same "two commands at once on an empty folder" "0 0" "$? $c"
sed 's/^/# they said: /' one two
works "both are there" "a@a.example" user list --data both
holds "both are there (2)" "$out" "b@a.example"

works "demo" "Begeleider van Olmenrode:" demo --data demo
works "demo: the second time keeps the data" "Systeembeheerder:" demo --data demo
same "demo: three links" 3 "$(grep -c /binnen/ <<<"$out")"
run org list --data demo
same "demo: three organisations" 3 "$(grep -c '^[0-9]' <<<"$out")"
