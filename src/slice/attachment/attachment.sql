-- Everything this slice asks of the database.

-- name: insert one
-- takes: organisation_id int, owner_kind text, owner_id int, name text, type text, size int, hash text, user_id int?, at int
-- gives: id int
INSERT INTO attachment_file (organisation_id, owner_kind, owner_id, name, type, size, hash, user_id, created_at)
VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9) RETURNING id;

-- name: part_insert exec
-- takes: file_id int, position int, content blob
INSERT INTO attachment_part (file_id, position, content) VALUES (?1, ?2, ?3);

-- One, or all of an owner when id is NULL, removed ones too.
-- name: list many
-- takes: organisation_id int, owner_kind text, owner_id int, id int?
-- gives: id int, name text, type text, size int, hash text, user_id int?, created_at int, removed_at int?
SELECT id, name, type, size, hash, user_id, created_at, removed_at FROM attachment_file
WHERE organisation_id = ?1 AND owner_kind = ?2 AND owner_id = ?3 AND id = coalesce(?4, id) ORDER BY id;

-- name: part maybe
-- takes: file_id int, position int
-- gives: content blob
SELECT content FROM attachment_part WHERE file_id = ?1 AND position = ?2;

-- name: remove exec
-- takes: organisation_id int, owner_kind text, owner_id int, id int, at int, user_id int?
UPDATE attachment_file SET removed_at = ?5, removed_by = ?6
WHERE organisation_id = ?1 AND owner_kind = ?2 AND owner_id = ?3 AND id = ?4 AND removed_at IS NULL;

-- name: put_back exec
-- takes: organisation_id int, owner_kind text, owner_id int, id int
UPDATE attachment_file SET removed_at = NULL, removed_by = NULL
WHERE organisation_id = ?1 AND owner_kind = ?2 AND owner_id = ?3 AND id = ?4 AND removed_at IS NOT NULL;

-- name: forget exec
-- takes: organisation_id int, owner_kind text, owner_id int, id int
DELETE FROM attachment_file WHERE organisation_id = ?1 AND owner_kind = ?2 AND owner_id = ?3 AND id = ?4;

-- name: clean exec
-- takes: before int
DELETE FROM attachment_file WHERE removed_at < ?1;

-- Every file with its hash, for `kapstok verify`.
-- name: all many
-- gives: id int, owner_kind text, owner_id int, hash text, size int
SELECT id, owner_kind, owner_id, hash, size FROM attachment_file ORDER BY id;
