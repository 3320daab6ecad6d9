-- Anonymous questions with more than one choice, and anonymous notes (ballot). A question has parts; a ballot is a sheet that gives
-- each part one of its options, or nothing. What 0005 made is the case of one part.

ALTER TABLE ballot_question ADD COLUMN apart INTEGER NOT NULL DEFAULT 0; -- 1: a part shows only from `minimum` answers to it
ALTER TABLE ballot_question ADD COLUMN notes INTEGER NOT NULL DEFAULT 0; -- notes that each may write; 0 = it has parts instead
ALTER TABLE ballot_question ADD COLUMN voters INTEGER;                   -- since closing: how many were asked
ALTER TABLE ballot_question ADD COLUMN voted INTEGER;                    -- since closing: how many answered
ALTER TABLE ballot_question ADD COLUMN ballots INTEGER;                  -- since its ballots were counted out: how many there were
-- 1: since both lists were written anew, what the engine kept of them was overwritten too
ALTER TABLE ballot_question ADD COLUMN swept INTEGER NOT NULL DEFAULT 0;
DROP INDEX ballot_question_mix;
CREATE INDEX ballot_question_mix ON ballot_question (swept, state, id);

CREATE TABLE ballot_part (
    question_id INTEGER NOT NULL REFERENCES ballot_question (id) ON DELETE CASCADE,
    part INTEGER NOT NULL,                    -- from 0
    label TEXT NOT NULL,                      -- '' where the question has only this one
    options INTEGER NOT NULL,                 -- how many it has
    PRIMARY KEY (question_id, part)
) STRICT, WITHOUT ROWID;
INSERT INTO ballot_part (question_id, part, label, options)
SELECT question_id, 0, '', count(*) FROM ballot_option GROUP BY question_id ORDER BY question_id;

CREATE TABLE ballot_option_new (
    question_id INTEGER NOT NULL REFERENCES ballot_question (id) ON DELETE CASCADE,
    part INTEGER NOT NULL,
    position INTEGER NOT NULL,                -- from 0
    label TEXT NOT NULL,                      -- '' = a number: its position
    shown INTEGER,                            -- its ballots in the distribution that is shown; NULL = suppressed, never 0
    counted INTEGER,                          -- after closing, when its ballots were counted out: how many they were
    PRIMARY KEY (question_id, part, position)
) STRICT, WITHOUT ROWID;

-- A ballot has no voter, no time and no number. Its key is BLAKE2b of the secret on the phone (with the question and the
-- voter, so that one phone may serve two people); it holds the parts of a sheet together while they may be changed. After closing the
-- ballots are counted out: what they add up to stays in ballot_option, and they are gone.
CREATE TABLE ballot_ballot_new (
    question_id INTEGER NOT NULL REFERENCES ballot_question (id) ON DELETE CASCADE,
    part INTEGER NOT NULL,
    key BLOB NOT NULL,
    choice INTEGER NOT NULL,                  -- 1000 = nothing, 1001 + position of the option: as many bytes for each
    PRIMARY KEY (question_id, part, key)
) STRICT, WITHOUT ROWID;

INSERT INTO ballot_option_new (question_id, part, position, label, shown, counted)
SELECT o.question_id, 0, o.position, o.label, o.shown,
    CASE WHEN q.state = 'closed'
        THEN (SELECT count(*) FROM ballot_ballot b WHERE b.question_id = o.question_id AND b.choice = 100 + o.position) END
FROM ballot_option o JOIN ballot_question q ON q.id = o.question_id ORDER BY o.question_id, o.position;
INSERT INTO ballot_ballot_new (question_id, part, key, choice)
SELECT b.question_id, 0, b.key, b.choice + 901 FROM ballot_ballot b JOIN ballot_question q ON q.id = b.question_id
WHERE q.state <> 'closed' ORDER BY b.question_id, b.key;
UPDATE ballot_question SET ballots_mixed = 1,
    ballots = (SELECT count(*) FROM ballot_ballot b WHERE b.question_id = ballot_question.id),
    voters = (SELECT count(*) FROM ballot_voter v WHERE v.question_id = ballot_question.id),
    voted = (SELECT count(*) FROM ballot_voter v WHERE v.question_id = ballot_question.id AND v.voted = 1)
WHERE state = 'closed';
DROP TABLE ballot_option;
DROP TABLE ballot_ballot;
ALTER TABLE ballot_option_new RENAME TO ballot_option;
ALTER TABLE ballot_ballot_new RENAME TO ballot_ballot;

-- Whose ids the voters are, the question's kind tells: organisation_member of 'group.width', participants of a session of 'session.item'.
ALTER TABLE ballot_voter ADD COLUMN notes INTEGER NOT NULL DEFAULT 0; -- how many notes, while it is open; not which
ALTER TABLE ballot_voter ADD COLUMN fresh INTEGER NOT NULL DEFAULT 0; -- 1: wrote one since notes were last shown

-- A text without a name. Its key is BLAKE2b of the secret on the phone (with the question, the voter and which of his notes it is), and
-- after closing an arbitrary number.
CREATE TABLE ballot_note (
    question_id INTEGER NOT NULL REFERENCES ballot_question (id) ON DELETE CASCADE,
    key BLOB NOT NULL,
    once BLOB NOT NULL,                       -- BLAKE2b of the form it came with, so that a retry counts once; empty after closing
    body TEXT NOT NULL,
    spot INTEGER NOT NULL,                    -- where it hangs: a column of the method, as whoever asks means it
    cluster INTEGER NOT NULL DEFAULT 0,       -- what whoever asks put it with; 0 = nothing
    hidden INTEGER NOT NULL DEFAULT 0,        -- 1: whoever leads took it off the wall
    shown INTEGER NOT NULL DEFAULT 0,         -- 1: it hangs on the wall
    PRIMARY KEY (question_id, key)
) STRICT, WITHOUT ROWID;
