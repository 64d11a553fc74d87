//! The sessions in a backup that is put back: some of them were ended since, by a logout or by staff, and must not live again.

use crate::server::{
    clock::now,
    db::{Db, with_db},
};

/// Ends all sessions: those that are stored here, and, by a fence for each user, those that are kept outside the database.
pub async fn end_all_sessions(db: &Db) -> Result<(), sqlx::Error> {
    const STORED: &str = "DELETE FROM sessions";
    const ENDS: &str = "DELETE FROM session_ends";
    const KNOWN: &str = "DELETE FROM cookie_users";
    const IN_COOKIES: &str = "INSERT INTO cookie_users (user_id, fence, kept, macs) SELECT id, $1, 0, '' FROM users";
    const OUTSIDE: &str = "INSERT INTO session_ends (user_id, session, fence, ended) SELECT id, 0, $1, $2 FROM users";
    with_db!(write db, |pool| {
        sqlx::query(STORED).execute(pool).await?;
        sqlx::query(ENDS).execute(pool).await?;
        sqlx::query(KNOWN).execute(pool).await?;
        sqlx::query(IN_COOKIES).bind(fence(now().0)).execute(pool).await?;
        sqlx::query(OUTSIDE).bind(fence(now().0)).bind(now().0).execute(pool).await.map(|_| ())
    })
}

/// Above the number of each session that has begun until now (`sessions/outside_users.rs`).
fn fence(now: i64) -> i64 {
    ((now + 1) * 1_000) << 20
}
