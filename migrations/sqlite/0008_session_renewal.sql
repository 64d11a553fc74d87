-- The hash under which a session was known before it got a new id: logging out with the old id still ends it.
ALTER TABLE sessions ADD COLUMN previous_hash TEXT;

CREATE INDEX sessions_previous_hash ON sessions (previous_hash);
