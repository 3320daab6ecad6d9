-- Everything the slice asks of the database. Names and mail addresses of people stand in account_user, which is
-- only read here.

-- ---- organisations ------------------------------------------------------------------------------

-- name: find maybe
-- takes: id int
-- gives: id int, name text, type text, country text, sector text?, size text?, place text, lang text, created_at int
SELECT id, name, type, country, sector, size, place, lang, created_at
FROM organisation_organisation WHERE id = ?1 AND archived_at IS NULL;

-- name: insert one
-- takes: name text, type text, country text, sector text?, size text?, place text, lang text, at int
-- gives: id int
INSERT INTO organisation_organisation (name, type, country, sector, size, place, lang, created_at)
VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8) RETURNING id;

-- name: change exec
-- takes: id int, name text, type text, country text, sector text?, size text?, place text, lang text
UPDATE organisation_organisation SET name = ?2, type = ?3, country = ?4, sector = ?5, size = ?6, place = ?7, lang = ?8
WHERE id = ?1 AND archived_at IS NULL;

-- Organisations in which a person takes part on a day, by name.
-- name: of_user_list many
-- takes: user_id int, today int
-- gives: id int, name text, roles int
SELECT o.id, o.name, m.roles FROM organisation_member m JOIN organisation_organisation o ON o.id = m.organisation_id
WHERE m.user_id = ?1 AND m.ended_at IS NULL AND (m.ends_on IS NULL OR m.ends_on >= ?2) AND o.archived_at IS NULL
ORDER BY o.name, o.id;

-- ---- members ------------------------------------------------------------------------------------

-- Everyone who is or was a member.
-- name: member_list many
-- takes: organisation_id int
-- gives: id int, user_id int, name text, mail text, department_id int?, department text?, attribute text, roles int, ends_on int?, ended_at int?, by_role bool, entered int
SELECT m.id, m.user_id, CASE WHEN m.name <> '' THEN m.name ELSE u.name END AS name, u.mail, m.department_id, d.name AS department, m.attribute,
    m.roles, m.ends_on, m.ended_at, m.by_role, CASE WHEN u.entered_at IS NULL OR m.name <> '' THEN 0 ELSE 1 END
FROM organisation_member m JOIN account_user u ON u.id = m.user_id
LEFT JOIN organisation_department d ON d.id = m.department_id AND d.archived_at IS NULL
WHERE m.organisation_id = ?1 ORDER BY u.name, m.id;

-- One member, by its id, or by the person's when that is NULL. Asked for every request of a member.
-- name: member_find maybe
-- takes: organisation_id int, id int?, user_id int
-- gives: id int, user_id int, name text, mail text, department_id int?, department text?, attribute text, roles int, ends_on int?, ended_at int?, by_role bool, invited bool
SELECT m.id, m.user_id, CASE WHEN m.name <> '' THEN m.name ELSE u.name END AS name, u.mail, m.department_id, d.name AS department, m.attribute,
    m.roles, m.ends_on, m.ended_at, m.by_role, CASE WHEN m.name <> '' THEN 1 ELSE 0 END
FROM organisation_member m JOIN account_user u ON u.id = m.user_id
LEFT JOIN organisation_department d ON d.id = m.department_id AND d.archived_at IS NULL
WHERE m.organisation_id = ?1
  AND m.id = coalesce(?2, (SELECT x.id FROM organisation_member x WHERE x.organisation_id = ?1 AND x.user_id = ?3));

-- name: member_insert one
-- takes: organisation_id int, user_id int, department_id int?, attribute text, roles int, at int
-- gives: id int
INSERT INTO organisation_member (organisation_id, user_id, department_id, attribute, roles, invited_at)
VALUES (?1, ?2, ?3, ?4, ?5, ?6) RETURNING id;

-- name: member_set exec
-- takes: organisation_id int, id int, department_id int?, attribute text, roles int, ends_on int?, ended_at int?
UPDATE organisation_member SET department_id = ?3, attribute = ?4, roles = ?5, ends_on = ?6, ended_at = ?7
WHERE organisation_id = ?1 AND id = ?2;

-- The name of someone who had an account already, as who invited typed it; '' once that person takes part.
-- name: member_name exec
-- takes: organisation_id int, id int, name text
UPDATE organisation_member SET name = ?3 WHERE organisation_id = ?1 AND id = ?2;

-- name: member_by_role exec
-- takes: organisation_id int, id int, by_role bool
UPDATE organisation_member SET by_role = ?3 WHERE organisation_id = ?1 AND id = ?2;

-- Administrators without an end date, apart from one member.
-- name: lasting_managers one
-- takes: organisation_id int, but int
-- gives: n int
SELECT count(*) FROM organisation_member
WHERE organisation_id = ?1 AND id <> ?2 AND ended_at IS NULL AND ends_on IS NULL AND (roles & 8) <> 0;

-- Other organisations that a person takes part in.
-- name: elsewhere one
-- takes: organisation_id int, user_id int
-- gives: n int
SELECT count(*) FROM organisation_member WHERE user_id = ?2 AND organisation_id <> ?1 AND ended_at IS NULL;

-- ---- departments --------------------------------------------------------------------------------

-- With the number of present members; archived ones too.
-- name: department_list many
-- takes: organisation_id int
-- gives: id int, name text, archived_at int?, archived_by int?, members int
SELECT d.id, d.name, d.archived_at, d.archived_by, (SELECT count(*) FROM organisation_member m WHERE m.department_id = d.id AND m.ended_at IS NULL)
FROM organisation_department d WHERE d.organisation_id = ?1 ORDER BY d.name, d.id;

-- name: department_insert maybe
-- takes: organisation_id int, name text
-- gives: id int
INSERT INTO organisation_department (organisation_id, name) VALUES (?1, ?2)
ON CONFLICT (organisation_id, name) DO NOTHING RETURNING id;

-- name: department_rename exec
-- takes: organisation_id int, id int, name text
UPDATE organisation_department SET name = ?3 WHERE organisation_id = ?1 AND id = ?2;

-- name: department_archive exec
-- takes: organisation_id int, id int, at int?, by int?
UPDATE organisation_department SET archived_at = ?3, archived_by = ?4 WHERE organisation_id = ?1 AND id = ?2;

-- ---- legal entities -----------------------------------------------------------------------------

-- name: entity_list many
-- takes: organisation_id int
-- gives: id int, name text, number text, archived_at int?, archived_by int?
SELECT id, name, number, archived_at, archived_by FROM organisation_entity WHERE organisation_id = ?1 ORDER BY id;

-- name: entity_insert one
-- takes: organisation_id int, name text, number text, at int
-- gives: id int
INSERT INTO organisation_entity (organisation_id, name, number, created_at) VALUES (?1, ?2, ?3, ?4) RETURNING id;

-- name: entity_change exec
-- takes: organisation_id int, id int, name text, number text
UPDATE organisation_entity SET name = ?3, number = ?4 WHERE organisation_id = ?1 AND id = ?2;

-- name: entity_archive exec
-- takes: organisation_id int, id int, at int?, by int?
UPDATE organisation_entity SET archived_at = ?3, archived_by = ?4 WHERE organisation_id = ?1 AND id = ?2;

-- ---- own themes ---------------------------------------------------------------------------------

-- name: theme_list many
-- takes: organisation_id int
-- gives: id int, title text, about text, domain text, archived_at int?
SELECT id, title, about, domain, archived_at FROM organisation_theme WHERE organisation_id = ?1 ORDER BY id;

-- name: theme_insert one
-- takes: organisation_id int, title text, about text, domain text, at int
-- gives: id int
INSERT INTO organisation_theme (organisation_id, title, about, domain, created_at) VALUES (?1, ?2, ?3, ?4, ?5) RETURNING id;

-- name: theme_change exec
-- takes: organisation_id int, id int, title text, about text, domain text
UPDATE organisation_theme SET title = ?3, about = ?4, domain = ?5 WHERE organisation_id = ?1 AND id = ?2;

-- name: theme_archive exec
-- takes: organisation_id int, id int, at int?
UPDATE organisation_theme SET archived_at = ?3 WHERE organisation_id = ?1 AND id = ?2;

-- ---- the command line and files: everything, also what is archived -------------------------------

-- name: all_list many
-- gives: id int, name text, type text, country text, size text?, archived_at int?, members int
SELECT o.id, o.name, o.type, o.country, o.size, o.archived_at,
    (SELECT count(*) FROM organisation_member m WHERE m.organisation_id = o.id AND m.ended_at IS NULL)
FROM organisation_organisation o ORDER BY o.name, o.id;

-- name: archive exec
-- takes: id int, at int
UPDATE organisation_organisation SET archived_at = ?2 WHERE id = ?1 AND archived_at IS NULL;

-- The same organisation as in a file: two of one name are not made in the same millisecond.
-- name: whole_find many
-- takes: name text, created_at int
-- gives: id int
SELECT id FROM organisation_organisation WHERE name = ?1 AND created_at = ?2 ORDER BY id;

-- name: whole_get maybe
-- takes: id int
-- gives: name text, type text, country text, sector text?, size text?, place text, lang text, created_at int, archived_at int?
SELECT name, type, country, sector, size, place, lang, created_at, archived_at FROM organisation_organisation WHERE id = ?1;

-- name: whole_put one
-- takes: name text, type text, country text, sector text?, size text?, place text, lang text, created_at int, archived_at int?
-- gives: id int
INSERT INTO organisation_organisation (name, type, country, sector, size, place, lang, created_at, archived_at)
VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9) RETURNING id;

-- name: whole_entities many
-- takes: organisation_id int
-- gives: name text, number text, created_at int
SELECT name, number, created_at FROM organisation_entity WHERE organisation_id = ?1 ORDER BY created_at, id;

-- name: whole_members many
-- takes: organisation_id int
-- gives: mail text, name text, lang text, department text?, attribute text, roles int, ends_on int?, invited_at int, ended_at int?, by_role bool
SELECT u.mail, u.name, u.lang, d.name, m.attribute, m.roles, m.ends_on, m.invited_at, m.ended_at, m.by_role
FROM organisation_member m JOIN account_user u ON u.id = m.user_id
LEFT JOIN organisation_department d ON d.id = m.department_id
WHERE m.organisation_id = ?1 ORDER BY u.mail;

-- Nothing when the person is a member already.
-- name: whole_member_put maybe
-- takes: organisation_id int, user_id int, department_id int?, attribute text, roles int, ends_on int?, invited_at int, ended_at int?, by_role bool
-- gives: id int
INSERT INTO organisation_member (organisation_id, user_id, department_id, attribute, roles, ends_on, invited_at, ended_at, by_role)
VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9) ON CONFLICT (organisation_id, user_id) DO NOTHING RETURNING id;

-- name: whole_themes many
-- takes: organisation_id int
-- gives: title text, about text, domain text, created_at int, archived_at int?
SELECT title, about, domain, created_at, archived_at FROM organisation_theme WHERE organisation_id = ?1 ORDER BY created_at, id;

-- name: whole_theme_put exec
-- takes: organisation_id int, title text, about text, domain text, created_at int, archived_at int?
INSERT INTO organisation_theme (organisation_id, title, about, domain, created_at, archived_at) VALUES (?1, ?2, ?3, ?4, ?5, ?6);
