//! Failed attempts delay the next one, longer each time (NIST SP 800-63B 3.2.2, ASVS 6.3.1). They are counted in the database, so
//! neither a restart nor a second server forgets them. An attempt is counted before the password is checked: many at once
//! count as many, and one whose answer is lost counts too. Django leaves this to packages.

mod bucket;
pub mod devices;
mod store;

pub use bucket::Bucket;

use super::activity_store::{self, FailedLogin};
use crate::{
    server::{
        clock::now,
        context::Client,
        db::{Db, Tx},
        secret_key::SecretKey,
    },
    shared::AppError,
};

/// The purpose of the MAC that names a bucket.
const PURPOSE: &str = "throttle";

/// Counts attempts; does nothing when it is switched off.
pub struct Throttle {
    pub db: Db,
    pub secret_key: SecretKey,
    pub is_on: bool,
}

/// An attempt that may proceed. Until its outcome is noted it is under way; after a while it counts as failed.
#[must_use]
pub struct Attempt<'a> {
    throttle: &'a Throttle,
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

impl Attempt<'_> {
    /// It was the right user: their own buckets start anew, and a shared network gets this attempt back.
    pub async fn succeeded(self) -> Result<(), AppError> {
        let change = |bucket: &Bucket| if bucket.is_personal() { Change::Forget } else { Change::TakeBack };
        self.settle(change, None).await
    }

    /// It failed.
    pub async fn failed(self) -> Result<(), AppError> {
        self.settle(|_| Change::Fail, None).await
    }

    /// It was not made, so it does not count.
    pub async fn not_tried(self) -> Result<(), AppError> {
        self.settle(|_| Change::TakeBack, None).await
    }

    /// A login failed, and the user with this name sees it in their activity. The statements are the same for every name, and
    /// there is always something to write, so a commit costs the same whether the name exists or not (B28, B29).
    pub async fn login_failed(self, login: FailedLogin<'_>) -> Result<(), AppError> {
        self.settle(|_| Change::Fail, Some(login)).await
    }

    async fn settle(self, change: impl Fn(&Bucket) -> Change, login: Option<FailedLogin<'_>>) -> Result<(), AppError> {
        let mut tx = self.throttle.db.begin().await?;
        for bucket in self.buckets.iter().filter(|_| self.throttle.is_on) {
            self.throttle.change(&mut tx, bucket, change(bucket)).await?;
        }
        if let Some(login) = login {
            activity_store::insert_failed_login(&mut tx, &login).await?;
        }
        Ok(tx.commit().await?)
    }
}
