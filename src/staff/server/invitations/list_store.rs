//! SQL of invitations as pages show them: the list, and what one of them gives.

use crate::{
    server::db::{Db, with_db},
    shared::Cursor,
};

/// An invitation with the names of those who belong to it.
#[derive(sqlx::FromRow)]
pub struct ListedRow {
    pub id: i64,
    pub email: String,
    pub is_staff: bool,
    pub state: String,
    pub sent: i64,
    pub ends: i64,
    pub invited_by: i64,
    pub inviter: String,
    pub accepted_by: Option<i64>,
    pub accepter: Option<String>,
    /// Mail to the address came back after it was sent.
    pub has_bounced: bool,
    /// Its newest mail was given up.
    pub is_undelivered: bool,
}

/// A query for [`ListedRow`]s: their columns, named once, and the rest of the statement.
macro_rules! select_listed {
    ($rest:literal) => {
        concat!(
            "SELECT i.id, i.email, i.is_staff, i.state, i.sent, i.ends, i.invited_by, u.username AS inviter, i.accepted_by, \
             a.username AS accepter, b.made IS NOT NULL AS has_bounced, \
             COALESCE(o.state IN ('failed', 'bounced'), FALSE) AS is_undelivered FROM invitations i \
             JOIN users u ON u.id = i.invited_by LEFT JOIN users a ON a.id = i.accepted_by \
             LEFT JOIN outbox o ON o.id = i.mail_id LEFT JOIN mail_bounces b ON b.address_key = i.bounce_key AND b.made >= i.sent ",
            $rest
        )
    };
}

/// Up to `limit` invitations along the cursor, newest first; after a cursor they come in reverse order.
pub async fn list(db: &Db, cursor: Cursor, limit: u32) -> Result<Vec<ListedRow>, sqlx::Error> {
    const BEFORE: &str = select_listed!("WHERE i.id < $1 ORDER BY i.id DESC LIMIT $2");
    const AFTER: &str = select_listed!("WHERE i.id > $1 ORDER BY i.id ASC LIMIT $2");
    let (sql, id) = cursor.pick(BEFORE, AFTER);
    with_db!(read db, |pool| sqlx::query_as(sql).bind(id).bind(i64::from(limit)).fetch_all(pool).await)
}

pub async fn find(db: &Db, id: i64) -> Result<Option<ListedRow>, sqlx::Error> {
    const SQL: &str = select_listed!("WHERE i.id = $1");
    with_db!(read db, |pool| sqlx::query_as(SQL).bind(id).fetch_optional(pool).await)
}

/// What an invitation gives, by name: a group with one of its permissions (empty where it has none), or an empty name with a permission
/// that is given directly.
pub async fn gift(db: &Db, id: i64) -> Result<Vec<(String, String)>, sqlx::Error> {
    const SQL: &str = "SELECT g.name, COALESCE(p.name, '') FROM invitation_groups ig JOIN groups g ON g.id = ig.group_id \
        LEFT JOIN group_permissions gp ON gp.group_id = g.id LEFT JOIN permissions p ON p.id = gp.permission_id \
        WHERE ig.invitation_id = $1 UNION ALL SELECT '', p.name FROM invitation_permissions ip \
        JOIN permissions p ON p.id = ip.permission_id WHERE ip.invitation_id = $1 ORDER BY 1, 2";
    with_db!(read db, |pool| sqlx::query_as(SQL).bind(id).fetch_all(pool).await)
}
