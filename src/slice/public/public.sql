-- The slice keeps no tables: it only looks whether the others' answer.

-- name: alive one
-- gives: migration int
SELECT coalesce(max(number), 0) FROM schema_migration;

-- name: mail_counts one
-- takes: now int
-- gives: waiting int, failed int
SELECT (SELECT count(*) FROM admin_mail WHERE state IN ('waiting', 'sending') AND (ends_at IS NULL OR ends_at > ?1)),
       (SELECT count(*) FROM admin_mail WHERE state = 'failed' AND (ends_at IS NULL OR ends_at > ?1));
