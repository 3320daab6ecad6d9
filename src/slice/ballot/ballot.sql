-- Everything this slice asks of the database. A question is found by its organisation and id; ballots and voters are then
-- reached by the id that came from that look-up. No query gives a ballot and a voter together.

-- name: get maybe
-- takes: organisation_id int, id int
-- gives: id int, organisation_id int, kind text, object int, state text, minimum int, due_on int?, announced_at int, opened_at int?, closed_at int?, voters int, voted int
SELECT q.id, q.organisation_id, q.kind, q.object, q.state, q.minimum, q.due_on, q.announced_at, q.opened_at, q.closed_at,
    (SELECT count(*) FROM ballot_voter v WHERE v.question_id = q.id),
    (SELECT count(*) FROM ballot_voter v WHERE v.question_id = q.id AND v.voted = 1)
FROM ballot_question q WHERE q.organisation_id = ?1 AND q.id = ?2;

-- All about one thing, the newest first.
-- name: list_of many
-- takes: organisation_id int, kind text, object int
-- gives: id int
SELECT id FROM ballot_question WHERE organisation_id = ?1 AND kind = ?2 AND object = ?3 ORDER BY id DESC LIMIT 100;

-- name: insert one
-- takes: organisation_id int, kind text, object int, minimum int, due_on int?, at int
-- gives: id int
INSERT INTO ballot_question (organisation_id, kind, object, state, minimum, due_on, announced_at)
VALUES (?1, ?2, ?3, 'announced', ?4, ?5, ?6) RETURNING id;

-- name: open exec
-- takes: organisation_id int, id int, at int
UPDATE ballot_question SET state = 'open', opened_at = ?3 WHERE organisation_id = ?1 AND id = ?2 AND state = 'announced';

-- name: close exec
-- takes: organisation_id int, id int, at int
UPDATE ballot_question SET state = 'closed', closed_at = ?3 WHERE organisation_id = ?1 AND id = ?2 AND state = 'open';

-- name: show exec
-- takes: organisation_id int, id int, shown int
UPDATE ballot_question SET revealed = 1, shown = ?3 WHERE organisation_id = ?1 AND id = ?2;

-- name: shown_get maybe
-- takes: organisation_id int, id int
-- gives: state text, revealed bool, shown int?
SELECT state, revealed, shown FROM ballot_question WHERE organisation_id = ?1 AND id = ?2;

-- ---- options ------------------------------------------------------------------------------------

-- name: option_insert exec
-- takes: question_id int, position int, label text
INSERT INTO ballot_option (question_id, position, label) VALUES (?1, ?2, ?3);

-- name: option_list many
-- takes: question_id int
-- gives: position int, label text, shown int?
SELECT position, label, shown FROM ballot_option WHERE question_id = ?1 ORDER BY position;

-- name: option_show exec
-- takes: question_id int, position int, shown int
UPDATE ballot_option SET shown = ?3 WHERE question_id = ?1 AND position = ?2;

-- ---- ballots ------------------------------------------------------------------------------------

-- What came in, for the rules only: pages are given what is shown.
-- name: tally many
-- takes: question_id int
-- gives: choice int, n int
SELECT choice, count(*) FROM ballot_ballot WHERE question_id = ?1 GROUP BY choice ORDER BY choice;

-- name: ballot_insert exec
-- takes: question_id int, key blob, choice int
INSERT INTO ballot_ballot (question_id, key, choice) VALUES (?1, ?2, ?3);

-- name: ballot_change exec
-- takes: question_id int, key blob, choice int
UPDATE ballot_ballot SET choice = ?3 WHERE question_id = ?1 AND key = ?2 AND choice <> ?3;

-- name: ballot_get maybe
-- takes: question_id int, key blob
-- gives: choice int
SELECT choice FROM ballot_ballot WHERE question_id = ?1 AND key = ?2;

-- name: ballot_list many
-- takes: question_id int
-- gives: choice int
SELECT choice FROM ballot_ballot WHERE question_id = ?1 ORDER BY key;

-- name: ballot_delete exec
-- takes: question_id int
DELETE FROM ballot_ballot WHERE question_id = ?1;

-- ---- voters -------------------------------------------------------------------------------------

-- name: voter_insert exec
-- takes: question_id int, voter int, voted bool
INSERT INTO ballot_voter (question_id, voter, voted) VALUES (?1, ?2, ?3) ON CONFLICT (question_id, voter) DO NOTHING;

-- name: voter_voted exec
-- takes: question_id int, voter int
UPDATE ballot_voter SET voted = 1 WHERE question_id = ?1 AND voter = ?2;

-- name: voter_get maybe
-- takes: question_id int, voter int
-- gives: voted bool
SELECT voted FROM ballot_voter WHERE question_id = ?1 AND voter = ?2;

-- name: voter_list many
-- takes: question_id int
-- gives: voter int, voted bool
SELECT voter, voted FROM ballot_voter WHERE question_id = ?1 ORDER BY voter;

-- name: voter_delete exec
-- takes: question_id int
DELETE FROM ballot_voter WHERE question_id = ?1;

-- ---- written anew after closing, of every organisation -------------------------------------------

-- name: mix_list many
-- gives: id int, ballots_mixed bool
SELECT id, ballots_mixed FROM ballot_question WHERE state = 'closed' AND voters_mixed = 0 ORDER BY id LIMIT 50;

-- name: mix_ballots exec
-- takes: id int
UPDATE ballot_question SET ballots_mixed = 1 WHERE id = ?1;

-- name: mix_voters exec
-- takes: id int
UPDATE ballot_question SET voters_mixed = 1 WHERE id = ?1;
