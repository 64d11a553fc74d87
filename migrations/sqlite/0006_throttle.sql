-- Failed attempts, counted by account, network, device and session. A bucket is a keyed hash, so the table names nobody.
CREATE TABLE throttle (
    bucket TEXT PRIMARY KEY,
    failures INTEGER NOT NULL,
    in_flight INTEGER NOT NULL,
    blocked_until INTEGER NOT NULL,
    updated INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

-- For sweeping what is forgotten.
CREATE INDEX throttle_updated ON throttle (updated);
