-- Everything this slice asks of the database. What hangs under a round is reached by an id that came from round_get.

-- name: round_get maybe
-- takes: organisation_id int, trajectory_id int, cycle int
-- gives: id int, state text, due_on int, opened_at int, closed_at int?
SELECT id, state, due_on, opened_at, closed_at FROM evaluation_round WHERE organisation_id = ?1 AND trajectory_id = ?2 AND cycle = ?3;

-- name: round_insert one
-- takes: organisation_id int, trajectory_id int, cycle int, due_on int, opened_at int, opened_by int?
-- gives: id int
INSERT INTO evaluation_round (organisation_id, trajectory_id, cycle, state, due_on, opened_at, opened_by)
VALUES (?1, ?2, ?3, 'open', ?4, ?5, ?6) RETURNING id;

-- name: round_state exec
-- takes: organisation_id int, id int, state text, closed_at int?
UPDATE evaluation_round SET state = ?3, closed_at = ?4 WHERE organisation_id = ?1 AND id = ?2;

-- By question, and within it in an order that says nothing about who came first.
-- name: answer_list many
-- takes: round_id int
-- gives: id int, member_id int, question text, answer text, quotable bool, themes text, edit int, at int
SELECT id, member_id, question, answer, quotable, themes, edit, at FROM evaluation_answer WHERE round_id = ?1
ORDER BY question, answer, id;

-- name: answer_insert maybe
-- takes: round_id int, member_id int, question text, answer text, quotable bool, user_id int?, at int
-- gives: id int
INSERT INTO evaluation_answer (round_id, member_id, question, answer, quotable, user_id, at) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)
ON CONFLICT (round_id, member_id, question) DO NOTHING RETURNING id;

-- What the answer was, before it changes.
-- name: answer_keep exec
-- takes: round_id int, id int, edit int
INSERT INTO evaluation_answer_log (answer_id, edit, answer, quotable, user_id, at)
SELECT id, edit, answer, quotable, user_id, at FROM evaluation_answer WHERE round_id = ?1 AND id = ?2 AND edit = ?3;

-- name: answer_change exec
-- takes: round_id int, id int, edit int, answer text, quotable bool, user_id int?, at int
UPDATE evaluation_answer SET answer = ?4, quotable = ?5, user_id = ?6, at = ?7, edit = edit + 1
WHERE round_id = ?1 AND id = ?2 AND edit = ?3;

-- name: answer_code exec
-- takes: round_id int, id int, themes text
UPDATE evaluation_answer SET themes = ?3 WHERE round_id = ?1 AND id = ?2;

-- name: pair_list many
-- takes: organisation_id int, trajectory_id int, moment text
-- gives: member_id int, importance int, maturity int
SELECT member_id, importance, maturity FROM evaluation_pair
WHERE organisation_id = ?1 AND trajectory_id = ?2 AND moment = ?3 ORDER BY member_id;

-- name: pair_put exec
-- takes: organisation_id int, trajectory_id int, moment text, member_id int, importance int, maturity int, at int
INSERT INTO evaluation_pair (organisation_id, trajectory_id, moment, member_id, importance, maturity, at)
VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)
ON CONFLICT (trajectory_id, moment, member_id) DO UPDATE SET importance = excluded.importance, maturity = excluded.maturity, at = excluded.at;
