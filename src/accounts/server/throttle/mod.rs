//! Failed attempts make the next one wait, longer each time (NIST SP 800-63B 3.2.2, ASVS 6.3.1). Counted in the database, so
//! that neither a restart nor a second server forgets. An attempt is written down before the password is looked at, so that many
//! at once count as many, and one whose answer fails counts too. Django leaves this to packages.

mod bucket;
pub mod devices;

pub use bucket::Bucket;

use super::activity::INSERT_FOR_NAME;
use crate::{
    accounts::types::Event,
    server::{
        clock::now,
        context::Client,
        db::{Db, with_db},
        secret_key::SecretKey,
    },
    shared::AppError,
};

/// The longest time that a row is of use, in seconds.
const FORGET_ALL: i64 = 86_400;

/// An attempt that has not said after so many seconds how it ended has failed.
const UNDER_WAY: i64 = 60;

/// Counts attempts; does nothing when it is switched off.
pub struct Throttle {
    pub db: Db,
    pub secret_key: SecretKey,
    pub is_on: bool,
}

/// An attempt that may go on. Until something else is said of it, it is under way, and after a while it has failed.
#[must_use]
pub struct Attempt<'a> {
    throttle: &'a Throttle,
    buckets: Vec<Bucket>,
}

/// How an attempt changes one bucket.
enum Change {
    /// One failure more, and a wait where that is one too many.
    Fail,
    /// All is forgotten.
    Forget,
    /// As if it had not been.
    TakeBack,
}

impl Throttle {
    /// Begins an attempt in every bucket, or in none when one of them has to wait.
    ///
    /// # Errors
    /// [`AppError::Throttled`] with the seconds to wait.
    pub async fn attempt(&self, buckets: Vec<Bucket>, client: &Client) -> Result<Attempt<'_>, AppError> {
        if self.is_on {
            self.begin(&buckets).await.inspect_err(|error| {
                let bucket = buckets.first().map(Bucket::kind);
                tracing::warn!(event = "throttled", bucket, address = client.address, refused = %error);
            })?;
        }
        Ok(Attempt { throttle: self, buckets })
    }

    async fn begin(&self, buckets: &[Bucket]) -> Result<(), AppError> {
        // Refused while a wait lasts; and when more are under way than could all fail.
        const BEGIN: &str = "INSERT INTO throttle (bucket, failures, in_flight, blocked_until, updated) VALUES ($1, 0, 1, 0, $2) \
            ON CONFLICT (bucket) DO UPDATE SET updated = $2, \
            failures = CASE WHEN throttle.updated < $3 THEN 0 WHEN throttle.updated < $4 \
                THEN throttle.failures + throttle.in_flight ELSE throttle.failures END, \
            in_flight = CASE WHEN throttle.updated < $4 THEN 1 ELSE throttle.in_flight + 1 END \
            WHERE throttle.blocked_until <= $2 AND (throttle.in_flight = 0 OR throttle.updated < $4 \
                OR (throttle.failures <= $6 AND throttle.failures + throttle.in_flight < $5)) RETURNING failures";
        const WAIT: &str = "SELECT blocked_until FROM throttle WHERE bucket = $1";
        let now = now().0;
        with_db!(write & self.db, |pool| {
            let mut transaction = pool.begin().await?;
            for bucket in buckets {
                let (key, limit) = (self.key(bucket), bucket.limit());
                let begun: Option<i64> = sqlx::query_scalar(BEGIN)
                    .bind(&key)
                    .bind(now)
                    .bind(now - limit.forget)
                    .bind(now - UNDER_WAY)
                    .bind(limit.free + limit.together)
                    .bind(limit.free)
                    .fetch_optional(&mut *transaction)
                    .await?;
                if begun.is_none() {
                    let until: i64 = sqlx::query_scalar(WAIT).bind(&key).fetch_one(&mut *transaction).await?;
                    let retry_after = u32::try_from(until - now).unwrap_or(1).max(1);
                    // Dropped without a commit: a refused attempt counts nowhere.
                    return Err(AppError::Throttled { retry_after });
                }
            }
            transaction.commit().await?;
        });
        Ok(())
    }

    /// How a bucket is named in the table: a keyed hash, so that a stolen table tells no name and no address.
    fn key(&self, bucket: &Bucket) -> String {
        self.secret_key.mac("throttle", &bucket.text())
    }

    /// Deletes rows that no longer count, at most this many, and says how many there were.
    pub async fn delete_old(db: &Db, limit: u32) -> Result<u32, sqlx::Error> {
        const SQL: &str = "DELETE FROM throttle WHERE bucket IN \
            (SELECT bucket FROM throttle WHERE updated < $1 AND blocked_until < $2 LIMIT $3) RETURNING bucket";
        let now = now().0;
        let deleted: Vec<String> = with_db!(write db, |pool| {
            sqlx::query_scalar(SQL).bind(now - FORGET_ALL).bind(now).bind(i64::from(limit)).fetch_all(pool).await?
        });
        Ok(u32::try_from(deleted.len()).unwrap_or(u32::MAX))
    }
}

/// Whose failed login is written down: for whoever has exactly this name.
struct FailedLogin<'a> {
    username_key: &'a str,
    username: &'a str,
    client: &'a Client,
}

impl Attempt<'_> {
    /// It was the right person: what is theirs starts anew, and a shared network is given this attempt back.
    pub async fn succeeded(self) -> Result<(), AppError> {
        let change = |bucket: &Bucket| if bucket.is_personal() { Change::Forget } else { Change::TakeBack };
        self.settle(change, None).await
    }

    /// It failed, and that is all there is to say.
    pub async fn failed(self) -> Result<(), AppError> {
        self.settle(|_| Change::Fail, None).await
    }

    /// It was not tried at all, so it does not count.
    pub async fn not_tried(self) -> Result<(), AppError> {
        self.settle(|_| Change::TakeBack, None).await
    }

    /// It failed. Written down for whoever has this name: the same statements run for every name, and something is written
    /// in any case, so that a commit costs the same whether the name exists or not (B28, B29).
    pub async fn login_failed(self, username_key: &str, username: &str, client: &Client) -> Result<(), AppError> {
        self.settle(|_| Change::Fail, Some(FailedLogin { username_key, username, client })).await
    }

    async fn settle(self, change: impl Fn(&Bucket) -> Change, login: Option<FailedLogin<'_>>) -> Result<(), AppError> {
        const FAIL: &str = "UPDATE throttle SET failures = failures + 1, updated = $2, \
            in_flight = CASE WHEN in_flight > 0 THEN in_flight - 1 ELSE 0 END WHERE bucket = $1 RETURNING failures";
        const BLOCK: &str = "UPDATE throttle SET blocked_until = $2 WHERE bucket = $1 AND blocked_until < $2";
        const FORGET: &str = "DELETE FROM throttle WHERE bucket = $1";
        const TAKE_BACK: &str = "UPDATE throttle SET in_flight = in_flight - 1 WHERE bucket = $1 AND in_flight > 0";
        let now = now().0;
        with_db!(write & self.throttle.db, |pool| {
            let mut transaction = pool.begin().await?;
            for bucket in self.buckets.iter().filter(|_| self.throttle.is_on) {
                let key = self.throttle.key(bucket);
                match change(bucket) {
                    Change::Fail => {
                        let failures: Option<i64> =
                            sqlx::query_scalar(FAIL).bind(&key).bind(now).fetch_optional(&mut *transaction).await?;
                        let delay = bucket.limit().delay(failures.unwrap_or_default());
                        if delay > 0 {
                            sqlx::query(BLOCK).bind(&key).bind(now + delay).execute(&mut *transaction).await?;
                        }
                    }
                    Change::Forget => _ = sqlx::query(FORGET).bind(&key).execute(&mut *transaction).await?,
                    Change::TakeBack => _ = sqlx::query(TAKE_BACK).bind(&key).execute(&mut *transaction).await?,
                }
            }
            if let Some(FailedLogin { username_key, username, client }) = login {
                sqlx::query(INSERT_FOR_NAME)
                    .bind(username_key)
                    .bind(username)
                    .bind(now)
                    .bind(Event::LoginFailed.id())
                    .bind(&client.user_agent)
                    .bind(&client.address)
                    .execute(&mut *transaction)
                    .await?;
            }
            transaction.commit().await?;
        });
        Ok(())
    }
}
