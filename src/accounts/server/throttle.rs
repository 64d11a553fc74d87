//! Failed attempts make the next one wait, longer each time (NIST SP 800-63B 3.2.2, ASVS 6.3.1). Counted in the database, so
//! that neither a restart nor a second server forgets, and before the password is looked at, so that many attempts at once
//! count as many and an answer that fails counts too. Django leaves this to packages.

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

/// What is counted together.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Bucket {
    /// Everybody who tries this name, from wherever.
    Account(String),
    /// Everybody who tries any name from this network.
    Network(String),
    /// A browser that has signed in to this account before: an attacker elsewhere cannot use up its attempts.
    Device(String),
    /// Somebody who is signed in and is asked for the password again.
    Session(i64),
    /// New accounts, and names found to be taken, from this network.
    Signups(String),
}

/// How patient a bucket is.
struct Limit {
    /// So many attempts may fail before the next one waits.
    free: i64,
    /// The first wait in seconds; it doubles with each further failure.
    first: i64,
    longest: i64,
    /// Seconds without an attempt after which all is forgotten.
    forget: i64,
}

/// The longest time that a row is of use, in seconds.
const FORGET_ALL: i64 = 86_400;

impl Bucket {
    /// The bucket of a network: an address of IPv4 itself, of IPv6 the 64 bits that one subscriber has.
    pub fn network(client: &Client) -> Self {
        Self::Network(network(&client.address))
    }

    pub fn signups(client: &Client) -> Self {
        Self::Signups(network(&client.address))
    }

    fn limit(&self) -> Limit {
        match self {
            Self::Account(_) | Self::Session(_) => Limit { free: 5, first: 30, longest: 3_600, forget: FORGET_ALL },
            Self::Device(_) => Limit { free: 10, first: 30, longest: 3_600, forget: FORGET_ALL },
            Self::Network(_) => Limit { free: 50, first: 10, longest: 900, forget: 3_600 },
            Self::Signups(_) => Limit { free: 20, first: 30, longest: 3_600, forget: 3_600 },
        }
    }

    /// Success says that the right person was there, and nothing about others in the same network.
    fn is_personal(&self) -> bool {
        matches!(self, Self::Account(_) | Self::Device(_) | Self::Session(_))
    }

    fn text(&self) -> String {
        match self {
            Self::Account(key) => format!("account:{key}"),
            Self::Network(network) => format!("network:{network}"),
            Self::Device(nonce) => format!("device:{nonce}"),
            Self::Session(id) => format!("session:{id}"),
            Self::Signups(network) => format!("signups:{network}"),
        }
    }
}

impl Limit {
    /// How long to wait after so many failures, in seconds.
    fn delay(&self, failures: i64) -> i64 {
        match failures - self.free {
            ..=0 => 0,
            // Doubling more often than this is past every longest wait.
            over => (self.first << (over - 1).min(20)).min(self.longest),
        }
    }
}

fn network(address: &str) -> String {
    match address.parse() {
        Ok(std::net::IpAddr::V6(address)) => {
            let [a, b, c, d, ..] = address.segments();
            format!("{a:x}:{b:x}:{c:x}:{d:x}")
        }
        _ => address.to_owned(),
    }
}

/// Counts attempts; does nothing when it is switched off.
pub struct Throttle {
    pub db: Db,
    pub secret_key: SecretKey,
    pub is_on: bool,
}

/// An attempt that may go on, and counts as a failure until something else is said of it.
#[must_use]
pub struct Attempt<'a> {
    throttle: &'a Throttle,
    buckets: Vec<Bucket>,
}

impl Throttle {
    /// Counts one attempt in every bucket, or in none when one of them has to wait.
    ///
    /// # Errors
    /// [`AppError::Throttled`] with the seconds to wait.
    pub async fn attempt(&self, buckets: Vec<Bucket>) -> Result<Attempt<'_>, AppError> {
        if self.is_on {
            self.count(&buckets).await?;
        }
        Ok(Attempt { throttle: self, buckets })
    }

    async fn count(&self, buckets: &[Bucket]) -> Result<(), AppError> {
        const COUNT: &str = "INSERT INTO throttle (bucket, failures, blocked_until, updated) VALUES ($1, 1, 0, $2) \
            ON CONFLICT (bucket) DO UPDATE SET updated = $2, \
            failures = CASE WHEN throttle.updated < $3 THEN 1 ELSE throttle.failures + 1 END \
            WHERE throttle.blocked_until <= $2 RETURNING failures";
        const BLOCK: &str = "UPDATE throttle SET blocked_until = $2 WHERE bucket = $1";
        const WAIT: &str = "SELECT blocked_until FROM throttle WHERE bucket = $1";
        let now = now().0;
        with_db!(write & self.db, |pool| {
            let mut transaction = pool.begin().await?;
            for bucket in buckets {
                let (key, limit) = (self.key(bucket), bucket.limit());
                let counted: Option<i64> = sqlx::query_scalar(COUNT)
                    .bind(&key)
                    .bind(now)
                    .bind(now - limit.forget)
                    .fetch_optional(&mut *transaction)
                    .await?;
                let Some(failures) = counted else {
                    let until: i64 = sqlx::query_scalar(WAIT).bind(&key).fetch_one(&mut *transaction).await?;
                    tracing::warn!(event = "throttled", bucket = bucket.text().split(':').next());
                    let retry_after = u32::try_from(until - now).unwrap_or(1).max(1);
                    // Dropped without a commit: a refused attempt counts nowhere.
                    return Err(AppError::Throttled { retry_after });
                };
                let delay = limit.delay(failures);
                if delay > 0 {
                    sqlx::query(BLOCK).bind(&key).bind(now + delay).execute(&mut *transaction).await?;
                }
            }
            transaction.commit().await?;
        });
        Ok(())
    }

    /// How a bucket is named in the table: a keyed hash, so that a stolen table tells no name and no address.
    fn key(&self, bucket: &Bucket) -> String {
        self.secret_key.mark("throttle", &bucket.text())
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

impl Attempt<'_> {
    /// It was the right person: what is theirs starts anew, and a shared network is given this attempt back.
    pub async fn succeeded(self) -> Result<(), AppError> {
        self.settle(|bucket| bucket.is_personal()).await
    }

    /// It counts, and that is all there is to say.
    pub fn counts(self) {}

    /// It was not tried at all, so it does not count.
    pub async fn not_tried(self) -> Result<(), AppError> {
        self.settle(|_| false).await
    }

    /// It failed. Written down for whoever has this name: the same statements run for every name (B28, B29).
    pub async fn login_failed(self, username_key: &str, username: &str, client: &Client) -> Result<(), AppError> {
        const TOUCH: &str = "UPDATE throttle SET updated = $2 WHERE bucket = $1";
        let (db, now) = (&self.throttle.db, now().0);
        let keys: Vec<String> = self.buckets.iter().map(|bucket| self.throttle.key(bucket)).collect();
        with_db!(write db, |pool| {
            let mut transaction = pool.begin().await?;
            // Something is written in any case, so that a commit costs the same whether the name exists or not.
            for key in &keys {
                sqlx::query(TOUCH).bind(key).bind(now).execute(&mut *transaction).await?;
            }
            sqlx::query(INSERT_FOR_NAME)
                .bind(username_key)
                .bind(username)
                .bind(now)
                .bind(Event::LoginFailed.id())
                .bind(&client.user_agent)
                .bind(&client.address)
                .execute(&mut *transaction)
                .await?;
            transaction.commit().await?;
        });
        Ok(())
    }

    /// Forgets the failures of the buckets named, and gives the others their attempt back.
    async fn settle(self, forget: impl Fn(&Bucket) -> bool) -> Result<(), AppError> {
        const FORGET: &str = "DELETE FROM throttle WHERE bucket = $1";
        const GIVE_BACK: &str =
            "UPDATE throttle SET failures = failures - 1, blocked_until = 0 WHERE bucket = $1 AND failures > 0";
        if !self.throttle.is_on {
            return Ok(());
        }
        let changes: Vec<(&str, String)> = self
            .buckets
            .iter()
            .map(|bucket| (if forget(bucket) { FORGET } else { GIVE_BACK }, self.throttle.key(bucket)))
            .collect();
        with_db!(write & self.throttle.db, |pool| {
            let mut transaction = pool.begin().await?;
            for (sql, key) in changes {
                sqlx::query(sql).bind(key).execute(&mut *transaction).await?;
            }
            transaction.commit().await?;
        });
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_delay_grows_after_the_free_attempts_and_ends_at_an_hour() {
        let limit = Bucket::Account("joe".into()).limit();
        let delays: Vec<i64> = [1, 5, 6, 7, 8, 12, 13, 1_000_000].map(|failures| limit.delay(failures)).into();
        assert_eq!(delays, [0, 0, 30, 60, 120, 1_920, 3_600, 3_600]);
    }

    #[test]
    fn an_address_of_ipv6_counts_with_its_network() {
        assert_eq!(network("2001:db8:1:2:3:4:5:6"), network("2001:db8:1:2::1"));
        assert_ne!(network("2001:db8:1:2::1"), network("2001:db8:1:3::1"));
        assert_eq!(network("192.0.2.7"), "192.0.2.7");
    }
}
