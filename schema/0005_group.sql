-- Anonymous questions (ballot), and the group of a trajectory (group).

-- ---- ballot -------------------------------------------------------------------------------------

-- One question with fixed options to a named list of voters. There is no column that would make it a named one.
CREATE TABLE ballot_question (
    id INTEGER PRIMARY KEY,
    organisation_id INTEGER NOT NULL REFERENCES organisation_organisation (id) ON DELETE CASCADE,
    kind TEXT NOT NULL,                       -- what asks: 'group.width'
    object INTEGER NOT NULL,                  -- its id there: of a group
    state TEXT NOT NULL,                      -- 'announced', 'open', 'closed'
    minimum INTEGER NOT NULL,                 -- ballots from which the distribution may be shown: 5, or 3 when announced
    due_on INTEGER,                           -- day; warns, never locks
    announced_at INTEGER NOT NULL,
    opened_at INTEGER,
    closed_at INTEGER,
    revealed INTEGER NOT NULL DEFAULT 0,      -- 1: whoever leads has shown the result
    shown INTEGER,                            -- ballots in the distribution that is shown; NULL = none is shown
    ballots_mixed INTEGER NOT NULL DEFAULT 0, -- 1: after closing its ballots were written anew in key order
    voters_mixed INTEGER NOT NULL DEFAULT 0   -- 1: and, in a later transaction, its list of voters
) STRICT;
CREATE INDEX ballot_question_of ON ballot_question (organisation_id, kind, object, id);
CREATE INDEX ballot_question_mix ON ballot_question (state, voters_mixed);

CREATE TABLE ballot_option (
    question_id INTEGER NOT NULL REFERENCES ballot_question (id) ON DELETE CASCADE,
    position INTEGER NOT NULL,                -- from 0
    label TEXT NOT NULL,
    shown INTEGER,                            -- its ballots in the distribution that is shown; NULL = suppressed, never 0
    PRIMARY KEY (question_id, position)
) STRICT, WITHOUT ROWID;

-- A ballot has no voter, no time and no number. Its key is BLAKE2b of the secret on the phone (with the question and the
-- voter, so that one phone may serve two people); after closing an arbitrary number, so that no phone finds it any more.
CREATE TABLE ballot_ballot (
    question_id INTEGER NOT NULL REFERENCES ballot_question (id) ON DELETE CASCADE,
    key BLOB NOT NULL,
    choice INTEGER NOT NULL,                  -- 100 + position of the option: as many bytes for each
    PRIMARY KEY (question_id, key)
) STRICT, WITHOUT ROWID;

-- Who may answer and who has, without a ballot and without a time.
CREATE TABLE ballot_voter (
    question_id INTEGER NOT NULL REFERENCES ballot_question (id) ON DELETE CASCADE,
    voter INTEGER NOT NULL,                   -- organisation_member.id
    voted INTEGER NOT NULL DEFAULT 0,
    PRIMARY KEY (question_id, voter)
) STRICT, WITHOUT ROWID;

-- ---- group --------------------------------------------------------------------------------------

CREATE TABLE group_group (
    id INTEGER PRIMARY KEY,
    organisation_id INTEGER NOT NULL REFERENCES organisation_organisation (id),
    trajectory_id INTEGER NOT NULL REFERENCES trajectory_trajectory (id) ON DELETE CASCADE,
    name TEXT NOT NULL DEFAULT '',            -- '' = called by its kind
    mandate TEXT NOT NULL DEFAULT '',
    begins_on INTEGER,                        -- period of the mandate, days
    ends_on INTEGER,
    edit INTEGER NOT NULL DEFAULT 1,
    created_by INTEGER,
    created_at INTEGER NOT NULL,
    dissolved_on INTEGER                      -- last day; NULL = it goes on
) STRICT;
CREATE INDEX group_group_of ON group_group (trajectory_id, id);

-- What it is from which day on: it may become another kind and stays the same group.
CREATE TABLE group_kind (
    group_id INTEGER NOT NULL REFERENCES group_group (id) ON DELETE CASCADE,
    from_day INTEGER NOT NULL,
    kind TEXT NOT NULL,                       -- 'leading', 'working', 'steering', 'focus'
    PRIMARY KEY (group_id, from_day)
) STRICT, WITHOUT ROWID;

-- Who is or was in it. Whoever comes back gets a new row.
CREATE TABLE group_seat (
    id INTEGER PRIMARY KEY,
    group_id INTEGER NOT NULL REFERENCES group_group (id) ON DELETE CASCADE,
    member_id INTEGER NOT NULL,               -- organisation_member.id
    task TEXT NOT NULL DEFAULT '',
    begins_on INTEGER NOT NULL,
    ends_on INTEGER,                          -- last day as agreed; NULL = no end
    left_on INTEGER,                          -- day on which the person left; NULL = did not
    edit INTEGER NOT NULL DEFAULT 1
) STRICT;
CREATE INDEX group_seat_of ON group_seat (group_id, member_id);

-- What was changed: by whom, when, from what, why.
CREATE TABLE group_log (
    id INTEGER PRIMARY KEY,
    group_id INTEGER NOT NULL REFERENCES group_group (id) ON DELETE CASCADE,
    at INTEGER NOT NULL,
    user_id INTEGER,
    what TEXT NOT NULL,                       -- 'made', 'kind', 'name', 'mandate', 'period', 'joined', 'task', 'seat', 'left', 'back', 'dissolved', 'resumed'
    member_id INTEGER,                        -- whom it is about; NULL = the group
    before TEXT NOT NULL DEFAULT '',
    after TEXT NOT NULL DEFAULT '',
    reason TEXT NOT NULL DEFAULT ''
) STRICT;
CREATE INDEX group_log_of ON group_log (group_id, id);

-- Why a member wants this, and what he or she brings.
CREATE TABLE group_motive (
    trajectory_id INTEGER NOT NULL REFERENCES trajectory_trajectory (id) ON DELETE CASCADE,
    member_id INTEGER NOT NULL,
    motive TEXT NOT NULL,
    brings TEXT NOT NULL,
    edit INTEGER NOT NULL,
    changed_at INTEGER NOT NULL,
    PRIMARY KEY (trajectory_id, member_id)
) STRICT, WITHOUT ROWID;

-- Earlier texts of the same person.
CREATE TABLE group_motive_log (
    trajectory_id INTEGER NOT NULL REFERENCES trajectory_trajectory (id) ON DELETE CASCADE,
    member_id INTEGER NOT NULL,
    edit INTEGER NOT NULL,
    motive TEXT NOT NULL,
    brings TEXT NOT NULL,
    changed_at INTEGER NOT NULL,
    PRIMARY KEY (trajectory_id, member_id, edit)
) STRICT, WITHOUT ROWID;

-- When everybody was asked for a motive: before that nobody owes one.
CREATE TABLE group_asked (
    trajectory_id INTEGER NOT NULL PRIMARY KEY REFERENCES trajectory_trajectory (id) ON DELETE CASCADE,
    at INTEGER NOT NULL,
    user_id INTEGER,
    due_on INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

-- How a member sees a success factor in a month. Within the month it may be changed; then it stands.
CREATE TABLE group_estimate (
    trajectory_id INTEGER NOT NULL REFERENCES trajectory_trajectory (id) ON DELETE CASCADE,
    month INTEGER NOT NULL,                   -- year * 12 + month - 1
    factor INTEGER NOT NULL,                  -- 0 stakeholders, 1 support, 2 transparency
    member_id INTEGER NOT NULL,
    value INTEGER NOT NULL,                   -- 1 to 5
    PRIMARY KEY (trajectory_id, month, factor, member_id)
) STRICT, WITHOUT ROWID;

-- Objections that the guides met. Of no person: neither who had it nor who wrote it down, and no time. In no export, no event
-- and no log, and deleted when the trajectory ends.
CREATE TABLE group_objection (
    id INTEGER PRIMARY KEY,
    organisation_id INTEGER NOT NULL REFERENCES organisation_organisation (id) ON DELETE CASCADE,
    trajectory_id INTEGER NOT NULL REFERENCES trajectory_trajectory (id) ON DELETE CASCADE,
    resistance TEXT NOT NULL,                 -- id in a pack of practices; '' = another one
    note TEXT NOT NULL DEFAULT '',
    helped TEXT NOT NULL DEFAULT '',
    edit INTEGER NOT NULL DEFAULT 1,
    archived INTEGER NOT NULL DEFAULT 0
) STRICT;
CREATE INDEX group_objection_of ON group_objection (trajectory_id, id);
