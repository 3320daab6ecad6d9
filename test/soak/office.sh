#!/usr/bin/env bash
# tools/soak office: another program opens the DOCX that we write and prints it. Speaks TAP.
set -uo pipefail
cd "$(dirname "$0")/../.."
report=build/test/bench/report
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
check() { # NAME COMMAND...
  local name=$1
  shift
  if "$@" >>"$work/log" 2>&1; then echo "ok - office: $name"; else echo "not ok - office: $name"; fi
}

"$report" pdf "$work/ours.pdf" && "$report" docx "$work/report.docx" || { echo "not ok - office: the report is not written"; exit 1; }
check "LibreOffice prints the report" timeout 300 soffice "-env:UserInstallation=file://$work/profile" --headless \
  --convert-to pdf --outdir "$work" "$work/report.docx"
[ -e "$work/report.pdf" ] || { tail -n 20 "$work/log" >&2; exit 1; }
pdftotext -layout "$work/report.pdf" "$work/report.txt"
pdffonts "$work/report.pdf" >"$work/fonts"
pages() { pdfinfo "$1" | sed -n 's/^Pages: *//p'; }
ours=$(pages "$work/ours.pdf") theirs=$(pages "$work/report.pdf")
echo "# $ours pages by us, $theirs by LibreOffice"
check "about as many pages as our PDF" test $((theirs * 10)) -ge $((ours * 9)) -a $((theirs * 10)) -le $((ours * 11))
check "its own type family, from the file" grep -q 'AtkinsonHyperlegibleNext-Bold' "$work/fonts"
check "the contents are there before they are made anew" grep -qE 'Duurzaam aankopen\.+ ?[0-9]+' "$work/report.txt"
check "pages are counted" grep -q "Pagina $theirs van $theirs" "$work/report.txt"
check "heads of tables are repeated" test "$(grep -cE 'Stelling +Antwoord' "$work/report.txt")" -ge 11
check "numbered lists count" grep -qE '^ *3\. +Aankopen is de grootste hefboom' "$work/report.txt"
check "other scripts are there" grep -q 'Ελληνικά en Українська' "$work/report.txt"
check "charts are there" test "$(pdfimages -list "$work/report.pdf" | grep -c image)" -ge 12
