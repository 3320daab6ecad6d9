-- What already exists before the first session: the briefing sheet of a trajectory, and what an organisation has signed.

CREATE TABLE briefing_line (
    id INTEGER PRIMARY KEY,
    organisation_id INTEGER NOT NULL REFERENCES organisation_organisation (id),
    trajectory_id INTEGER NOT NULL REFERENCES trajectory_trajectory (id),
    line TEXT NOT NULL,                       -- id in the template, or 'own-…' for a line that a group added
    title TEXT NOT NULL DEFAULT '',           -- of an own line
    kind TEXT NOT NULL DEFAULT '',            -- of an own line: 'vision', 'policy', …
    state TEXT NOT NULL,                      -- 'known', 'none', 'unknown'
    known TEXT NOT NULL DEFAULT '',           -- what is known, in words
    url TEXT NOT NULL DEFAULT '',
    edit INTEGER NOT NULL DEFAULT 1,
    user_id INTEGER,
    at INTEGER NOT NULL,
    UNIQUE (trajectory_id, line)
) STRICT;

CREATE TABLE briefing_line_log (
    line_id INTEGER NOT NULL REFERENCES briefing_line (id) ON DELETE CASCADE,
    edit INTEGER NOT NULL,
    state TEXT NOT NULL,
    known TEXT NOT NULL,
    url TEXT NOT NULL,
    user_id INTEGER,
    at INTEGER NOT NULL,
    PRIMARY KEY (line_id, edit)
) STRICT, WITHOUT ROWID;

CREATE TABLE briefing_commitment (
    id INTEGER PRIMARY KEY,
    organisation_id INTEGER NOT NULL REFERENCES organisation_organisation (id),
    entry TEXT NOT NULL DEFAULT '',           -- id in a pack of commitments; '' = one that no pack knows
    title TEXT NOT NULL,
    note TEXT NOT NULL DEFAULT '',            -- decision number, where the text stands, who follows it up
    edit INTEGER NOT NULL DEFAULT 1,
    created_by INTEGER,
    created_at INTEGER NOT NULL,
    archived_at INTEGER
) STRICT;
CREATE INDEX briefing_commitment_of ON briefing_commitment (organisation_id, id);

-- The dates from which its deadlines are counted.
CREATE TABLE briefing_date (
    commitment_id INTEGER NOT NULL REFERENCES briefing_commitment (id) ON DELETE CASCADE,
    event TEXT NOT NULL,                      -- id of the event in the pack; 'signed' of one without a pack
    day INTEGER NOT NULL,
    PRIMARY KEY (commitment_id, event)
) STRICT, WITHOUT ROWID;
