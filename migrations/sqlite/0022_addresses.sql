-- The address that was confirmed by a mail. It counts while it is the account's address: another one has to be confirmed anew.
ALTER TABLE users ADD COLUMN confirmed_email TEXT NOT NULL DEFAULT '';

-- Counts what ends every password link and every mail that asks: deactivation and activation.
ALTER TABLE users ADD COLUMN links_epoch INTEGER NOT NULL DEFAULT 0;

-- The newest address that a user has to confirm: their present one, or one that takes its place then.
CREATE TABLE email_changes (
    user_id INTEGER PRIMARY KEY REFERENCES users (id) ON DELETE CASCADE,
    email TEXT NOT NULL,
    made INTEGER NOT NULL
) STRICT;

-- Addresses that were replaced, each with the SHA-256 of what its mail takes it back by. Once it has been, the row stays until a
-- password is set: the same mail leads there again.
CREATE TABLE email_undos (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    user_id INTEGER NOT NULL REFERENCES users (id) ON DELETE CASCADE,
    nonce_hash TEXT NOT NULL UNIQUE,
    email TEXT NOT NULL,
    made INTEGER NOT NULL,
    is_used INTEGER NOT NULL DEFAULT 0 CHECK (is_used IN (0, 1))
) STRICT;

CREATE INDEX email_undos_user_id ON email_undos (user_id);
CREATE INDEX email_undos_made ON email_undos (made);

-- Whether a mail told of it.
ALTER TABLE activity ADD COLUMN mailed INTEGER NOT NULL DEFAULT 0 CHECK (mailed IN (0, 1));
