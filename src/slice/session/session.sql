-- Everything this slice asks of the database. A session is found by its organisation and id, or by its code or its phone's
-- secret; what belongs to it is then reached by the id that came from that look-up.

-- ---- sessions (session.c) -------------------------------------------------------------------------

-- ---- agenda (item.c) ------------------------------------------------------------------------------

-- ---- leading the room (lead.c) --------------------------------------------------------------------

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

-- name: participant_remove exec
-- takes: session_id int, id int, at int?
UPDATE session_participant SET removed_at = ?3 WHERE session_id = ?1 AND id = ?2;

-- Those who are in it (away 0), or those who were sent away (1).
-- name: people_list many
-- takes: session_id int, away int
-- gives: id int, seat int, name text, member_id int?, table_number int, phone_id int?
SELECT id, seat, name, member_id, table_number, phone_id FROM session_participant
WHERE session_id = ?1 AND CASE WHEN removed_at IS NULL THEN 0 ELSE 1 END = ?2 ORDER BY id LIMIT 5000;

-- name: people_count one
-- takes: session_id int
-- gives: here int, ever int
SELECT CAST(count(*) - count(removed_at) AS BIGINT), CAST(count(*) AS BIGINT) FROM session_participant WHERE session_id = ?1;

-- name: member_present exec
-- takes: session_id int, member_id int
INSERT INTO session_attendance (session_id, member_id, state) VALUES (?1, ?2, 'present')
ON CONFLICT (session_id, member_id) DO UPDATE SET state = 'present';

-- ---- sheets (sheet.c) -----------------------------------------------------------------------------

-- ---- notes, clusters (note.c) ---------------------------------------------------------------------

-- ---- round table, tables (turn.c) -----------------------------------------------------------------

-- ---- agreements, minutes, landing (agreement.c, minutes.c, landing.c) -----------------------------

-- ---- before: attendance, checks (prepare.c) -------------------------------------------------------

-- ---- every minute, and for verify -----------------------------------------------------------------
