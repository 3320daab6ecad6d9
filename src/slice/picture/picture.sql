-- Everything this slice asks of the database.

-- ---- receivers ----------------------------------------------------------------------------------

-- name: receiver_rows many
-- takes: organisation_id int, id int
-- gives: id int, trajectory_id int, member_id int?, name text, mail text, link_id int?, reminded_on int?
SELECT id, trajectory_id, member_id, name, mail, link_id, reminded_on FROM picture_receiver
WHERE organisation_id = ?1 AND id = ?2;

-- Those of a trajectory, by name.
-- name: receiver_all many
-- takes: organisation_id int, trajectory_id int
-- gives: id int, trajectory_id int, member_id int?, name text, mail text, link_id int?, reminded_on int?
SELECT id, trajectory_id, member_id, name, mail, link_id, reminded_on FROM picture_receiver
WHERE organisation_id = ?1 AND trajectory_id = ?2 ORDER BY name, id;

-- name: receiver_put one
-- takes: organisation_id int, trajectory_id int, member_id int?, name text, mail text, at int
-- gives: id int
INSERT INTO picture_receiver (organisation_id, trajectory_id, member_id, name, mail, created_at)
VALUES (?1, ?2, ?3, ?4, ?5, ?6)
ON CONFLICT (trajectory_id, mail) DO UPDATE SET member_id = coalesce(excluded.member_id, picture_receiver.member_id) RETURNING id;

-- The receiver that a member was, whatever the address was then.
-- name: receiver_of_member maybe
-- takes: trajectory_id int, member_id int
-- gives: id int
SELECT id FROM picture_receiver WHERE trajectory_id = ?1 AND member_id = ?2 ORDER BY id LIMIT 1;

-- name: receiver_link exec
-- takes: organisation_id int, id int, link_id int
UPDATE picture_receiver SET link_id = ?3 WHERE organisation_id = ?1 AND id = ?2;

-- name: receiver_remind exec
-- takes: organisation_id int, id int, day int
UPDATE picture_receiver SET reminded_on = ?3 WHERE organisation_id = ?1 AND id = ?2;

-- name: receiver_unlink exec
-- takes: trajectory_id int
UPDATE picture_receiver SET link_id = NULL WHERE trajectory_id = ?1;

-- ---- requests -----------------------------------------------------------------------------------

-- name: request_insert one
-- takes: organisation_id int, trajectory_id int, department_id int?, receiver_id int?, standard text, version int, statement text, theme text, sort text
-- takes: title text, ask text, unit text, usual_source text, due_on int?, created_by int?, at int
-- gives: id int
INSERT INTO picture_request (organisation_id, trajectory_id, department_id, receiver_id, standard, version, statement, theme, sort, title, ask, unit,
    usual_source, due_on, created_by, created_at)
VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16) RETURNING id;

-- One by id, or a list: states is ",draft,sent," ("" = all), department -1 those without one, before a due day.
-- name: request_rows many
-- takes: organisation_id int, trajectory_id int, id int?, states text, department int?, receiver int?, before int?, skip int, most int
-- gives: id int, organisation_id int, trajectory_id int, department_id int?, receiver_id int?, standard text, version int, statement text, theme text, sort text
-- gives: title text, ask text, unit text, usual_source text, due_on int?, state text, reason text, edit int, created_by int?, created_at int, sent_by int?
-- gives: sent_at int?, answered_at int?
SELECT id, organisation_id, trajectory_id, department_id, receiver_id, standard, version, statement, theme, sort, title, ask, unit, usual_source, due_on,
    state, reason, edit, created_by, created_at, sent_by, sent_at, answered_at
FROM picture_request
WHERE organisation_id = ?1 AND trajectory_id = ?2 AND id = coalesce(?3, id) AND (?4 = '' OR ?4 LIKE '%,' || state || ',%')
  AND coalesce(department_id, -1) = coalesce(?5, department_id, -1) AND coalesce(receiver_id, -1) = coalesce(?6, receiver_id, -1)
  AND (?7 IS NULL OR due_on < ?7)
ORDER BY coalesce(due_on, 99999), id LIMIT ?9 OFFSET ?8;

-- name: request_count one
-- takes: organisation_id int, trajectory_id int, states text, department int?, receiver int?, before int?
-- gives: n int
SELECT count(*) FROM picture_request
WHERE organisation_id = ?1 AND trajectory_id = ?2 AND (?3 = '' OR ?3 LIKE '%,' || state || ',%')
  AND coalesce(department_id, -1) = coalesce(?4, department_id, -1) AND coalesce(receiver_id, -1) = coalesce(?5, receiver_id, -1)
  AND (?6 IS NULL OR due_on < ?6);

-- What asks something already: the standard requests and statements.
-- name: request_marks many
-- takes: organisation_id int, trajectory_id int
-- gives: id int, standard text, statement text, state text
SELECT id, standard, statement, state FROM picture_request
WHERE organisation_id = ?1 AND trajectory_id = ?2 AND state <> 'withdrawn' ORDER BY id;

-- name: request_totals many
-- takes: organisation_id int, trajectory_id int, today int
-- gives: department_id int?, state text, n int, late int
SELECT department_id, state, count(*), CAST(sum(CASE WHEN due_on < ?3 THEN 1 ELSE 0 END) AS BIGINT) FROM picture_request
WHERE organisation_id = ?1 AND trajectory_id = ?2 GROUP BY department_id, state ORDER BY department_id NULLS FIRST, state;

-- name: request_change exec
-- takes: organisation_id int, id int, department_id int?, receiver_id int?, version int, theme text, sort text, title text, ask text, unit text
-- takes: usual_source text, due_on int?, edit int
UPDATE picture_request SET department_id = ?3, receiver_id = ?4, version = ?5, theme = ?6, sort = ?7, title = ?8, ask = ?9, unit = ?10,
    usual_source = ?11, due_on = ?12, edit = edit + 1
WHERE organisation_id = ?1 AND id = ?2 AND edit = ?13;

-- name: request_assign exec
-- takes: organisation_id int, trajectory_id int, id int, receiver_id int?, due_on int?
UPDATE picture_request SET receiver_id = coalesce(?4, receiver_id), due_on = coalesce(?5, due_on), edit = edit + 1
WHERE organisation_id = ?1 AND trajectory_id = ?2 AND id = ?3 AND state = 'draft';

-- name: request_state exec
-- takes: organisation_id int, id int, was text, state text, reason text
UPDATE picture_request SET state = ?4, reason = ?5, edit = edit + 1 WHERE organisation_id = ?1 AND id = ?2 AND state = ?3;

-- name: request_sent exec
-- takes: organisation_id int, id int, user_id int?, at int
UPDATE picture_request SET state = 'sent', sent_by = ?3, sent_at = ?4, edit = edit + 1
WHERE organisation_id = ?1 AND id = ?2 AND state = 'draft';

-- name: request_answered exec
-- takes: organisation_id int, id int, state text, at int
UPDATE picture_request SET state = ?3, answered_at = ?4, edit = edit + 1 WHERE organisation_id = ?1 AND id = ?2;

-- name: request_passed exec
-- takes: organisation_id int, id int, receiver_id int
UPDATE picture_request SET state = 'passed', receiver_id = ?3, edit = edit + 1 WHERE organisation_id = ?1 AND id = ?2;

-- Who owes something that is due before a day, once each.
-- name: request_owed many
-- takes: organisation_id int, trajectory_id int, until int
-- gives: receiver_id int, n int, due_on int, title text, id int
SELECT receiver_id, count(*), min(due_on), min(title), min(id) FROM picture_request
WHERE organisation_id = ?1 AND trajectory_id = ?2 AND state IN ('sent', 'passed') AND receiver_id IS NOT NULL AND due_on < ?3
GROUP BY receiver_id ORDER BY min(due_on), receiver_id;

-- Who answered, once each.
-- name: request_answerers many
-- takes: organisation_id int, trajectory_id int
-- gives: member_id int?, mail text, n int
SELECT v.member_id, v.mail, count(*) FROM picture_request r JOIN picture_receiver v ON v.id = r.receiver_id
WHERE r.organisation_id = ?1 AND r.trajectory_id = ?2 AND r.state IN ('answered', 'accepted')
GROUP BY v.id, v.member_id, v.mail ORDER BY v.id;

-- ---- passing on ---------------------------------------------------------------------------------

-- name: pass_insert exec
-- takes: request_id int, from_id int, to_id int, user_id int?, note text, at int
INSERT INTO picture_pass (request_id, from_id, to_id, user_id, note, at) VALUES (?1, ?2, ?3, ?4, ?5, ?6);

-- name: pass_rows many
-- takes: request_id int
-- gives: from_id int, to_id int, user_id int?, note text, at int
SELECT from_id, to_id, user_id, note, at FROM picture_pass WHERE request_id = ?1 ORDER BY id;

-- What somebody passed on and does not have back.
-- name: pass_by many
-- takes: organisation_id int, from_id int
-- gives: request_id int, to_id int, at int, title text
SELECT p.request_id, p.to_id, p.at, r.title FROM picture_pass p JOIN picture_request r ON r.id = p.request_id
WHERE r.organisation_id = ?1 AND p.from_id = ?2 AND r.receiver_id <> ?2 AND r.state <> 'withdrawn' ORDER BY p.id LIMIT 100;

-- ---- answers ------------------------------------------------------------------------------------

-- name: answer_insert exec
-- takes: request_id int, edit int, receiver_id int?, user_id int?, absent bool, value text, unit text, period text, body text, grid text, source text
-- takes: dated_on int?, at int
INSERT INTO picture_answer (request_id, edit, receiver_id, user_id, absent, value, unit, period, body, grid, source, dated_on, at)
VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13);

-- name: answer_rows many
-- takes: request_id int
-- gives: id int, edit int, receiver_id int?, user_id int?, absent bool, value text, unit text, period text, body text, grid text, source text, dated_on int?
-- gives: at int
SELECT id, edit, receiver_id, user_id, absent, value, unit, period, body, grid, source, dated_on, at FROM picture_answer
WHERE request_id = ?1 ORDER BY edit DESC LIMIT 50;

-- name: answer_newest maybe
-- takes: request_id int
-- gives: edit int
SELECT edit FROM picture_answer WHERE request_id = ?1 ORDER BY edit DESC LIMIT 1;

-- ---- facts --------------------------------------------------------------------------------------

-- name: fact_insert one
-- takes: organisation_id int, trajectory_id int, code text, number int, department_id int?, theme text, sort text, body text, value text, unit text
-- takes: period text, source text, dated_on int?, statement text, proves text, request_id int?, created_by int?, at int, accepted_at int?, accepted_by int?
-- gives: id int
INSERT INTO picture_fact (organisation_id, trajectory_id, code, number, department_id, theme, sort, body, value, unit, period, source, dated_on,
    statement, proves, request_id, created_by, created_at, changed_at, accepted_at, accepted_by)
VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17, ?18, ?18, ?19, ?20) RETURNING id;

-- name: fact_numbers one
-- takes: trajectory_id int
-- gives: last int, n int
SELECT coalesce(max(number), 0), count(*) FROM picture_fact WHERE trajectory_id = ?1;

-- One by id, or a list. archived and state are ignored when NULL (state: 1 = accepted, 0 = proposed); empty texts are too.
-- name: fact_rows many
-- takes: organisation_id int, trajectory_id int, id int?, archived int?, state int?, department int?, theme text, sort text, statement text, request int?
-- takes: skip int, most int
-- gives: id int, code text, department_id int?, theme text, sort text, body text, value text, unit text, period text, source text, dated_on int?
-- gives: statement text, proves text, waits bool, request_id int?, edit int, created_by int?, created_at int, changed_by int?, changed_at int
-- gives: accepted_at int?, archived_at int?
SELECT id, code, department_id, theme, sort, body, value, unit, period, source, dated_on, statement, proves, waits, request_id, edit, created_by,
    created_at, changed_by, changed_at, accepted_at, archived_at
FROM picture_fact
WHERE organisation_id = ?1 AND trajectory_id = ?2 AND id = coalesce(?3, id)
  AND (?4 IS NULL OR (archived_at IS NOT NULL) = (?4 = 1)) AND (?5 IS NULL OR (accepted_at IS NOT NULL) = (?5 = 1))
  AND coalesce(department_id, -1) = coalesce(?6, department_id, -1) AND (?7 = '' OR theme = ?7) AND (?8 = '' OR sort = ?8)
  AND (?9 = '' OR statement = ?9) AND coalesce(request_id, -1) = coalesce(?10, request_id, -1)
ORDER BY theme, sort, id LIMIT ?12 OFFSET ?11;

-- name: fact_count one
-- takes: organisation_id int, trajectory_id int, archived int?, state int?, department int?, theme text, sort text, statement text, request int?
-- gives: n int
SELECT count(*) FROM picture_fact
WHERE organisation_id = ?1 AND trajectory_id = ?2
  AND (?3 IS NULL OR (archived_at IS NOT NULL) = (?3 = 1)) AND (?4 IS NULL OR (accepted_at IS NOT NULL) = (?4 = 1))
  AND coalesce(department_id, -1) = coalesce(?5, department_id, -1) AND (?6 = '' OR theme = ?6) AND (?7 = '' OR sort = ?7)
  AND (?8 = '' OR statement = ?8) AND coalesce(request_id, -1) = coalesce(?9, request_id, -1);

-- name: fact_totals many
-- takes: organisation_id int, trajectory_id int
-- gives: department_id int?, accepted int, proposed int
SELECT department_id, count(accepted_at), count(*) - count(accepted_at) FROM picture_fact
WHERE organisation_id = ?1 AND trajectory_id = ?2 AND archived_at IS NULL GROUP BY department_id ORDER BY department_id NULLS FIRST;

-- Statements that an accepted fact says something about.
-- name: fact_statements many
-- takes: organisation_id int, trajectory_id int
-- gives: id int, statement text
SELECT min(id), statement FROM picture_fact
WHERE organisation_id = ?1 AND trajectory_id = ?2 AND statement <> '' AND archived_at IS NULL AND accepted_at IS NOT NULL
GROUP BY statement ORDER BY statement;

-- name: fact_proofs many
-- takes: organisation_id int, trajectory_id int
-- gives: id int, statement text, proves text, waits bool
SELECT id, statement, proves, waits FROM picture_fact
WHERE organisation_id = ?1 AND trajectory_id = ?2 AND statement <> '' AND proves <> '' AND archived_at IS NULL AND accepted_at IS NOT NULL
ORDER BY id;

-- name: fact_of_code maybe
-- takes: organisation_id int, trajectory_id int, code text
-- gives: id int
SELECT id FROM picture_fact WHERE organisation_id = ?1 AND trajectory_id = ?2 AND code = ?3;

-- What stands there goes to the old ones.
-- name: fact_keep exec
-- takes: id int, reason text, user_id int?, at int
INSERT INTO picture_fact_old (fact_id, edit, department_id, theme, sort, body, value, unit, period, source, dated_on, reason, user_id, at)
SELECT id, edit, department_id, theme, sort, body, value, unit, period, source, dated_on, ?2, CAST(?3 AS BIGINT), CAST(?4 AS BIGINT)
FROM picture_fact WHERE id = ?1;

-- name: fact_change exec
-- takes: organisation_id int, id int, department_id int?, theme text, sort text, body text, value text, unit text, period text, source text, dated_on int?
-- takes: changed_by int?, at int, edit int
UPDATE picture_fact SET department_id = ?3, theme = ?4, sort = ?5, body = ?6, value = ?7, unit = ?8, period = ?9, source = ?10, dated_on = ?11,
    changed_by = ?12, changed_at = ?13, edit = edit + 1
WHERE organisation_id = ?1 AND id = ?2 AND edit = ?14;

-- name: fact_accept exec
-- takes: organisation_id int, id int, user_id int?, at int
UPDATE picture_fact SET accepted_at = ?4, accepted_by = ?3 WHERE organisation_id = ?1 AND id = ?2 AND accepted_at IS NULL;

-- name: fact_archive exec
-- takes: organisation_id int, id int, at int?
UPDATE picture_fact SET archived_at = ?3 WHERE organisation_id = ?1 AND id = ?2 AND (archived_at IS NULL) = (CAST(?3 AS BIGINT) IS NOT NULL);

-- name: fact_prove exec
-- takes: organisation_id int, id int, statement text, proves text
UPDATE picture_fact SET statement = ?3, proves = ?4, waits = CASE WHEN ?4 = '' THEN 0 ELSE waits END WHERE organisation_id = ?1 AND id = ?2;

-- name: fact_wait exec
-- takes: organisation_id int, id int, waits bool
UPDATE picture_fact SET waits = ?3 WHERE organisation_id = ?1 AND id = ?2;

-- name: fact_olds many
-- takes: fact_id int
-- gives: edit int, department_id int?, theme text, sort text, body text, value text, unit text, period text, source text, dated_on int?, reason text
-- gives: user_id int?, at int
SELECT edit, department_id, theme, sort, body, value, unit, period, source, dated_on, reason, user_id, at FROM picture_fact_old
WHERE fact_id = ?1 ORDER BY edit DESC LIMIT 100;

-- ---- corrections of the scan ----------------------------------------------------------------------

-- name: correction_insert exec
-- takes: fact_id int, round_id int, statement text, was text, becomes text, reopened bool, user_id int?, at int
INSERT INTO picture_correction (fact_id, round_id, statement, was, becomes, reopened, user_id, at) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8);

-- name: correction_rows many
-- takes: fact_id int
-- gives: round_id int, was text, becomes text, reopened bool, user_id int?, at int
SELECT round_id, was, becomes, reopened, user_id, at FROM picture_correction WHERE fact_id = ?1 ORDER BY id DESC LIMIT 50;
