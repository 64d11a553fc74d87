-- Accounts that are offered by mail, with what they may do. The link is stored as a SHA-256; the bounce key is the MAC under which an
-- address whose mail comes back stands in mail_bounces. `ends` is when it expires, or when it has ended. With the account of who invited
-- a row goes, for no one answers for it any more.
CREATE TABLE invitations (
    id BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    email TEXT NOT NULL,
    email_key TEXT NOT NULL,
    bounce_key TEXT NOT NULL,
    token_hash TEXT NOT NULL UNIQUE,
    invited_by BIGINT NOT NULL REFERENCES users (id) ON DELETE CASCADE,
    is_staff BOOLEAN NOT NULL DEFAULT FALSE,
    state TEXT NOT NULL,
    made BIGINT NOT NULL,
    sent BIGINT NOT NULL,
    ends BIGINT NOT NULL,
    accepted_by BIGINT REFERENCES users (id) ON DELETE SET NULL
);

CREATE INDEX invitations_email_key ON invitations (email_key, state);
CREATE INDEX invitations_state_ends ON invitations (state, ends);
CREATE INDEX invitations_ends ON invitations (ends);
CREATE INDEX invitations_invited_by ON invitations (invited_by);
CREATE INDEX invitations_accepted_by ON invitations (accepted_by);

CREATE TABLE invitation_groups (
    invitation_id BIGINT NOT NULL REFERENCES invitations (id) ON DELETE CASCADE,
    group_id BIGINT NOT NULL REFERENCES groups (id) ON DELETE CASCADE,
    PRIMARY KEY (invitation_id, group_id)
);

CREATE TABLE invitation_permissions (
    invitation_id BIGINT NOT NULL REFERENCES invitations (id) ON DELETE CASCADE,
    permission_id BIGINT NOT NULL REFERENCES permissions (id) ON DELETE CASCADE,
    PRIMARY KEY (invitation_id, permission_id)
);

CREATE INDEX invitation_groups_group_id ON invitation_groups (group_id);
CREATE INDEX invitation_permissions_permission_id ON invitation_permissions (permission_id);
