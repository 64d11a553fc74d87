-- What happened to an account, for its owner to read. Goes with the user, and by age.
CREATE TABLE activity (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    user_id INTEGER NOT NULL REFERENCES users (id) ON DELETE CASCADE,
    at INTEGER NOT NULL,
    event TEXT NOT NULL,
    user_agent TEXT NOT NULL DEFAULT '',
    address TEXT NOT NULL DEFAULT ''
) STRICT;

-- For one person's page, newest first, and for sweeping what is too old.
CREATE INDEX activity_user_id ON activity (user_id, id);
CREATE INDEX activity_at ON activity (at);
