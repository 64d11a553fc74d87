-- Sessions that are kept in cookies: what the database must know of one, which is nothing for most. Ids with a lower serial are worth
-- nothing any more; the highest serial says that the session has ended, and which one goes on, if one does. What does not fit the cookie
-- is the data. A row goes when the session would have expired by itself.
CREATE TABLE cookie_sessions (
    session INTEGER PRIMARY KEY,
    user_id INTEGER REFERENCES users (id) ON DELETE CASCADE,
    serial INTEGER NOT NULL,
    next INTEGER NOT NULL,
    changed INTEGER NOT NULL,
    used INTEGER NOT NULL,
    data TEXT NOT NULL,
    expires INTEGER NOT NULL
) STRICT;

CREATE INDEX cookie_sessions_user_id ON cookie_sessions (user_id);
CREATE INDEX cookie_sessions_expires ON cookie_sessions (expires);

-- Users whose sessions have all ended but one, those up to this number; and the MACs that stand for one another, the newest last, since the
-- hash of one password was replaced.
CREATE TABLE cookie_users (
    user_id INTEGER PRIMARY KEY REFERENCES users (id) ON DELETE CASCADE,
    fence INTEGER NOT NULL,
    kept INTEGER NOT NULL,
    macs TEXT NOT NULL
) STRICT;
