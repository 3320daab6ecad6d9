-- Everything this slice asks of the database.

-- ---- trajectories -------------------------------------------------------------------------------

-- One, or all when id is NULL.
-- name: list many
-- takes: organisation_id int, id int?
-- gives: id int, organisation_id int, name text, template text, version int, example text, cycle int, first_day int, edit int, created_at int, ended_at int?
SELECT id, organisation_id, name, template, version, example, cycle, first_day, edit, created_at, ended_at
FROM trajectory_trajectory WHERE organisation_id = ?1 AND id = coalesce(?2, id) ORDER BY id DESC LIMIT 100;

-- Every trajectory that runs, of organisations that are not archived.
-- name: open_list many
-- gives: id int, organisation_id int
SELECT t.id, t.organisation_id FROM trajectory_trajectory t JOIN organisation_organisation o ON o.id = t.organisation_id
WHERE t.ended_at IS NULL AND o.archived_at IS NULL ORDER BY t.organisation_id, t.id;

-- name: insert one
-- takes: organisation_id int, name text, template text, version int, example text, first_day int, created_by int?, at int
-- gives: id int
INSERT INTO trajectory_trajectory (organisation_id, name, template, version, example, first_day, created_by, created_at)
VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8) RETURNING id;

-- name: change exec
-- takes: organisation_id int, id int, name text, example text, edit int
UPDATE trajectory_trajectory SET name = ?3, example = ?4, edit = edit + 1 WHERE organisation_id = ?1 AND id = ?2 AND edit = ?5;

-- name: accept exec
-- takes: organisation_id int, id int, version int, edit int
UPDATE trajectory_trajectory SET version = ?3, edit = edit + 1 WHERE organisation_id = ?1 AND id = ?2 AND edit = ?4;

-- name: go_round exec
-- takes: organisation_id int, id int, cycle int
UPDATE trajectory_trajectory SET cycle = ?3, edit = edit + 1 WHERE organisation_id = ?1 AND id = ?2 AND cycle = ?3 - 1;

-- name: end exec
-- takes: organisation_id int, id int, at int?, reason text
UPDATE trajectory_trajectory SET ended_at = ?3, ended_reason = ?4, edit = edit + 1 WHERE organisation_id = ?1 AND id = ?2;

-- ---- steps --------------------------------------------------------------------------------------

-- name: step_put one
-- takes: trajectory_id int, cycle int, key text, position int, state text, begins_on int, due_on int, opened_at int?
-- gives: id int
INSERT INTO trajectory_step (trajectory_id, cycle, key, position, state, begins_on, due_on, opened_at)
VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)
ON CONFLICT (trajectory_id, cycle, key) DO UPDATE SET position = excluded.position RETURNING id;

-- name: step_state exec
-- takes: trajectory_id int, id int, state text, opened_at int?, closed_at int?, closed_by int?, reason text
UPDATE trajectory_step SET state = ?3, opened_at = coalesce(?4, opened_at), closed_at = ?5, closed_by = ?6, reason = ?7, edit = edit + 1
WHERE trajectory_id = ?1 AND id = ?2;

-- name: step_dates exec
-- takes: trajectory_id int, id int, begins_on int, due_on int, edit int
UPDATE trajectory_step SET begins_on = ?3, due_on = ?4, edit = edit + 1 WHERE trajectory_id = ?1 AND id = ?2 AND edit = ?5;

-- One of any cycle, or all of a cycle when id is NULL.
-- name: step_list many
-- takes: trajectory_id int, cycle int?, id int?
-- gives: id int, trajectory_id int, cycle int, key text, position int, state text, begins_on int, due_on int, opened_at int?, closed_at int?, closed_by int?, reason text, edit int
SELECT id, trajectory_id, cycle, key, position, state, begins_on, due_on, opened_at, closed_at, closed_by, reason, edit
FROM trajectory_step WHERE trajectory_id = ?1 AND cycle = coalesce(?2, cycle) AND id = coalesce(?3, id) ORDER BY cycle, position, id;

-- ---- what happened ------------------------------------------------------------------------------

-- name: event_insert exec
-- takes: trajectory_id int, at int, user_id int?, kind text, object int?, title text, reason text
INSERT INTO trajectory_event (trajectory_id, at, user_id, kind, object, title, reason) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7);

-- name: event_list many
-- takes: trajectory_id int, after int, most int
-- gives: id int, at int, user_id int?, kind text, object int?, title text, reason text
SELECT id, at, user_id, kind, object, title, reason FROM trajectory_event
WHERE trajectory_id = ?1 AND at > ?2 ORDER BY id DESC LIMIT ?3;

-- name: event_before many
-- takes: trajectory_id int, before int, most int
-- gives: id int, at int, user_id int?, kind text, object int?, title text, reason text
SELECT id, at, user_id, kind, object, title, reason FROM trajectory_event
WHERE trajectory_id = ?1 AND id < ?2 ORDER BY id DESC LIMIT ?3;

-- ---- tasks --------------------------------------------------------------------------------------

-- name: task_of_source maybe
-- takes: organisation_id int, source text
-- gives: id int, done_at int?
SELECT id, done_at FROM trajectory_task WHERE organisation_id = ?1 AND source = ?2 AND archived_at IS NULL ORDER BY id LIMIT 1;

-- name: task_insert one
-- takes: organisation_id int, trajectory_id int?, step_id int?, title text, about text, owner_id int?, due_on int?, source text, created_by int?, at int
-- gives: id int
INSERT INTO trajectory_task (organisation_id, trajectory_id, step_id, title, about, owner_id, due_on, source, created_by, created_at)
VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10) RETURNING id;

-- name: task_follow exec
-- takes: organisation_id int, id int, title text, about text, due_on int?
UPDATE trajectory_task SET title = ?3, about = ?4, due_on = ?5, edit = edit + 1
WHERE organisation_id = ?1 AND id = ?2 AND (title <> ?3 OR about <> ?4 OR coalesce(due_on, -1) <> coalesce(?5, -1));

-- name: task_open_sources many
-- takes: organisation_id int, prefix text, end text
-- gives: id int, source text
SELECT id, source FROM trajectory_task
WHERE organisation_id = ?1 AND source >= ?2 AND source < ?3 AND done_at IS NULL AND archived_at IS NULL ORDER BY id;

-- Those of one trajectory and those of the organisation as a whole; done ones too when ?3.
-- name: task_list many
-- takes: organisation_id int, trajectory_id int, done bool
-- gives: id int, trajectory_id int?, step_id int?, title text, about text, source text, owner_id int?, due_on int?, done_at int?, edit int
SELECT id, trajectory_id, step_id, title, about, source, owner_id, due_on, done_at, edit FROM trajectory_task
WHERE organisation_id = ?1 AND (trajectory_id = ?2 OR trajectory_id IS NULL) AND archived_at IS NULL AND (done_at IS NULL OR ?3 = 1)
ORDER BY CASE WHEN done_at IS NULL THEN 0 ELSE 1 END, due_on NULLS LAST, id LIMIT 300;

-- name: task_get maybe
-- takes: organisation_id int, trajectory_id int, id int
-- gives: id int, title text, about text, source text, owner_id int?, due_on int?, done_at int?, edit int
SELECT id, title, about, source, owner_id, due_on, done_at, edit FROM trajectory_task
WHERE organisation_id = ?1 AND (trajectory_id = ?2 OR trajectory_id IS NULL) AND id = ?3 AND archived_at IS NULL;

-- name: task_change exec
-- takes: organisation_id int, id int, title text, about text, owner_id int?, due_on int?, edit int
UPDATE trajectory_task SET title = ?3, about = ?4, owner_id = ?5, due_on = ?6, edit = edit + 1
WHERE organisation_id = ?1 AND id = ?2 AND edit = ?7;

-- name: task_done exec
-- takes: organisation_id int, id int, at int?, user_id int?
UPDATE trajectory_task SET done_at = ?3, done_by = ?4, edit = edit + 1 WHERE organisation_id = ?1 AND id = ?2;

-- How many tasks hang on a step, and how many of them are done.
-- name: task_count one
-- takes: organisation_id int, step_id int
-- gives: made int, done int
SELECT count(*), count(done_at) FROM trajectory_task WHERE organisation_id = ?1 AND step_id = ?2 AND archived_at IS NULL;

-- name: task_of_prefix many
-- takes: organisation_id int, prefix text, end text
-- gives: id int, trajectory_id int?, step_id int?, title text, about text, source text, owner_id int?, due_on int?, done_at int?, edit int
SELECT id, trajectory_id, step_id, title, about, source, owner_id, due_on, done_at, edit FROM trajectory_task
WHERE organisation_id = ?1 AND source >= ?2 AND source < ?3 AND archived_at IS NULL ORDER BY id LIMIT 300;

-- name: task_archive exec
-- takes: organisation_id int, id int, at int
UPDATE trajectory_task SET archived_at = ?3, edit = edit + 1 WHERE organisation_id = ?1 AND id = ?2 AND archived_at IS NULL;

-- ---- moments ------------------------------------------------------------------------------------

-- name: moment_list many
-- takes: trajectory_id int
-- gives: id int, organisation_id int, trajectory_id int, step_id int?, sort text, source text, title text, at int, minutes int, place text, about text, edit int, changed_at int, cancelled_at int?
SELECT id, organisation_id, trajectory_id, step_id, sort, source, title, at, minutes, place, about, edit, changed_at, cancelled_at
FROM trajectory_moment WHERE trajectory_id = ?1 ORDER BY at, id;

-- name: moment_move exec
-- takes: trajectory_id int, id int, at int, changed_at int
UPDATE trajectory_moment SET at = ?3, changed_at = ?4, edit = edit + 1 WHERE trajectory_id = ?1 AND id = ?2;

-- name: moment_get maybe
-- takes: trajectory_id int, id int
-- gives: id int, step_id int?, sort text, title text, at int, minutes int, place text, about text, edit int, cancelled_at int?
SELECT id, step_id, sort, title, at, minutes, place, about, edit, cancelled_at FROM trajectory_moment WHERE trajectory_id = ?1 AND id = ?2;

-- name: moment_change exec
-- takes: trajectory_id int, id int, title text, at int, minutes int, place text, about text, changed_at int, edit int
UPDATE trajectory_moment SET title = ?3, at = ?4, minutes = ?5, place = ?6, about = ?7, changed_at = ?8, edit = edit + 1
WHERE trajectory_id = ?1 AND id = ?2 AND edit = ?9;

-- name: moment_cancel exec
-- takes: trajectory_id int, id int, cancelled_at int?, changed_at int
UPDATE trajectory_moment SET cancelled_at = ?3, changed_at = ?4, edit = edit + 1 WHERE trajectory_id = ?1 AND id = ?2;

-- name: moment_of_source maybe
-- takes: trajectory_id int, source text
-- gives: id int
SELECT id FROM trajectory_moment WHERE trajectory_id = ?1 AND source = ?2 ORDER BY id LIMIT 1;

-- name: moment_insert one
-- takes: organisation_id int, trajectory_id int, step_id int?, sort text, source text, title text, at int, minutes int, place text, about text, changed_at int
-- gives: id int
INSERT INTO trajectory_moment (organisation_id, trajectory_id, step_id, sort, source, title, at, minutes, place, about, changed_at)
VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11) RETURNING id;

-- ---- links and mail -----------------------------------------------------------------------------

-- name: link_find maybe
-- takes: organisation_id int, kind text, object int, mail text, now int
-- gives: id int
SELECT id FROM trajectory_link
WHERE kind = ?2 AND object = ?3 AND mail = ?4 AND organisation_id = ?1 AND revoked_at IS NULL AND expires_at > ?5
ORDER BY id DESC LIMIT 1;

-- name: link_insert one
-- takes: organisation_id int, kind text, object int, mail text, created_at int, expires_at int
-- gives: id int
INSERT INTO trajectory_link (organisation_id, kind, object, mail, created_at, expires_at)
VALUES (?1, ?2, ?3, ?4, ?5, ?6) RETURNING id;

-- name: link_extend exec
-- takes: id int, expires_at int
UPDATE trajectory_link SET expires_at = ?2 WHERE id = ?1 AND expires_at < ?2;

-- name: link_get maybe
-- takes: id int, now int
-- gives: id int, organisation_id int, kind text, object int, mail text
SELECT l.id, l.organisation_id, l.kind, l.object, l.mail FROM trajectory_link l
JOIN organisation_organisation o ON o.id = l.organisation_id
WHERE l.id = ?1 AND l.revoked_at IS NULL AND l.expires_at > ?2 AND o.archived_at IS NULL;

-- name: link_revoke exec
-- takes: kind text, object int, mail text?, at int
UPDATE trajectory_link SET revoked_at = ?4
WHERE kind = ?1 AND object = ?2 AND mail = coalesce(?3, mail) AND revoked_at IS NULL;

-- name: mute_has maybe
-- takes: mail text, kind text
-- gives: kind text
SELECT kind FROM trajectory_mute WHERE mail = ?1 AND kind = ?2;

-- name: mute_put exec
-- takes: mail text, kind text
INSERT INTO trajectory_mute (mail, kind) VALUES (?1, ?2) ON CONFLICT (mail, kind) DO NOTHING;

-- name: mute_drop exec
-- takes: mail text, kind text
DELETE FROM trajectory_mute WHERE mail = ?1 AND kind = ?2;

-- The day of somebody's last reminder moves on, unless it is today's already: then nothing changes.
-- name: reminded_put exec
-- takes: mail text, day int
INSERT INTO trajectory_reminded (mail, day) VALUES (?1, ?2)
ON CONFLICT (mail) DO UPDATE SET day = excluded.day WHERE trajectory_reminded.day < excluded.day;

-- Links that opened nothing for a month, and reminders of long ago.
-- name: link_forget exec
-- takes: before int
DELETE FROM trajectory_link WHERE expires_at < ?1;

-- name: reminded_forget exec
-- takes: before_day int
DELETE FROM trajectory_reminded WHERE day < ?1;
