//! SQL of requests for a password link, and of the codes beside links.

use crate::{
    accounts::server::{
        email::email_key,
        store::{UserRow, select_user},
    },
    accounts::types::UserId,
    server::{
        clock::now,
        db::{Db, Tx, with_db, with_tx},
    },
};

/// Notes what was asked; false where too many wait.
pub async fn insert_request(tx: &mut Tx, sealed: &str, most: i64) -> Result<bool, sqlx::Error> {
    const SQL: &str = "INSERT INTO reset_requests (sealed, made) SELECT $1, $2 \
        WHERE (SELECT COUNT(*) FROM reset_requests) < $3 RETURNING id";
    let id: Option<i64> = with_tx!(tx, |connection| {
        sqlx::query_scalar(SQL).bind(sealed).bind(now().0).bind(most).fetch_optional(connection).await
    })?;
    Ok(id.is_some())
}

/// Whether something was asked. Asks for no write: SQLite has one writer.
pub async fn is_any_request(db: &Db) -> Result<bool, sqlx::Error> {
    const SQL: &str = "SELECT EXISTS (SELECT 1 FROM reset_requests)";
    with_db!(read db, |pool| sqlx::query_scalar(SQL).fetch_one(pool).await)
}

/// A request that was taken.
#[derive(Debug, sqlx::FromRow)]
pub struct Request {
    pub id: i64,
    pub sealed: String,
}

/// Takes the oldest request of those that failed least; another server passes by one that is being taken.
pub async fn take_request(tx: &mut Tx, db: &Db) -> Result<Option<Request>, sqlx::Error> {
    const ON_SQLITE: &str = "DELETE FROM reset_requests WHERE id = \
        (SELECT id FROM reset_requests ORDER BY tries, id LIMIT 1) RETURNING id, sealed";
    const ON_POSTGRES: &str = "DELETE FROM reset_requests WHERE id = \
        (SELECT id FROM reset_requests ORDER BY tries, id LIMIT 1 FOR UPDATE SKIP LOCKED) RETURNING id, sealed";
    let sql = if matches!(db, Db::Sqlite { .. }) { ON_SQLITE } else { ON_POSTGRES };
    with_tx!(tx, |connection| sqlx::query_as(sql).fetch_optional(connection).await)
}

/// Notes that a request could not be answered; the last time it is dropped.
pub async fn note_failure(db: &Db, id: i64, most: i64) -> Result<(), sqlx::Error> {
    const COUNT: &str = "UPDATE reset_requests SET tries = tries + 1 WHERE id = $1";
    const DROP: &str = "DELETE FROM reset_requests WHERE id = $1 AND tries >= $2";
    let mut tx = db.begin().await?;
    with_tx!(&mut tx, |connection| {
        sqlx::query(COUNT).bind(id).execute(&mut *connection).await?;
        sqlx::query(DROP).bind(id).bind(most).execute(&mut *connection).await.map(|_| ())
    })?;
    tx.commit().await
}

/// Up to `limit` active users with a password who have confirmed an address that is this one by its key: others must not keep them out.
pub async fn find_by_email(tx: &mut Tx, email: &str, limit: u32) -> Result<Vec<UserRow>, sqlx::Error> {
    const SQL: &str = select_user!(
        "WHERE email_key = $1 AND email <> '' AND confirmed_email = email AND is_active = TRUE AND password NOT LIKE '!%' \
         ORDER BY id LIMIT $2"
    );
    let key = email_key(email);
    with_tx!(tx, |connection| sqlx::query_as(SQL).bind(&key).bind(i64::from(limit)).fetch_all(connection).await)
}

/// A code as it is stored.
#[derive(Debug, Default, sqlx::FromRow)]
pub struct CodeRow {
    pub user_id: i64,
    pub mac: String,
    pub made: i64,
}

/// Stores the newest code of a user for a purpose.
pub async fn put_code(tx: &mut Tx, user: UserId, purpose: &str, mac: &str, made: i64) -> Result<(), sqlx::Error> {
    const SQL: &str = "INSERT INTO mail_codes (user_id, purpose, mac, made) VALUES ($1, $2, $3, $4) \
        ON CONFLICT (user_id, purpose) DO UPDATE SET mac = $3, made = $4, tries = 0";
    with_tx!(tx, |connection| {
        sqlx::query(SQL).bind(user.0).bind(purpose).bind(mac).bind(made).execute(connection).await.map(|_| ())
    })
}

/// What a try at a code is bound by.
pub struct Bounds {
    pub purpose: &'static str,
    /// The oldest code that counts, in Unix seconds.
    pub oldest: i64,
    pub tries: i64,
}

/// For what a try at a code of an address counts; both are MACs.
pub struct TryKeys {
    pub address: String,
    pub network: String,
}

/// How many tries an address had, in all and of one network.
pub struct Tried {
    pub in_all: i64,
    pub of_network: i64,
}

/// Counts a try at the codes of an address; those before `oldest` are forgotten. It writes the same whether an account has the address or
/// not.
pub async fn count_try(tx: &mut Tx, keys: &TryKeys, oldest: i64) -> Result<Tried, sqlx::Error> {
    const SQL: &str = "INSERT INTO code_tries (address_key, network_key, tries, began) VALUES ($1, $2, 1, $3) \
        ON CONFLICT (address_key, network_key) DO UPDATE SET \
        tries = CASE WHEN code_tries.began < $4 THEN 1 ELSE code_tries.tries + 1 END, \
        began = CASE WHEN code_tries.began < $4 THEN $3 ELSE code_tries.began END RETURNING tries";
    let now = now().0;
    with_tx!(tx, |connection| {
        let in_all = sqlx::query_scalar(SQL).bind(&keys.address).bind("").bind(now).bind(oldest);
        let in_all = in_all.fetch_one(&mut *connection).await?;
        let of_network = sqlx::query_scalar(SQL).bind(&keys.address).bind(&keys.network).bind(now).bind(oldest);
        let of_network = of_network.fetch_one(&mut *connection).await?;
        Ok(Tried { in_all, of_network })
    })
}

/// Forgets the tries at the codes of an address: a newer code has its own. In the order in which they are counted.
pub async fn forget_tries(tx: &mut Tx, address_key: &str) -> Result<(), sqlx::Error> {
    const IN_ALL: &str = "DELETE FROM code_tries WHERE address_key = $1 AND network_key = ''";
    const REST: &str = "DELETE FROM code_tries WHERE address_key = $1";
    with_tx!(tx, |connection| {
        for sql in [IN_ALL, REST] {
            sqlx::query(sql).bind(address_key).execute(&mut *connection).await?;
        }
        Ok(())
    })
}

/// Up to `limit` codes of a purpose of all accounts with an address, made since `oldest`.
pub async fn codes_of(
    db: &Db,
    email: &str,
    purpose: &str,
    oldest: i64,
    limit: u32,
) -> Result<Vec<CodeRow>, sqlx::Error> {
    const SQL: &str = "SELECT user_id, mac, made FROM mail_codes WHERE purpose = $2 AND made >= $3 \
        AND user_id IN (SELECT id FROM users WHERE email_key = $1) ORDER BY user_id LIMIT $4";
    let key = email_key(email);
    with_db!(read db, |pool| {
        sqlx::query_as(SQL).bind(&key).bind(purpose).bind(oldest).bind(i64::from(limit)).fetch_all(pool).await
    })
}

/// Counts a try at the code of a user, and gives it if it may still be tried.
pub async fn try_code_of(tx: &mut Tx, user: UserId, bounds: &Bounds) -> Result<Option<CodeRow>, sqlx::Error> {
    const SQL: &str = "UPDATE mail_codes SET tries = tries + 1 WHERE user_id = $1 AND purpose = $2 AND made >= $3 \
        AND tries < $4 RETURNING user_id, mac, made";
    with_tx!(tx, |connection| {
        let query = sqlx::query_as(SQL).bind(user.0).bind(bounds.purpose).bind(bounds.oldest);
        query.bind(bounds.tries).fetch_optional(connection).await
    })
}

/// Uses up a code; false where it has been used, or another has taken its place.
pub async fn use_code(tx: &mut Tx, user: UserId, purpose: &str, mac: &str) -> Result<bool, sqlx::Error> {
    const SQL: &str = "DELETE FROM mail_codes WHERE user_id = $1 AND purpose = $2 AND mac = $3 RETURNING user_id";
    let used: Option<i64> = with_tx!(tx, |connection| {
        sqlx::query_scalar(SQL).bind(user.0).bind(purpose).bind(mac).fetch_optional(connection).await
    })?;
    Ok(used.is_some())
}

/// Deletes up to `limit` codes, tries and requests of yesterday; gives how many there were.
pub async fn delete_old(db: &Db, limit: u32) -> Result<u32, sqlx::Error> {
    const CODES: &str = "DELETE FROM mail_codes WHERE made < $1 AND user_id IN \
        (SELECT user_id FROM mail_codes WHERE made < $1 ORDER BY made LIMIT $2) RETURNING user_id";
    const REQUESTS: &str = "DELETE FROM reset_requests WHERE id IN \
        (SELECT id FROM reset_requests WHERE made < $1 ORDER BY id LIMIT $2) RETURNING id";
    const TRIES: &str = "DELETE FROM code_tries WHERE began < $1 AND address_key IN \
        (SELECT address_key FROM code_tries WHERE began < $1 ORDER BY began LIMIT $2) RETURNING began";
    let oldest = now().0 - 86_400;
    let mut tx = db.begin().await?;
    let mut deleted = 0;
    for sql in [CODES, REQUESTS, TRIES] {
        let made: Vec<i64> = with_tx!(&mut tx, |connection| {
            sqlx::query_scalar(sql).bind(oldest).bind(i64::from(limit)).fetch_all(connection).await
        })?;
        deleted = deleted.max(made.len());
    }
    tx.commit().await?;
    Ok(u32::try_from(deleted).unwrap_or(u32::MAX))
}
