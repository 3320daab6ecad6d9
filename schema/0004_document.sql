-- Documents and minutes of a trajectory: every version of the text, remarks, approval and adoption, mails to the group.

CREATE TABLE document_document (
    id INTEGER PRIMARY KEY,
    organisation_id INTEGER NOT NULL REFERENCES organisation_organisation (id),
    trajectory_id INTEGER NOT NULL REFERENCES trajectory_trajectory (id) ON DELETE CASCADE,
    step_id INTEGER REFERENCES trajectory_step (id) ON DELETE SET NULL,
    section TEXT NOT NULL DEFAULT '',         -- step of the template, and
    output TEXT NOT NULL DEFAULT '',          -- the output of it that this document is; '' = of none
    moment_id INTEGER REFERENCES trajectory_moment (id) ON DELETE SET NULL, -- the meeting of which these are the minutes
    sort TEXT NOT NULL,                       -- 'minutes', 'text', 'motivation', 'note', 'output'
    title TEXT NOT NULL,                      -- of the newest version
    state TEXT NOT NULL,                      -- 'draft', 'review', 'approved', 'adopted'
    everyone INTEGER NOT NULL,                -- every member may write, not only who made it and who leads
    version INTEGER NOT NULL DEFAULT 0,       -- the newest; 0 = nothing is written yet
    agreed INTEGER NOT NULL DEFAULT 0,        -- the newest version that was approved or adopted: what readers see; 0 = none
    review_until INTEGER,                     -- last day for remarks
    edit INTEGER NOT NULL DEFAULT 1,          -- counts changes of all but the text
    made_by INTEGER,
    created_at INTEGER NOT NULL,
    changed_at INTEGER NOT NULL,
    archived_at INTEGER
) STRICT;
CREATE INDEX document_document_of ON document_document (trajectory_id, state);
CREATE INDEX document_document_output ON document_document (step_id, section, output);

-- What was written, never changed afterwards.
CREATE TABLE document_version (
    document_id INTEGER NOT NULL REFERENCES document_document (id) ON DELETE CASCADE,
    number INTEGER NOT NULL,                  -- from 1
    title TEXT NOT NULL,
    content TEXT NOT NULL,                    -- Markdown
    hash TEXT NOT NULL,                       -- BLAKE2b-256 of title, newline, content in hex
    sort TEXT NOT NULL,                       -- 'written', 'restored', 'erratum'
    reason TEXT NOT NULL DEFAULT '',          -- 'restored': the number it came from; 'erratum': what was wrong
    user_id INTEGER,
    created_at INTEGER NOT NULL,
    approved_at INTEGER,
    approved_by INTEGER,                      -- user
    approved_reason TEXT NOT NULL DEFAULT '', -- why, before the days for remarks were over or with open remarks
    adopted_by TEXT,                          -- 'group', 'management', 'college', 'council', 'direction'
    adopted_on INTEGER,                       -- day
    decision TEXT NOT NULL DEFAULT '',        -- its number
    adopted_at INTEGER,
    adopted_user INTEGER,                     -- who put it down here
    PRIMARY KEY (document_id, number)
) STRICT;

CREATE TABLE document_remark (
    id INTEGER PRIMARY KEY,
    document_id INTEGER NOT NULL REFERENCES document_document (id) ON DELETE CASCADE,
    version INTEGER NOT NULL,                 -- that was read
    heading TEXT NOT NULL DEFAULT '',         -- under which it belongs; '' = the whole
    content TEXT NOT NULL,
    user_id INTEGER,
    created_at INTEGER NOT NULL,
    outcome TEXT NOT NULL DEFAULT '',         -- '' = open, 'taken', 'left'
    answer TEXT NOT NULL DEFAULT '',
    answered_by INTEGER,
    answered_at INTEGER
) STRICT;
CREATE INDEX document_remark_of ON document_remark (document_id, outcome);

CREATE TABLE document_mailing (
    id INTEGER PRIMARY KEY,
    document_id INTEGER NOT NULL REFERENCES document_document (id) ON DELETE CASCADE,
    version INTEGER NOT NULL,
    receivers INTEGER NOT NULL,
    user_id INTEGER,
    created_at INTEGER NOT NULL
) STRICT;
CREATE INDEX document_mailing_of ON document_mailing (document_id, id);
