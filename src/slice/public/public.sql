-- The slice keeps no tables: it only looks whether the others' answer.

-- name: alive one
-- gives: migration int
SELECT coalesce(max(number), 0) FROM schema_migration;

-- name: mail_counts one
-- gives: waiting int, failed int
SELECT (SELECT count(*) FROM admin_mail WHERE state IN ('waiting', 'sending')),
       (SELECT count(*) FROM admin_mail WHERE state = 'failed');
