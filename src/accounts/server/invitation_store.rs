//! SQL of the link of an invitation. The rest of the table belongs to the staff area.

use crate::server::{
    clock::now,
    db::{Db, with_db},
};

/// Whether a link leads to an invitation that waits, of a user who is active.
pub async fn is_open(db: &Db, token_hash: &str) -> Result<bool, sqlx::Error> {
    const SQL: &str = "SELECT EXISTS (SELECT 1 FROM invitations i JOIN users u ON u.id = i.invited_by \
        WHERE i.token_hash = $1 AND i.state = 'waiting' AND i.ends > $2 AND u.is_active = TRUE)";
    with_db!(read db, |pool| sqlx::query_scalar(SQL).bind(token_hash).bind(now().0).fetch_one(pool).await)
}
