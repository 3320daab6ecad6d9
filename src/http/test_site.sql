-- name: add one
-- takes: text text
-- gives: id int
INSERT INTO note (text) VALUES (?1) RETURNING id;

-- name: get maybe
-- takes: id int
-- gives: text text
SELECT text FROM note WHERE id = ?1;

-- name: count one
-- gives: n int
SELECT count(*) AS n FROM note;

-- name: spoil exec
UPDATE note SET text = NULL;
