-- Everything this slice asks of the database. A commitment is found by its organisation; its dates by the id that came from that.

-- name: line_list many
-- takes: organisation_id int, trajectory_id int
-- gives: id int, line text, title text, state text, known text, url text, edit int, user_id int?, at int
SELECT id, line, title, state, known, url, edit, user_id, at FROM briefing_line
WHERE organisation_id = ?1 AND trajectory_id = ?2 ORDER BY id;

-- name: line_insert maybe
-- takes: organisation_id int, trajectory_id int, line text, title text, state text, known text, url text, user_id int?, at int
-- gives: id int
INSERT INTO briefing_line (organisation_id, trajectory_id, line, title, state, known, url, user_id, at)
VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9) ON CONFLICT (trajectory_id, line) DO NOTHING RETURNING id;

-- name: line_keep exec
-- takes: organisation_id int, trajectory_id int, line text, edit int
INSERT INTO briefing_line_log (line_id, edit, state, known, url, user_id, at)
SELECT id, edit, state, known, url, user_id, at FROM briefing_line
WHERE organisation_id = ?1 AND trajectory_id = ?2 AND line = ?3 AND edit = ?4;

-- name: line_change exec
-- takes: organisation_id int, trajectory_id int, line text, edit int, state text, known text, url text, user_id int?, at int
UPDATE briefing_line SET state = ?5, known = ?6, url = ?7, user_id = ?8, at = ?9, edit = edit + 1
WHERE organisation_id = ?1 AND trajectory_id = ?2 AND line = ?3 AND edit = ?4;

-- One, or all that are not archived when id is NULL.
-- name: commitment_list many
-- takes: organisation_id int, id int?
-- gives: id int, entry text, title text, note text, edit int, created_at int, archived_at int?
SELECT id, entry, title, note, edit, created_at, archived_at FROM briefing_commitment
WHERE organisation_id = ?1 AND id = coalesce(?2, id) AND (?2 IS NOT NULL OR archived_at IS NULL) ORDER BY id LIMIT 200;

-- name: commitment_insert one
-- takes: organisation_id int, entry text, title text, note text, created_by int?, at int
-- gives: id int
INSERT INTO briefing_commitment (organisation_id, entry, title, note, created_by, created_at) VALUES (?1, ?2, ?3, ?4, ?5, ?6) RETURNING id;

-- name: commitment_change exec
-- takes: organisation_id int, id int, edit int, title text, note text
UPDATE briefing_commitment SET title = ?4, note = ?5, edit = edit + 1 WHERE organisation_id = ?1 AND id = ?2 AND edit = ?3;

-- name: commitment_archive exec
-- takes: organisation_id int, id int, at int?
UPDATE briefing_commitment SET archived_at = ?3, edit = edit + 1 WHERE organisation_id = ?1 AND id = ?2;

-- name: date_list many
-- takes: commitment_id int
-- gives: event text, day int
SELECT event, day FROM briefing_date WHERE commitment_id = ?1 ORDER BY day, event;

-- name: date_forget exec
-- takes: commitment_id int
DELETE FROM briefing_date WHERE commitment_id = ?1;

-- name: date_put exec
-- takes: commitment_id int, event text, day int
INSERT INTO briefing_date (commitment_id, event, day) VALUES (?1, ?2, ?3);
