-- Why people left. Apart from any identity: no user, no name, and only the day.
CREATE TABLE departures (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    left_on INTEGER NOT NULL,
    reasons TEXT NOT NULL,
    comment TEXT NOT NULL,
    kept_belongings INTEGER NOT NULL CHECK (kept_belongings IN (0, 1))
) STRICT;

-- For the summary of a span of days.
CREATE INDEX departures_left_on ON departures (left_on);
