-- Everything this slice asks of the database. A session is found by its organisation and id, or by its code or its phone's
-- secret; what belongs to it is then reached by the id that came from that look-up.

-- ---- sessions (session.c) -------------------------------------------------------------------------

-- One by its number; organisation_id NULL = of whichever organisation.
-- name: get maybe
-- takes: id int, organisation_id int?
-- gives: id int, organisation_id int, trajectory_id int, moment_id int, step_id int?, title text, place text, about text, at int, minutes int
-- gives: template text, aim text, state text, code text, revision int, item_id int?, until_at int?, left_ms int?, started_at int?, ended_at int?
-- gives: document_id int?, edit int, moment_edit int, created_at int, cancelled_at int?, shut_at int?
SELECT s.id, s.organisation_id, s.trajectory_id, s.moment_id, m.step_id, m.title, m.place, m.about, m.at, m.minutes, s.template, s.aim, s.state,
    s.code, s.revision, s.item_id, s.until_at, s.left_ms, s.started_at, s.ended_at, s.document_id, s.edit, m.edit, s.created_at, m.cancelled_at, s.shut_at
FROM session_session s JOIN trajectory_moment m ON m.id = s.moment_id
WHERE s.id = ?1 AND s.organisation_id = coalesce(?2, s.organisation_id);

-- name: of_moment maybe
-- takes: organisation_id int, moment_id int
-- gives: id int
SELECT id FROM session_session WHERE organisation_id = ?1 AND moment_id = ?2;

-- name: of_code maybe
-- takes: code text
-- gives: id int
SELECT id FROM session_session WHERE code = ?1;

-- Those of an organisation, or of one of its trajectories: what is still to come or runs (past = 0), the first one first, or what
-- was (past = 1), the newest first. What nobody began in the half day after its end was.
-- name: list many
-- takes: organisation_id int, trajectory_id int?, past bool, missed_before int, skip int, most int
-- gives: id int, organisation_id int, trajectory_id int, moment_id int, step_id int?, title text, place text, about text, at int, minutes int
-- gives: template text, aim text, state text, code text, revision int, item_id int?, until_at int?, left_ms int?, started_at int?, ended_at int?
-- gives: document_id int?, edit int, moment_edit int, created_at int, cancelled_at int?, shut_at int?
SELECT s.id, s.organisation_id, s.trajectory_id, s.moment_id, m.step_id, m.title, m.place, m.about, m.at, m.minutes, s.template, s.aim, s.state,
    s.code, s.revision, s.item_id, s.until_at, s.left_ms, s.started_at, s.ended_at, s.document_id, s.edit, m.edit, s.created_at, m.cancelled_at, s.shut_at
FROM session_session s JOIN trajectory_moment m ON m.id = s.moment_id
WHERE s.organisation_id = ?1 AND s.trajectory_id = coalesce(?2, s.trajectory_id)
    AND ?3 = CASE WHEN s.state = 'ended' OR (s.state = 'prepared' AND m.at + m.minutes * 60000 < ?4) THEN 1 ELSE 0 END
ORDER BY CASE s.state WHEN 'running' THEN 0 ELSE 1 END, CASE WHEN ?3 = 1 THEN -m.at ELSE m.at END, s.id LIMIT ?6 OFFSET ?5;

-- Nothing when the code is in use: then another is tried.
-- name: insert maybe
-- takes: organisation_id int, trajectory_id int, moment_id int, template text, aim text, code text, created_by int?, created_at int
-- gives: id int
INSERT INTO session_session (organisation_id, trajectory_id, moment_id, template, aim, state, code, created_by, created_at)
VALUES (?1, ?2, ?3, ?4, ?5, 'prepared', ?6, ?7, ?8) ON CONFLICT (code) DO NOTHING RETURNING id;

-- name: set exec
-- takes: organisation_id int, id int, aim text, edit int
UPDATE session_session SET aim = ?3, edit = edit + 1 WHERE organisation_id = ?1 AND id = ?2 AND edit = ?4;

-- ---- agenda (item.c) ------------------------------------------------------------------------------

-- All of a session in order, or one.
-- name: item_list many
-- takes: session_id int, id int?
-- gives: id int, session_id int, position int, method text, title text, about text, say text, minutes int, anonymous bool, state text
-- gives: round int, turn int, most int, seconds int, low text, high text, source text, edit int, opened_at int?, revealed_at int?
SELECT i.id, i.session_id, i.position, i.method, i.title, i.about, i.say, i.minutes, i.anonymous, i.state, i.round, i.turn, i.most,
    i.seconds, i.low, i.high, i.source, i.edit, r.opened_at, r.revealed_at
FROM session_item i LEFT JOIN session_round r ON r.item_id = i.id AND r.round = i.round
WHERE i.session_id = ?1 AND i.id = coalesce(?2, i.id) ORDER BY i.position, i.id;

-- name: item_insert one
-- takes: session_id int, position int, method text, title text, about text, say text, minutes int, anonymous bool, most int, seconds int
-- takes: low text, high text, source text
-- gives: id int
INSERT INTO session_item (session_id, position, method, title, about, say, minutes, anonymous, most, seconds, low, high, source)
VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13) RETURNING id;

-- name: item_change exec
-- takes: session_id int, id int, title text, about text, say text, minutes int, anonymous bool, most int, seconds int, low text, high text
-- takes: source text, edit int
UPDATE session_item SET title = ?3, about = ?4, say = ?5, minutes = ?6, anonymous = ?7, most = ?8, seconds = ?9, low = ?10, high = ?11,
    source = ?12, edit = edit + 1
WHERE session_id = ?1 AND id = ?2 AND edit = ?13;

-- name: item_place exec
-- takes: session_id int, id int, position int
UPDATE session_item SET position = ?3 WHERE session_id = ?1 AND id = ?2;

-- name: item_delete exec
-- takes: session_id int, id int
DELETE FROM session_item WHERE session_id = ?1 AND id = ?2;

-- name: part_list many
-- takes: item_id int
-- gives: part int, key text, label text, about text, say text, answer int?
SELECT part, key, label, about, say, answer FROM session_part WHERE item_id = ?1 ORDER BY part;

-- name: option_list many
-- takes: item_id int
-- gives: part int, label text
SELECT part, label FROM session_option WHERE item_id = ?1 ORDER BY part, position;

-- name: part_insert exec
-- takes: item_id int, part int, key text, label text, about text, say text, answer int?
INSERT INTO session_part (item_id, part, key, label, about, say, answer) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7);

-- name: option_insert exec
-- takes: item_id int, part int, position int, label text
INSERT INTO session_option (item_id, part, position, label) VALUES (?1, ?2, ?3, ?4);

-- Their options go along.
-- name: parts_delete exec
-- takes: item_id int
DELETE FROM session_part WHERE item_id = ?1;

-- ---- leading the room (lead.c) --------------------------------------------------------------------

-- Where the room is, whole; only by whoever knew where it was.
-- name: room_set exec
-- takes: id int, revision int, state text, item_id int?, until_at int?, left_ms int?, started_at int?, ended_at int?
UPDATE session_session SET state = ?3, item_id = ?4, until_at = ?5, left_ms = ?6, started_at = ?7, ended_at = ?8, revision = revision + 1
WHERE id = ?1 AND revision = ?2;

-- name: item_state exec
-- takes: session_id int, id int, state text, round int, turn int
UPDATE session_item SET state = ?3, round = ?4, turn = ?5 WHERE session_id = ?1 AND id = ?2;

-- name: round_list many
-- takes: item_id int
-- gives: round int, opened_at int, closed_at int?, revealed_at int?, ballot_id int?, note_ballot_id int?
SELECT round, opened_at, closed_at, revealed_at, ballot_id, note_ballot_id FROM session_round WHERE item_id = ?1 ORDER BY round;

-- name: round_insert exec
-- takes: item_id int, round int, opened_at int, ballot_id int?, note_ballot_id int?
INSERT INTO session_round (item_id, round, opened_at, ballot_id, note_ballot_id) VALUES (?1, ?2, ?3, ?4, ?5);

-- name: round_set exec
-- takes: item_id int, round int, closed_at int?, revealed_at int?
UPDATE session_round SET closed_at = ?3, revealed_at = ?4 WHERE item_id = ?1 AND round = ?2;

-- ---- who is in it (join.c) ------------------------------------------------------------------------

-- name: phone_get maybe
-- takes: session_id int, token blob
-- gives: id int
SELECT id FROM session_phone WHERE session_id = ?1 AND token = ?2;

-- No row when this phone was there already.
-- name: phone_insert maybe
-- takes: session_id int, token blob, at int
-- gives: id int
INSERT INTO session_phone (session_id, token, joined_at) VALUES (?1, ?2, ?3)
ON CONFLICT (session_id, token) DO NOTHING RETURNING id;

-- Who was sent away too.
-- name: phone_people many
-- takes: session_id int, phone_id int
-- gives: id int, seat int, name text, member_id int?, table_number int, removed_at int?
SELECT id, seat, name, member_id, table_number, removed_at FROM session_participant
WHERE phone_id = ?2 AND session_id = ?1 ORDER BY seat, id;

-- name: participant_insert one
-- takes: session_id int, phone_id int?, seat int, name text, member_id int?
-- gives: id int
INSERT INTO session_participant (session_id, phone_id, seat, name, member_id) VALUES (?1, ?2, ?3, ?4, ?5) RETURNING id;

-- name: participant_name exec
-- takes: session_id int, id int, name text
UPDATE session_participant SET name = ?3 WHERE session_id = ?1 AND id = ?2;

-- A member who comes with another phone goes on there. Nobody who was sent away.
-- name: participant_take exec
-- takes: session_id int, member_id int, phone_id int
UPDATE session_participant SET phone_id = ?3, seat = 1
WHERE session_id = ?1 AND member_id = ?2 AND removed_at IS NULL AND phone_id IS NOT NULL;

-- name: door exec
-- takes: organisation_id int, id int, shut_at int?
UPDATE session_session SET shut_at = ?3 WHERE organisation_id = ?1 AND id = ?2;

-- name: participant_remove exec
-- takes: session_id int, id int, at int?
UPDATE session_participant SET removed_at = ?3 WHERE session_id = ?1 AND id = ?2;

-- Those who are in it (away 0), or those who were sent away (1).
-- name: people_list many
-- takes: session_id int, away int
-- gives: id int, seat int, name text, member_id int?, table_number int, phone_id int?
SELECT id, seat, name, member_id, table_number, phone_id FROM session_participant
WHERE session_id = ?1 AND CASE WHEN removed_at IS NULL THEN 0 ELSE 1 END = ?2 AND (?2 = 0 OR phone_id IS NOT NULL) ORDER BY id LIMIT 5000;

-- name: participant_leave exec
-- takes: session_id int, id int, at int
UPDATE session_participant SET removed_at = ?3, phone_id = NULL WHERE session_id = ?1 AND id = ?2;

-- Who was sent away of late, for phones that look on.
-- name: away_list many
-- takes: session_id int
-- gives: id int
SELECT id FROM session_participant WHERE session_id = ?1 AND removed_at > 0 AND phone_id IS NOT NULL
ORDER BY removed_at DESC, id DESC LIMIT 50;

-- What somebody wrote and answered by name, in the order of the agenda.
-- name: own_notes many
-- takes: session_id int, participant_id int
-- gives: item_id int, title text, content text
SELECT i.id, i.title, n.content FROM session_note n JOIN session_item i ON i.id = n.item_id
WHERE i.session_id = ?1 AND n.participant_id = ?2 ORDER BY i.position, i.id, n.id LIMIT 500;

-- name: own_sheets many
-- takes: session_id int, participant_id int
-- gives: item_id int, round int
SELECT i.id, CAST(max(f.round) AS BIGINT) FROM session_sheet f JOIN session_item i ON i.id = f.item_id
WHERE i.session_id = ?1 AND f.participant_id = ?2 GROUP BY i.id, i.position ORDER BY i.position, i.id;

-- name: people_count one
-- takes: session_id int
-- gives: here int, ever int
SELECT CAST(count(*) - count(removed_at) AS BIGINT), CAST(count(*) AS BIGINT) FROM session_participant WHERE session_id = ?1;

-- name: people_first one
-- takes: session_id int
-- gives: id int
SELECT CAST(coalesce(min(id), 0) AS BIGINT) FROM session_participant WHERE session_id = ?1;

-- name: member_present exec
-- takes: session_id int, member_id int
INSERT INTO session_attendance (session_id, member_id, state) VALUES (?1, ?2, 'present')
ON CONFLICT (session_id, member_id) DO UPDATE SET state = 'present';

-- ---- sheets (sheet.c) -----------------------------------------------------------------------------

-- name: round_one maybe
-- takes: item_id int, round int
-- gives: closed_at int?, revealed_at int?, ballot_id int?
SELECT closed_at, revealed_at, ballot_id FROM session_round WHERE item_id = ?1 AND round = ?2;

-- name: sheet_get maybe
-- takes: item_id int, round int, participant_id int
-- gives: edit int
SELECT edit FROM session_sheet WHERE item_id = ?1 AND round = ?2 AND participant_id = ?3;

-- name: sheet_put exec
-- takes: item_id int, round int, participant_id int, edit int
INSERT INTO session_sheet (item_id, round, participant_id, edit) VALUES (?1, ?2, ?3, ?4)
ON CONFLICT (item_id, round, participant_id) DO UPDATE SET edit = excluded.edit;

-- name: sheet_count one
-- takes: item_id int, round int
-- gives: n int
SELECT count(*) FROM session_sheet WHERE item_id = ?1 AND round = ?2;

-- name: answer_clear exec
-- takes: item_id int, round int, participant_id int
DELETE FROM session_answer WHERE item_id = ?1 AND round = ?2 AND participant_id = ?3;

-- name: answer_put exec
-- takes: item_id int, round int, participant_id int, part int, choice int
INSERT INTO session_answer (item_id, round, participant_id, part, choice) VALUES (?1, ?2, ?3, ?4, ?5);

-- name: answer_own many
-- takes: item_id int, round int, participant_id int
-- gives: part int, choice int
SELECT part, choice FROM session_answer WHERE item_id = ?1 AND round = ?2 AND participant_id = ?3 ORDER BY part;

-- name: answer_tally many
-- takes: item_id int, round int
-- gives: part int, choice int, n int
SELECT part, choice, count(*) FROM session_answer WHERE item_id = ?1 AND round = ?2 GROUP BY part, choice ORDER BY part, choice;

-- name: answer_who many
-- takes: item_id int, round int
-- gives: part int, choice int, participant_id int
SELECT part, choice, participant_id FROM session_answer WHERE item_id = ?1 AND round = ?2
ORDER BY part, choice, participant_id LIMIT 2000;

-- name: item_source exec
-- takes: session_id int, id int, source text
UPDATE session_item SET source = ?3, edit = edit + 1 WHERE session_id = ?1 AND id = ?2;

-- What the desk marked in a result.
-- name: chosen_list many
-- takes: session_id int, item_id int
-- gives: object int
SELECT object FROM session_landing WHERE session_id = ?1 AND item_id = ?2 AND kind = 'chosen' ORDER BY object;

-- name: landing_put exec
-- takes: session_id int, item_id int, kind text, key text, object int, at int, user_id int?
INSERT INTO session_landing (session_id, item_id, kind, key, object, landed_at, user_id) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)
ON CONFLICT (session_id, item_id, kind, key) DO UPDATE SET object = excluded.object, landed_at = excluded.landed_at, user_id = excluded.user_id;

-- name: landing_drop exec
-- takes: session_id int, item_id int, kind text, key text
DELETE FROM session_landing WHERE session_id = ?1 AND item_id = ?2 AND kind = ?3 AND key = ?4;


-- ---- notes, clusters (note.c) ---------------------------------------------------------------------

-- name: note_list many
-- takes: item_id int, round int, hidden bool
-- gives: id int, spot int, participant_id int?, name text, member_id int?, content text, cluster int, hidden int, edit int
SELECT n.id, n.spot, n.participant_id, coalesce(p.name, ''), p.member_id, n.content, n.cluster, n.hidden, n.edit
FROM session_note n LEFT JOIN session_participant p ON p.id = n.participant_id
WHERE n.item_id = ?1 AND n.round = ?2 AND (n.hidden = 0 OR ?3 = 1) ORDER BY n.spot, n.id LIMIT 20000;

-- name: note_own many
-- takes: item_id int, round int, participant_id int
-- gives: id int, spot int, content text, cluster int, hidden int, edit int
SELECT id, spot, content, cluster, hidden, edit FROM session_note
WHERE item_id = ?1 AND round = ?2 AND participant_id = ?3 ORDER BY spot, id LIMIT 200;

-- name: note_of_nonce maybe
-- takes: item_id int, nonce text
-- gives: id int, content text
SELECT id, content FROM session_note WHERE item_id = ?1 AND nonce = ?2;

-- How many somebody wrote in a round.
-- name: note_count one
-- takes: item_id int, round int, participant_id int
-- gives: n int
SELECT count(*) FROM session_note WHERE item_id = ?1 AND round = ?2 AND participant_id = ?3;

-- How many people wrote in a round.
-- name: note_writers one
-- takes: item_id int, round int
-- gives: n int
SELECT count(DISTINCT participant_id) FROM session_note WHERE item_id = ?1 AND round = ?2;

-- name: note_insert exec
-- takes: item_id int, round int, spot int, participant_id int?, nonce text, content text
INSERT INTO session_note (item_id, round, spot, participant_id, nonce, content) VALUES (?1, ?2, ?3, ?4, ?5, ?6)
ON CONFLICT (item_id, nonce) DO NOTHING;

-- By whoever wrote it, or by the desk (participant_id NULL).
-- name: note_change exec
-- takes: item_id int, id int, participant_id int?, content text, edit int
UPDATE session_note SET content = ?4, edit = edit + 1
WHERE item_id = ?1 AND id = ?2 AND (?3 IS NULL OR participant_id = ?3) AND edit = ?5;

-- name: note_delete exec
-- takes: item_id int, id int, participant_id int?
DELETE FROM session_note WHERE item_id = ?1 AND id = ?2 AND (?3 IS NULL OR participant_id = ?3);

-- name: note_sort exec
-- takes: item_id int, id int, cluster int
UPDATE session_note SET cluster = ?3 WHERE item_id = ?1 AND id = ?2;

-- name: note_hide exec
-- takes: item_id int, id int, hidden int
UPDATE session_note SET hidden = ?3 WHERE item_id = ?1 AND id = ?2;

-- What was in one group comes into another.
-- name: note_recluster exec
-- takes: item_id int, cluster int, into int
UPDATE session_note SET cluster = ?3 WHERE item_id = ?1 AND cluster = ?2;

-- Nobody can tell any more who wrote it, nor at whose turn.
-- name: note_unsign exec
-- takes: item_id int
UPDATE session_note SET participant_id = NULL WHERE item_id = ?1;

-- name: note_unplace exec
-- takes: item_id int
UPDATE session_note SET spot = 0 WHERE item_id = ?1;

-- name: cluster_list many
-- takes: item_id int
-- gives: number int, parent int, position int, label text
SELECT number, parent, position, label FROM session_cluster WHERE item_id = ?1 ORDER BY parent, position, number;

-- name: cluster_insert exec
-- takes: item_id int, number int, parent int, position int, label text
INSERT INTO session_cluster (item_id, number, parent, position, label) VALUES (?1, ?2, ?3, ?4, ?5);

-- name: cluster_rename exec
-- takes: item_id int, number int, label text
UPDATE session_cluster SET label = ?3 WHERE item_id = ?1 AND number = ?2;

-- name: cluster_place exec
-- takes: item_id int, number int, parent int, position int
UPDATE session_cluster SET parent = ?3, position = ?4 WHERE item_id = ?1 AND number = ?2;

-- name: cluster_delete exec
-- takes: item_id int, number int
DELETE FROM session_cluster WHERE item_id = ?1 AND number = ?2;

-- ---- round table, tables (turn.c) -----------------------------------------------------------------

-- name: turn_list many
-- takes: item_id int
-- gives: position int, name text, member_id int?, participant_id int?
SELECT position, name, member_id, participant_id FROM session_turn WHERE item_id = ?1 ORDER BY position;

-- name: turn_insert exec
-- takes: item_id int, position int, name text, member_id int?, participant_id int?
INSERT INTO session_turn (item_id, position, name, member_id, participant_id) VALUES (?1, ?2, ?3, ?4, ?5);

-- name: turn_delete_all exec
-- takes: item_id int
DELETE FROM session_turn WHERE item_id = ?1;

-- A speaker got another place in the list: the notes go along.
-- name: turn_notes_move exec
-- takes: item_id int, round int, spot int, to_spot int
UPDATE session_note SET spot = ?4 WHERE item_id = ?1 AND round = ?2 AND spot = ?3;

-- name: turn_notes_settle exec
-- takes: item_id int, round int, aside int
UPDATE session_note SET spot = spot - ?3 WHERE item_id = ?1 AND round = ?2 AND spot >= ?3;

-- name: turn_rewind exec
-- takes: session_id int, item_id int
UPDATE session_item SET turn = 0 WHERE session_id = ?1 AND id = ?2;

-- name: present_list many
-- takes: session_id int
-- gives: member_id int
SELECT member_id FROM session_attendance WHERE session_id = ?1 AND state = 'present' ORDER BY member_id LIMIT 500;

-- name: table_put exec
-- takes: session_id int, participant_id int, table_number int
UPDATE session_participant SET table_number = ?3 WHERE session_id = ?1 AND id = ?2;

-- name: table_forget exec
-- takes: session_id int
UPDATE session_participant SET table_number = 0 WHERE session_id = ?1 AND table_number <> 0;

-- ---- agreements, minutes, landing (agreement.c, minutes.c, landing.c) -----------------------------

-- Those that stand, or one.
-- name: agreements many
-- takes: session_id int, id int?
-- gives: id int, session_id int, item_id int?, nonce text, what text, member_id int?, who text, due_on int?, becomes text, landed int?, edit int
SELECT id, session_id, item_id, nonce, what, member_id, who, due_on, becomes, landed, edit FROM session_agreement
WHERE session_id = ?1 AND id = coalesce(?2, id) AND archived_at IS NULL ORDER BY id;

-- Withdrawn ones too, so that a late retry brings nothing back.
-- name: agreement_of maybe
-- takes: session_id int, nonce text
-- gives: id int
SELECT id FROM session_agreement WHERE session_id = ?1 AND nonce = ?2;

-- name: agreement_insert one
-- takes: session_id int, item_id int?, nonce text, what text, member_id int?, who text, due_on int?, becomes text
-- gives: id int
INSERT INTO session_agreement (session_id, item_id, nonce, what, member_id, who, due_on, becomes)
VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8) RETURNING id;

-- name: agreement_change exec
-- takes: session_id int, id int, edit int, what text, member_id int?, who text, due_on int?, becomes text
UPDATE session_agreement SET edit = edit + 1, what = ?4, member_id = ?5, who = ?6, due_on = ?7, becomes = ?8
WHERE session_id = ?1 AND id = ?2 AND edit = ?3 AND landed IS NULL AND archived_at IS NULL;

-- name: agreement_archive exec
-- takes: session_id int, id int, at int
UPDATE session_agreement SET edit = edit + 1, archived_at = ?3
WHERE session_id = ?1 AND id = ?2 AND landed IS NULL AND archived_at IS NULL;

-- name: agreement_landed exec
-- takes: session_id int, id int, object int
UPDATE session_agreement SET landed = ?3 WHERE session_id = ?1 AND id = ?2;

-- name: remark_row maybe
-- takes: item_id int
-- gives: content text, edit int
SELECT content, edit FROM session_remark WHERE item_id = ?1;

-- name: remark_insert maybe
-- takes: item_id int, content text
-- gives: edit int
INSERT INTO session_remark (item_id, content) VALUES (?1, ?2) ON CONFLICT (item_id) DO NOTHING RETURNING edit;

-- name: remark_change exec
-- takes: item_id int, content text, edit int
UPDATE session_remark SET content = ?2, edit = edit + 1 WHERE item_id = ?1 AND edit = ?3;

-- name: minutes_set exec
-- takes: organisation_id int, id int, document_id int, version int
UPDATE session_session SET document_id = ?3, minutes_version = ?4 WHERE organisation_id = ?1 AND id = ?2;

-- name: minutes_made one
-- takes: organisation_id int, id int
-- gives: version int
SELECT coalesce(minutes_version, 0) FROM session_session WHERE organisation_id = ?1 AND id = ?2;

-- name: landings many
-- takes: session_id int
-- gives: item_id int, kind text, key text, object int
SELECT item_id, kind, key, object FROM session_landing WHERE session_id = ?1 ORDER BY item_id, kind, key;

-- Nothing when it landed before.
-- name: landing_insert maybe
-- takes: session_id int, item_id int, kind text, key text, object int, at int, user_id int?
-- gives: object int
INSERT INTO session_landing (session_id, item_id, kind, key, object, landed_at, user_id)
VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7) ON CONFLICT (session_id, item_id, kind, key) DO NOTHING RETURNING object;

-- A sheet of paper that was entered: its secret, which the form carries, finds it again.
-- name: paper_get maybe
-- takes: session_id int, token blob
-- gives: participant_id int
SELECT p.id FROM session_phone f JOIN session_participant p ON p.phone_id = f.id WHERE f.session_id = ?1 AND f.token = ?2 AND p.seat = 0;

-- name: paper_drop exec
-- takes: item_id int, round int, participant_id int
DELETE FROM session_sheet WHERE item_id = ?1 AND round = ?2 AND participant_id = ?3;

-- name: attendance_of many
-- takes: session_id int
-- gives: member_id int, state text
SELECT member_id, state FROM session_attendance WHERE session_id = ?1 ORDER BY member_id;

-- ---- before: attendance, checks (prepare.c) -------------------------------------------------------

-- name: attendance_list many
-- takes: session_id int
-- gives: member_id int, state text, mailed_edit int?
SELECT member_id, state, mailed_edit FROM session_attendance WHERE session_id = ?1 ORDER BY member_id LIMIT 5000;

-- name: attendance_put exec
-- takes: session_id int, member_id int, state text
INSERT INTO session_attendance (session_id, member_id, state) VALUES (?1, ?2, ?3)
ON CONFLICT (session_id, member_id) DO UPDATE SET state = excluded.state;

-- name: attendance_mailed exec
-- takes: session_id int, member_id int, mailed_edit int
UPDATE session_attendance SET mailed_edit = ?3 WHERE session_id = ?1 AND member_id = ?2;

-- name: attendance_delete exec
-- takes: session_id int, member_id int
DELETE FROM session_attendance WHERE session_id = ?1 AND member_id = ?2;

-- name: check_list many
-- takes: session_id int
-- gives: position int, label text, done_at int?
SELECT position, label, done_at FROM session_check WHERE session_id = ?1 ORDER BY position;

-- name: check_done exec
-- takes: session_id int, position int, done_at int?, done_by int?
UPDATE session_check SET done_at = ?3, done_by = ?4 WHERE session_id = ?1 AND position = ?2;

-- name: check_delete exec
-- takes: session_id int, position int
DELETE FROM session_check WHERE session_id = ?1 AND position = ?2;

-- name: check_reached exec
-- takes: session_id int, done_at int
INSERT INTO session_check (session_id, position, label, done_at) VALUES (?1, -1, '', ?2)
ON CONFLICT (session_id, position) DO UPDATE SET done_at = excluded.done_at;

-- name: check_insert exec
-- takes: session_id int, position int, label text
INSERT INTO session_check (session_id, position, label) VALUES (?1, ?2, ?3);

-- ---- every minute, and for verify -----------------------------------------------------------------

-- Sessions that ended before a moment, or were planned a week before it and never ended: what only the room needed goes.
-- name: phones_forget exec
-- takes: ended_before int, planned_before int
DELETE FROM session_phone WHERE session_id IN (SELECT s.id FROM session_session s JOIN trajectory_moment m ON m.id = s.moment_id
    WHERE s.ended_at < ?1 OR (s.ended_at IS NULL AND m.at < ?2));

-- Members keep their name elsewhere.
-- name: guests_forget exec
-- takes: ended_before int, planned_before int
UPDATE session_participant SET name = '' WHERE member_id IS NULL AND name <> '' AND session_id IN (
    SELECT s.id FROM session_session s JOIN trajectory_moment m ON m.id = s.moment_id
    WHERE s.ended_at < ?1 OR (s.ended_at IS NULL AND m.at < ?2));

-- name: speakers_forget exec
-- takes: ended_before int, planned_before int
DELETE FROM session_turn WHERE member_id IS NULL AND item_id IN (SELECT i.id FROM session_item i
    JOIN session_session s ON s.id = i.session_id JOIN trajectory_moment m ON m.id = s.moment_id
    WHERE s.ended_at < ?1 OR (s.ended_at IS NULL AND m.at < ?2));

-- An item asked without names that has an answer with one: there can be none.
-- name: named_answers many
-- gives: item_id int, answers int
SELECT i.id, count(*) FROM session_item i JOIN session_answer a ON a.item_id = i.id WHERE i.anonymous = 1 GROUP BY i.id ORDER BY i.id LIMIT 100;

-- name: named_notes many
-- gives: item_id int, notes int
SELECT i.id, count(*) FROM session_item i JOIN session_note n ON n.item_id = i.id
WHERE i.anonymous = 1 AND n.participant_id IS NOT NULL GROUP BY i.id ORDER BY i.id LIMIT 100;

-- Items whose rounds are not numbered from 1 to the newest.
-- name: lost_rounds many
-- gives: item_id int
SELECT i.id FROM session_item i
WHERE i.round <> (SELECT count(*) FROM session_round r WHERE r.item_id = i.id AND r.round BETWEEN 1 AND i.round) ORDER BY i.id LIMIT 100;
