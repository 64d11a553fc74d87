-- A session gets a number: what pages and forms call it by, since the hash of its id has no business outside; the time of the
-- last password, from which its longest life counts; and the hash of the id it had before, so that logging out with that one
-- still ends it.
ALTER TABLE sessions DROP CONSTRAINT sessions_pkey;
ALTER TABLE sessions ADD COLUMN id BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY;
ALTER TABLE sessions ADD CONSTRAINT sessions_id_hash_key UNIQUE (id_hash);

-- For one person's sessions, newest first.
DROP INDEX sessions_user_id;
CREATE INDEX sessions_user_id ON sessions (user_id, id);

ALTER TABLE sessions ADD COLUMN previous_hash TEXT;
CREATE INDEX sessions_previous_hash ON sessions (previous_hash);

ALTER TABLE sessions ADD COLUMN authenticated BIGINT;
UPDATE sessions SET authenticated = created;
ALTER TABLE sessions ALTER COLUMN authenticated SET NOT NULL;
