-- What may be done, by full name (`articles.change_article`): filled from the program after the migrations (B76).
CREATE TABLE permissions (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    name TEXT NOT NULL UNIQUE
) STRICT;

-- Sets of permissions that people share. name_key is the case-folded name.
CREATE TABLE groups (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    name TEXT NOT NULL,
    name_key TEXT NOT NULL UNIQUE
) STRICT;

CREATE TABLE group_permissions (
    group_id INTEGER NOT NULL REFERENCES groups (id) ON DELETE CASCADE,
    permission_id INTEGER NOT NULL REFERENCES permissions (id) ON DELETE CASCADE,
    PRIMARY KEY (group_id, permission_id)
) STRICT, WITHOUT ROWID;

CREATE TABLE user_permissions (
    user_id INTEGER NOT NULL REFERENCES users (id) ON DELETE CASCADE,
    permission_id INTEGER NOT NULL REFERENCES permissions (id) ON DELETE CASCADE,
    PRIMARY KEY (user_id, permission_id)
) STRICT, WITHOUT ROWID;

CREATE TABLE user_groups (
    user_id INTEGER NOT NULL REFERENCES users (id) ON DELETE CASCADE,
    group_id INTEGER NOT NULL REFERENCES groups (id) ON DELETE CASCADE,
    PRIMARY KEY (user_id, group_id)
) STRICT, WITHOUT ROWID;

-- For "who has this permission" and "who is in this group".
CREATE INDEX group_permissions_permission_id ON group_permissions (permission_id);
CREATE INDEX user_permissions_permission_id ON user_permissions (permission_id);
CREATE INDEX user_groups_group_id ON user_groups (group_id, user_id);

-- For finding people: by the beginning of a name or an e-mail address, and the few that stand out.
ALTER TABLE users ADD COLUMN email_key TEXT NOT NULL DEFAULT '';
UPDATE users SET email_key = lower(email);
CREATE INDEX users_email_key ON users (email_key, id);
CREATE INDEX users_staff ON users (id) WHERE is_staff = TRUE;
CREATE INDEX users_staff_by_name ON users (username_key) WHERE is_staff = TRUE;
CREATE INDEX users_superuser ON users (id) WHERE is_superuser = TRUE;
CREATE INDEX users_superuser_by_name ON users (username_key) WHERE is_superuser = TRUE;
CREATE INDEX users_inactive ON users (id) WHERE is_active = FALSE;
CREATE INDEX users_inactive_by_name ON users (username_key) WHERE is_active = FALSE;
