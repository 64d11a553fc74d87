//! Snapshots of the database, to prove that a refused request changed nothing.

use super::TestApp;

/// The flags of every user, every permission and every membership.
pub async fn rights(app: &TestApp) -> Vec<String> {
    let mut rights = Vec::new();
    for sql in [
        "SELECT username || is_staff || is_superuser || is_active || first_name FROM users ORDER BY id",
        "SELECT u.username || p.name FROM user_permissions up JOIN users u ON u.id = up.user_id \
         JOIN permissions p ON p.id = up.permission_id ORDER BY 1",
        "SELECT u.username || g.name FROM user_groups ug JOIN users u ON u.id = ug.user_id \
         JOIN groups g ON g.id = ug.group_id ORDER BY 1",
        "SELECT g.name || p.name FROM group_permissions gp JOIN groups g ON g.id = gp.group_id \
         JOIN permissions p ON p.id = gp.permission_id ORDER BY 1",
    ] {
        rights.extend(app.texts(sql).await);
    }
    rights
}

/// Everything that a request could change: rights, accounts, sessions, groups, articles and the audit trail.
pub async fn state(app: &TestApp) -> Vec<String> {
    let mut state = rights(app).await;
    for sql in [
        "SELECT username || ' ' || email || ' ' || password || ' ' || reset_at FROM users ORDER BY id",
        "SELECT 'session of ' || u.username || ' ' || s.id_hash FROM sessions s JOIN users u ON u.id = s.user_id ORDER BY s.id",
        "SELECT name FROM groups ORDER BY id",
        "SELECT title || ' ' || content || ' ' || version || ' ' || is_published FROM articles ORDER BY id",
        "SELECT email || ' ' || state || ' ' || token_hash FROM invitations ORDER BY id",
        "SELECT actor || ' ' || action || ' ' || target FROM audit ORDER BY id",
    ] {
        state.extend(app.texts(sql).await);
    }
    state
}
