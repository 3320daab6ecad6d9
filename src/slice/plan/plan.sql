-- Everything this slice asks of the database.

-- One, or all that are not archived when id is NULL.
-- name: list many
-- takes: organisation_id int, trajectory_id int, id int?
-- gives: id int, organisation_id int, trajectory_id int, sort text, parent_id int?, title text, why text, owner_id int?, department_id int?, due_on int?, status text, theme text, sdg text, roles int, origin text, origin_ref text, edit int, created_by int?, created_at int, done_at int?, archived_at int?
SELECT id, organisation_id, trajectory_id, sort, parent_id, title, why, owner_id, department_id, due_on, status, theme, sdg, roles,
    origin, origin_ref, edit, created_by, created_at, done_at, archived_at
FROM plan_action WHERE organisation_id = ?1 AND trajectory_id = ?2 AND id = coalesce(?3, id) AND (?3 IS NOT NULL OR archived_at IS NULL)
ORDER BY CASE sort WHEN 'goal' THEN 0 WHEN 'action' THEN 1 ELSE 2 END, due_on NULLS LAST, id LIMIT 500;

-- name: of_ref maybe
-- takes: organisation_id int, trajectory_id int, origin_ref text
-- gives: id int
SELECT id FROM plan_action WHERE organisation_id = ?1 AND trajectory_id = ?2 AND origin_ref = ?3 AND archived_at IS NULL ORDER BY id LIMIT 1;

-- name: insert one
-- takes: organisation_id int, trajectory_id int, sort text, parent_id int?, title text, why text, owner_id int?, department_id int?, due_on int?, status text, theme text, sdg text, roles int, origin text, origin_ref text, created_by int?, at int
-- gives: id int
INSERT INTO plan_action (organisation_id, trajectory_id, sort, parent_id, title, why, owner_id, department_id, due_on, status, theme, sdg,
    roles, origin, origin_ref, created_by, created_at)
VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17) RETURNING id;

-- name: change exec
-- takes: organisation_id int, id int, edit int, sort text, parent_id int?, title text, why text, owner_id int?, department_id int?, due_on int?, status text, theme text, sdg text, roles int, done_at int?
UPDATE plan_action SET edit = edit + 1, sort = ?4, parent_id = ?5, title = ?6, why = ?7, owner_id = ?8, department_id = ?9, due_on = ?10,
    status = ?11, theme = ?12, sdg = ?13, roles = ?14, done_at = ?15
WHERE organisation_id = ?1 AND id = ?2 AND edit = ?3;

-- name: archive exec
-- takes: organisation_id int, id int, at int?
UPDATE plan_action SET archived_at = ?3, edit = edit + 1 WHERE organisation_id = ?1 AND id = ?2;

-- What hung under a goal that went stands by itself.
-- name: orphan exec
-- takes: organisation_id int, parent_id int
UPDATE plan_action SET parent_id = NULL, edit = edit + 1 WHERE organisation_id = ?1 AND parent_id = ?2;

-- name: count_sorts many
-- takes: organisation_id int, trajectory_id int
-- gives: sort text, count int
SELECT sort, count(*) FROM plan_action
WHERE organisation_id = ?1 AND trajectory_id = ?2 AND archived_at IS NULL AND status <> 'stopped' GROUP BY sort ORDER BY sort;

-- Departments that own an action, and departments there are.
-- name: count_departments one
-- takes: organisation_id int, trajectory_id int
-- gives: owning int, all_of_them int
SELECT (SELECT count(DISTINCT coalesce(p.department_id, m.department_id)) FROM plan_action p
        LEFT JOIN organisation_member m ON m.id = p.owner_id
        WHERE p.organisation_id = ?1 AND p.trajectory_id = ?2 AND p.archived_at IS NULL AND p.owner_id IS NOT NULL),
       (SELECT count(*) FROM organisation_department d WHERE d.organisation_id = ?1);

-- name: change_insert exec
-- takes: action_id int, at int, user_id int?, field text, before text, after text
INSERT INTO plan_change (action_id, at, user_id, field, before, after) VALUES (?1, ?2, ?3, ?4, ?5, ?6);

-- name: change_list many
-- takes: action_id int
-- gives: at int, user_id int?, field text, before text, after text
SELECT at, user_id, field, before, after FROM plan_change WHERE action_id = ?1 ORDER BY id DESC LIMIT 100;

-- name: trajectory_of maybe
-- takes: organisation_id int, id int
-- gives: trajectory_id int
SELECT trajectory_id FROM plan_action WHERE organisation_id = ?1 AND id = ?2;

-- ---- priorities (priority.c) ----------------------------------------------------------------------

-- One, or all that are not archived when id is NULL: the chosen ones first, then what scores highest.
-- name: priorities many
-- takes: organisation_id int, trajectory_id int, id int?
-- gives: id int, theme text, label text, impact int?, support int?, chosen int, position int, why text, session_id int?, item_id int?, edit int, created_at int, archived_at int?
SELECT id, theme, label, impact, support, chosen, position, why, session_id, item_id, edit, created_at, archived_at
FROM plan_priority WHERE organisation_id = ?1 AND trajectory_id = ?2 AND id = coalesce(?3, id) AND (?3 IS NOT NULL OR archived_at IS NULL)
ORDER BY chosen DESC, position, coalesce(impact, 0) + coalesce(support, 0) DESC, id LIMIT 300;

-- Archived ones too.
-- name: priority_of maybe
-- takes: organisation_id int, trajectory_id int, theme text, label text
-- gives: id int
SELECT id FROM plan_priority WHERE organisation_id = ?1 AND trajectory_id = ?2 AND theme = ?3 AND label = ?4;

-- name: priority_insert one
-- takes: organisation_id int, trajectory_id int, theme text, label text, impact int?, support int?, why text, session_id int?, item_id int?, at int
-- gives: id int
INSERT INTO plan_priority (organisation_id, trajectory_id, theme, label, impact, support, why, session_id, item_id, created_at)
VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10) RETURNING id;

-- name: priority_change exec
-- takes: organisation_id int, id int, edit int, impact int?, support int?, chosen int, position int, why text, session_id int?, item_id int?, archived_at int?
UPDATE plan_priority SET edit = edit + 1, impact = ?4, support = ?5, chosen = ?6, position = ?7, why = ?8, session_id = ?9, item_id = ?10,
    archived_at = ?11
WHERE organisation_id = ?1 AND id = ?2 AND edit = ?3;

-- name: priority_place exec
-- takes: organisation_id int, id int, position int
UPDATE plan_priority SET position = ?3 WHERE organisation_id = ?1 AND id = ?2;

-- name: priority_log exec
-- takes: priority_id int, at int, user_id int?, field text, before text, after text
INSERT INTO plan_priority_change (priority_id, at, user_id, field, before, after) VALUES (?1, ?2, ?3, ?4, ?5, ?6);

-- name: priority_changes many
-- takes: priority_id int
-- gives: at int, user_id int?, field text, before text, after text
SELECT at, user_id, field, before, after FROM plan_priority_change WHERE priority_id = ?1 ORDER BY id DESC LIMIT 100;
