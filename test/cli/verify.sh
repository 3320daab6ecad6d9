#!/usr/bin/env bash
# Everything that verify must find, made wrong with sqlite3.
. "$(dirname "$0")/lib.bash"
check "a demo" "$KAPSTOK" demo --data good >/dev/null
works "sound data" "Everything is sound" verify --data good
sum() { sqlite3 "$1/kapstok.db" .dump | b2sum; }
before=$(sum good); run verify --data good
same "verify changes nothing" "$before" "$(sum good)"

# finds NAME PART SQL: after the SQL, verify ends with 1 and has a line with the part.
finds() {
  rm -rf bad && cp -r good bad
  sqlite3 bad/kapstok.db "$3"
  run verify --data bad
  if [ "$code" != 1 ]; then no_ "$1" "code $code" "$out" "$err"; else holds "$1" "$out" "$2"; fi
}
statement=$(sqlite3 good/kapstok.db "SELECT statement FROM scan_tally WHERE yes > 0 ORDER BY statement LIMIT 1")
finds "a flipped count" "statement $statement" "UPDATE scan_tally SET yes = yes - 1, no = no + 1 WHERE statement = '$statement'"
holds "with a sentence at the end" "$err" "found"
finds "a bookmark too many" "kept counts" "UPDATE scan_tally SET bookmarks = bookmarks + 1 WHERE statement = '$statement'"
finds "a count that is gone" "without kept counts" "DELETE FROM scan_tally WHERE statement = '$statement'"
finds "an answer that is gone" "sheet" "DELETE FROM scan_answer WHERE statement = '$statement' AND answer > 0"
finds "a reference to nothing" "points to a missing row" "PRAGMA foreign_keys=OFF; INSERT INTO organisation_department (organisation_id, name) VALUES (4711, 'x')"
finds "a pack that was changed" "pack government version 2" "UPDATE library_pack SET content = CAST(replace(CAST(content AS TEXT), 'Overheid', 'Overheden') AS BLOB) WHERE id = 'government'"
finds "a pack that is gone" "is not kept" "DELETE FROM library_pack WHERE id = 'government'"
finds "a newer schema" "newer" "INSERT INTO schema_migration SELECT 9999, 'future', 0"
finds "an older schema" "brings it up to date" "DELETE FROM schema_migration WHERE number > 0; INSERT INTO schema_migration SELECT -1, 'past', 0"
printf 'evidence' >file
hash=$(b2sum -l 256 file | cut -d' ' -f1)
file="INSERT INTO attachment_file (id, organisation_id, owner_kind, owner_id, name, type, size, hash, created_at) SELECT 78, organisation_id, 'scan', min(id), 'f.txt', 'text/plain; charset=utf-8', 8, '$hash', 0 FROM scan_round WHERE organisation_id IS NOT NULL; INSERT INTO attachment_part VALUES (78, 0, CAST('evid' AS BLOB)), (78, 1, CAST('ence' AS BLOB)); INSERT INTO scan_evidence (id, round_id, statement, member_id, file_id, created_at) SELECT 77, owner_id, '$statement', 1, 78, 0 FROM attachment_file WHERE id = 78"
sqlite3 good/kapstok.db "$file"
works "a file that is what was sent" "1 files" verify --data good
finds "a file that was changed" "file 78 of scan" "UPDATE attachment_part SET content = CAST('ENCE' AS BLOB) WHERE position = 1"
finds "a file that lost a part" "file 78 of scan" "DELETE FROM attachment_part WHERE position = 1"
finds "a file that is gone" "evidence 77" "PRAGMA foreign_keys=ON; DELETE FROM attachment_file WHERE id = 78"
finds "a file of something else" "evidence 77" "UPDATE attachment_file SET owner_id = owner_id + 1 WHERE id = 78"
rm -rf bad && cp -r good bad && dd if=/dev/urandom of=bad/kapstok.db bs=4096 seek=10 count=20 conv=notrunc 2>/dev/null
run verify --data bad
same "a damaged file: code 1" 1 "$code"
holds "a damaged file" "$out$err" "malformed"
fails "no data" 1 "no data" verify --data nowhere
mkdir empty
fails "an empty folder" 1 "no data" verify --data empty
mkdir other && sqlite3 other/kapstok.db "CREATE TABLE t (a)"
run verify --data other
same "another database: code 1" 1 "$code"
holds "another database" "$out" "no data of Kapstok"
serve --data good || exit 1
works "beside a running server" "Everything is sound" verify --data good
check "which stops in good order" stop
