-- Everything this slice asks of the database.

-- ---- documents ----------------------------------------------------------------------------------

-- One by id, or those of a trajectory: of a state (NULL = all; 'archived' = those set aside; otherwise never those), or only
-- what was agreed. By step, those of none last; the newest of a step first.
-- name: row_list many
-- takes: organisation_id int, trajectory_id int, id int?, state text?, agreed bool, skip int, most int
-- gives: id int, organisation_id int, trajectory_id int, step_id int?, section text, output text, moment_id int?, sort text, title text, state text
-- gives: everyone bool, version int, agreed int, review_until int?, edit int, made_by int?, created_at int, changed_at int, archived_at int?
-- gives: agreed_title text?, approved_at int?, adopted_by text?, adopted_on int?, decision text?, remarks int, open_remarks int, mailings int
SELECT d.id, d.organisation_id, d.trajectory_id, d.step_id, d.section, d.output, d.moment_id, d.sort, d.title, d.state,
    d.everyone, d.version, d.agreed, d.review_until, d.edit, d.made_by, d.created_at, d.changed_at, d.archived_at,
    v.title, v.approved_at, v.adopted_by, v.adopted_on, v.decision,
    (SELECT count(*) FROM document_remark r WHERE r.document_id = d.id),
    (SELECT count(*) FROM document_remark r WHERE r.document_id = d.id AND r.outcome = ''),
    (SELECT count(*) FROM document_mailing m WHERE m.document_id = d.id)
FROM document_document d
LEFT JOIN document_version v ON v.document_id = d.id AND v.number = d.agreed
LEFT JOIN trajectory_step s ON s.id = d.step_id
WHERE d.organisation_id = ?1 AND d.trajectory_id = ?2 AND d.id = coalesce(?3, d.id)
    AND (?3 IS NOT NULL OR (d.archived_at IS NULL AND d.state = coalesce(?4, d.state)) OR (d.archived_at IS NOT NULL AND ?4 = 'archived'))
    AND (?5 = 0 OR d.agreed > 0)
ORDER BY s.cycle DESC NULLS LAST, s.position DESC NULLS LAST, d.id DESC LIMIT ?7 OFFSET ?6;

-- The document that is an output: the newest that holds a text, else the newest. Asked for every output of a page.
-- name: of_output maybe
-- takes: organisation_id int, trajectory_id int, step_id int, section text, output text
-- gives: id int, state text, version int, agreed int
SELECT id, state, version, agreed FROM document_document
WHERE step_id = ?3 AND section = ?4 AND output = ?5 AND organisation_id = ?1 AND trajectory_id = ?2 AND archived_at IS NULL
ORDER BY CASE WHEN version > 0 THEN 0 ELSE 1 END, id DESC LIMIT 1;

-- How many there are of each state, those set aside as 'archived'; agreed = how many of them readers see.
-- name: count_list many
-- takes: organisation_id int, trajectory_id int
-- gives: state text, sort text, documents int, agreed int, adopted int
SELECT CASE WHEN archived_at IS NULL THEN state ELSE 'archived' END, sort, count(*), count(CASE WHEN agreed > 0 THEN 1 END),
    count(CASE WHEN state = 'adopted' THEN 1 END)
FROM document_document WHERE organisation_id = ?1 AND trajectory_id = ?2 AND (version > 0 OR archived_at IS NULL)
GROUP BY 1, 2 ORDER BY 1, 2;

-- Drafts with a step, for what is owed.
-- name: draft_list many
-- takes: organisation_id int, trajectory_id int
-- gives: id int, step_id int, title text, made_by int
SELECT id, step_id, title, made_by FROM document_document
WHERE organisation_id = ?1 AND trajectory_id = ?2 AND state = 'draft' AND archived_at IS NULL AND step_id IS NOT NULL AND made_by IS NOT NULL
ORDER BY id;

-- Which meetings have minutes.
-- name: minuted_list many
-- takes: organisation_id int, trajectory_id int
-- gives: moment_id int
SELECT DISTINCT moment_id FROM document_document
WHERE organisation_id = ?1 AND trajectory_id = ?2 AND moment_id IS NOT NULL AND archived_at IS NULL ORDER BY moment_id;

-- name: insert one
-- takes: organisation_id int, trajectory_id int, step_id int?, section text, output text, moment_id int?, sort text, title text, everyone bool, made_by int?, at int
-- gives: id int
INSERT INTO document_document (organisation_id, trajectory_id, step_id, section, output, moment_id, sort, title, state, everyone, made_by, created_at, changed_at)
VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, 'draft', ?9, ?10, ?11, ?11) RETURNING id;

-- A newer text, when the one it was made from is still the newest and may change.
-- name: advance exec
-- takes: organisation_id int, id int, base int, title text, at int
UPDATE document_document SET version = version + 1, title = ?4, changed_at = ?5
WHERE organisation_id = ?1 AND id = ?2 AND version = ?3 AND state IN ('draft', 'review') AND archived_at IS NULL;

-- name: advance_adopted exec
-- takes: organisation_id int, id int, base int, title text, at int
UPDATE document_document SET version = version + 1, agreed = version + 1, title = ?4, changed_at = ?5
WHERE organisation_id = ?1 AND id = ?2 AND version = ?3 AND state = 'adopted' AND archived_at IS NULL;

-- name: place exec
-- takes: organisation_id int, id int, step_id int?, section text, output text, sort text, everyone bool, edit int
UPDATE document_document SET step_id = ?3, section = ?4, output = ?5, sort = ?6, everyone = ?7, edit = edit + 1
WHERE organisation_id = ?1 AND id = ?2 AND edit = ?8;

-- name: move exec
-- takes: organisation_id int, id int, state text, agreed int, review_until int?, version int, from text
UPDATE document_document SET state = ?3, agreed = ?4, review_until = ?5, edit = edit + 1
WHERE organisation_id = ?1 AND id = ?2 AND version = ?6 AND state = ?7 AND archived_at IS NULL;

-- name: archive exec
-- takes: organisation_id int, id int, at int?
UPDATE document_document SET archived_at = ?3, edit = edit + 1
WHERE organisation_id = ?1 AND id = ?2 AND ((archived_at IS NULL AND ?3 IS NOT NULL) OR (archived_at IS NOT NULL AND ?3 IS NULL));

-- ---- versions -----------------------------------------------------------------------------------

-- name: version_insert exec
-- takes: document_id int, number int, title text, content text, hash text, sort text, reason text, user_id int?, at int
INSERT INTO document_version (document_id, number, title, content, hash, sort, reason, user_id, created_at)
VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9);

-- name: version_approve exec
-- takes: document_id int, number int, at int, user_id int?, reason text
UPDATE document_version SET approved_at = ?3, approved_by = ?4, approved_reason = ?5 WHERE document_id = ?1 AND number = ?2;

-- name: version_adopt exec
-- takes: document_id int, number int, adopted_by text, adopted_on int, decision text, at int, user_id int?
UPDATE document_version SET adopted_by = ?3, adopted_on = ?4, decision = ?5, adopted_at = ?6, adopted_user = ?7
WHERE document_id = ?1 AND number = ?2 AND adopted_at IS NULL;

-- An erratum is approved and adopted as what it mends.
-- name: version_inherit exec
-- takes: document_id int, number int, at int, user_id int?
UPDATE document_version SET approved_at = ?3, approved_by = ?4, adopted_at = ?3, adopted_user = ?4,
    adopted_by = (SELECT o.adopted_by FROM document_version o WHERE o.document_id = ?1 AND o.number = ?2 - 1),
    adopted_on = (SELECT o.adopted_on FROM document_version o WHERE o.document_id = ?1 AND o.number = ?2 - 1),
    decision = (SELECT o.decision FROM document_version o WHERE o.document_id = ?1 AND o.number = ?2 - 1)
WHERE document_id = ?1 AND number = ?2;

-- name: version_get maybe
-- takes: organisation_id int, document_id int, number int
-- gives: number int, title text, content text, hash text, sort text, reason text, user_id int?, created_at int, approved_at int?, approved_by int?
-- gives: approved_reason text, adopted_by text?, adopted_on int?, decision text, adopted_at int?
SELECT v.number, v.title, v.content, v.hash, v.sort, v.reason, v.user_id, v.created_at, v.approved_at, v.approved_by,
    v.approved_reason, v.adopted_by, v.adopted_on, v.decision, v.adopted_at
FROM document_version v JOIN document_document d ON d.id = v.document_id
WHERE d.organisation_id = ?1 AND v.document_id = ?2 AND v.number = ?3;

-- The newest first, without their texts; only what was agreed when ?3.
-- name: version_list many
-- takes: organisation_id int, document_id int, agreed bool, before int, most int
-- gives: number int, title text, sort text, reason text, user_id int?, created_at int, approved_at int?, approved_reason text, adopted_by text?, adopted_on int?, decision text
SELECT v.number, v.title, v.sort, v.reason, v.user_id, v.created_at, v.approved_at, v.approved_reason, v.adopted_by, v.adopted_on, v.decision
FROM document_version v JOIN document_document d ON d.id = v.document_id
WHERE d.organisation_id = ?1 AND v.document_id = ?2 AND (?3 = 0 OR v.approved_at IS NOT NULL) AND v.number < ?4
ORDER BY v.number DESC LIMIT ?5;

-- Everything that was adopted, for `kapstok verify`.
-- name: adopted_list many
-- gives: organisation_id int, document_id int, number int
SELECT d.organisation_id, v.document_id, v.number FROM document_version v JOIN document_document d ON d.id = v.document_id
WHERE v.adopted_at IS NOT NULL ORDER BY v.document_id, v.number;

-- ---- remarks ------------------------------------------------------------------------------------

-- Open ones first, then the newest; only those when ?3.
-- name: remark_list many
-- takes: organisation_id int, document_id int, open bool
-- gives: id int, version int, heading text, content text, user_id int?, created_at int, outcome text, answer text, answered_by int?, answered_at int?
SELECT r.id, r.version, r.heading, r.content, r.user_id, r.created_at, r.outcome, r.answer, r.answered_by, r.answered_at
FROM document_remark r JOIN document_document d ON d.id = r.document_id
WHERE d.organisation_id = ?1 AND r.document_id = ?2 AND (?3 = 0 OR r.outcome = '')
ORDER BY CASE r.outcome WHEN '' THEN 0 ELSE 1 END, r.id LIMIT 500;

-- name: remark_insert exec
-- takes: document_id int, version int, heading text, content text, user_id int?, at int
INSERT INTO document_remark (document_id, version, heading, content, user_id, created_at) VALUES (?1, ?2, ?3, ?4, ?5, ?6);

-- name: remark_settle exec
-- takes: document_id int, id int, outcome text, answer text, user_id int?, at int?
UPDATE document_remark SET outcome = ?3, answer = ?4, answered_by = ?5, answered_at = ?6 WHERE document_id = ?1 AND id = ?2;

-- ---- mails --------------------------------------------------------------------------------------

-- name: mailing_insert exec
-- takes: document_id int, version int, receivers int, user_id int?, at int
INSERT INTO document_mailing (document_id, version, receivers, user_id, created_at) VALUES (?1, ?2, ?3, ?4, ?5);

-- The last one of a document, or of any of a trajectory when it is NULL.
-- name: mailed_last maybe
-- takes: organisation_id int, trajectory_id int, document_id int?
-- gives: version int, receivers int, user_id int?, created_at int
SELECT m.version, m.receivers, m.user_id, m.created_at FROM document_mailing m JOIN document_document d ON d.id = m.document_id
WHERE d.organisation_id = ?1 AND d.trajectory_id = ?2 AND d.id = coalesce(?3, d.id) ORDER BY m.id DESC LIMIT 1;
