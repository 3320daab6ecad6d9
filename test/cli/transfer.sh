#!/usr/bin/env bash
# An organisation goes to another installation and comes out of it as the same bytes.
. "$(dirname "$0")/lib.bash"
check "a demo" "$KAPSTOK" demo --data old >/dev/null
db="sqlite3 old/kapstok.db"
# What the demo lacks: files and links as evidence, an archived theme, an ended member, a round divided by theme.
printf 'notulen van het college\n' >file
round=$($db "SELECT min(id) FROM scan_round WHERE organisation_id = 1")
statement=$($db "SELECT min(statement) FROM scan_answer a JOIN scan_sheet s ON s.id = a.sheet_id WHERE s.round_id = $round")
member=$($db "SELECT min(id) FROM organisation_member WHERE organisation_id = 1")
theme=$(sed 's/\.[^.]*$//' <<<"$statement")
$db "INSERT INTO attachment_file (id, organisation_id, owner_kind, owner_id, name, type, size, hash, created_at) VALUES
       (4711, 1, 'scan', $round, 'notulen \"één\".txt', 'text/plain; charset=utf-8', 24, '$(b2sum -l 256 file | cut -d' ' -f1)', 1700000000123);
     INSERT INTO attachment_part VALUES (4711, 0, readfile('file'));
     INSERT INTO scan_evidence (round_id, statement, member_id, file_id, created_at) VALUES ($round, '$statement', $member, 4711, 1700000000123);
     INSERT INTO scan_evidence (round_id, statement, member_id, url, created_at) VALUES ($round, '$statement', $member, 'https://olmenrode.example/x', 1700000000124);
     UPDATE organisation_theme SET archived_at = 1700000000125 WHERE id = (SELECT min(id) FROM organisation_theme WHERE organisation_id = 1);
     INSERT INTO account_user (name, mail, lang, created_at) VALUES ('Zoë ''t Hooft', 'zoe@olmenrode.example', 'nl', 1);
     INSERT INTO organisation_member (organisation_id, user_id, attribute, roles, ends_on, invited_at, ended_at, by_role) SELECT 1, id, 'external', 1, 20000, 1700000000126, 1700000000127, 1 FROM account_user WHERE mail = 'zoe@olmenrode.example';
     UPDATE scan_round SET mode = 'divided' WHERE id = $round;
     INSERT INTO scan_assignment VALUES ($round, '$theme', $member, 1);"
printf 'factuur 2025\n' >bill
# The local picture: a question that went from one person to another, its answer with a file, a fact that changed and corrected the
# newest round.
trajectory=8000
newest=$($db "SELECT max(id) FROM scan_round WHERE organisation_id = 1")
own=$($db "SELECT max(id) FROM organisation_theme WHERE organisation_id = 1")
department=$($db "SELECT min(id) FROM organisation_department WHERE organisation_id = 1")
$db "PRAGMA foreign_keys = ON;
     INSERT INTO trajectory_trajectory (id, organisation_id, name, template, version, first_day, created_at) VALUES ($trajectory, 1, 'Een foto', 'template-local-government', 1, 20400, 1700000000129);
     INSERT INTO picture_receiver (id, organisation_id, trajectory_id, member_id, name, mail, link_id, reminded_on, created_at) VALUES
       (8001, 1, $trajectory, $member, 'Een lid', 'lid@olmenrode.example', 77, 20400, 1), (8002, 1, $trajectory, NULL, 'Zoë', 'zoe@buiten.example', 78, NULL, 2);
     INSERT INTO picture_request (id, organisation_id, trajectory_id, department_id, receiver_id, standard, version, theme, sort, title, ask, state, created_at, answered_at) VALUES
       (8003, 1, $trajectory, $department, 8002, 'energy-bill', 1, 'own:$own', 'figure', 'Energie', 'Hoeveel?', 'answered', 3, 5),
       (8004, 1, $trajectory, NULL, NULL, '', 0, '', 'action', 'Zelf bedacht', 'Wat is er?', 'draft', 4, NULL);
     INSERT INTO picture_answer (request_id, edit, receiver_id, user_id, absent, value, unit, grid, at) VALUES
       (8003, 1, 8001, NULL, 1, '', '', '', 4), (8003, 2, 8002, NULL, 0, '1250.50', 'kWh', 'a' || char(9) || 'b' || char(10) || 'c' || char(9) || 'd', 5);
     INSERT INTO picture_pass (request_id, from_id, to_id, user_id, note, at) VALUES (8003, 8001, 8002, NULL, 'Jij weet het', 4);
     INSERT INTO picture_fact (id, organisation_id, trajectory_id, code, number, department_id, theme, sort, body, value, statement, proves, waits, request_id, edit, created_at, changed_at, accepted_at) VALUES
       (8005, 1, $trajectory, 'F4711', 4711, $department, 'own:$own', 'figure', 'Wij verbruiken 1.250 kWh', '1250.50', '$statement', 'yes', 1, 8003, 2, 6, 7, 7);
     INSERT INTO picture_fact_old VALUES (8005, 1, NULL, '', 'figure', 'Wij verbruiken veel', '', '', '', '', NULL, 'Nageteld', NULL, 7);
     INSERT INTO picture_correction (fact_id, round_id, statement, was, becomes, reopened, at) VALUES (8005, $newest, '$statement', 'dont_know', 'yes', 1, 8);
     INSERT INTO trajectory_event (trajectory_id, at, kind, object, title, reason) VALUES
       ($trajectory, 5, 'request.answered', 8003, 'Energie', ''), ($trajectory, 7, 'fact.accepted', 8005, 'Wij verbruiken 1.250 kWh', '');
     INSERT INTO attachment_file (id, organisation_id, owner_kind, owner_id, name, type, size, hash, created_at) VALUES
       (4712, 1, 'request', 8003, 'factuur.txt', 'text/plain; charset=utf-8', 13, '$(b2sum -l 256 bill | cut -d' ' -f1)', 1700000000128);
     INSERT INTO attachment_part VALUES (4712, 0, readfile('bill'));"
works "the changed data is sound" "Everything is sound" verify --data old

works "export to a file" "" export --org 1 --data old --out "one file.json"
same "which is private" 600 "$(stat -c %a "one file.json")"
"$KAPSTOK" export --org 1 --data old >standard.json
check "export to standard output is the same" cmp "one file.json" standard.json
check "it is JSON" python3 -c 'import json; json.load(open("one file.json"))'
same "no id, token or password in it" 0 "$(grep -cE '"(id|token|hash)":[0-9]|argon2' "one file.json")"
fails "export of nothing" 1 "no organisation 99" export --org 99 --data old
fails "export to a folder that is not there" 1 "nowhere" export --org 1 --data old --out nowhere/x.json
fails "export to a full disk" 1 "cannot be written" export --org 1 --data old --out /dev/full/x

works "dry run" "Dry run, nothing was stored" import "one file.json" --data new --dry-run
holds "it tells what would happen" "$out" "10 members"
works "after which there is nothing" "" org list --data new
same "no organisation" 0 "$(grep -c '^[0-9]' <<<"$out")"
same "no user" 0 "$(sqlite3 new/kapstok.db 'SELECT count(*) FROM account_user')"
works "import" "2 rounds stored" import "one file.json" --data new
works "it is sound" "Everything is sound" verify --data new
"$KAPSTOK" export --org 1 --data new --out two.json
check "the same bytes" cmp "one file.json" two.json
same "who asked to be shown by role still is" 1 "$(sqlite3 new/kapstok.db "SELECT by_role FROM organisation_member m JOIN account_user u ON u.id = m.user_id WHERE u.mail = 'zoe@olmenrode.example'")"
there="sqlite3 new/kapstok.db"
same "a question stays with who has it now" "zoe@buiten.example" "$($there "SELECT v.mail FROM picture_request r JOIN picture_receiver v ON v.id = r.receiver_id WHERE r.title = 'Energie'")"
same "links in mails of there open nothing here" 0 "$($there "SELECT count(link_id) FROM picture_receiver")"
same "a correction names its round" "$($db "SELECT title || created_at FROM scan_round WHERE id = $newest")" "$($there "SELECT r.title || r.created_at FROM picture_correction c JOIN scan_round r ON r.id = c.round_id")"
same "news of the picture leads to it" 2 "$($there "SELECT count(*) FROM trajectory_event e WHERE (e.kind = 'request.answered' AND e.object = (SELECT id FROM picture_request WHERE title = 'Energie')) OR (e.kind = 'fact.accepted' AND e.object = (SELECT id FROM picture_fact WHERE code = 'F4711'))")"
same "a file hangs on its question" "factuur.txt" "$($there "SELECT f.name FROM attachment_file f JOIN picture_request r ON r.id = f.owner_id WHERE f.owner_kind = 'request' AND r.title = 'Energie'")"
works "import again" "was here already: 0 new accounts, 0 members, 0 departments, 0 legal entities, 0 own themes, 0 packs, 0 rounds stored, 2 were here" import "one file.json" --data new
"$KAPSTOK" export --org 1 --data new --out three.json
check "which changed nothing" cmp "one file.json" three.json
same "the audit log has it" 2 "$(sqlite3 new/kapstok.db "SELECT count(*) FROM admin_audit WHERE action = 'organisation.import'")"
same "the file came along" "$(cat file)" "$(sqlite3 new/kapstok.db "SELECT CAST(content AS TEXT) FROM attachment_part p JOIN attachment_file f ON f.id = p.file_id WHERE f.size = 24")"
serve --data new || exit 1
sed 's/"name":"Gemeente en OCMW Olmenrode"/"name":"Gemeente Nergenshuizen"/' "one file.json" >other.json
works "another organisation, beside a running server" "is new here: 0 new accounts, 10 members" import other.json --data new
check "the server stops in good order" stop
for n in 2 3; do
  "$KAPSTOK" export --org $n --data old --out "org $n.json"
  works "organisation $n" "is new here" import "org $n.json" --data new
done

# A version of a pack that the other installation does not have goes along.
mkdir packs && cp "$here/packs/tiny.yaml" packs/
check "tiny is installed" "$KAPSTOK" check-config --data old --packs packs >/dev/null
$db "INSERT INTO scan_round (organisation_id, title, pack, version, variant, profile, mode, state, created_at) VALUES (3, 'Klein', 'tiny', 1, 'full', '', 'single', 'open', 1700000000000)"
"$KAPSTOK" export --org 3 --data old --out tiny.json
works "a pack that is not there yet" "1 packs" import tiny.json --data third
"$KAPSTOK" export --org 1 --data third --out tiny2.json
check "the same bytes with it" cmp tiny.json tiny2.json
works "it is sound" "Everything is sound" verify --data third
mkdir changed && sed 's/ nl: Klein/ nl: Anders/' packs/tiny.yaml >changed/tiny.yaml
check "another tiny elsewhere" "$KAPSTOK" check-config --data fourth --packs changed >/dev/null
run import tiny.json --data fourth
same "another pack of the same version: code 1" 1 "$code"
holds "another pack of the same version" "$err" "is another here"

# A variant goes along with the scan that it stands on, whatever the order in the file.
cat >packs/a-variant.yaml <<'Y'
id: a-variant
kind: scan
version: 1
languages: [nl, en]
licence: CC-BY-4.0
source: Own
valid-from: 2026-11-01
review-by: 2027-11-01
title: { nl: Variant, en: Variant }
base: tiny
base-version: 1
statements:
Y
sed -n '/^  - id: b.z.four/,/^    sdg/p' packs/tiny.yaml | sed 's/b.z.four/b.z.own/' >>packs/a-variant.yaml
check "a variant is installed" "$KAPSTOK" check-config --data old --packs packs >/dev/null
$db "UPDATE scan_round SET pack = 'a-variant' WHERE pack = 'tiny'"
"$KAPSTOK" export --org 3 --data old --out variant.json
same "its base stands before it" "tiny a-variant" "$(python3 -c 'import json; print(*(p["id"] for p in json.load(open("variant.json"))["packs"] if p["id"] not in ("company", "template-mvo-steps")))')"
works "a variant and its base that are not there yet" "2 packs" import variant.json --data sixth
"$KAPSTOK" export --org 1 --data sixth --out variant2.json
check "the same bytes with them" cmp variant.json variant2.json
works "it starts with them" "Everything opens" check-config --data sixth
python3 - <<'P'
import json
o = json.load(open("variant.json"))
o["packs"].reverse()
json.dump(o, open("reversed.json", "w"))
o["packs"] = [p for p in o["packs"] if p["id"] != "tiny"]
json.dump(o, open("baseless.json", "w"))
P
works "in another order" "2 packs" import reversed.json --data seventh
run import baseless.json --data eighth
same "without its base: code 1" 1 "$code"
holds "without its base" "$err" "there is no scan \"tiny\" of version 1"
# The base is there, but nothing needed it when this installation started.
check "the base alone" "$KAPSTOK" check-config --data ninth --packs "$here/packs" >/dev/null
sed 's/^version: 1/version: 2/' "$here/packs/tiny.yaml" >changed/tiny.yaml
check "and a newer one" "$KAPSTOK" check-config --data ninth --packs changed >/dev/null
works "a variant on an older version that nobody used" "packs" import baseless.json --data ninth
works "it is used from now on" "Everything opens" check-config --data ninth

# Faults, each with its place; nothing is stored.
faulty() { # NAME PART SED
  sed "$3" "one file.json" >bad.json
  run import bad.json --data fifth
  if [ "$code" != 1 ]; then no_ "$1" "code $code" "$out"; else holds "$1" "$err" "$2"; fi
}
faulty "a type that does not exist" "organisation/type:" 's/"type":"be-gemeente-ocmw"/"type":"kasteel"/'
faulty "a mail address" "members/0/mail:" '0,/"mail":"[^"]*"/s//"mail":"geen adres"/'
faulty "a role" "members/0/roles/0:" '0,/"roles":\["[^"]*"/s//"roles":["koning"/'
faulty "a moment" "entities/0/created_at:" '0,/"number":"[^"]*","created_at":"[^"]*"/s//"number":"","created_at":"gisteren"/'
faulty "a statement" "rounds/0/sheets/0/" "s/\"statement\":\"$statement\"/\"statement\":\"nergens\"/g"
faulty "an answer" "rounds/0/" 's/"answer":"yes"/"answer":"misschien"/g'
faulty "a key that is not known" "organisation/colour:" 's/"organisation":{/"organisation":{"colour":"red",/'
faulty "a key that is missing" "members:" 's/"members":\[/"leden":[/'
faulty "a round that is not in the file" "tables/picture_correction/0/round_id: this names no round" 's/"round_id":[0-9]*/"round_id":99/'
faulty "a newer file" "format_version: the file comes from a newer" 's/"format_version":1/"format_version":2/'
faulty "another file" "no organisation" 's/kapstok-organisation/something/'
faulty "no JSON" "line 1" 's/^{/{{/'
run org list --data fifth
same "nothing was stored of these" 0 "$(grep -c '^[0-9]' <<<"$out")"
same "no user either" 0 "$(sqlite3 fifth/kapstok.db 'SELECT count(*) FROM account_user')"
fails "a file that is not there" 1 "cannot be read" import nowhere.json --data fifth
