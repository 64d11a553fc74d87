-- A session gets a number: what pages and forms call it by, since the hash of its id has no business outside.
ALTER TABLE sessions DROP CONSTRAINT sessions_pkey;
ALTER TABLE sessions ADD COLUMN id BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY;
ALTER TABLE sessions ADD CONSTRAINT sessions_id_hash_key UNIQUE (id_hash);

-- For one person's sessions, newest first.
DROP INDEX sessions_user_id;
CREATE INDEX sessions_user_id ON sessions (user_id, id);
