-- Sessions that are kept outside the database: which of them have ended. A fence ends all of a user up to its number, but the one
-- session that goes on. Rows go as soon as the sessions are deleted where they are kept.
CREATE TABLE session_ends (
    user_id BIGINT NOT NULL REFERENCES users (id) ON DELETE CASCADE,
    session BIGINT NOT NULL,
    fence BIGINT NOT NULL,
    ended BIGINT NOT NULL,
    PRIMARY KEY (user_id, session, fence)
);

CREATE INDEX session_ends_ended ON session_ends (ended);
