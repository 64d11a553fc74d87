-- Sessions that are kept outside the database: which of them have ended. A fence ends all of a user up to its number, but the one
-- session that goes on. Rows go as soon as the sessions are deleted where they are kept.
CREATE TABLE session_ends (
    user_id INTEGER NOT NULL REFERENCES users (id) ON DELETE CASCADE,
    session INTEGER NOT NULL,
    fence INTEGER NOT NULL,
    ended INTEGER NOT NULL,
    PRIMARY KEY (user_id, session, fence)
) STRICT;

CREATE INDEX session_ends_ended ON session_ends (ended);
