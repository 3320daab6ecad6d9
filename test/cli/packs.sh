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

# A file stands beside the older versions of its pack, which others may name.
sed 's/^version: .*/version: 99/' "$content/government.yaml" >newer-government.yaml
sed 's/^version: .*/version: 99/; /^    profile: /s/body=local/body=nowhere/' "$content/example-olmenrode.yaml" >newer-example.yaml
run pack check newer-example.yaml newer-government.yaml
same "an example of an older version: code 1" 1 "$code"
holds "an example of an older version is looked at beside that one" "$out" "olmenrode: \"profile\": the scan has no \"body=nowhere\""
sed 's/    scan-version: .*/    scan-version: 98/' "$content/example-olmenrode.yaml" >lost-example.yaml
run pack check lost-example.yaml
same "an example of a version that is not there: code 1" 1 "$code"
holds "an example of a version that is not there: said" "$out" "lost-example.yaml:$(grep -n scan-version lost-example.yaml | cut -d: -f1): olmenrode: \"scan-version\": there is no version 98 of government"
sed 's/    last-score: .*/    last-score: 999/' "$content/example-olmenrode.yaml" >proud-example.yaml
run pack check proud-example.yaml
same "an example that states another score: code 1" 1 "$code"
holds "an example that states another score: said" "$out" "proud-example.yaml:$(grep -n last-score proud-example.yaml | cut -d: -f1): olmenrode: \"last-score\": the answers give "
: >empty.yaml
run pack check empty.yaml
same "an empty file: code 1" 1 "$code"
holds "an empty file: said" "$out" "empty.yaml:"

# The installed one stays as it was: a changed file under the same number is set aside.
check "install" "$KAPSTOK" demo --data d >/dev/null
mkdir changed && sed 's/ nl: Klein/ nl: Kleiner/' "$here/packs/tiny.yaml" >changed/tiny.yaml
works "a pack of one's own is installed" "Everything opens" check-config --data d --packs "$here/packs"
hash=$(sqlite3 d/kapstok.db "SELECT hash FROM library_pack WHERE id='tiny'")
run check-config --data d --packs changed
same "a changed pack does not stop the start" 0 "$code"
same "the installed pack is untouched" "$hash" "$(sqlite3 d/kapstok.db "SELECT hash FROM library_pack WHERE id='tiny'")"

# Coverage: the tables, and what the project asks of its own packs.
works "pack coverage of one pack" "gov.board.vision" pack coverage government
holds "pack coverage: light and condition" "$out" "light  condition"
holds "pack coverage: its demands" "$out" "government: at least 300 statements"
same "pack coverage: not those of others" 0 "$(grep -c "glossary:" <<<"$out")"
works "pack coverage: every demand is met" "ok" pack coverage
same "pack coverage: no demand is missed" 0 "$(grep -c "^missed" <<<"$out")"
fails "pack coverage: a pack that is not there" 1 "no pack" pack coverage nothing
mkdir few && cp "$here/../packs/base.yaml" few/ && sed 's/^id: .*/id: hamlet/' "$here/../packs/overlay.yaml" >few/hamlet.yaml
run pack coverage hamlet --packs few
same "pack coverage: code 1 when one is missed" 1 "$code"
holds "pack coverage: says which" "$out" "missed  scan: at least 40 own statements per variant: "

# Lint: points out; only a statement that is too long is wrong.
works "pack lint of the program's packs" "words a sentence on average" pack lint
sed '/^statements/,$s/    text: { nl: .*/    text: { nl: We meten en publiceren het voldoende., en: We measure it. }/' "$here/packs/tiny.yaml" >vague.yaml
works "pack lint: two judgements" "two judgements? \"meten en publiceren\"" pack lint vague.yaml
holds "pack lint: vague words with line and entry" "$out" "vague.yaml:$(grep -n voldoende vague.yaml | head -n 1 | cut -d: -f1): a.x.one: text.nl: \"voldoende\" is vague"
holds "pack lint: what looks alike" "$out" "100%"
long=$(printf 'woord%.0s ' $(seq 26))
sed "s/    text: { nl: .*/    text: { nl: $long, en: We measure it. }/" "$here/packs/tiny.yaml" >long.yaml
run pack lint long.yaml
same "pack lint: a statement that is too long: code 1" 1 "$code"
holds "pack lint: a statement that is too long: said" "$out" "26 words; a statement has at most 25"

# Two versions.
sed -e 's/^version: .*/version: 2/' -e 's/    weight: 1500/    weight: 2000/' "$here/packs/tiny.yaml" >newer.yaml
works "pack diff" "~ statements a.x.one weight" pack diff "$here/packs/tiny.yaml" newer.yaml
holds "pack diff: counts" "$out" "0 added, 0 removed, 2 fields changed, 0 lists in another order"
works "pack diff with a pack of the program" "0 fields changed" pack diff government "$content/government.yaml"
works "pack diff by version" "0 fields changed" pack diff "glossary@$(sed -n 's/^version: //p' "$content/glossary.yaml")" glossary
fails "pack diff of two packs" 1 "not two versions of one" pack diff government company
fails "pack diff of one" 2 "two packs" pack diff government
fails "pack diff of a version that is not there" 1 "no pack" pack diff government@999 government

# Spreadsheets there and back.
for f in "$content"/*.yaml; do
  name=$(basename "$f" .yaml)
  run pack sheet "$f" --out "$name.xlsx"
  same "pack sheet $name: code 0" 0 "$code"
  run pack yaml "$name.xlsx" --out "$name.back.yaml"
  same "pack yaml $name: code 0" 0 "$code"
  works "pack diff $name with what came back" "0 added, 0 removed, 0 fields changed, 0 lists" pack diff "$f" "$name.back.yaml"
  works "pack check $name.xlsx" "no faults" pack check "$name.xlsx"
done
"$KAPSTOK" pack sheet government >stdout.xlsx
same "pack sheet to standard output" PK "$(head -c 2 stdout.xlsx)"
sed 's/    weight: 1500/    weight: many/' "$here/packs/tiny.yaml" >spoilt.yaml
run pack sheet spoilt.yaml --out spoilt.xlsx
run pack check spoilt.xlsx
same "pack check of a workbook with a fault: code 1" 1 "$code"
holds "pack check of a workbook: sheet, row and entry" "$out" "spoilt.xlsx: statements, row 2: a.x.one: \"weight\""
works "pack lint of a workbook" "words a sentence" pack lint government.xlsx
fails "pack sheet of a demo" 1 "no sheets" pack sheet "$content/demo/olmenrode.yaml"
echo "no workbook" >no.xlsx
works "a file that is no workbook is YAML" "no workbook" pack yaml no.xlsx
printf 'PK\003\004 broken' >broken.xlsx
run pack yaml broken.xlsx
same "a broken workbook: code 1" 1 "$code"
holds "a broken workbook: said" "$out" "broken.xlsx: The file is not an Excel workbook"
same "no tool opens a database" 1 "$([ -e var ] && echo 0 || echo 1)"
