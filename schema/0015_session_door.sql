-- Whoever leads a session can let nobody more in: a code on a screen travels further than the room.
ALTER TABLE session_session ADD COLUMN shut_at INTEGER; -- since when newcomers are refused; who is in stays in
