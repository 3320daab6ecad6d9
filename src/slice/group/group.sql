-- Everything this slice asks of the database. A group is found by its organisation, its trajectory and its id; what hangs under it, and
-- under a trajectory, is then reached by ids that came from such a look-up.

-- ---- groups -------------------------------------------------------------------------------------

-- One, or all of a trajectory when id is NULL; each as the kind that it is on a day.
-- name: list many
-- takes: organisation_id int, trajectory_id int, id int?, today int
-- gives: id int, organisation_id int, trajectory_id int, kind text?, name text, mandate text, begins_on int?, ends_on int?, edit int, dissolved_on int?
SELECT g.id, g.organisation_id, g.trajectory_id,
    (SELECT k.kind FROM group_kind k WHERE k.group_id = g.id AND k.from_day <= ?4 ORDER BY k.from_day DESC LIMIT 1),
    g.name, g.mandate, g.begins_on, g.ends_on, g.edit, g.dissolved_on
FROM group_group g WHERE g.organisation_id = ?1 AND g.trajectory_id = ?2 AND g.id = coalesce(?3, g.id) ORDER BY g.id LIMIT 100;

-- name: insert one
-- takes: organisation_id int, trajectory_id int, name text, created_by int?, at int
-- gives: id int
INSERT INTO group_group (organisation_id, trajectory_id, name, created_by, created_at) VALUES (?1, ?2, ?3, ?4, ?5) RETURNING id;

-- name: change exec
-- takes: organisation_id int, id int, name text, mandate text, begins_on int?, ends_on int?, edit int
UPDATE group_group SET name = ?3, mandate = ?4, begins_on = ?5, ends_on = ?6, edit = edit + 1
WHERE organisation_id = ?1 AND id = ?2 AND edit = ?7;

-- name: dissolve exec
-- takes: organisation_id int, id int, day int?
UPDATE group_group SET dissolved_on = ?3, edit = edit + 1 WHERE organisation_id = ?1 AND id = ?2;

-- name: kind_put exec
-- takes: group_id int, from_day int, kind text
INSERT INTO group_kind (group_id, from_day, kind) VALUES (?1, ?2, ?3)
ON CONFLICT (group_id, from_day) DO UPDATE SET kind = excluded.kind;

-- name: kind_list many
-- takes: group_id int
-- gives: from_day int, kind text
SELECT from_day, kind FROM group_kind WHERE group_id = ?1 ORDER BY from_day;

-- name: log_insert exec
-- takes: group_id int, at int, user_id int?, what text, member_id int?, before text, after text, reason text
INSERT INTO group_log (group_id, at, user_id, what, member_id, before, after, reason) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8);

-- The newest first, before a line.
-- name: log_list many
-- takes: group_id int, before_id int, most int
-- gives: id int, at int, user_id int?, what text, member_id int?, before text, after text, reason text
SELECT id, at, user_id, what, member_id, before, after, reason FROM group_log
WHERE group_id = ?1 AND id < ?2 ORDER BY id DESC LIMIT ?3;

-- Who changed the group itself last, for whoever was too late.
-- name: log_newest maybe
-- takes: group_id int
-- gives: at int, user_id int?
SELECT at, user_id FROM group_log WHERE group_id = ?1 AND member_id IS NULL ORDER BY id DESC LIMIT 1;

-- ---- members ------------------------------------------------------------------------------------

-- name: seat_list many
-- takes: group_id int, id int?
-- gives: id int, group_id int, member_id int, task text, begins_on int, ends_on int?, left_on int?, edit int
SELECT id, group_id, member_id, task, begins_on, ends_on, left_on, edit FROM group_seat
WHERE group_id = ?1 AND id = coalesce(?2, id) ORDER BY id LIMIT 2000;

-- The one that has not ended by a day.
-- name: seat_of maybe
-- takes: group_id int, member_id int, today int
-- gives: id int
SELECT id FROM group_seat
WHERE group_id = ?1 AND member_id = ?2 AND left_on IS NULL AND (ends_on IS NULL OR ends_on >= ?3) ORDER BY id LIMIT 1;

-- name: seat_insert one
-- takes: group_id int, member_id int, task text, begins_on int
-- gives: id int
INSERT INTO group_seat (group_id, member_id, task, begins_on) VALUES (?1, ?2, ?3, ?4) RETURNING id;

-- name: seat_change exec
-- takes: group_id int, id int, task text, begins_on int, ends_on int?, edit int
UPDATE group_seat SET task = ?3, begins_on = ?4, ends_on = ?5, edit = edit + 1 WHERE group_id = ?1 AND id = ?2 AND edit = ?6;

-- name: seat_leave exec
-- takes: group_id int, id int, left_on int
UPDATE group_seat SET left_on = ?3, edit = edit + 1 WHERE group_id = ?1 AND id = ?2 AND left_on IS NULL;

-- Without an end when the one that was agreed has passed.
-- name: seat_back exec
-- takes: group_id int, id int, today int
UPDATE group_seat SET left_on = NULL, ends_on = CASE WHEN ends_on < ?3 THEN NULL ELSE ends_on END, edit = edit + 1
WHERE group_id = ?1 AND id = ?2;

-- Everybody who is in some group of a trajectory on a day, each once.
-- name: people many
-- takes: organisation_id int, trajectory_id int, today int
-- gives: member_id int
SELECT DISTINCT s.member_id FROM group_group g JOIN group_seat s ON s.group_id = g.id
WHERE g.organisation_id = ?1 AND g.trajectory_id = ?2 AND (g.dissolved_on IS NULL OR g.dissolved_on >= ?3)
  AND s.begins_on <= ?3 AND (s.left_on IS NULL OR s.left_on > ?3) AND (s.ends_on IS NULL OR s.ends_on >= ?3)
ORDER BY s.member_id;

-- ---- motives ------------------------------------------------------------------------------------

-- One member's, or everybody's when member_id is NULL.
-- name: motive_list many
-- takes: trajectory_id int, member_id int?
-- gives: member_id int, motive text, brings text, edit int, changed_at int
SELECT member_id, motive, brings, edit, changed_at FROM group_motive
WHERE trajectory_id = ?1 AND member_id = coalesce(?2, member_id) ORDER BY member_id;

-- name: motive_last one
-- takes: trajectory_id int, member_id int
-- gives: edit int
SELECT coalesce(max(edit), 0) FROM group_motive_log WHERE trajectory_id = ?1 AND member_id = ?2;

-- name: motive_insert exec
-- takes: trajectory_id int, member_id int, motive text, brings text, edit int, at int
INSERT INTO group_motive (trajectory_id, member_id, motive, brings, edit, changed_at) VALUES (?1, ?2, ?3, ?4, ?5, ?6);

-- name: motive_keep exec
-- takes: trajectory_id int, member_id int
INSERT INTO group_motive_log (trajectory_id, member_id, edit, motive, brings, changed_at)
SELECT trajectory_id, member_id, edit, motive, brings, changed_at FROM group_motive WHERE trajectory_id = ?1 AND member_id = ?2;

-- name: motive_delete exec
-- takes: trajectory_id int, member_id int
DELETE FROM group_motive WHERE trajectory_id = ?1 AND member_id = ?2;

-- name: asked_get maybe
-- takes: trajectory_id int
-- gives: at int, user_id int?, due_on int
SELECT at, user_id, due_on FROM group_asked WHERE trajectory_id = ?1;

-- name: asked_put exec
-- takes: trajectory_id int, at int, user_id int?, due_on int
INSERT INTO group_asked (trajectory_id, at, user_id, due_on) VALUES (?1, ?2, ?3, ?4)
ON CONFLICT (trajectory_id) DO UPDATE SET at = excluded.at, user_id = excluded.user_id, due_on = excluded.due_on;

-- ---- success factors ----------------------------------------------------------------------------

-- name: estimate_put exec
-- takes: trajectory_id int, month int, factor int, member_id int, value int
INSERT INTO group_estimate (trajectory_id, month, factor, member_id, value) VALUES (?1, ?2, ?3, ?4, ?5)
ON CONFLICT (trajectory_id, month, factor, member_id) DO UPDATE SET value = excluded.value;

-- name: estimate_own many
-- takes: trajectory_id int, month int, member_id int
-- gives: factor int, value int
SELECT factor, value FROM group_estimate WHERE trajectory_id = ?1 AND month = ?2 AND member_id = ?3 ORDER BY factor;

-- What the members said together, the newest month first.
-- name: estimate_months many
-- takes: trajectory_id int
-- gives: month int, factor int, n int, total int, lowest int, highest int
SELECT month, factor, count(*), CAST(sum(value) AS BIGINT), min(value), max(value) FROM group_estimate
WHERE trajectory_id = ?1 GROUP BY month, factor ORDER BY month DESC, factor LIMIT 108;

-- ---- objections ---------------------------------------------------------------------------------

-- name: objection_list many
-- takes: organisation_id int, trajectory_id int, before_id int, most int
-- gives: id int, resistance text, note text, helped text, edit int, archived bool
SELECT id, resistance, note, helped, edit, archived FROM group_objection
WHERE organisation_id = ?1 AND trajectory_id = ?2 AND id < ?3 AND archived = 0 ORDER BY id DESC LIMIT ?4;

-- name: objection_get maybe
-- takes: organisation_id int, trajectory_id int, id int
-- gives: id int, resistance text, note text, helped text, edit int, archived bool
SELECT id, resistance, note, helped, edit, archived FROM group_objection
WHERE organisation_id = ?1 AND trajectory_id = ?2 AND id = ?3;

-- name: objection_counts many
-- takes: organisation_id int, trajectory_id int
-- gives: resistance text, n int
SELECT resistance, count(*) FROM group_objection
WHERE organisation_id = ?1 AND trajectory_id = ?2 AND archived = 0 GROUP BY resistance ORDER BY count(*) DESC, resistance;

-- name: objection_insert one
-- takes: organisation_id int, trajectory_id int, resistance text, note text, helped text
-- gives: id int
INSERT INTO group_objection (organisation_id, trajectory_id, resistance, note, helped) VALUES (?1, ?2, ?3, ?4, ?5) RETURNING id;

-- name: objection_change exec
-- takes: organisation_id int, trajectory_id int, id int, resistance text, note text, helped text, edit int
UPDATE group_objection SET resistance = ?4, note = ?5, helped = ?6, edit = edit + 1
WHERE organisation_id = ?1 AND trajectory_id = ?2 AND id = ?3 AND edit = ?7;

-- name: objection_archive exec
-- takes: organisation_id int, trajectory_id int, id int, archived bool
UPDATE group_objection SET archived = ?4, edit = edit + 1 WHERE organisation_id = ?1 AND trajectory_id = ?2 AND id = ?3;

-- name: objection_forget exec
-- takes: organisation_id int, trajectory_id int
DELETE FROM group_objection WHERE organisation_id = ?1 AND trajectory_id = ?2;
