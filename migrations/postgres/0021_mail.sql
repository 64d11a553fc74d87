-- Mail that is to be sent: a row is written in the transaction of what it tells. Address, subject and text are sealed, and gone once
-- the mail has been sent; the key of the address is a MAC, by which mails to one address are counted. A row outlives its user, empty, so
-- that new accounts do not get around the limits of an address.
CREATE TABLE outbox (
    id BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    message_id TEXT NOT NULL UNIQUE,
    kind TEXT NOT NULL,
    user_id BIGINT REFERENCES users (id) ON DELETE SET NULL,
    recipient_key TEXT NOT NULL,
    sealed TEXT NOT NULL,
    state TEXT NOT NULL,
    made BIGINT NOT NULL,
    expires BIGINT NOT NULL,
    due BIGINT NOT NULL,
    attempts BIGINT NOT NULL DEFAULT 0,
    lease TEXT NOT NULL DEFAULT '',
    problem TEXT NOT NULL DEFAULT ''
);

CREATE INDEX outbox_state_due ON outbox (state, due);
CREATE INDEX outbox_recipient ON outbox (recipient_key, kind, made);
CREATE INDEX outbox_user_id ON outbox (user_id);
CREATE INDEX outbox_made ON outbox (made);

-- Addresses for which a password link was asked, sealed, until the server has looked whose they are: the one who asks waits for none
-- of that, and cannot tell by the time whether an account has the address. One that cannot be answered is tried a few times, after the rest.
CREATE TABLE reset_requests (
    id BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    sealed TEXT NOT NULL,
    made BIGINT NOT NULL,
    tries BIGINT NOT NULL DEFAULT 0
);

-- The short code beside a link: the newest of each user and purpose, as a MAC.
CREATE TABLE mail_codes (
    user_id BIGINT NOT NULL REFERENCES users (id) ON DELETE CASCADE,
    purpose TEXT NOT NULL,
    mac TEXT NOT NULL,
    made BIGINT NOT NULL,
    tries BIGINT NOT NULL DEFAULT 0,
    PRIMARY KEY (user_id, purpose)
);

CREATE INDEX mail_codes_made ON mail_codes (made);

-- Tries at the code of an address, of one network and (with an empty key) of all, whether an account has the address or not. Both are MACs.
CREATE TABLE code_tries (
    address_key TEXT NOT NULL,
    network_key TEXT NOT NULL,
    tries BIGINT NOT NULL,
    began BIGINT NOT NULL,
    PRIMARY KEY (address_key, network_key)
);

CREATE INDEX code_tries_began ON code_tries (began);
