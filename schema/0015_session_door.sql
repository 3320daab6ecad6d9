-- Whoever leads a session can let nobody more in: a code on a screen travels further than the room.
ALTER TABLE session_session ADD COLUMN shut INTEGER NOT NULL DEFAULT 0; -- 1: who is in stays in, newcomers are refused
