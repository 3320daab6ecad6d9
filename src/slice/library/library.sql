-- Which versions of which packs are installed.
-- name: pack_list many
-- gives: id text, version int, hash text
SELECT id, version, hash FROM library_pack ORDER BY id, version;

-- Versions that must stay what they were: rounds and trajectories go on with the one they began with.
-- name: pack_used many
-- gives: id text, version int
SELECT p.id, p.version FROM library_pack p
WHERE EXISTS (SELECT 1 FROM scan_round r WHERE r.pack = p.id AND r.version = p.version)
   OR EXISTS (SELECT 1 FROM trajectory_trajectory t WHERE t.template = p.id AND t.version = p.version)
ORDER BY p.id, p.version;

-- name: pack_content one
-- takes: id text, version int
-- gives: content blob
SELECT content FROM library_pack WHERE id = ?1 AND version = ?2;

-- name: pack_insert exec
-- takes: id text, version int, kind text, hash text, content blob, at int
INSERT INTO library_pack (id, version, kind, hash, content, installed_at) VALUES (?1, ?2, ?3, ?4, ?5, ?6) ON CONFLICT (id, version) DO NOTHING;
