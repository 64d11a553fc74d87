-- Addresses whose mail came back: nothing but what the address itself asks for goes there until it is confirmed again. The key is a MAC.
CREATE TABLE mail_bounces (
    address_key TEXT PRIMARY KEY,
    made INTEGER NOT NULL
) STRICT;

CREATE INDEX mail_bounces_made ON mail_bounces (made);
