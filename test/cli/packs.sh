#!/usr/bin/env bash
# Content packs: the list, and a check that names every fault with its line.
. "$(dirname "$0")/lib.bash"
content=$here/../../content

works "pack list" "government" pack list
same "pack list opens no database" 1 "$([ -e var ] && echo 0 || echo 1)"
for f in "$content"/*.yaml; do works "pack check $(basename "$f")" "no faults" pack check "$f"; done
works "pack check: several at once" "company.yaml: no faults" pack check "$content/government.yaml" "$content/company.yaml"
works "pack check: a scan of one's own" "6 statements" pack check "$here/packs/tiny.yaml"
same "pack check opens no database" 1 "$([ -e var ] && echo 0 || echo 1)"

sed -e 's/^kind: scan/kind: scan\nsurprise: 1/' -e 's/    weight: 1500/    weight: many/' \
  -e 's/theme: b.z$/theme: b.nowhere/' "$here/packs/tiny.yaml" >"with faults.yaml"
run pack check "with faults.yaml"
same "faults: code 1" 1 "$code"
line() { grep -n "$1" "with faults.yaml" | head -n 1 | cut -d: -f1; }
holds "faults: the unknown key by line" "$out" "with faults.yaml:$(line surprise): "
holds "faults: the weight by line and entry" "$out" "with faults.yaml:$(line 'weight: many'): a.x.one: "
holds "faults: the theme by line and entry" "$out" "with faults.yaml:$(line b.nowhere): b.z.four: "
same "faults: every fault of every line" 3 "$(grep -c 'b.nowhere' <<<"$out")"

sed 's/iso: \["6.2.3"\]/iso: ["9.9.9"]/' "$here/packs/tiny.yaml" >unknown.yaml
run pack check unknown.yaml
same "a clause that the crosswalk lacks: code 1" 1 "$code"
holds "a clause that the crosswalk lacks: line, entry, message" "$out" "unknown.yaml:$(grep -n 9.9.9 unknown.yaml | head -n 1 | cut -d: -f1): a.x.one: "
sed '/^ *condition:/d; s/      - id: local/      - id: regional/' "$content/government.yaml" >government.yaml
run pack check government.yaml
same "a scan that no longer fits the types: code 1" 1 "$code"
holds "a scan that no longer fits the types: said of the types" "$out" "organisation-types.yaml:"
printf 'id: x\n  kind: [' >broken.yaml
run pack check broken.yaml
same "no YAML: code 1" 1 "$code"
fails "a file that is not there" 1 "cannot be read" pack check nowhere.yaml
sed 's/review-by: .*/review-by: 2020-01-01/; s/valid-from: .*/valid-from: 2019-01-01/' "$here/packs/tiny.yaml" >old.yaml
works "a review date that is past" "review date 2020-01-01 is past" pack check old.yaml
mkdir own && cp old.yaml own/
works "pack list with --packs" "tiny" pack list --packs own
holds "pack list warns of the review date" "$out" "review date is past"
fails "--packs of a folder that is not there" 1 "cannot be read" pack list --packs nowhere
sed 's/Overheid/Overheden/' "$content/government.yaml" >changed.yaml
works "another content under the same version is noted" "higher version" pack check changed.yaml

# The installed one stays as it was: a changed file under the same number is set aside.
check "install" "$KAPSTOK" demo --data d >/dev/null
mkdir changed && sed 's/ nl: Klein/ nl: Kleiner/' "$here/packs/tiny.yaml" >changed/tiny.yaml
works "a pack of one's own is installed" "Everything opens" check-config --data d --packs "$here/packs"
hash=$(sqlite3 d/kapstok.db "SELECT hash FROM library_pack WHERE id='tiny'")
run check-config --data d --packs changed
same "a changed pack does not stop the start" 0 "$code"
same "the installed pack is untouched" "$hash" "$(sqlite3 d/kapstok.db "SELECT hash FROM library_pack WHERE id='tiny'")"
