-- This line belongs to the file: an empty line follows.

-- Every type, for reading. A comment may hold */ and "quotes".
-- It may have two lines.
-- name: sample_get maybe
-- takes: org int, label text?
-- gives: id int, active bool, title text, body blob,
-- gives: deadline int?, note text?, seal blob?
SELECT id, active, title, body, deadline, note, seal   
FROM sample -- a ?9 in a comment is not a parameter

/* nor ?8 here; */
WHERE org = ?1 AND title <> 'is ?7 ''; a

  parameter?' AND (label = ?2 OR "odd ?6" = ?2)
ORDER BY id NULLS LAST LIMIT 1;

-- name: sample_list many
-- gives: id int
SELECT id FROM sample ORDER BY id;
-- The variant takes what nobody else is working on.
-- @postgres
SELECT id FROM sample ORDER BY id::bigint FOR UPDATE SKIP LOCKED;

-- Adds one.
-- name: sample_add exec
-- takes: org int, active bool, title text, body blob, deadline int?, note text?, seal blob?
INSERT INTO sample (org, active, title, body, deadline, note, seal)
VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7);

-- name: sample_count one
-- gives: n int
SELECT count(*) AS n FROM sample;

-- name: sample_clear exec
DELETE FROM sample;
