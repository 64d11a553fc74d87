-- Sessions that are kept in cookies: what the database must know of one, which is nothing for most. Ids with a lower serial are worth
-- nothing any more; the highest serial says that the session has ended, and which one goes on, if one does. What does not fit the cookie
-- is the data. A row goes when the session would have expired by itself.
CREATE TABLE cookie_sessions (
    session BIGINT PRIMARY KEY,
    user_id BIGINT REFERENCES users (id) ON DELETE CASCADE,
    serial BIGINT NOT NULL,
    next BIGINT NOT NULL,
    changed BIGINT NOT NULL,
    used BIGINT NOT NULL,
    data TEXT NOT NULL,
    expires BIGINT NOT NULL
);

CREATE INDEX cookie_sessions_user_id ON cookie_sessions (user_id);
CREATE INDEX cookie_sessions_expires ON cookie_sessions (expires);

-- Users whose sessions have all ended but one, those up to this number; and the MACs that stand for one another, the newest last, since the
-- hash of one password was replaced.
CREATE TABLE cookie_users (
    user_id BIGINT PRIMARY KEY REFERENCES users (id) ON DELETE CASCADE,
    fence BIGINT NOT NULL,
    kept BIGINT NOT NULL,
    macs TEXT NOT NULL
);
