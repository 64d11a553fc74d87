//! Failed attempts delay the next one, longer each time (NIST SP 800-63B 3.2.2, ASVS 6.3.1). They are counted in the database, so
//! neither a restart nor a second server forgets them. An attempt is counted before the password is checked: many at once
//! count as many, and one whose answer is lost counts too. Django leaves this to packages.

mod bucket;
pub mod devices;
mod store;

pub use bucket::Bucket;

use super::{
    activity_log,
    activity_store::{self, FailedLogin},
};
use crate::{
    accounts::types::{ActivityEvent, UserId},
    server::{
        clock::now,
        context::Client,
        db::{Db, Tx},
        metrics::Counter,
        secret_key::SecretKey,
    },
    shared::AppError,
};

/// The purpose of the MAC that names a bucket.
const PURPOSE: &str = "throttle";

/// Attempts that were refused since the start.
pub static THROTTLED: Counter = Counter::new();

/// Counts attempts; does nothing when it is switched off. Cheap to clone.
#[derive(Clone)]
pub struct Throttle {
    pub db: Db,
    pub secret_key: SecretKey,
    pub is_on: bool,
}

/// An attempt that may proceed. Until its outcome is noted it is under way; after a while it counts as failed.
#[must_use]
pub struct Attempt {
    throttle: Throttle,
    buckets: Vec<Bucket>,
}

/// How the outcome of an attempt changes a bucket.
enum Change {
    /// One more failure, and a delay where that is one too many.
    Fail,
    /// All failures are forgotten.
    Forget,
    /// The attempt does not count.
    TakeBack,
}

impl Throttle {
    /// Begins an attempt in every bucket, or in none when one of them has to wait.
    ///
    /// # Errors
    /// [`AppError::Throttled`] with the seconds to wait.
    pub async fn attempt(&self, buckets: Vec<Bucket>, client: &Client) -> Result<Attempt, AppError> {
        if self.is_on {
            self.begin(&buckets).await.inspect_err(|error| {
                if matches!(error, AppError::Throttled { .. }) {
                    THROTTLED.count();
                    let bucket = buckets.first().map(Bucket::kind);
                    tracing::warn!(event = "throttled", bucket, address = client.address, refused = %error);
                }
            })?;
        }
        Ok(Attempt { throttle: self.clone(), buckets })
    }

    async fn begin(&self, buckets: &[Bucket]) -> Result<(), AppError> {
        let now = now().0;
        let mut tx = self.db.begin().await?;
        for bucket in buckets {
            let key = self.key(bucket);
            if !store::begin(&mut tx, &key, &bucket.limit(), now).await? {
                let seconds = store::blocked_until(&mut tx, &key).await? - now;
                // The transaction is dropped: a refused attempt counts nowhere.
                return Err(AppError::Throttled { retry_after: u32::try_from(seconds).unwrap_or(1).max(1) });
            }
        }
        Ok(tx.commit().await?)
    }

    /// The name of a bucket in the table: a keyed hash, so that a stolen table reveals neither user names nor addresses.
    fn key(&self, bucket: &Bucket) -> String {
        self.secret_key.mac(PURPOSE, &bucket.text())
    }

    /// Deletes up to `limit` rows that no longer count, and returns how many there were.
    pub async fn delete_old(db: &Db, limit: u32) -> Result<u32, sqlx::Error> {
        store::delete_old(db, limit).await
    }

    async fn change(&self, tx: &mut Tx, bucket: &Bucket, change: Change) -> Result<(), sqlx::Error> {
        let key = self.key(bucket);
        match change {
            Change::Fail => store::fail(tx, &key, &bucket.limit(), now().0).await,
            Change::Forget => store::forget(tx, &key).await,
            Change::TakeBack => store::take_back(tx, &key).await,
        }
    }
}

impl Attempt {
    /// It was the right user, in the transaction of what they do: their own buckets start anew, and a shared network gets this
    /// attempt back.
    pub async fn succeeded(mut self, tx: &mut Tx) -> Result<(), sqlx::Error> {
        let change = |bucket: &Bucket| if bucket.is_personal() { Change::Forget } else { Change::TakeBack };
        self.settle(tx, change).await
    }

    /// It counts as a failure, in the transaction of what tells so.
    pub async fn failed_in(mut self, tx: &mut Tx) -> Result<(), sqlx::Error> {
        self.settle(tx, |_| Change::Fail).await
    }

    /// It failed.
    pub async fn failed(self) -> Result<(), AppError> {
        let mut tx = self.throttle.db.begin().await?;
        self.failed_in(&mut tx).await?;
        Ok(tx.commit().await?)
    }

    /// It was not made, so it does not count.
    pub async fn not_tried(mut self) -> Result<(), AppError> {
        let mut tx = self.throttle.db.begin().await?;
        self.settle(&mut tx, |_| Change::TakeBack).await?;
        Ok(tx.commit().await?)
    }

    /// A login failed, and the user with this name sees it in their activity. The statements are the same for every name, and
    /// there is always something to write, so a commit costs the same whether the name exists or not (B28, B29).
    pub async fn login_failed(mut self, login: FailedLogin<'_>, user: Option<UserId>) -> Result<(), AppError> {
        let mut tx = self.throttle.db.begin().await?;
        self.settle(&mut tx, |_| Change::Fail).await?;
        activity_store::insert_failed_login(&mut tx, &login).await?;
        let client = login.client.clone();
        tx.on_commit(async move { activity_log::log(ActivityEvent::LoginFailed, user, &client) });
        Ok(tx.commit().await?)
    }

    async fn settle(&mut self, tx: &mut Tx, change: impl Fn(&Bucket) -> Change) -> Result<(), sqlx::Error> {
        for bucket in self.buckets.drain(..).filter(|_| self.throttle.is_on) {
            self.throttle.change(tx, &bucket, change(&bucket)).await?;
        }
        Ok(())
    }
}

/// An attempt whose outcome is never noted, because what was to note it has failed, counts as failed.
impl Drop for Attempt {
    fn drop(&mut self) {
        let buckets = std::mem::take(&mut self.buckets);
        if buckets.is_empty() || !self.throttle.is_on {
            return;
        }
        tracing::warn!(event = "attempt_abandoned", bucket = buckets.first().map(Bucket::kind));
        let attempt = Self { throttle: self.throttle.clone(), buckets };
        if let Ok(runtime) = tokio::runtime::Handle::try_current() {
            runtime.spawn(async move {
                if let Err(error) = attempt.failed().await {
                    tracing::error!(cause = %error, "an abandoned attempt could not be counted");
                }
            });
        }
    }
}
