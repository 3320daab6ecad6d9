-- name: add exec
-- takes: active bool, title text, body blob, deadline int?, note text?, seal blob?
INSERT INTO sample (active, title, body, deadline, note, seal) VALUES (?1, ?2, ?3, ?4, ?5, ?6);

-- name: add_returning one
-- takes: title text
-- gives: id int
INSERT INTO sample (active, title, body) VALUES (0, ?1, CAST('' AS BLOB)) RETURNING id;
-- @postgres
INSERT INTO sample (active, title, body) VALUES (0, ?1, '') RETURNING id;

-- name: get maybe
-- takes: title text
-- gives: id int, active bool, title text, body blob, deadline int?, note text?, seal blob?
SELECT id, active, title, body, deadline, note, seal FROM sample WHERE title = ?1;

-- name: must_get one
-- takes: title text
-- gives: id int, title text
SELECT id, title FROM sample WHERE title = ?1;

-- A parameter that only says whether to look at it needs its type on PostgreSQL.
-- name: list many
-- takes: title text?
-- gives: title text, note text?
SELECT title, note FROM sample WHERE ?1 IS NULL OR title = ?1 ORDER BY title, id;

-- name: rename exec
-- takes: old text, new text
UPDATE sample SET title = ?2 WHERE title = ?1;

-- name: tally one
-- gives: n int
SELECT count(*) AS n FROM sample;

-- name: numbers many
-- takes: last int
-- gives: i int
WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < ?1) SELECT i FROM n;

-- Says that the note is always there, which is not so.
-- name: bad_null many
-- gives: note text
SELECT note FROM sample;

-- name: bad_type one
-- gives: mean int
SELECT avg(active) AS mean FROM sample;

-- name: bad_order maybe
-- gives: note text?, title text
SELECT title, note FROM sample;

-- name: bad_count many
-- gives: title text
SELECT title, note FROM sample;

-- name: bad_table exec
DELETE FROM nowhere;

-- name: touch_unique exec
-- takes: title text
INSERT INTO sample_unique (title) VALUES (?1);
