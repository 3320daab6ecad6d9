-- Trajectories: a template that an organisation walks through, with steps, moments, tasks, what happened, and the links and
-- wishes about mail of whoever takes part.

CREATE TABLE trajectory_trajectory (
    id INTEGER PRIMARY KEY,
    organisation_id INTEGER NOT NULL REFERENCES organisation_organisation (id),
    name TEXT NOT NULL,
    template TEXT NOT NULL,                   -- pack of kind trajectory-template
    version INTEGER NOT NULL,                 -- frozen until the guide accepts a newer one
    example TEXT NOT NULL DEFAULT '',         -- pack of kind example to read along with; '' = none
    cycle INTEGER NOT NULL DEFAULT 1,         -- the cycle that runs
    first_day INTEGER NOT NULL,               -- day on which the plan of dates begins
    edit INTEGER NOT NULL DEFAULT 1,
    created_by INTEGER,
    created_at INTEGER NOT NULL,
    ended_at INTEGER,
    ended_reason TEXT NOT NULL DEFAULT ''
) STRICT;
CREATE INDEX trajectory_trajectory_of ON trajectory_trajectory (organisation_id, id);

-- What opens and closes: a step of the template, or a phase with its steps as sections. One row per cycle.
CREATE TABLE trajectory_step (
    id INTEGER PRIMARY KEY,
    trajectory_id INTEGER NOT NULL REFERENCES trajectory_trajectory (id) ON DELETE CASCADE,
    cycle INTEGER NOT NULL,
    key TEXT NOT NULL,                        -- id of the step or the phase in the template
    position INTEGER NOT NULL,
    state TEXT NOT NULL,                      -- 'waiting', 'open', 'done', 'skipped'
    begins_on INTEGER NOT NULL,               -- days
    due_on INTEGER NOT NULL,
    opened_at INTEGER,
    closed_at INTEGER,
    closed_by INTEGER,
    reason TEXT NOT NULL DEFAULT '',          -- why it was skipped, reopened, or closed without its outputs
    edit INTEGER NOT NULL DEFAULT 1,
    UNIQUE (trajectory_id, cycle, key)
) STRICT;

-- A meeting, or the moment at which the group comes back.
CREATE TABLE trajectory_moment (
    id INTEGER PRIMARY KEY,
    organisation_id INTEGER NOT NULL REFERENCES organisation_organisation (id),
    trajectory_id INTEGER NOT NULL REFERENCES trajectory_trajectory (id) ON DELETE CASCADE,
    step_id INTEGER REFERENCES trajectory_step (id) ON DELETE SET NULL,
    sort TEXT NOT NULL,                       -- 'session', 'return'
    source TEXT NOT NULL DEFAULT '',          -- id in the template ('m3'), so that nothing is made twice; '' = by hand
    title TEXT NOT NULL,
    at INTEGER NOT NULL,                      -- UTC milliseconds
    minutes INTEGER NOT NULL,
    place TEXT NOT NULL DEFAULT '',
    about TEXT NOT NULL DEFAULT '',
    edit INTEGER NOT NULL DEFAULT 1,
    changed_at INTEGER NOT NULL,
    cancelled_at INTEGER
) STRICT;
CREATE INDEX trajectory_moment_of ON trajectory_moment (trajectory_id, at);
CREATE INDEX trajectory_moment_organisation ON trajectory_moment (organisation_id, at);

CREATE TABLE trajectory_task (
    id INTEGER PRIMARY KEY,
    organisation_id INTEGER NOT NULL REFERENCES organisation_organisation (id),
    trajectory_id INTEGER REFERENCES trajectory_trajectory (id) ON DELETE CASCADE, -- NULL = of the organisation
    step_id INTEGER REFERENCES trajectory_step (id) ON DELETE SET NULL,
    title TEXT NOT NULL,
    about TEXT NOT NULL DEFAULT '',
    owner_id INTEGER,                         -- organisation_member.id; NULL = nobody yet
    due_on INTEGER,
    done_at INTEGER,
    done_by INTEGER,
    source TEXT NOT NULL DEFAULT '',          -- 'commitment:3:plan:1', so that nothing is made twice; '' = by hand
    edit INTEGER NOT NULL DEFAULT 1,
    created_by INTEGER,
    created_at INTEGER NOT NULL,
    archived_at INTEGER
) STRICT;
CREATE INDEX trajectory_task_of ON trajectory_task (trajectory_id, due_on);
CREATE INDEX trajectory_task_organisation ON trajectory_task (organisation_id, due_on);
CREATE INDEX trajectory_task_source ON trajectory_task (organisation_id, source);

-- What happened, for "since your last visit", for decisions, and as the log of reasons.
CREATE TABLE trajectory_event (
    id INTEGER PRIMARY KEY,
    trajectory_id INTEGER NOT NULL REFERENCES trajectory_trajectory (id) ON DELETE CASCADE,
    at INTEGER NOT NULL,
    user_id INTEGER,                          -- NULL = the system, or somebody without an account
    kind TEXT NOT NULL,                       -- 'step.closed', 'document.adopted', …
    object INTEGER,                           -- id of what it is about, as the kind says
    title TEXT NOT NULL DEFAULT '',           -- of what it is about, as it was then
    reason TEXT NOT NULL DEFAULT ''
) STRICT;
CREATE INDEX trajectory_event_of ON trajectory_event (trajectory_id, id);
CREATE INDEX trajectory_event_kind ON trajectory_event (trajectory_id, kind, id);

-- A link in a mail opens one thing for who holds it. Its text is a code made with the install key, so a copy of the data
-- opens nothing.
CREATE TABLE trajectory_link (
    id INTEGER PRIMARY KEY,
    organisation_id INTEGER NOT NULL REFERENCES organisation_organisation (id) ON DELETE CASCADE,
    kind TEXT NOT NULL,                       -- 'request', 'action', 'calendar', 'mail'
    object INTEGER NOT NULL,                  -- id of the request or action; of the user for a calendar; 0 for mail
    mail TEXT NOT NULL,                       -- whom it was sent to, lower case
    created_at INTEGER NOT NULL,
    expires_at INTEGER NOT NULL,
    revoked_at INTEGER
) STRICT;
CREATE INDEX trajectory_link_of ON trajectory_link (kind, object, mail);
CREATE INDEX trajectory_link_expiry ON trajectory_link (expires_at);

-- Which mails somebody does not want.
CREATE TABLE trajectory_mute (
    mail TEXT NOT NULL,
    kind TEXT NOT NULL,                       -- 'invitation', 'request', 'reminder', 'minutes'
    PRIMARY KEY (mail, kind)
) STRICT, WITHOUT ROWID;

-- The last day on which somebody got a reminder: at most one a day.
CREATE TABLE trajectory_reminded (
    mail TEXT NOT NULL PRIMARY KEY,
    day INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
