-- What the data of a session is now: another number with every write, so that a cache can ask whether what it has is still true.
ALTER TABLE sessions ADD COLUMN version BIGINT NOT NULL DEFAULT 0;
