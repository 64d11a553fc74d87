-- Accounts that are offered by mail, with what they may do. The link is stored as a SHA-256; the bounce key is the MAC under which an
-- address whose mail comes back stands in mail_bounces. `ends` is when it expires, or when it has ended. With the account of who invited
-- a row goes, for no one answers for it any more.
CREATE TABLE invitations (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    email TEXT NOT NULL,
    email_key TEXT NOT NULL,
    bounce_key TEXT NOT NULL,
    token_hash TEXT NOT NULL UNIQUE,
    invited_by INTEGER NOT NULL REFERENCES users (id) ON DELETE CASCADE,
    is_staff INTEGER NOT NULL DEFAULT 0 CHECK (is_staff IN (0, 1)),
    state TEXT NOT NULL,
    made INTEGER NOT NULL,
    sent INTEGER NOT NULL,
    ends INTEGER NOT NULL,
    accepted_by INTEGER REFERENCES users (id) ON DELETE SET NULL
) STRICT;

CREATE INDEX invitations_email_key ON invitations (email_key, state);
CREATE INDEX invitations_state_ends ON invitations (state, ends);
CREATE INDEX invitations_ends ON invitations (ends);
CREATE INDEX invitations_invited_by ON invitations (invited_by);
CREATE INDEX invitations_accepted_by ON invitations (accepted_by);

CREATE TABLE invitation_groups (
    invitation_id INTEGER NOT NULL REFERENCES invitations (id) ON DELETE CASCADE,
    group_id INTEGER NOT NULL REFERENCES groups (id) ON DELETE CASCADE,
    PRIMARY KEY (invitation_id, group_id)
) STRICT, WITHOUT ROWID;

CREATE TABLE invitation_permissions (
    invitation_id INTEGER NOT NULL REFERENCES invitations (id) ON DELETE CASCADE,
    permission_id INTEGER NOT NULL REFERENCES permissions (id) ON DELETE CASCADE,
    PRIMARY KEY (invitation_id, permission_id)
) STRICT, WITHOUT ROWID;

CREATE INDEX invitation_groups_group_id ON invitation_groups (group_id);
CREATE INDEX invitation_permissions_permission_id ON invitation_permissions (permission_id);
