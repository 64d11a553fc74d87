-- Failed attempts, counted by account, network, device and session. A bucket is a keyed hash, so the table names nobody.
CREATE TABLE throttle (
    bucket TEXT PRIMARY KEY,
    failures BIGINT NOT NULL,
    in_flight BIGINT NOT NULL,
    blocked_until BIGINT NOT NULL,
    updated BIGINT NOT NULL
);

-- For sweeping what is forgotten.
CREATE INDEX throttle_updated ON throttle (updated);
