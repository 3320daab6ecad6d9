-- Looking back: three questions to every member and one answer of the organisation; importance and maturity of CSR at the
-- start and at the end.

CREATE TABLE evaluation_round (
    id INTEGER PRIMARY KEY,
    organisation_id INTEGER NOT NULL REFERENCES organisation_organisation (id),
    trajectory_id INTEGER NOT NULL REFERENCES trajectory_trajectory (id),
    cycle INTEGER NOT NULL,
    state TEXT NOT NULL,                      -- 'open', 'closed'
    due_on INTEGER NOT NULL,
    opened_at INTEGER NOT NULL,
    opened_by INTEGER,
    closed_at INTEGER,
    UNIQUE (trajectory_id, cycle)
) STRICT;

CREATE TABLE evaluation_answer (
    id INTEGER PRIMARY KEY,
    round_id INTEGER NOT NULL REFERENCES evaluation_round (id) ON DELETE CASCADE,
    member_id INTEGER NOT NULL,               -- organisation_member.id; 0 = the organisation
    question TEXT NOT NULL,                   -- id in the template
    answer TEXT NOT NULL,
    quotable INTEGER NOT NULL DEFAULT 0,      -- 1: may be quoted, without a name
    themes TEXT NOT NULL DEFAULT '',          -- coded by the guide: 'gov.staff.training,own:7'
    edit INTEGER NOT NULL DEFAULT 1,
    user_id INTEGER,
    at INTEGER NOT NULL,
    UNIQUE (round_id, member_id, question)
) STRICT;

CREATE TABLE evaluation_answer_log (
    answer_id INTEGER NOT NULL REFERENCES evaluation_answer (id) ON DELETE CASCADE,
    edit INTEGER NOT NULL,
    answer TEXT NOT NULL,
    quotable INTEGER NOT NULL,
    user_id INTEGER,
    at INTEGER NOT NULL,
    PRIMARY KEY (answer_id, edit)
) STRICT, WITHOUT ROWID;

CREATE TABLE evaluation_pair (
    organisation_id INTEGER NOT NULL REFERENCES organisation_organisation (id),
    trajectory_id INTEGER NOT NULL REFERENCES trajectory_trajectory (id),
    moment TEXT NOT NULL,                     -- 'start', 'end'
    member_id INTEGER NOT NULL,
    importance INTEGER NOT NULL,              -- 1 to 5
    maturity INTEGER NOT NULL,
    at INTEGER NOT NULL,
    PRIMARY KEY (trajectory_id, moment, member_id)
) STRICT, WITHOUT ROWID;
