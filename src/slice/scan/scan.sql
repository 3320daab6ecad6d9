-- Everything the scan asks of the database. A round is found by its organisation and id, or by the hash of a
-- visitor's key; what hangs under it (sheets, answers) is then reached by ids that came from that look-up.

-- ---- rounds -------------------------------------------------------------------------------------

-- name: round_get maybe
-- takes: organisation_id int, id int
-- gives: id int, organisation_id int?, title text, pack text, version int, variant text, profile text, mode text, state text, deadline int?, type text, country text, size text, created_at int, closed_at int?, filler_id int?
SELECT id, organisation_id, title, pack, version, variant, profile, mode, state, deadline, type, country, size, created_at, closed_at, filler_id
FROM scan_round WHERE organisation_id = ?1 AND id = ?2;

-- Whether a visitor's key opens anything.
-- name: key_owner maybe
-- takes: key_hash blob
-- gives: id int
SELECT id FROM scan_round WHERE key_hash = ?1 AND organisation_id IS NULL;

-- name: key_adopted maybe
-- takes: key_hash blob
-- gives: id int, organisation_id int
SELECT id, organisation_id FROM scan_round WHERE key_hash = ?1 AND organisation_id IS NOT NULL;

-- What it opens, round and sheet in one: asked for every request of a quick scan.
-- name: key_opens maybe
-- takes: key_hash blob
-- gives: id int, organisation_id int?, title text, pack text, version int, variant text, profile text, mode text, state text, deadline int?, type text, country text, size text, created_at int, closed_at int?, filler_id int?, sheet_id int?, importance int?, maturity int?, answered int?, changed_at int?, done_at int?
SELECT r.id, r.organisation_id, r.title, r.pack, r.version, r.variant, r.profile, r.mode, r.state, r.deadline, r.type, r.country, r.size, r.created_at, r.closed_at, r.filler_id,
       s.id AS sheet_id, s.importance, s.maturity, s.answered, s.changed_at, s.done_at
FROM scan_round r LEFT JOIN scan_sheet s ON s.round_id = r.id AND s.member_id = 0
WHERE r.key_hash = ?1 AND r.organisation_id IS NULL;

-- A round without an organisation, by id: of who just made it.
-- name: round_quick maybe
-- takes: id int
-- gives: id int, organisation_id int?, title text, pack text, version int, variant text, profile text, mode text, state text, deadline int?, type text, country text, size text, created_at int, closed_at int?, filler_id int?
SELECT id, organisation_id, title, pack, version, variant, profile, mode, state, deadline, type, country, size, created_at, closed_at, filler_id
FROM scan_round WHERE id = ?1 AND organisation_id IS NULL;

-- Newest first.
-- name: round_list many
-- takes: organisation_id int, most int
-- gives: id int, title text, pack text, version int, variant text, mode text, state text, deadline int?, created_at int, closed_at int?
SELECT id, title, pack, version, variant, mode, state, deadline, created_at, closed_at
FROM scan_round WHERE organisation_id = ?1 ORDER BY created_at DESC, id DESC LIMIT ?2;

-- The newest rounds that are open.
-- name: round_open many
-- takes: organisation_id int, most int
-- gives: id int
SELECT id FROM scan_round WHERE organisation_id = ?1 AND state = 'open' ORDER BY created_at DESC, id DESC LIMIT ?2;

-- Earlier rounds with the same pack, for comparison; newest first.
-- name: round_earlier many
-- takes: organisation_id int, pack text, created_at int, id int
-- gives: id int, title text, created_at int, state text
SELECT id, title, created_at, state FROM scan_round
WHERE organisation_id = ?1 AND pack = ?2 AND (created_at < ?3 OR (created_at = ?3 AND id < ?4))
ORDER BY created_at DESC, id DESC LIMIT 20;

-- name: round_insert one
-- takes: organisation_id int?, key_hash blob?, title text, pack text, version int, variant text, profile text, mode text, deadline int?, type text, country text, size text, created_at int, filler_id int?
-- gives: id int
INSERT INTO scan_round (organisation_id, key_hash, title, pack, version, variant, profile, mode, state, deadline, type, country, size, created_at, filler_id)
VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, 'open', ?9, ?10, ?11, ?12, ?13, ?14) RETURNING id;

-- name: round_close exec
-- takes: organisation_id int, id int, at int
UPDATE scan_round SET state = 'closed', closed_at = ?3 WHERE organisation_id = ?1 AND id = ?2 AND state = 'open';

-- name: round_reopen exec
-- takes: organisation_id int, id int
UPDATE scan_round SET state = 'open', closed_at = NULL WHERE organisation_id = ?1 AND id = ?2 AND state = 'closed';

-- name: round_set exec
-- takes: organisation_id int, id int, title text, deadline int?, filler_id int?
UPDATE scan_round SET title = ?3, deadline = ?4, filler_id = ?5 WHERE organisation_id = ?1 AND id = ?2;

-- A visitor's scan becomes an organisation's round. Its key opens nothing any more (key_owner), and shows the way there.
-- name: round_adopt exec
-- takes: id int, organisation_id int, title text, type text, country text, size text
UPDATE scan_round SET organisation_id = ?2, title = ?3, type = ?4, country = ?5, size = ?6
WHERE id = ?1 AND organisation_id IS NULL;

-- Visitors' scans that nobody touched since a moment. What was changed last before it was made before it too: that is in
-- an index (scan_round_of), and says which few sheets to look at. An index on changed_at would be written with every answer.
-- name: quick_forget exec
-- takes: before int
DELETE FROM scan_round WHERE organisation_id IS NULL AND created_at < ?1 AND id IN (
    SELECT s.round_id FROM scan_round r JOIN scan_sheet s ON s.round_id = r.id
    WHERE r.organisation_id IS NULL AND r.created_at < ?1 AND s.changed_at < ?1);

-- ---- sheets -------------------------------------------------------------------------------------

-- name: filler_list many
-- takes: round_id int
-- gives: member_id int
SELECT member_id FROM scan_sheet WHERE round_id = ?1 AND member_id <> 0 AND answered > 0 ORDER BY member_id;

-- name: sheet_find maybe
-- takes: round_id int, member_id int
-- gives: id int, importance int?, maturity int?, answered int, changed_at int, done_at int?
SELECT id, importance, maturity, answered, changed_at, done_at FROM scan_sheet WHERE round_id = ?1 AND member_id = ?2;

-- name: sheet_list many
-- takes: round_id int
-- gives: id int, member_id int, importance int?, maturity int?, answered int, changed_at int, done_at int?
SELECT id, member_id, importance, maturity, answered, changed_at, done_at FROM scan_sheet WHERE round_id = ?1 ORDER BY member_id;

-- name: sheet_insert maybe
-- takes: round_id int, member_id int, at int
-- gives: id int
INSERT INTO scan_sheet (round_id, member_id, changed_at) VALUES (?1, ?2, ?3) ON CONFLICT (round_id, member_id) DO NOTHING RETURNING id;

-- name: sheet_touch exec
-- takes: id int, more int, at int
UPDATE scan_sheet SET answered = answered + ?2, changed_at = ?3 WHERE id = ?1;

-- name: sheet_done exec
-- takes: id int, at int?
UPDATE scan_sheet SET done_at = ?2 WHERE id = ?1;

-- name: sheet_pair exec
-- takes: id int, importance int?, maturity int?, at int
UPDATE scan_sheet SET importance = ?2, maturity = ?3, changed_at = ?4 WHERE id = ?1;

-- ---- answers ------------------------------------------------------------------------------------

-- name: answer_get maybe
-- takes: sheet_id int, statement text
-- gives: answer int, flags int, note text?, edit int, at int
SELECT answer, flags, note, edit, at FROM scan_answer WHERE sheet_id = ?1 AND statement = ?2;

-- name: answer_list many
-- takes: sheet_id int
-- gives: statement text, answer int, flags int, note text?, edit int, at int
SELECT statement, answer, flags, note, edit, at FROM scan_answer WHERE sheet_id = ?1 ORDER BY statement;

-- Notes that members wrote, for the joint talk; without names.
-- name: note_list many
-- takes: round_id int
-- gives: statement text, note text, member_id int
SELECT a.statement, a.note, s.member_id FROM scan_sheet s JOIN scan_answer a ON a.sheet_id = s.id
WHERE s.round_id = ?1 AND a.note IS NOT NULL AND a.note <> '' ORDER BY a.statement, a.at;

-- The same of one statement: a page that shows a few of them reads no more.
-- name: note_of many
-- takes: round_id int, statement text
-- gives: note text
SELECT a.note FROM scan_sheet s JOIN scan_answer a ON a.sheet_id = s.id AND a.statement = ?2
WHERE s.round_id = ?1 AND s.member_id <> 0 AND a.note IS NOT NULL AND a.note <> '' ORDER BY a.at;

-- Nothing when an answer stands there already.
-- name: answer_first exec
-- takes: sheet_id int, statement text, answer int, flags int, note text?, edit int, user_id int?, at int
INSERT INTO scan_answer (sheet_id, statement, answer, flags, note, edit, user_id, at) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)
ON CONFLICT (sheet_id, statement) DO NOTHING;

-- name: answer_put exec
-- takes: sheet_id int, statement text, answer int, flags int, note text?, edit int, user_id int?, at int
INSERT INTO scan_answer (sheet_id, statement, answer, flags, note, edit, user_id, at) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)
ON CONFLICT (sheet_id, statement) DO UPDATE SET answer = excluded.answer, flags = excluded.flags, note = excluded.note, edit = excluded.edit,
    user_id = excluded.user_id, at = excluded.at
WHERE excluded.edit > scan_answer.edit;

-- What stands becomes an earlier value, before another takes its place.
-- name: answer_keep exec
-- takes: sheet_id int, statement text
INSERT INTO scan_answer_log (sheet_id, statement, edit, answer, flags, note, user_id, at)
SELECT sheet_id, statement, edit, answer, flags, note, user_id, at FROM scan_answer WHERE sheet_id = ?1 AND statement = ?2;

-- name: answer_log exec
-- takes: sheet_id int, statement text, edit int, answer int, flags int, note text?, user_id int?, at int
INSERT INTO scan_answer_log (sheet_id, statement, edit, answer, flags, note, user_id, at) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8);

-- name: log_all many
-- takes: round_id int
-- gives: member_id int, statement text, edit int, answer int, flags int, note text?, user_id int?, at int
SELECT s.member_id, l.statement, l.edit, l.answer, l.flags, l.note, l.user_id, l.at
FROM scan_sheet s JOIN scan_history l ON l.sheet_id = s.id WHERE s.round_id = ?1 ORDER BY s.member_id, l.statement, l.edit;

-- name: tally_add exec
-- takes: round_id int, statement text, yes int, no int, dont_know int, not_applicable int, bookmarks int, started int
INSERT INTO scan_tally (round_id, statement, yes, no, dont_know, not_applicable, bookmarks, started) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)
ON CONFLICT (round_id, statement) DO UPDATE SET yes = scan_tally.yes + excluded.yes, no = scan_tally.no + excluded.no,
    dont_know = scan_tally.dont_know + excluded.dont_know, not_applicable = scan_tally.not_applicable + excluded.not_applicable,
    bookmarks = scan_tally.bookmarks + excluded.bookmarks, started = scan_tally.started + excluded.started;

-- name: tally_list many
-- takes: round_id int
-- gives: statement text, yes int, no int, dont_know int, not_applicable int, bookmarks int, started int
SELECT statement, yes, no, dont_know, not_applicable, bookmarks, started FROM scan_tally WHERE round_id = ?1;

-- Rounds whose kept counts differ from a recount; for `kapstok verify`.
-- name: tally_wrong many
-- gives: round_id int, statement text
SELECT t.round_id, t.statement FROM scan_tally t WHERE (t.yes, t.no, t.dont_know, t.not_applicable, t.bookmarks, t.started) <> (
    SELECT coalesce(sum(CASE WHEN a.answer = 1 THEN 1 ELSE 0 END), 0), coalesce(sum(CASE WHEN a.answer = 2 THEN 1 ELSE 0 END), 0),
           coalesce(sum(CASE WHEN a.answer = 3 THEN 1 ELSE 0 END), 0), coalesce(sum(CASE WHEN a.answer = 4 THEN 1 ELSE 0 END), 0),
           coalesce(sum(CASE WHEN (a.flags & 2) <> 0 THEN 1 ELSE 0 END), 0), coalesce(sum(CASE WHEN (a.flags & 1) <> 0 THEN 1 ELSE 0 END), 0)
    FROM scan_sheet s JOIN scan_answer a ON a.sheet_id = s.id
    WHERE s.round_id = t.round_id AND s.member_id <> 0 AND a.statement = t.statement)
ORDER BY t.round_id, t.statement LIMIT 100;

-- name: answered_wrong many
-- gives: id int
SELECT s.id FROM scan_sheet s WHERE s.answered <> (SELECT count(*) FROM scan_answer a WHERE a.sheet_id = s.id AND a.answer > 0)
ORDER BY s.id LIMIT 100;

-- ---- divided by theme ---------------------------------------------------------------------------

-- name: assignment_list many
-- takes: round_id int
-- gives: theme text, member_id int, declined bool
SELECT theme, member_id, declined FROM scan_assignment WHERE round_id = ?1 ORDER BY theme, member_id;

-- name: assignment_put exec
-- takes: round_id int, theme text, member_id int
INSERT INTO scan_assignment (round_id, theme, member_id) VALUES (?1, ?2, ?3) ON CONFLICT (round_id, theme, member_id) DO NOTHING;

-- name: assignment_clear exec
-- takes: round_id int
DELETE FROM scan_assignment WHERE round_id = ?1 AND declined = 0;

-- name: assignment_decline exec
-- takes: round_id int, theme text, member_id int, declined bool
UPDATE scan_assignment SET declined = ?4 WHERE round_id = ?1 AND theme = ?2 AND member_id = ?3;

-- ---- evidence -----------------------------------------------------------------------------------

-- name: evidence_list many
-- takes: round_id int
-- gives: id int, statement text, member_id int, url text?, file_id int?, created_at int
SELECT id, statement, member_id, url, file_id, created_at FROM scan_evidence WHERE round_id = ?1 ORDER BY statement, id;

-- name: evidence_get maybe
-- takes: round_id int, id int
-- gives: id int, statement text, member_id int, url text?, file_id int?, created_at int
SELECT id, statement, member_id, url, file_id, created_at FROM scan_evidence WHERE round_id = ?1 AND id = ?2;

-- name: evidence_insert exec
-- takes: round_id int, statement text, member_id int, url text?, file_id int?, at int
INSERT INTO scan_evidence (round_id, statement, member_id, url, file_id, created_at) VALUES (?1, ?2, ?3, ?4, ?5, ?6);

-- name: evidence_forget exec
-- takes: round_id int, id int
DELETE FROM scan_evidence WHERE round_id = ?1 AND id = ?2;

-- Files that evidence names and that are not there, for `kapstok verify`.
-- name: evidence_lost many
-- gives: id int
SELECT e.id FROM scan_evidence e JOIN scan_round r ON r.id = e.round_id LEFT JOIN attachment_file f
ON f.id = e.file_id AND f.owner_kind = 'scan' AND f.owner_id = e.round_id AND f.organisation_id = r.organisation_id
WHERE e.file_id IS NOT NULL AND f.id IS NULL ORDER BY e.id LIMIT 100;

-- ---- what happened ------------------------------------------------------------------------------

-- name: event_add exec
-- takes: round_id int, user_id int?, kind text, reason text, at int
INSERT INTO scan_event (round_id, user_id, kind, reason, at) VALUES (?1, ?2, ?3, ?4, ?5);

-- name: event_list many
-- takes: round_id int
-- gives: user_id int?, kind text, reason text, at int
SELECT user_id, kind, reason, at FROM scan_event WHERE round_id = ?1 ORDER BY id;

-- ---- export and import (export.c, import.c) -------------------------------------------------------

-- The same round, brought in before: a file is imported once.
-- name: round_same maybe
-- takes: organisation_id int, pack text, version int, title text, created_at int
-- gives: id int
SELECT id FROM scan_round WHERE organisation_id = ?1 AND pack = ?2 AND version = ?3 AND title = ?4 AND created_at = ?5
ORDER BY id LIMIT 1;

-- A round of this name with the same statements: a table names no moment, so its title tells it apart.
-- name: round_titled maybe
-- takes: organisation_id int, pack text, version int, title text
-- gives: id int
SELECT id FROM scan_round WHERE organisation_id = ?1 AND pack = ?2 AND version = ?3 AND title = ?4 ORDER BY id LIMIT 1;

-- ---- for `kapstok verify` -----------------------------------------------------------------------

-- Members' answers that no kept count knows.
-- name: tally_missing many
-- gives: round_id int, statement text
SELECT DISTINCT s.round_id, a.statement FROM scan_sheet s JOIN scan_answer a ON a.sheet_id = s.id
WHERE s.member_id <> 0 AND a.answer > 0
    AND NOT EXISTS (SELECT 1 FROM scan_tally t WHERE t.round_id = s.round_id AND t.statement = a.statement)
ORDER BY s.round_id, a.statement LIMIT 100;

-- Rounds whose version of their pack is not kept.
-- name: pack_missing many
-- gives: round_id int, pack text, version int
SELECT r.id, r.pack, r.version FROM scan_round r
WHERE NOT EXISTS (SELECT 1 FROM library_pack p WHERE p.id = r.pack AND p.version = r.version) ORDER BY r.id LIMIT 100;

-- name: verify_counts one
-- gives: rounds int, sheets int, answers int
SELECT (SELECT count(*) FROM scan_round), (SELECT count(*) FROM scan_sheet), (SELECT count(*) FROM scan_answer);
