-- A session gets a number: what pages and forms call it by, since the hash of its id has no business outside; the time of the
-- last password, from which its longest life counts; and the hash of the id it had before, so that logging out with that one
-- still ends it. SQLite cannot change a primary key, so the table is made again.
CREATE TABLE sessions_new (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    id_hash TEXT NOT NULL UNIQUE,
    previous_hash TEXT,
    user_id INTEGER REFERENCES users (id) ON DELETE CASCADE,
    data TEXT NOT NULL,
    created INTEGER NOT NULL,
    authenticated INTEGER NOT NULL,
    last_seen INTEGER NOT NULL,
    expires INTEGER NOT NULL,
    user_agent TEXT NOT NULL DEFAULT '',
    address TEXT NOT NULL DEFAULT ''
) STRICT;

INSERT INTO sessions_new (id_hash, user_id, data, created, authenticated, last_seen, expires, user_agent, address)
SELECT id_hash, user_id, data, created, created, last_seen, expires, user_agent, address FROM sessions ORDER BY created;

DROP TABLE sessions;
ALTER TABLE sessions_new RENAME TO sessions;

-- For one person's sessions, newest first, and for sweeping what has expired.
CREATE INDEX sessions_user_id ON sessions (user_id, id);
CREATE INDEX sessions_expires ON sessions (expires);
CREATE INDEX sessions_previous_hash ON sessions (previous_hash);
