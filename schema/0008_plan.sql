-- The short action list of a trajectory. A goal, an action and a measure are rows of one table, so that the plan that grows
-- out of it extends these same rows.

CREATE TABLE plan_action (
    id INTEGER PRIMARY KEY,
    organisation_id INTEGER NOT NULL REFERENCES organisation_organisation (id),
    trajectory_id INTEGER NOT NULL REFERENCES trajectory_trajectory (id),
    sort TEXT NOT NULL,                       -- 'goal', 'action', 'measure'
    parent_id INTEGER REFERENCES plan_action (id), -- the goal it serves; NULL = none
    title TEXT NOT NULL,
    why TEXT NOT NULL DEFAULT '',
    owner_id INTEGER,                         -- organisation_member.id
    department_id INTEGER,                    -- organisation_department.id
    due_on INTEGER,
    status TEXT NOT NULL DEFAULT 'proposed',  -- 'proposed', 'planned', 'running', 'done', 'stopped'
    theme TEXT NOT NULL DEFAULT '',           -- id of a theme of a scan, or 'own:7'; '' = none
    sdg TEXT NOT NULL DEFAULT '',             -- goals of the SDGs, '7,13'
    roles INTEGER NOT NULL DEFAULT 0,         -- bits: 1 actor, 2 director, 4 client
    origin TEXT NOT NULL DEFAULT 'hand',      -- 'bookmark', 'agreement', 'gap', 'library', 'hand'
    origin_ref TEXT NOT NULL DEFAULT '',      -- statement, document or library action it came from
    edit INTEGER NOT NULL DEFAULT 1,
    created_by INTEGER,
    created_at INTEGER NOT NULL,
    done_at INTEGER,
    archived_at INTEGER
) STRICT;
CREATE INDEX plan_action_of ON plan_action (trajectory_id, archived_at, sort);
CREATE INDEX plan_action_ref ON plan_action (trajectory_id, origin_ref);

-- What changed: a line per field, with what it was; and what its owner told.
CREATE TABLE plan_change (
    id INTEGER PRIMARY KEY,
    action_id INTEGER NOT NULL REFERENCES plan_action (id) ON DELETE CASCADE,
    at INTEGER NOT NULL,
    user_id INTEGER,                          -- NULL = by a link in a mail
    field TEXT NOT NULL,                      -- 'title', 'status', …; 'note' = what somebody told
    before TEXT NOT NULL DEFAULT '',
    after TEXT NOT NULL DEFAULT ''
) STRICT;
CREATE INDEX plan_change_of ON plan_change (action_id, id);
