-- Everything about people and how they sign in. Tokens, cookies and recovery codes are kept as hashes only.

-- ---- users --------------------------------------------------------------------------------------

-- name: user_get maybe
-- takes: id int
-- gives: id int, name text, mail text, lang text, system_admin bool, has_password bool, has_second_factor bool, disabled bool
SELECT id, name, mail, lang, system_admin, CASE WHEN password IS NULL THEN 0 ELSE 1 END,
    CASE WHEN totp IS NULL THEN 0 ELSE 1 END, CASE WHEN disabled_at IS NULL THEN 0 ELSE 1 END
FROM account_user WHERE id = ?1;

-- name: user_find maybe
-- takes: mail text
-- gives: id int, name text, mail text, lang text, system_admin bool, has_password bool, has_second_factor bool, disabled bool
SELECT id, name, mail, lang, system_admin, CASE WHEN password IS NULL THEN 0 ELSE 1 END,
    CASE WHEN totp IS NULL THEN 0 ELSE 1 END, CASE WHEN disabled_at IS NULL THEN 0 ELSE 1 END
FROM account_user WHERE mail = ?1;

-- By name; search is a LIKE pattern in small letters with \ as its escape.
-- name: user_list many
-- takes: search text, most int, skip int
-- gives: id int, name text, mail text, lang text, system_admin bool, has_password bool, has_second_factor bool, disabled bool
SELECT id, name, mail, lang, system_admin, CASE WHEN password IS NULL THEN 0 ELSE 1 END,
    CASE WHEN totp IS NULL THEN 0 ELSE 1 END, CASE WHEN disabled_at IS NULL THEN 0 ELSE 1 END
FROM account_user WHERE lower(name) LIKE ?1 ESCAPE '\' OR mail LIKE ?1 ESCAPE '\'
ORDER BY lower(name), id LIMIT ?2 OFFSET ?3;

-- name: user_count one
-- takes: search text
-- gives: users int
SELECT count(*) FROM account_user WHERE lower(name) LIKE ?1 ESCAPE '\' OR mail LIKE ?1 ESCAPE '\';

-- Administrators of the installation who can sign in.
-- name: admin_count one
-- gives: admins int
SELECT count(*) FROM account_user WHERE system_admin = 1 AND disabled_at IS NULL;

-- Nothing when the address is taken.
-- name: user_insert maybe
-- takes: name text, mail text, lang text, created_at int
-- gives: id int
INSERT INTO account_user (name, mail, lang, created_at) VALUES (?1, ?2, ?3, ?4)
ON CONFLICT (mail) DO NOTHING RETURNING id;

-- name: user_rename exec
-- takes: id int, name text
UPDATE account_user SET name = ?2 WHERE id = ?1;

-- name: user_set_lang exec
-- takes: id int, lang text
UPDATE account_user SET lang = ?2 WHERE id = ?1;

-- Changes nothing when the address is no longer the old one, or the new one is somebody's.
-- name: user_set_mail exec
-- takes: id int, old text, mail text
UPDATE account_user SET mail = ?3
WHERE id = ?1 AND mail = ?2 AND NOT EXISTS (SELECT 1 FROM account_user o WHERE o.mail = ?3);

-- name: user_set_admin exec
-- takes: id int, system_admin bool
UPDATE account_user SET system_admin = ?2 WHERE id = ?1;

-- name: user_set_disabled exec
-- takes: id int, disabled_at int?
UPDATE account_user SET disabled_at = ?2 WHERE id = ?1;

-- ---- password and second factor -----------------------------------------------------------------

-- name: secret_get maybe
-- takes: id int
-- gives: password text?, totp blob?, totp_step int
SELECT password, totp, totp_step FROM account_user WHERE id = ?1 AND disabled_at IS NULL;

-- name: user_set_password exec
-- takes: id int, password text?
UPDATE account_user SET password = ?2 WHERE id = ?1;

-- name: user_set_totp exec
-- takes: id int, totp blob?, totp_step int
UPDATE account_user SET totp = ?2, totp_step = ?3 WHERE id = ?1;

-- A step is taken once, also when two requests come at the same moment.
-- name: user_take_step exec
-- takes: id int, step int
UPDATE account_user SET totp_step = ?2 WHERE id = ?1 AND totp_step < ?2;

-- ---- logins -------------------------------------------------------------------------------------

-- name: login_find maybe
-- takes: hash blob, now int
-- gives: id int, user_id int, name text, lang text, system_admin bool, second_due bool, reach int?, created_at int
SELECT l.id, l.user_id, u.name, u.lang, u.system_admin, l.second_due, l.reach, l.created_at
FROM account_login l JOIN account_user u ON u.id = l.user_id
WHERE l.hash = ?1 AND l.expires_at > ?2 AND u.disabled_at IS NULL;

-- name: login_insert exec
-- takes: hash blob, user_id int, second_due bool, reach int?, created_at int, expires_at int
INSERT INTO account_login (hash, user_id, second_due, reach, created_at, expires_at) VALUES (?1, ?2, ?3, ?4, ?5, ?6);

-- The first time someone is in.
-- name: user_entered exec
-- takes: id int, at int
UPDATE account_user SET entered_at = ?2 WHERE id = ?1 AND entered_at IS NULL;

-- Newest first.
-- name: login_list many
-- takes: user_id int, now int
-- gives: id int, created_at int, expires_at int
SELECT id, created_at, expires_at FROM account_login
WHERE user_id = ?1 AND expires_at > ?2 AND second_due = 0 ORDER BY created_at DESC, id DESC LIMIT 50;

-- name: login_close exec
-- takes: id int
DELETE FROM account_login WHERE id = ?1;

-- name: login_close_others exec
-- takes: user_id int, keep int
DELETE FROM account_login WHERE user_id = ?1 AND id <> ?2;

-- name: login_clean exec
-- takes: now int
DELETE FROM account_login WHERE expires_at <= ?1;

-- ---- tokens -------------------------------------------------------------------------------------

-- name: token_insert exec
-- takes: hash blob, kind text, user_id int, target text, organisation_id int?, shown bool, created_at int, expires_at int
INSERT INTO account_token (hash, kind, user_id, target, organisation_id, shown, created_at, expires_at)
VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8);

-- name: token_find maybe
-- takes: hash blob
-- gives: id int, kind text, user_id int, target text, organisation_id int?, shown bool, expires_at int, used_at int?, name text, mail text, lang text, has_second_factor bool, disabled bool
SELECT t.id, t.kind, t.user_id, t.target, t.organisation_id, t.shown, t.expires_at, t.used_at, u.name, u.mail, u.lang,
    CASE WHEN u.totp IS NULL THEN 0 ELSE 1 END, CASE WHEN u.disabled_at IS NULL THEN 0 ELSE 1 END
FROM account_token t JOIN account_user u ON u.id = t.user_id
WHERE t.hash = ?1 AND t.kind IN ('mail', 'personal');

-- A link in a mail works once; a personal one keeps the moment of its last use.
-- name: token_use exec
-- takes: id int, now int
UPDATE account_token SET used_at = ?2
WHERE id = ?1 AND expires_at > ?2 AND (kind = 'personal' OR (kind = 'mail' AND used_at IS NULL));

-- Whether a link in a mail was used between two moments.
-- name: token_used one
-- takes: user_id int, since int, until int
-- gives: tokens int
SELECT count(*) FROM account_token
WHERE user_id = ?1 AND kind = 'mail' AND used_at >= ?2 AND used_at <= ?3;

-- name: token_forget exec
-- takes: user_id int, kind text
DELETE FROM account_token WHERE user_id = ?1 AND kind = ?2;

-- The personal links that an organisation gave someone.
-- name: token_forget_of exec
-- takes: user_id int, organisation_id int
DELETE FROM account_token WHERE user_id = ?1 AND kind = 'personal' AND organisation_id = ?2;

-- A code to sign in with when the telephone is lost; it works once.
-- name: recovery_use exec
-- takes: user_id int, hash blob, now int
UPDATE account_token SET used_at = ?3
WHERE user_id = ?1 AND hash = ?2 AND kind = 'recovery' AND used_at IS NULL;

-- name: recovery_count one
-- takes: user_id int
-- gives: codes int
SELECT count(*) FROM account_token WHERE user_id = ?1 AND kind = 'recovery' AND used_at IS NULL;

-- name: token_clean exec
-- takes: before int
DELETE FROM account_token WHERE expires_at <= ?1;
