-- Why people left. Apart from any identity: no user, no name, and only the day.
CREATE TABLE departures (
    id BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    left_on BIGINT NOT NULL,
    reasons TEXT NOT NULL,
    comment TEXT NOT NULL,
    kept_belongings BOOLEAN NOT NULL
);

-- For the summary of a span of days.
CREATE INDEX departures_left_on ON departures (left_on);
