-- Reports of a trajectory: the final report of chosen sections, and two short forms of one page. What was adopted is kept as
-- it was: its PDF and DOCX are files (slice attachment, owner 'report-paper'), what its page shows lies in report_page. A logo is
-- the file of owner 'report' that was not removed.

CREATE TABLE report_report (
    id INTEGER PRIMARY KEY,
    organisation_id INTEGER NOT NULL REFERENCES organisation_organisation (id),
    trajectory_id INTEGER NOT NULL REFERENCES trajectory_trajectory (id) ON DELETE CASCADE,
    cycle INTEGER NOT NULL,                   -- of the trajectory: which round of steps it tells about
    form TEXT NOT NULL,                       -- 'final', 'note', 'proposal'
    title TEXT NOT NULL,
    subtitle TEXT NOT NULL DEFAULT '',
    lang TEXT NOT NULL,                       -- code of the wording of its texts
    cover INTEGER NOT NULL,                   -- title, logo and standing on a page of their own
    contents INTEGER NOT NULL,                -- with a table of contents
    content TEXT NOT NULL DEFAULT '',         -- of a short form: its text, Markdown
    made_hash TEXT NOT NULL DEFAULT '',       -- of a short form: the text that the data gave when it was made
    edit INTEGER NOT NULL DEFAULT 1,
    made_by INTEGER,
    created_at INTEGER NOT NULL,
    changed_at INTEGER NOT NULL,
    ready_at INTEGER,
    archived_at INTEGER,
    replaces_id INTEGER REFERENCES report_report (id) ON DELETE CASCADE, -- of an erratum: the adopted one before it
    reason TEXT NOT NULL DEFAULT '',          -- of an erratum: what was wrong
    adopted_by TEXT,                          -- 'group', 'management', 'college', 'council', 'direction'
    adopted_on INTEGER,                       -- day
    decision TEXT NOT NULL DEFAULT '',        -- its number
    adopted_at INTEGER,
    adopted_user INTEGER,                     -- who put it down here
    page_hash TEXT NOT NULL DEFAULT ''        -- of what its page shows, BLAKE2b-256 in hex
) STRICT;
CREATE INDEX report_report_of ON report_report (trajectory_id, form);

-- The chosen sections of a final report, in their order, with the own text before and after each.
CREATE TABLE report_section (
    report_id INTEGER NOT NULL REFERENCES report_report (id) ON DELETE CASCADE,
    key TEXT NOT NULL,                        -- 'scan', 'stap-scope', …
    position INTEGER NOT NULL,                -- from 0
    shown INTEGER NOT NULL,
    lead TEXT NOT NULL DEFAULT '',            -- Markdown, behind its heading
    tail TEXT NOT NULL DEFAULT '',            -- Markdown, at its end
    edit INTEGER NOT NULL DEFAULT 1,          -- of lead and tail
    PRIMARY KEY (report_id, key)
) STRICT;

-- What texts and settings were before somebody changed them.
CREATE TABLE report_change (
    id INTEGER PRIMARY KEY,
    report_id INTEGER NOT NULL REFERENCES report_report (id) ON DELETE CASCADE,
    field TEXT NOT NULL,                      -- 'title', 'content', 'lead:scan', …
    was TEXT NOT NULL,
    user_id INTEGER,
    at INTEGER NOT NULL
) STRICT;
CREATE INDEX report_change_of ON report_change (report_id, id);

-- What the page of an adopted report shows (doc/store.h), in pieces of 256 KB.
CREATE TABLE report_page (
    report_id INTEGER NOT NULL REFERENCES report_report (id) ON DELETE CASCADE,
    position INTEGER NOT NULL,
    content BLOB NOT NULL,
    PRIMARY KEY (report_id, position)
) STRICT;

CREATE TABLE report_mailing (
    id INTEGER PRIMARY KEY,
    report_id INTEGER NOT NULL REFERENCES report_report (id) ON DELETE CASCADE,
    receivers INTEGER NOT NULL,
    user_id INTEGER,
    created_at INTEGER NOT NULL
) STRICT;
CREATE INDEX report_mailing_of ON report_mailing (report_id, id);
