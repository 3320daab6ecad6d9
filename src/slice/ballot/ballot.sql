-- Everything this slice asks of the database. A question is found by its organisation and id; its parts, ballots, notes and voters are
-- then reached by the id that came from that look-up. No query gives a ballot or a note together with a voter.

-- name: get maybe
-- takes: organisation_id int, id int
-- gives: id int, organisation_id int, kind text, object int, state text, minimum int, apart bool, due_on int?, announced_at int, opened_at int?, closed_at int?, notes int
SELECT id, organisation_id, kind, object, state, minimum, apart, due_on, announced_at, opened_at, closed_at, notes
FROM ballot_question WHERE organisation_id = ?1 AND id = ?2;

-- All about one thing, the newest first.
-- name: list_of many
-- takes: organisation_id int, kind text, object int
-- gives: id int
SELECT id FROM ballot_question WHERE organisation_id = ?1 AND kind = ?2 AND object = ?3 ORDER BY id DESC LIMIT 100;

-- name: insert one
-- takes: organisation_id int, kind text, object int, minimum int, apart bool, notes int, due_on int?, at int
-- gives: id int
INSERT INTO ballot_question (organisation_id, kind, object, state, minimum, apart, notes, due_on, announced_at)
VALUES (?1, ?2, ?3, 'announced', ?4, ?5, ?6, ?7, ?8) RETURNING id;

-- name: open exec
-- takes: organisation_id int, id int, at int
UPDATE ballot_question SET state = 'open', opened_at = ?3 WHERE organisation_id = ?1 AND id = ?2 AND state = 'announced';

-- Also writes down how many were asked and how many answered: later that costs no counting.
-- name: close exec
-- takes: organisation_id int, id int, at int
UPDATE ballot_question SET state = 'closed', closed_at = ?3,
    voters = (SELECT count(*) FROM ballot_voter v WHERE v.question_id = ballot_question.id),
    voted = (SELECT count(*) FROM ballot_voter v WHERE v.question_id = ballot_question.id AND (v.voted = 1 OR v.notes > 0))
WHERE organisation_id = ?1 AND id = ?2 AND state = 'open';

-- name: show exec
-- takes: organisation_id int, id int, shown int
UPDATE ballot_question SET revealed = 1, shown = ?3 WHERE organisation_id = ?1 AND id = ?2;

-- name: now_get maybe
-- takes: organisation_id int, id int
-- gives: state text, revealed bool, shown int?, voters int?, voted int?, ballots int?
SELECT state, revealed, shown, voters, voted, ballots FROM ballot_question WHERE organisation_id = ?1 AND id = ?2;

-- ---- parts and options --------------------------------------------------------------------------

-- name: part_insert exec
-- takes: question_id int, part int, label text, options int
INSERT INTO ballot_part (question_id, part, label, options) VALUES (?1, ?2, ?3, ?4);

-- name: part_list many
-- takes: question_id int
-- gives: label text, options int
SELECT label, options FROM ballot_part WHERE question_id = ?1 ORDER BY part;

-- name: option_insert exec
-- takes: question_id int, part int, position int, label text
INSERT INTO ballot_option (question_id, part, position, label) VALUES (?1, ?2, ?3, ?4);

-- name: label_list many
-- takes: question_id int
-- gives: label text
SELECT label FROM ballot_option WHERE question_id = ?1 ORDER BY part, position;

-- name: option_list many
-- takes: question_id int
-- gives: part int, position int, shown int?, counted int?
SELECT part, position, shown, counted FROM ballot_option WHERE question_id = ?1 ORDER BY part, position;

-- The distribution of now becomes what is shown, in these steps: nothing, then what came in or was counted, then without the parts that
-- too few answered.
-- name: show_none exec
-- takes: question_id int
UPDATE ballot_option SET shown = 0 WHERE question_id = ?1;

-- name: show_ballots exec
-- takes: question_id int
UPDATE ballot_option SET shown = t.n
FROM (SELECT part, choice, count(*) AS n FROM ballot_ballot WHERE question_id = ?1 GROUP BY part, choice) AS t
WHERE ballot_option.question_id = ?1 AND ballot_option.part = t.part AND ballot_option.position = t.choice - 1001;

-- name: show_counted exec
-- takes: question_id int
UPDATE ballot_option SET shown = counted WHERE question_id = ?1;

-- name: show_apart exec
-- takes: question_id int, minimum int
UPDATE ballot_option SET shown = NULL WHERE question_id = ?1
    AND part IN (SELECT part FROM ballot_option WHERE question_id = ?1 GROUP BY part HAVING sum(shown) < ?2);

-- ---- ballots ------------------------------------------------------------------------------------

-- What came in, for the rules only: pages are given what is shown.
-- name: tally many
-- takes: question_id int
-- gives: part int, choice int, n int
SELECT part, choice, count(*) FROM ballot_ballot WHERE question_id = ?1 GROUP BY part, choice ORDER BY part, choice;

-- Every sheet has a row for each part.
-- name: total one
-- takes: question_id int
-- gives: n int
SELECT count(*) FROM ballot_ballot WHERE question_id = ?1 AND part = 0;

-- A whole sheet in one go: `choices` has four digits for each part.
-- name: sheet_put exec
-- takes: question_id int, key blob, choices text
INSERT INTO ballot_ballot (question_id, part, key, choice)
SELECT p.question_id, p.part, ?2, CAST(substr(?3, CAST(p.part * 4 + 1 AS INTEGER), 4) AS BIGINT)
FROM ballot_part p WHERE p.question_id = ?1
ON CONFLICT (question_id, part, key) DO UPDATE SET choice = excluded.choice WHERE ballot_ballot.choice <> excluded.choice;

-- name: sheet_exists maybe
-- takes: question_id int, key blob
-- gives: choice int
SELECT choice FROM ballot_ballot WHERE question_id = ?1 AND part = 0 AND key = ?2;

-- name: sheet_get many
-- takes: question_id int, key blob
-- gives: part int, choice int
SELECT p.part, b.choice FROM ballot_part p JOIN ballot_ballot b ON b.question_id = p.question_id AND b.part = p.part AND b.key = ?2
WHERE p.question_id = ?1 ORDER BY p.part;

-- ---- notes --------------------------------------------------------------------------------------

-- name: note_insert exec
-- takes: question_id int, key blob, once blob, body text, spot int
INSERT INTO ballot_note (question_id, key, once, body, spot) VALUES (?1, ?2, ?3, ?4, ?5);

-- name: note_get maybe
-- takes: question_id int, key blob
-- gives: once blob, body text, spot int, cluster int, hidden bool, shown bool
SELECT once, body, spot, cluster, hidden, shown FROM ballot_note WHERE question_id = ?1 AND key = ?2;

-- name: note_list many
-- takes: question_id int
-- gives: key blob, body text, spot int, cluster int, hidden bool
SELECT key, body, spot, cluster, hidden FROM ballot_note WHERE question_id = ?1 AND shown = 1 ORDER BY key;

-- name: note_change exec
-- takes: question_id int, key blob, body text, spot int
UPDATE ballot_note SET body = ?3, spot = ?4, shown = 0 WHERE question_id = ?1 AND key = ?2;

-- name: note_delete exec
-- takes: question_id int, key blob
DELETE FROM ballot_note WHERE question_id = ?1 AND key = ?2;

-- name: note_sort exec
-- takes: question_id int, key blob, spot int, cluster int
UPDATE ballot_note SET spot = ?3, cluster = ?4 WHERE question_id = ?1 AND key = ?2 AND shown = 1;

-- name: note_hide exec
-- takes: question_id int, key blob, hidden bool
UPDATE ballot_note SET hidden = ?3 WHERE question_id = ?1 AND key = ?2 AND shown = 1;

-- name: note_show exec
-- takes: question_id int
UPDATE ballot_note SET shown = 1 WHERE question_id = ?1 AND shown = 0;

-- name: note_waits maybe
-- takes: question_id int
-- gives: n int
SELECT 1 FROM ballot_note WHERE question_id = ?1 AND shown = 0 LIMIT 1;

-- ---- voters -------------------------------------------------------------------------------------

-- name: voter_insert exec
-- takes: question_id int, voter int, voted bool
INSERT INTO ballot_voter (question_id, voter, voted) VALUES (?1, ?2, ?3) ON CONFLICT (question_id, voter) DO NOTHING;

-- name: voter_voted exec
-- takes: question_id int, voter int
UPDATE ballot_voter SET voted = 1 WHERE question_id = ?1 AND voter = ?2;

-- name: voter_noted exec
-- takes: question_id int, voter int, notes int, fresh bool
UPDATE ballot_voter SET notes = notes + ?3, fresh = ?4 WHERE question_id = ?1 AND voter = ?2;

-- name: voter_seen exec
-- takes: question_id int
UPDATE ballot_voter SET fresh = 0 WHERE question_id = ?1 AND fresh = 1;

-- name: voter_get maybe
-- takes: question_id int, voter int
-- gives: voted bool, notes int, fresh bool
SELECT voted, notes, fresh FROM ballot_voter WHERE question_id = ?1 AND voter = ?2;

-- name: voter_list many
-- takes: question_id int
-- gives: voter int, voted bool
SELECT voter, CASE WHEN voted = 1 OR notes > 0 THEN 1 ELSE 0 END FROM ballot_voter WHERE question_id = ?1 ORDER BY voter;

-- name: turnout one
-- takes: question_id int
-- gives: voters int, voted int, writers int, fresh int
SELECT count(*), count(CASE WHEN voted = 1 OR notes > 0 THEN 1 END), count(CASE WHEN notes > 0 THEN 1 END),
    count(CASE WHEN fresh = 1 THEN 1 END)
FROM ballot_voter WHERE question_id = ?1;

-- name: voter_delete exec
-- takes: question_id int
DELETE FROM ballot_voter WHERE question_id = ?1;

-- ---- after closing, of every organisation --------------------------------------------------------

-- name: waits maybe
-- gives: id int
SELECT id FROM ballot_question WHERE swept = 0 AND state = 'closed' LIMIT 1;

-- name: mix_list many
-- gives: id int, ballots_mixed bool
SELECT id, ballots_mixed FROM ballot_question WHERE swept = 0 AND state = 'closed' AND voters_mixed = 0 ORDER BY id LIMIT 50;

-- name: count_none exec
-- takes: question_id int
UPDATE ballot_option SET counted = 0 WHERE question_id = ?1;

-- name: count_ballots exec
-- takes: question_id int
UPDATE ballot_option SET counted = t.n
FROM (SELECT part, choice, count(*) AS n FROM ballot_ballot WHERE question_id = ?1 GROUP BY part, choice) AS t
WHERE ballot_option.question_id = ?1 AND ballot_option.part = t.part AND ballot_option.position = t.choice - 1001;

-- name: count_total exec
-- takes: id int
UPDATE ballot_question SET ballots_mixed = 1,
    ballots = (SELECT count(*) FROM ballot_ballot b WHERE b.question_id = ballot_question.id AND b.part = 0)
WHERE id = ?1;

-- name: ballot_delete exec
-- takes: question_id int
DELETE FROM ballot_ballot WHERE question_id = ?1;

-- New keys have 16 bytes, so that the old ones, of 32, can be told from them and go.
-- name: note_anew exec
-- takes: question_id int
INSERT INTO ballot_note (question_id, key, once, body, spot, cluster, hidden, shown)
SELECT question_id, randomblob(16) AS k, X'', body, spot, cluster, hidden, shown FROM ballot_note
WHERE question_id = ?1 AND length(key) = 32 ORDER BY k;
-- @postgres
INSERT INTO ballot_note (question_id, key, once, body, spot, cluster, hidden, shown)
SELECT question_id, decode(replace(gen_random_uuid()::text, '-', ''), 'hex') AS k, ''::bytea, body, spot, cluster, hidden, shown FROM ballot_note
WHERE question_id = ?1 AND length(key) = 32 ORDER BY k;

-- name: note_old_delete exec
-- takes: question_id int
DELETE FROM ballot_note WHERE question_id = ?1 AND length(key) = 32;

-- name: mix_voters exec
-- takes: id int
UPDATE ballot_question SET voters_mixed = 1 WHERE id = ?1;

-- name: unswept many
-- gives: id int
SELECT id FROM ballot_question WHERE swept = 0 AND state = 'closed' AND voters_mixed = 1 ORDER BY id LIMIT 1000;

-- name: swept exec
-- takes: id int
UPDATE ballot_question SET swept = 1 WHERE id = ?1;

-- ---- removing -----------------------------------------------------------------------------------

-- name: remove_list many
-- takes: organisation_id int, kind text, object int
-- gives: id int, state text, swept bool
SELECT id, state, swept FROM ballot_question WHERE organisation_id = ?1 AND kind = ?2 AND object = ?3 ORDER BY id;

-- name: remove exec
-- takes: organisation_id int, id int
DELETE FROM ballot_question WHERE organisation_id = ?1 AND id = ?2;
