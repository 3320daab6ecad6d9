-- The foundation: people and logins, organisations and members, mail and settings, scans.
-- Times are UTC milliseconds since 1970, days are days since 1970-01-01, truth is 0 or 1.
-- A table is written only by the slice that its name begins with.

-- ---- account ------------------------------------------------------------------------------------

CREATE TABLE account_user (
    id INTEGER PRIMARY KEY,
    name TEXT NOT NULL,
    mail TEXT NOT NULL UNIQUE,                -- lower case
    lang TEXT NOT NULL,
    password TEXT,                            -- argon2id string; NULL = signs in by mail or personal link
    totp BLOB,                                -- secret sealed under the install key; NULL = no second factor
    totp_step INTEGER NOT NULL DEFAULT 0,     -- last step used: a code works once
    system_admin INTEGER NOT NULL DEFAULT 0,
    created_at INTEGER NOT NULL,
    entered_at INTEGER,                       -- first time signed in; NULL = was never here
    disabled_at INTEGER
) STRICT;

CREATE TABLE account_login (
    id INTEGER PRIMARY KEY,
    hash BLOB NOT NULL UNIQUE,                -- BLAKE2b of the cookie
    user_id INTEGER NOT NULL REFERENCES account_user (id) ON DELETE CASCADE,
    second_due INTEGER NOT NULL DEFAULT 0,    -- 1 until the second factor is given
    reach INTEGER,                            -- the one organisation it reaches: opened by a link that someone else had seen; NULL = all
    created_at INTEGER NOT NULL,
    expires_at INTEGER NOT NULL
) STRICT;
CREATE INDEX account_login_user ON account_login (user_id);
CREATE INDEX account_login_expiry ON account_login (expires_at);

CREATE TABLE account_token (
    id INTEGER PRIMARY KEY,
    hash BLOB NOT NULL UNIQUE,                -- BLAKE2b of the token in the mail
    kind TEXT NOT NULL,                       -- 'mail' (once), 'personal' (until it ends), 'recovery' (spare code of the second factor)
    user_id INTEGER NOT NULL REFERENCES account_user (id) ON DELETE CASCADE,
    target TEXT NOT NULL DEFAULT '/',         -- path of ours to go to after signing in
    organisation_id INTEGER,                  -- 'personal': which organisation gave it
    shown INTEGER NOT NULL DEFAULT 0,         -- 1: an administrator of that organisation saw it, to hand it over
    created_at INTEGER NOT NULL,
    expires_at INTEGER NOT NULL,
    used_at INTEGER
) STRICT;
CREATE INDEX account_token_user ON account_token (user_id, kind);
CREATE INDEX account_token_expiry ON account_token (expires_at);

-- ---- organisation -------------------------------------------------------------------------------

CREATE TABLE organisation_organisation (
    id INTEGER PRIMARY KEY,
    name TEXT NOT NULL,
    type TEXT NOT NULL,                       -- id in the pack of organisation types
    country TEXT NOT NULL,                    -- 'BE', 'NL'
    sector TEXT,                              -- firms only: id in the pack
    size TEXT,                                -- size class id; NULL for types without size
    place TEXT NOT NULL DEFAULT '',           -- municipality or postcode
    lang TEXT NOT NULL,                       -- its wording: nl_BE, nl, en
    created_at INTEGER NOT NULL,
    archived_at INTEGER
) STRICT;

CREATE TABLE organisation_entity (
    id INTEGER PRIMARY KEY,
    organisation_id INTEGER NOT NULL REFERENCES organisation_organisation (id) ON DELETE CASCADE,
    name TEXT NOT NULL,
    number TEXT NOT NULL DEFAULT '',          -- enterprise number (KBO) or KvK number
    created_at INTEGER NOT NULL,
    archived_at INTEGER,
    archived_by INTEGER                       -- account_user.id
) STRICT;
CREATE INDEX organisation_entity_of ON organisation_entity (organisation_id, id);

CREATE TABLE organisation_department (
    id INTEGER PRIMARY KEY,
    organisation_id INTEGER NOT NULL REFERENCES organisation_organisation (id) ON DELETE CASCADE,
    name TEXT NOT NULL,
    archived_at INTEGER,                      -- its members keep it, unseen, so that it can come back with them
    archived_by INTEGER,                      -- account_user.id
    UNIQUE (organisation_id, name)
) STRICT;

CREATE TABLE organisation_member (
    id INTEGER PRIMARY KEY,
    organisation_id INTEGER NOT NULL REFERENCES organisation_organisation (id) ON DELETE CASCADE,
    user_id INTEGER NOT NULL REFERENCES account_user (id),
    department_id INTEGER REFERENCES organisation_department (id) ON DELETE SET NULL,
    attribute TEXT NOT NULL DEFAULT 'staff',  -- 'staff', 'mandatary', 'external'
    roles INTEGER NOT NULL,                   -- bits: 1 reader, 2 member, 4 guide, 8 administrator, 16 minutes
    ends_on INTEGER,                          -- last day of the role
    by_role INTEGER NOT NULL DEFAULT 0,       -- 1: what the person did is shown under the role, not the name
    name TEXT NOT NULL DEFAULT '',            -- as typed by who invited someone that had an account already; shown until that person takes part
    invited_at INTEGER NOT NULL,
    ended_at INTEGER,
    UNIQUE (organisation_id, user_id)
) STRICT;
CREATE INDEX organisation_member_user ON organisation_member (user_id);

CREATE TABLE organisation_theme (
    id INTEGER PRIMARY KEY,
    organisation_id INTEGER NOT NULL REFERENCES organisation_organisation (id) ON DELETE CASCADE,
    title TEXT NOT NULL,
    about TEXT NOT NULL DEFAULT '',
    domain TEXT NOT NULL DEFAULT '',          -- domain it hangs beside; '' = none
    created_at INTEGER NOT NULL,
    archived_at INTEGER
) STRICT;
CREATE INDEX organisation_theme_of ON organisation_theme (organisation_id, id);

-- ---- admin --------------------------------------------------------------------------------------

CREATE TABLE admin_setting (
    name TEXT NOT NULL PRIMARY KEY,
    value TEXT NOT NULL
) STRICT;

CREATE TABLE admin_mail (
    id INTEGER PRIMARY KEY,
    recipient TEXT NOT NULL,
    subject TEXT NOT NULL,
    body TEXT NOT NULL,                       -- emptied once sent
    state TEXT NOT NULL,                      -- 'waiting', 'sending', 'sent', 'failed'
    tries INTEGER NOT NULL DEFAULT 0,
    next_at INTEGER NOT NULL,
    created_at INTEGER NOT NULL,
    done_at INTEGER,
    detail TEXT NOT NULL DEFAULT '',          -- why the last try failed
    topic TEXT NOT NULL DEFAULT '',           -- what it brings, so that it can be taken back while it waits: 'link/USER/ORGANISATION'
    ends_at INTEGER                           -- when the link in it stops working; NULL = it holds none that does
) STRICT;
CREATE INDEX admin_mail_queue ON admin_mail (state, next_at);

CREATE TABLE admin_audit (
    id INTEGER PRIMARY KEY,
    at INTEGER NOT NULL,
    user_id INTEGER,                          -- who; NULL = the system or the command line
    organisation_id INTEGER,
    action TEXT NOT NULL,                     -- 'member.role', 'round.reopen', …
    object TEXT NOT NULL DEFAULT '',          -- id of what it was done to
    detail TEXT NOT NULL DEFAULT ''
) STRICT;
CREATE INDEX admin_audit_of ON admin_audit (organisation_id, id);

-- ---- library ------------------------------------------------------------------------------------

-- Every version of a content pack that was ever in use: rounds keep the one they began with.
CREATE TABLE library_pack (
    id TEXT NOT NULL,
    version INTEGER NOT NULL,
    kind TEXT NOT NULL,
    hash TEXT NOT NULL,
    content BLOB NOT NULL,                    -- the YAML file as it was
    installed_at INTEGER NOT NULL,
    PRIMARY KEY (id, version)
) STRICT, WITHOUT ROWID;

-- ---- scan ---------------------------------------------------------------------------------------

-- A round belongs to an organisation, or to whoever holds the secret key (quick scan).
CREATE TABLE scan_round (
    id INTEGER PRIMARY KEY,
    organisation_id INTEGER REFERENCES organisation_organisation (id),
    key_hash BLOB UNIQUE,                     -- quick scan: BLAKE2b of the key in the link
    title TEXT NOT NULL,
    pack TEXT NOT NULL,
    version INTEGER NOT NULL,                 -- frozen when the round begins
    variant TEXT NOT NULL,                    -- 'light', 'full'
    profile TEXT NOT NULL,                    -- 'works=works,land=own'
    mode TEXT NOT NULL,                       -- 'single', 'sitting', 'divided', 'alone'
    state TEXT NOT NULL,                      -- 'open', 'closed'
    deadline INTEGER,                         -- day; warns, never locks
    filler_id INTEGER,                        -- mode 'single': the member who fills in; NULL = whoever may
    type TEXT NOT NULL DEFAULT '',            -- organisation type when it began
    country TEXT NOT NULL DEFAULT '',
    size TEXT NOT NULL DEFAULT '',
    created_at INTEGER NOT NULL,
    closed_at INTEGER
) STRICT;
CREATE INDEX scan_round_of ON scan_round (organisation_id, created_at);

-- The group's own sheet has member_id 0; each member who fills in alone has one.
CREATE TABLE scan_sheet (
    id INTEGER PRIMARY KEY,
    round_id INTEGER NOT NULL REFERENCES scan_round (id) ON DELETE CASCADE,
    member_id INTEGER NOT NULL,               -- 0 = the organisation's sheet
    importance INTEGER,                       -- 1 to 5
    maturity INTEGER,                         -- 1 to 5
    answered INTEGER NOT NULL DEFAULT 0,      -- a count kept, so that progress needs no answers
    changed_at INTEGER NOT NULL,
    done_at INTEGER,                          -- "ik ben klaar"
    UNIQUE (round_id, member_id)
) STRICT;

CREATE TABLE scan_answer (
    sheet_id INTEGER NOT NULL REFERENCES scan_sheet (id) ON DELETE CASCADE,
    statement TEXT NOT NULL,
    answer INTEGER NOT NULL,                  -- 0 none, 1 yes, 2 no, 3 don't know, 4 not applicable
    flags INTEGER NOT NULL DEFAULT 0,         -- bits: 1 started, 2 bookmark, 4 no agreement
    note TEXT,
    edit INTEGER NOT NULL,                    -- grows with each change; an older one never overwrites
    user_id INTEGER,                          -- who gave it; NULL = holder of the key
    at INTEGER NOT NULL,
    PRIMARY KEY (sheet_id, statement)
) STRICT, WITHOUT ROWID;

-- The values that an answer had before: what, when and by which user. Most answers are given once, so most leave nothing here.
CREATE TABLE scan_answer_log (
    sheet_id INTEGER NOT NULL REFERENCES scan_sheet (id) ON DELETE CASCADE,
    statement TEXT NOT NULL,
    edit INTEGER NOT NULL,
    answer INTEGER NOT NULL,
    flags INTEGER NOT NULL,
    note TEXT,
    user_id INTEGER,                          -- NULL = holder of the key
    at INTEGER NOT NULL,
    PRIMARY KEY (sheet_id, statement, edit)
) STRICT, WITHOUT ROWID;

-- Every value an answer ever had, the one that stands included.
CREATE VIEW scan_history AS
SELECT sheet_id, statement, edit, answer, flags, note, user_id, at FROM scan_answer_log
UNION ALL
SELECT sheet_id, statement, edit, answer, flags, note, user_id, at FROM scan_answer;

-- Counts of the members' sheets per statement, kept with every answer (verify recounts them).
CREATE TABLE scan_tally (
    round_id INTEGER NOT NULL REFERENCES scan_round (id) ON DELETE CASCADE,
    statement TEXT NOT NULL,
    yes INTEGER NOT NULL DEFAULT 0,
    no INTEGER NOT NULL DEFAULT 0,
    dont_know INTEGER NOT NULL DEFAULT 0,
    not_applicable INTEGER NOT NULL DEFAULT 0,
    bookmarks INTEGER NOT NULL DEFAULT 0,
    started INTEGER NOT NULL DEFAULT 0,
    PRIMARY KEY (round_id, statement)
) STRICT, WITHOUT ROWID;

-- Mode 'divided': who answers which theme; declined = "niet mijn domein".
CREATE TABLE scan_assignment (
    round_id INTEGER NOT NULL REFERENCES scan_round (id) ON DELETE CASCADE,
    theme TEXT NOT NULL,
    member_id INTEGER NOT NULL,
    declined INTEGER NOT NULL DEFAULT 0,
    PRIMARY KEY (round_id, theme, member_id)
) STRICT, WITHOUT ROWID;

CREATE TABLE scan_evidence (
    id INTEGER PRIMARY KEY,
    round_id INTEGER NOT NULL REFERENCES scan_round (id) ON DELETE CASCADE,
    statement TEXT NOT NULL,
    member_id INTEGER NOT NULL,               -- who added it; 0 = holder of the key
    url TEXT,                                 -- a link, or
    file_id INTEGER,                          -- a file: attachment_file.id of owner 'scan', the round
    created_at INTEGER NOT NULL
) STRICT;
CREATE INDEX scan_evidence_of ON scan_evidence (round_id, statement);

-- What happened to a round: opened, closed, reopened with a reason.
CREATE TABLE scan_event (
    id INTEGER PRIMARY KEY,
    round_id INTEGER NOT NULL REFERENCES scan_round (id) ON DELETE CASCADE,
    user_id INTEGER,
    kind TEXT NOT NULL,                       -- 'opened', 'closed', 'reopened'
    reason TEXT NOT NULL DEFAULT '',
    at INTEGER NOT NULL
) STRICT;
CREATE INDEX scan_event_of ON scan_event (round_id, id);
