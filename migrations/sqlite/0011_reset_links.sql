-- When the newest link that sets this user's password was made: an older one is worth nothing. 0 for none.
ALTER TABLE users ADD COLUMN reset_at INTEGER NOT NULL DEFAULT 0;
