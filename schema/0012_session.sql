-- Live sessions: what is prepared, what happens in the room, and what it left behind. Title, time and place are those of the
-- moment in the trajectory. Answers without names are ballots (0011_ballot.sql).

CREATE TABLE session_session (
    id INTEGER PRIMARY KEY,
    organisation_id INTEGER NOT NULL REFERENCES organisation_organisation (id),
    trajectory_id INTEGER NOT NULL REFERENCES trajectory_trajectory (id) ON DELETE CASCADE,
    moment_id INTEGER NOT NULL UNIQUE REFERENCES trajectory_moment (id) ON DELETE CASCADE,
    template TEXT NOT NULL DEFAULT '',        -- entry of a pack of session templates; '' = began empty
    aim TEXT NOT NULL DEFAULT '',             -- what should be there at the end
    state TEXT NOT NULL,                      -- 'prepared', 'running', 'ended'
    code TEXT NOT NULL UNIQUE,                -- 8 signs; newcomers are let in while it is prepared or running
    revision INTEGER NOT NULL DEFAULT 1,      -- of the room: raised by whoever leads, never by an answer
    item_id INTEGER,                          -- what the room looks at; NULL = the welcome, or the end
    until_at INTEGER,                         -- UTC milliseconds when the time of the item is up; NULL = no clock runs
    left_ms INTEGER,                          -- what was left when the clock was stopped; NULL = it runs, or there is none
    started_at INTEGER,
    ended_at INTEGER,
    document_id INTEGER,                      -- minutes; NULL = not made yet
    edit INTEGER NOT NULL DEFAULT 1,
    created_by INTEGER,
    created_at INTEGER NOT NULL
) STRICT;
CREATE INDEX session_session_of ON session_session (organisation_id, id);
CREATE INDEX session_session_trajectory ON session_session (trajectory_id, id);

-- The agenda.
CREATE TABLE session_item (
    id INTEGER PRIMARY KEY,
    session_id INTEGER NOT NULL REFERENCES session_session (id) ON DELETE CASCADE,
    position INTEGER NOT NULL,                -- from 0
    method TEXT NOT NULL,                     -- 'talk', 'cards', 'quiz', 'poll' …: session_methods
    title TEXT NOT NULL,
    about TEXT NOT NULL DEFAULT '',           -- Markdown that everybody sees
    say TEXT NOT NULL DEFAULT '',             -- Markdown for who leads
    minutes INTEGER NOT NULL,
    anonymous INTEGER NOT NULL DEFAULT 0,     -- cannot change once the item was opened
    state TEXT NOT NULL DEFAULT 'waiting',    -- 'waiting', 'open', 'closed'
    round INTEGER NOT NULL DEFAULT 0,         -- the newest; 0 = never opened
    turn INTEGER NOT NULL DEFAULT 0,          -- which card, question or speaker
    most INTEGER NOT NULL DEFAULT 0,          -- dots or choices a person; 0 = as the method has it
    seconds INTEGER NOT NULL DEFAULT 0,       -- a person's time; 0 = none
    low TEXT NOT NULL DEFAULT '',             -- what the ends of a scale are called
    high TEXT NOT NULL DEFAULT '',
    source TEXT NOT NULL DEFAULT '',          -- deck of cards or quiz it came from; 'round:7' = round of the scan
    edit INTEGER NOT NULL DEFAULT 1
) STRICT;
CREATE INDEX session_item_of ON session_item (session_id, position);

-- What an item consists of: options, statements, themes, cards, questions, columns for notes.
CREATE TABLE session_part (
    item_id INTEGER NOT NULL REFERENCES session_item (id) ON DELETE CASCADE,
    part INTEGER NOT NULL,                    -- from 0, in order
    key TEXT NOT NULL DEFAULT '',             -- statement or theme it stands for; '' = none
    label TEXT NOT NULL,
    about TEXT NOT NULL DEFAULT '',           -- Markdown: points of a card, explanation of a quiz answer
    say TEXT NOT NULL DEFAULT '',             -- notes of a card, for who leads
    answer INTEGER,                           -- quiz: which option is right
    PRIMARY KEY (item_id, part)
) STRICT, WITHOUT ROWID;
CREATE TABLE session_option (
    item_id INTEGER NOT NULL,
    part INTEGER NOT NULL,
    position INTEGER NOT NULL,                -- from 0
    label TEXT NOT NULL,
    PRIMARY KEY (item_id, part, position),
    FOREIGN KEY (item_id, part) REFERENCES session_part (item_id, part) ON DELETE CASCADE
) STRICT, WITHOUT ROWID;

-- Each time an item is asked. The first one is kept beside what came after the discussion.
CREATE TABLE session_round (
    item_id INTEGER NOT NULL REFERENCES session_item (id) ON DELETE CASCADE,
    round INTEGER NOT NULL,                   -- from 1
    opened_at INTEGER NOT NULL,
    closed_at INTEGER,
    revealed_at INTEGER,                      -- NULL = only who leads sees the result
    ballot_id INTEGER,                        -- ballot_question.id of the sheets, or of the notes without sheets; NULL = by name
    note_ballot_id INTEGER,                   -- the same of the notes
    PRIMARY KEY (item_id, round)
) STRICT, WITHOUT ROWID;

-- A phone or laptop in the room; two people may share one.
CREATE TABLE session_phone (
    id INTEGER PRIMARY KEY,
    session_id INTEGER NOT NULL REFERENCES session_session (id) ON DELETE CASCADE,
    token BLOB NOT NULL,                      -- BLAKE2b of the secret in its cookie
    joined_at INTEGER NOT NULL,
    UNIQUE (session_id, token)
) STRICT;
CREATE TABLE session_participant (
    id INTEGER PRIMARY KEY,
    session_id INTEGER NOT NULL REFERENCES session_session (id) ON DELETE CASCADE,
    phone_id INTEGER REFERENCES session_phone (id) ON DELETE SET NULL, -- NULL = on paper
    seat INTEGER NOT NULL DEFAULT 1,          -- 1 or 2 on that phone
    name TEXT NOT NULL DEFAULT '',            -- '' = not given
    member_id INTEGER,                        -- organisation_member.id; NULL = a guest
    table_number INTEGER NOT NULL DEFAULT 0,  -- at parallel tables; 0 = none
    removed_at INTEGER                        -- sent away by who leads
) STRICT;
CREATE INDEX session_participant_of ON session_participant (session_id, id);
CREATE INDEX session_participant_here ON session_participant (session_id, removed_at); -- counting 5,000 reads no rows
CREATE INDEX session_participant_phone ON session_participant (phone_id);

-- Answers by name: for each part of the item one choice. Without names they are ballots.
CREATE TABLE session_answer (
    item_id INTEGER NOT NULL REFERENCES session_item (id) ON DELETE CASCADE,
    round INTEGER NOT NULL,
    participant_id INTEGER NOT NULL REFERENCES session_participant (id) ON DELETE CASCADE,
    part INTEGER NOT NULL,                    -- of the sheet: see session_sheet
    choice INTEGER NOT NULL,                  -- from 0
    PRIMARY KEY (item_id, round, participant_id, part)
) STRICT, WITHOUT ROWID;
-- Who has a sheet, so that "18 of 23" costs nothing.
CREATE TABLE session_sheet (
    item_id INTEGER NOT NULL REFERENCES session_item (id) ON DELETE CASCADE,
    round INTEGER NOT NULL,
    participant_id INTEGER NOT NULL REFERENCES session_participant (id) ON DELETE CASCADE,
    edit INTEGER NOT NULL,                    -- counter from the page: a late retry changes nothing
    PRIMARY KEY (item_id, round, participant_id)
) STRICT, WITHOUT ROWID;

-- Texts by name or by who leads. Without names they are ballot notes.
CREATE TABLE session_note (
    id INTEGER PRIMARY KEY,
    item_id INTEGER NOT NULL REFERENCES session_item (id) ON DELETE CASCADE,
    round INTEGER NOT NULL,
    spot INTEGER NOT NULL DEFAULT 0,          -- part it belongs to: column, speaker, table, question
    participant_id INTEGER REFERENCES session_participant (id) ON DELETE SET NULL, -- NULL = written at the desk
    nonce TEXT NOT NULL,                      -- of the page that sent it: a retry makes no second one
    content TEXT NOT NULL,
    cluster INTEGER NOT NULL DEFAULT 0,       -- session_cluster.number; 0 = none
    hidden INTEGER NOT NULL DEFAULT 0,        -- session_note_hidden: why; 0 = it shows
    edit INTEGER NOT NULL DEFAULT 1,
    UNIQUE (item_id, nonce)
) STRICT;
CREATE INDEX session_note_of ON session_note (item_id, round, spot, id);

-- Groups of notes, and groups of groups: the branches of a mind map.
CREATE TABLE session_cluster (
    item_id INTEGER NOT NULL REFERENCES session_item (id) ON DELETE CASCADE,
    number INTEGER NOT NULL,                  -- from 1
    parent INTEGER NOT NULL DEFAULT 0,        -- number of another; 0 = the middle
    position INTEGER NOT NULL,
    label TEXT NOT NULL,
    PRIMARY KEY (item_id, number)
) STRICT, WITHOUT ROWID;

-- The order in which people speak, while the item is open: closing empties it. Who has spoken is never stored: the turn is a
-- place in this list.
CREATE TABLE session_turn (
    item_id INTEGER NOT NULL REFERENCES session_item (id) ON DELETE CASCADE,
    position INTEGER NOT NULL,                -- from 0
    name TEXT NOT NULL,
    member_id INTEGER,
    participant_id INTEGER,                   -- whose phone says "it is your turn"; NULL = not in the room
    PRIMARY KEY (item_id, position)
) STRICT, WITHOUT ROWID;

-- Who does what by when, and what it became.
CREATE TABLE session_agreement (
    id INTEGER PRIMARY KEY,
    session_id INTEGER NOT NULL REFERENCES session_session (id) ON DELETE CASCADE,
    item_id INTEGER REFERENCES session_item (id) ON DELETE SET NULL,
    nonce TEXT NOT NULL,
    what TEXT NOT NULL,
    member_id INTEGER,                        -- organisation_member.id; NULL = nobody of the organisation
    who TEXT NOT NULL DEFAULT '',             -- a name when it is nobody of the organisation
    due_on INTEGER,
    becomes TEXT NOT NULL,                    -- 'action', 'request', 'task', 'none'
    landed INTEGER,                           -- id of what it became; NULL = not yet
    edit INTEGER NOT NULL DEFAULT 1,
    archived_at INTEGER,
    UNIQUE (session_id, nonce)
) STRICT;

CREATE TABLE session_attendance (
    session_id INTEGER NOT NULL REFERENCES session_session (id) ON DELETE CASCADE,
    member_id INTEGER NOT NULL,               -- organisation_member.id
    state TEXT NOT NULL,                      -- 'invited', 'present', 'excused', 'absent'
    mailed_edit INTEGER,                      -- the moment as it was in the invitation that was mailed; NULL = none was
    PRIMARY KEY (session_id, member_id)
) STRICT, WITHOUT ROWID;

-- What must be ready before: lines of the template and of the guide.
CREATE TABLE session_check (
    session_id INTEGER NOT NULL REFERENCES session_session (id) ON DELETE CASCADE,
    position INTEGER NOT NULL,                -- from 0; -1 = a phone reached this address
    label TEXT NOT NULL,
    done_at INTEGER,
    done_by INTEGER,
    PRIMARY KEY (session_id, position)
) STRICT, WITHOUT ROWID;

-- What an outcome became elsewhere, so that nothing lands twice.
CREATE TABLE session_landing (
    session_id INTEGER NOT NULL REFERENCES session_session (id) ON DELETE CASCADE,
    item_id INTEGER NOT NULL,
    kind TEXT NOT NULL,                       -- 'scan', 'pair', 'priority', 'fact', 'request', 'document'
    key TEXT NOT NULL,                        -- statement, theme or note
    object INTEGER NOT NULL,                  -- its id there, or the number that was marked
    landed_at INTEGER NOT NULL,
    user_id INTEGER,
    PRIMARY KEY (session_id, item_id, kind, key)
) STRICT, WITHOUT ROWID;
