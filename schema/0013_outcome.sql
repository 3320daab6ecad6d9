-- What comes of sessions: the priorities of a trajectory, and what was said, as the minute-taker wrote it.

-- Themes by impact and support, which of them were chosen and why. The chosen ones get a goal in the plan.

CREATE TABLE plan_priority (
    id INTEGER PRIMARY KEY,
    organisation_id INTEGER NOT NULL REFERENCES organisation_organisation (id),
    trajectory_id INTEGER NOT NULL REFERENCES trajectory_trajectory (id),
    theme TEXT NOT NULL,                      -- id of a theme of a scan, or 'own:7'; '' = it has only a label
    label TEXT NOT NULL DEFAULT '',           -- what it is called without a theme
    impact INTEGER,                           -- mean in tenths, 10 to 50; NULL = not scored
    support INTEGER,
    chosen INTEGER NOT NULL DEFAULT 0,
    position INTEGER NOT NULL DEFAULT 0,      -- of the chosen ones, from 1
    why TEXT NOT NULL DEFAULT '',
    session_id INTEGER,                       -- session_session.id and session_item.id: where the numbers come from
    item_id INTEGER,
    edit INTEGER NOT NULL DEFAULT 1,
    created_at INTEGER NOT NULL,
    archived_at INTEGER,
    UNIQUE (trajectory_id, theme, label)
) STRICT;

-- What changed: a line per field, with what it was.
CREATE TABLE plan_priority_change (
    id INTEGER PRIMARY KEY,
    priority_id INTEGER NOT NULL REFERENCES plan_priority (id) ON DELETE CASCADE,
    at INTEGER NOT NULL,
    user_id INTEGER,
    field TEXT NOT NULL,                      -- 'impact', 'support', 'chosen', 'why'
    before TEXT NOT NULL DEFAULT '',
    after TEXT NOT NULL DEFAULT ''
) STRICT;
CREATE INDEX plan_priority_change_of ON plan_priority_change (priority_id, id);

-- What was said about an item of the agenda: goes into the minutes.
CREATE TABLE session_remark (
    item_id INTEGER PRIMARY KEY REFERENCES session_item (id) ON DELETE CASCADE,
    content TEXT NOT NULL,                    -- Markdown
    edit INTEGER NOT NULL DEFAULT 1
) STRICT;

-- The version of the minutes that was made of the session: while it is the newest, nobody has worked on them.
ALTER TABLE session_session ADD COLUMN minutes_version INTEGER;
