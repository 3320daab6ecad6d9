-- Everything this slice asks of the database.

-- One by id, or all of a trajectory: only what was adopted, with or without what was set aside. content and made_hash are long,
-- so they come with one only.
-- name: list many
-- takes: organisation_id int, trajectory_id int, id int?, adopted bool, archived bool
-- gives: id int, organisation_id int, trajectory_id int, cycle int, form text, title text, subtitle text, lang text, cover bool, contents bool
-- gives: content text, made_hash text, edit int, made_by int?, created_at int, changed_at int, ready_at int?, archived_at int?
-- gives: replaces_id int?, reason text, replaced_id int?, adopted_by text?, adopted_on int?, decision text, adopted_at int?, page_hash text
SELECT r.id, r.organisation_id, r.trajectory_id, r.cycle, r.form, r.title, r.subtitle, r.lang, r.cover, r.contents,
    CASE WHEN ?3 IS NULL THEN '' ELSE r.content END, CASE WHEN ?3 IS NULL THEN '' ELSE r.made_hash END, r.edit,
    r.made_by, r.created_at, r.changed_at, r.ready_at, r.archived_at, r.replaces_id, r.reason,
    (SELECT max(n.id) FROM report_report n WHERE n.replaces_id = r.id AND n.adopted_by IS NOT NULL),
    r.adopted_by, r.adopted_on, r.decision, r.adopted_at, r.page_hash
FROM report_report r
WHERE r.organisation_id = ?1 AND r.trajectory_id = ?2 AND r.id = coalesce(?3, r.id)
    AND (?4 = 0 OR r.adopted_by IS NOT NULL) AND (?3 IS NOT NULL OR ?5 = 1 OR r.archived_at IS NULL)
ORDER BY CASE r.form WHEN 'final' THEN 0 WHEN 'note' THEN 1 ELSE 2 END, r.id DESC LIMIT 200;

-- The one that is being worked on.
-- name: open_of maybe
-- takes: organisation_id int, trajectory_id int, cycle int, form text
-- gives: id int
SELECT id FROM report_report
WHERE organisation_id = ?1 AND trajectory_id = ?2 AND cycle = ?3 AND form = ?4 AND adopted_by IS NULL AND archived_at IS NULL
ORDER BY id DESC LIMIT 1;

-- name: erratum_of maybe
-- takes: organisation_id int, id int
-- gives: id int
SELECT id FROM report_report WHERE organisation_id = ?1 AND replaces_id = ?2 AND archived_at IS NULL ORDER BY id DESC LIMIT 1;

-- name: insert one
-- takes: organisation_id int, trajectory_id int, cycle int, form text, title text, subtitle text, lang text, cover bool, contents bool, content text, made_hash text
-- takes: made_by int?, at int, replaces_id int?, reason text
-- gives: id int
INSERT INTO report_report (organisation_id, trajectory_id, cycle, form, title, subtitle, lang, cover, contents, content, made_hash, made_by,
    created_at, changed_at, replaces_id, reason)
VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?13, ?14, ?15) RETURNING id;

-- Every change of what is not fixed names the edit it was made from.
-- name: set exec
-- takes: organisation_id int, id int, edit int, title text, subtitle text, lang text, cover bool, contents bool, at int
UPDATE report_report SET title = ?4, subtitle = ?5, lang = ?6, cover = ?7, contents = ?8, changed_at = ?9, edit = edit + 1
WHERE organisation_id = ?1 AND id = ?2 AND edit = ?3 AND adopted_by IS NULL AND archived_at IS NULL;

-- made_hash NULL: it stays.
-- name: set_content exec
-- takes: organisation_id int, id int, edit int, content text, made_hash text?, at int
UPDATE report_report SET content = ?4, made_hash = coalesce(?5, made_hash), changed_at = ?6, edit = edit + 1
WHERE organisation_id = ?1 AND id = ?2 AND edit = ?3 AND adopted_by IS NULL AND archived_at IS NULL;

-- name: set_ready exec
-- takes: organisation_id int, id int, edit int, at int?
UPDATE report_report SET ready_at = ?4, edit = edit + 1
WHERE organisation_id = ?1 AND id = ?2 AND edit = ?3 AND adopted_by IS NULL AND archived_at IS NULL;

-- Another order, another section shown, another logo.
-- name: touch exec
-- takes: organisation_id int, id int, edit int, at int
UPDATE report_report SET changed_at = ?4, edit = edit + 1
WHERE organisation_id = ?1 AND id = ?2 AND edit = ?3 AND adopted_by IS NULL AND archived_at IS NULL;

-- What is written beside a section does not touch the edit of the whole.
-- name: written exec
-- takes: organisation_id int, id int, at int
UPDATE report_report SET changed_at = ?3 WHERE organisation_id = ?1 AND id = ?2;

-- name: archive exec
-- takes: organisation_id int, id int, at int?
UPDATE report_report SET archived_at = ?3, edit = edit + 1 WHERE organisation_id = ?1 AND id = ?2 AND adopted_by IS NULL;

-- name: adopt exec
-- takes: organisation_id int, id int, adopted_by text, adopted_on int, decision text, at int, user_id int?, page_hash text
UPDATE report_report SET adopted_by = ?3, adopted_on = ?4, decision = ?5, adopted_at = ?6, adopted_user = ?7, page_hash = ?8,
    changed_at = ?6, edit = edit + 1
WHERE organisation_id = ?1 AND id = ?2 AND adopted_by IS NULL AND archived_at IS NULL;

-- ---- sections ------------------------------------------------------------------------------------

-- name: section_list many
-- takes: report_id int
-- gives: key text, position int, shown bool, lead text, tail text, edit int
SELECT key, position, shown, lead, tail, edit FROM report_section WHERE report_id = ?1 ORDER BY position, key;

-- name: section_put exec
-- takes: report_id int, key text, position int, shown bool
INSERT INTO report_section (report_id, key, position, shown) VALUES (?1, ?2, ?3, ?4)
ON CONFLICT (report_id, key) DO UPDATE SET position = excluded.position, shown = excluded.shown;

-- name: section_write exec
-- takes: report_id int, key text, edit int, lead text, tail text
UPDATE report_section SET lead = ?4, tail = ?5, edit = edit + 1 WHERE report_id = ?1 AND key = ?2 AND edit = ?3;

-- name: section_copy exec
-- takes: from_id int, to_id int
INSERT INTO report_section (report_id, key, position, shown, lead, tail)
SELECT ?2, key, position, shown, lead, tail FROM report_section WHERE report_id = ?1;

-- ---- what it was ---------------------------------------------------------------------------------

-- name: change_insert exec
-- takes: report_id int, field text, was text, user_id int?, at int
INSERT INTO report_change (report_id, field, was, user_id, at) VALUES (?1, ?2, ?3, ?4, ?5);

-- name: change_list many
-- takes: report_id int, before_id int, most int
-- gives: id int, field text, was text, user_id int?, at int
SELECT id, field, was, user_id, at FROM report_change WHERE report_id = ?1 AND id < ?2 ORDER BY id DESC LIMIT ?3;

-- ---- what was adopted ------------------------------------------------------------------------------

-- name: page_insert exec
-- takes: report_id int, position int, content blob
INSERT INTO report_page (report_id, position, content) VALUES (?1, ?2, ?3);

-- name: page_list many
-- takes: report_id int
-- gives: content blob
SELECT content FROM report_page WHERE report_id = ?1 ORDER BY position;

-- For `kapstok verify`.
-- name: adopted_all many
-- gives: id int, organisation_id int, page_hash text
SELECT id, organisation_id, page_hash FROM report_report WHERE adopted_by IS NOT NULL ORDER BY id;

-- ---- mail --------------------------------------------------------------------------------------------

-- name: mailing_insert exec
-- takes: report_id int, receivers int, user_id int?, at int
INSERT INTO report_mailing (report_id, receivers, user_id, created_at) VALUES (?1, ?2, ?3, ?4);

-- name: mailing_last one
-- takes: report_id int
-- gives: mailings int, receivers int, at int
SELECT count(*), coalesce((SELECT receivers FROM report_mailing WHERE report_id = ?1 ORDER BY id DESC LIMIT 1), 0), coalesce(max(created_at), 0)
FROM report_mailing WHERE report_id = ?1;

-- ---- for the trajectory --------------------------------------------------------------------------------

-- How many of a form are adopted, ready, or there at all in a cycle; the newest (0 = none).
-- name: standing one
-- takes: organisation_id int, trajectory_id int, cycle int, form text
-- gives: adopted int, ready int, reports int, newest int, newest_adopted int
SELECT count(adopted_by), count(ready_at), count(*), coalesce(max(id), 0), coalesce(max(CASE WHEN adopted_by IS NOT NULL THEN id END), 0)
FROM report_report WHERE organisation_id = ?1 AND trajectory_id = ?2 AND cycle = ?3 AND form = ?4 AND archived_at IS NULL;

-- name: told one
-- takes: organisation_id int, trajectory_id int
-- gives: adopted int, mailings int, receivers int
SELECT count(*), (SELECT count(*) FROM report_mailing m JOIN report_report r ON r.id = m.report_id WHERE r.organisation_id = ?1 AND r.trajectory_id = ?2),
    coalesce((SELECT m.receivers FROM report_mailing m JOIN report_report r ON r.id = m.report_id
        WHERE r.organisation_id = ?1 AND r.trajectory_id = ?2 ORDER BY m.id DESC LIMIT 1), 0)
FROM report_report WHERE organisation_id = ?1 AND trajectory_id = ?2 AND adopted_by IS NOT NULL;
