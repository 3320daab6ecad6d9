-- Files that people add to something of an organisation: evidence with a scan, a file with a document. A file belongs to one
-- thing, its owner, and is reached only through that.

CREATE TABLE attachment_file (
    id INTEGER PRIMARY KEY,
    organisation_id INTEGER NOT NULL REFERENCES organisation_organisation (id),
    owner_kind TEXT NOT NULL,                 -- 'scan', 'document', …
    owner_id INTEGER NOT NULL,                -- id of the round, the document, …
    name TEXT NOT NULL,
    type TEXT NOT NULL,                       -- told by its content
    size INTEGER NOT NULL,
    hash TEXT NOT NULL,                       -- BLAKE2b-256 in hex
    user_id INTEGER,                          -- who added it; NULL = somebody without an account
    created_at INTEGER NOT NULL,
    removed_at INTEGER,                       -- can be put back until it is forgotten
    removed_by INTEGER
) STRICT;
CREATE INDEX attachment_file_of ON attachment_file (owner_kind, owner_id, id);
CREATE INDEX attachment_file_removed ON attachment_file (removed_at);

-- Its content in pieces of 256 KB, so that no row is large.
CREATE TABLE attachment_part (
    file_id INTEGER NOT NULL REFERENCES attachment_file (id) ON DELETE CASCADE,
    position INTEGER NOT NULL,
    content BLOB NOT NULL,
    PRIMARY KEY (file_id, position)
) STRICT;
