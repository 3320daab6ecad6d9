-- Data requests and the local picture: what the departments are asked, what they answer, and the facts that are made of it.

-- Somebody who is asked something in a trajectory: a member, or somebody without an account.
CREATE TABLE picture_receiver (
    id INTEGER PRIMARY KEY,
    organisation_id INTEGER NOT NULL REFERENCES organisation_organisation (id),
    trajectory_id INTEGER NOT NULL REFERENCES trajectory_trajectory (id) ON DELETE CASCADE,
    member_id INTEGER,                        -- organisation_member.id; NULL = no member
    name TEXT NOT NULL,                       -- as it was typed; of a member the name of then
    mail TEXT NOT NULL,                       -- lower case
    link_id INTEGER,                          -- trajectory_link.id of the link in the mails; NULL = none holds
    reminded_on INTEGER,                      -- day of the last reminder that a guide sent
    created_at INTEGER NOT NULL,
    UNIQUE (trajectory_id, mail)
) STRICT;
CREATE INDEX picture_receiver_organisation ON picture_receiver (organisation_id);

-- One thing that one person is asked.
CREATE TABLE picture_request (
    id INTEGER PRIMARY KEY,
    organisation_id INTEGER NOT NULL REFERENCES organisation_organisation (id),
    trajectory_id INTEGER NOT NULL REFERENCES trajectory_trajectory (id) ON DELETE CASCADE,
    department_id INTEGER,                    -- organisation_department.id; NULL = none
    receiver_id INTEGER REFERENCES picture_receiver (id), -- NULL = not chosen yet
    standard TEXT NOT NULL DEFAULT '',        -- entry of the pack of requests; '' = written by hand
    version INTEGER NOT NULL DEFAULT 0,       -- of that pack, whose words are read in every language; 0 = own words
    statement TEXT NOT NULL DEFAULT '',       -- id in the scan, when it came from a "don't know"
    theme TEXT NOT NULL DEFAULT '',           -- id in the scan, 'own:7' for an own theme; '' = none
    sort TEXT NOT NULL,                       -- what the answer will be: 'action', 'realisation', 'chance', 'challenge', 'figure'
    title TEXT NOT NULL,                      -- in the wording of the organisation
    ask TEXT NOT NULL,
    unit TEXT NOT NULL DEFAULT '',
    usual_source TEXT NOT NULL DEFAULT '',
    due_on INTEGER,                           -- day
    state TEXT NOT NULL DEFAULT 'draft',      -- 'draft', 'sent', 'passed' (to somebody else, open), 'answered', 'absent', 'accepted', 'withdrawn'
    reason TEXT NOT NULL DEFAULT '',          -- why it was taken back
    edit INTEGER NOT NULL DEFAULT 1,
    created_by INTEGER,
    created_at INTEGER NOT NULL,
    sent_by INTEGER,
    sent_at INTEGER,
    answered_at INTEGER                       -- of the last answer
) STRICT;
CREATE INDEX picture_request_of ON picture_request (trajectory_id, state, due_on);
CREATE INDEX picture_request_receiver ON picture_request (receiver_id, state);
CREATE INDEX picture_request_organisation ON picture_request (organisation_id);

-- What was answered. Never changed: a correction is a new row with a higher edit.
CREATE TABLE picture_answer (
    id INTEGER PRIMARY KEY,
    request_id INTEGER NOT NULL REFERENCES picture_request (id) ON DELETE CASCADE,
    edit INTEGER NOT NULL,
    receiver_id INTEGER,                      -- who answered through the link, or
    user_id INTEGER,                          -- the guide who wrote it down
    absent INTEGER NOT NULL,                  -- 1 = "we do not have this"
    value TEXT NOT NULL DEFAULT '',           -- digits with a point
    unit TEXT NOT NULL DEFAULT '',
    period TEXT NOT NULL DEFAULT '',          -- '2025', 'school year 2025-2026'
    body TEXT NOT NULL DEFAULT '',            -- the answer in words; of an absent one why
    grid TEXT NOT NULL DEFAULT '',            -- a pasted table, cells with tabs between
    source TEXT NOT NULL DEFAULT '',
    dated_on INTEGER,                         -- day of the figure or the information
    at INTEGER NOT NULL,
    UNIQUE (request_id, edit)
) STRICT;

-- A request that went from one person to another.
CREATE TABLE picture_pass (
    id INTEGER PRIMARY KEY,
    request_id INTEGER NOT NULL REFERENCES picture_request (id) ON DELETE CASCADE,
    from_id INTEGER NOT NULL,                 -- picture_receiver.id
    to_id INTEGER NOT NULL,
    user_id INTEGER,                          -- the guide who did it; NULL = the receiver did
    note TEXT NOT NULL DEFAULT '',
    at INTEGER NOT NULL
) STRICT;
CREATE INDEX picture_pass_of ON picture_pass (request_id, id);
CREATE INDEX picture_pass_from ON picture_pass (from_id, id);

-- A local fact.
CREATE TABLE picture_fact (
    id INTEGER PRIMARY KEY,
    organisation_id INTEGER NOT NULL REFERENCES organisation_organisation (id),
    trajectory_id INTEGER NOT NULL REFERENCES trajectory_trajectory (id) ON DELETE CASCADE,
    code TEXT NOT NULL,                       -- stays the same in spreadsheets: 'F12'
    number INTEGER NOT NULL,                  -- 12; 0 = the code came from elsewhere
    department_id INTEGER,
    theme TEXT NOT NULL DEFAULT '',
    sort TEXT NOT NULL,
    body TEXT NOT NULL,
    value TEXT NOT NULL DEFAULT '',           -- digits with a point
    unit TEXT NOT NULL DEFAULT '',
    period TEXT NOT NULL DEFAULT '',
    source TEXT NOT NULL DEFAULT '',
    dated_on INTEGER,
    statement TEXT NOT NULL DEFAULT '',       -- id in the scan that it says something about
    proves TEXT NOT NULL DEFAULT '',          -- 'yes', 'no'; '' = nothing
    waits INTEGER NOT NULL DEFAULT 0,         -- 1 = its correction of the scan waits for the next round
    request_id INTEGER REFERENCES picture_request (id) ON DELETE SET NULL,
    edit INTEGER NOT NULL DEFAULT 1,
    created_by INTEGER,
    created_at INTEGER NOT NULL,
    changed_by INTEGER,
    changed_at INTEGER NOT NULL,
    accepted_at INTEGER,                      -- NULL = proposed by a member
    accepted_by INTEGER,
    archived_at INTEGER,
    UNIQUE (trajectory_id, code)
) STRICT;
CREATE INDEX picture_fact_of ON picture_fact (trajectory_id, archived_at, id);
CREATE INDEX picture_fact_statement ON picture_fact (trajectory_id, statement);
CREATE INDEX picture_fact_request ON picture_fact (request_id);
CREATE INDEX picture_fact_organisation ON picture_fact (organisation_id);

-- What a fact was before it changed, with who changed it and why.
CREATE TABLE picture_fact_old (
    fact_id INTEGER NOT NULL REFERENCES picture_fact (id) ON DELETE CASCADE,
    edit INTEGER NOT NULL,                    -- the one that was replaced
    department_id INTEGER,
    theme TEXT NOT NULL,
    sort TEXT NOT NULL,
    body TEXT NOT NULL,
    value TEXT NOT NULL,
    unit TEXT NOT NULL,
    period TEXT NOT NULL,
    source TEXT NOT NULL,
    dated_on INTEGER,
    reason TEXT NOT NULL,
    user_id INTEGER,
    at INTEGER NOT NULL,
    PRIMARY KEY (fact_id, edit)
) STRICT, WITHOUT ROWID;

-- An answer of the scan that a fact corrected.
CREATE TABLE picture_correction (
    id INTEGER PRIMARY KEY,
    fact_id INTEGER NOT NULL REFERENCES picture_fact (id) ON DELETE CASCADE,
    round_id INTEGER NOT NULL,                -- scan_round.id
    statement TEXT NOT NULL,
    was TEXT NOT NULL,                        -- 'yes', 'no', 'dont_know', 'not_applicable', '' = no answer
    becomes TEXT NOT NULL,
    reopened INTEGER NOT NULL,                -- 1 = the round was closed, and was opened and closed again for it
    user_id INTEGER,
    at INTEGER NOT NULL
) STRICT;
CREATE INDEX picture_correction_of ON picture_correction (fact_id, id);
