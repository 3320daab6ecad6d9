-- Settings, outgoing mail and the audit log; and the counts that the health page shows of other tables.

-- ---- settings -----------------------------------------------------------------------------------

-- name: setting_get maybe
-- takes: name text
-- gives: value text
SELECT value FROM admin_setting WHERE name = ?1;

-- name: setting_put exec
-- takes: name text, value text
INSERT INTO admin_setting (name, value) VALUES (?1, ?2)
ON CONFLICT (name) DO UPDATE SET value = excluded.value;

-- name: setting_forget exec
-- takes: name text
DELETE FROM admin_setting WHERE name = ?1;

-- ---- outgoing mail ------------------------------------------------------------------------------

-- name: mail_insert exec
-- takes: recipient text, subject text, body text, topic text, ends_at int?, now int
INSERT INTO admin_mail (recipient, subject, body, topic, ends_at, state, next_at, created_at)
VALUES (?1, ?2, ?3, ?4, ?5, 'waiting', ?6, ?6);

-- Mails of a topic that have not left.
-- name: mail_take_back exec
-- takes: topic text
DELETE FROM admin_mail WHERE topic = ?1 AND state IN ('waiting', 'failed');

-- Takes what is due, and what another worker took but never settled. What waited too long stays, as does what holds a link
-- that no longer works.
-- name: mail_claim many
-- takes: now int, lease int, oldest int, most int
-- gives: id int, recipient text, subject text, body text, tries int, created_at int
UPDATE admin_mail SET state = 'sending', tries = tries + 1, next_at = ?2
WHERE id IN (SELECT id FROM admin_mail WHERE state IN ('waiting', 'sending') AND next_at <= ?1 AND next_at > ?3
                 AND (ends_at IS NULL OR ends_at > ?1)
             ORDER BY next_at, id LIMIT ?4)
RETURNING id, recipient, subject, body, tries, created_at;
-- @postgres
UPDATE admin_mail SET state = 'sending', tries = tries + 1, next_at = ?2
WHERE id IN (SELECT id FROM admin_mail WHERE state IN ('waiting', 'sending') AND next_at <= ?1 AND next_at > ?3
                 AND (ends_at IS NULL OR ends_at > ?1)
             ORDER BY next_at, id LIMIT ?4 FOR UPDATE SKIP LOCKED)
RETURNING id, recipient, subject, body, tries, created_at;

-- tries tells whether the mail is still this worker's: a later claim counted on.
-- name: mail_sent exec
-- takes: id int, tries int, now int
UPDATE admin_mail SET state = 'sent', body = '', detail = '', done_at = ?3
WHERE id = ?1 AND tries = ?2 AND state = 'sending';

-- name: mail_later exec
-- takes: id int, tries int, next_at int, detail text
UPDATE admin_mail SET state = 'waiting', next_at = ?3, detail = ?4
WHERE id = ?1 AND tries = ?2 AND state = 'sending';

-- name: mail_failed exec
-- takes: id int, tries int, now int, detail text
UPDATE admin_mail SET state = 'failed', done_at = ?3, detail = ?4
WHERE id = ?1 AND tries = ?2 AND state = 'sending';

-- What still has to leave, newest first, below an id.
-- name: mail_open many
-- takes: below int, most int
-- gives: id int, recipient text, subject text, body text, state text, tries int, next_at int, created_at int, done_at int?, ends_at int?, detail text
SELECT id, recipient, subject, body, state, tries, next_at, created_at, done_at, ends_at, detail
FROM admin_mail WHERE state <> 'sent' AND id < ?1 ORDER BY id DESC LIMIT ?2;

-- name: mail_gone many
-- takes: below int, most int
-- gives: id int, recipient text, subject text, body text, state text, tries int, next_at int, created_at int, done_at int?, ends_at int?, detail text
SELECT id, recipient, subject, body, state, tries, next_at, created_at, done_at, ends_at, detail
FROM admin_mail WHERE state = 'sent' AND id < ?1 ORDER BY id DESC LIMIT ?2;

-- ended: did not leave in time, and the link in it no longer works.
-- name: mail_counts one
-- takes: now int
-- gives: waiting int, failed int, ended int, sent int
SELECT coalesce(sum(CASE WHEN state IN ('waiting', 'sending') AND (ends_at IS NULL OR ends_at > ?1) THEN 1 ELSE 0 END), 0),
    coalesce(sum(CASE WHEN state = 'failed' AND (ends_at IS NULL OR ends_at > ?1) THEN 1 ELSE 0 END), 0),
    coalesce(sum(CASE WHEN state <> 'sent' AND ends_at <= ?1 THEN 1 ELSE 0 END), 0),
    coalesce(sum(CASE WHEN state = 'sent' THEN 1 ELSE 0 END), 0)
FROM admin_mail;

-- name: mail_retry exec
-- takes: id int, now int
UPDATE admin_mail SET state = 'waiting', tries = 0, next_at = ?2, done_at = NULL
WHERE id = ?1 AND state IN ('waiting', 'failed') AND (ends_at IS NULL OR ends_at > ?2);

-- name: mail_retry_all exec
-- takes: now int
UPDATE admin_mail SET state = 'waiting', tries = 0, next_at = ?1, done_at = NULL
WHERE (state = 'failed' OR (state = 'waiting' AND tries > 0)) AND (ends_at IS NULL OR ends_at > ?1);

-- One that is on its way is left alone.
-- name: mail_forget exec
-- takes: id int
DELETE FROM admin_mail WHERE id = ?1 AND state <> 'sending';

-- name: mail_expire exec
-- takes: oldest int, now int, detail text
UPDATE admin_mail SET state = 'failed', done_at = ?2, detail = ?3
WHERE state IN ('waiting', 'sending') AND next_at <= ?1 AND (ends_at IS NULL OR ends_at > ?2);

-- name: mail_clean exec
-- takes: before int
DELETE FROM admin_mail WHERE (state IN ('sent', 'failed') AND done_at < ?1) OR (state = 'waiting' AND ends_at < ?1);

-- ---- audit log ----------------------------------------------------------------------------------

-- name: audit_insert exec
-- takes: at int, user_id int?, organisation_id int?, action text, object text, detail text
INSERT INTO admin_audit (at, user_id, organisation_id, action, object, detail) VALUES (?1, ?2, ?3, ?4, ?5, ?6);

-- Newest first, below an id, with the names of who and where as they are now.
-- name: audit_list many
-- takes: below int, most int
-- gives: id int, at int, user_id int?, person text?, organisation_id int?, organisation text?, action text, object text, detail text
SELECT l.id, l.at, l.user_id, u.name, l.organisation_id, o.name, l.action, l.object, l.detail
FROM admin_audit l LEFT JOIN account_user u ON u.id = l.user_id
    LEFT JOIN organisation_organisation o ON o.id = l.organisation_id
WHERE l.id < ?1 ORDER BY l.id DESC LIMIT ?2;

-- name: audit_clean exec
-- takes: before int
DELETE FROM admin_audit WHERE at < ?1;

-- ---- health -------------------------------------------------------------------------------------

-- name: use_counts one
-- takes: now int
-- gives: organisations int, rounds int, visitors int, users int, logins int
SELECT (SELECT count(*) FROM organisation_organisation WHERE archived_at IS NULL),
    (SELECT count(*) FROM scan_round WHERE organisation_id IS NOT NULL),
    (SELECT count(*) FROM scan_round WHERE organisation_id IS NULL),
    (SELECT count(*) FROM account_user WHERE disabled_at IS NULL),
    (SELECT count(*) FROM account_login WHERE expires_at > ?1 AND second_due = 0);

-- name: data_size one
-- gives: bytes int
SELECT c.page_count * s.page_size FROM pragma_page_count() c, pragma_page_size() s;
-- @postgres
SELECT pg_database_size(current_database());

-- The address of one user, for the mail that tries the mail server.
-- name: user_mail maybe
-- takes: id int
-- gives: mail text
SELECT mail FROM account_user WHERE id = ?1;
