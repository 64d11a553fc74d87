//! The transaction of a request: begun by the service once everything slow is over, shared with the session of the request,
//! and committed before anybody is told. So what a post changes, its session and its activity are stored together or not at
//! all. Django: `ATOMIC_REQUESTS`.

use std::{
    future::Future,
    ops::{Deref, DerefMut},
    sync::Arc,
};

use tokio::sync::{Mutex, OwnedMappedMutexGuard, OwnedMutexGuard};

use super::{
    Db,
    request_scope::{self, RequestFlags},
    tx::{Tx, ended},
};

/// Where the transaction of one request is. In the request; cheap to clone.
#[derive(Clone, Default)]
pub struct RequestTx {
    slot: Arc<Mutex<Option<Tx>>>,
    flags: Arc<RequestFlags>,
}

impl std::fmt::Debug for RequestTx {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "RequestTx(open: {})", self.flags.is_open())
    }
}

/// The open transaction of the request. It stays open when this is dropped.
pub type OpenTx = OwnedMappedMutexGuard<Option<Tx>, Tx>;

/// A transaction to write in: the request's own where that is open, else one that ends here.
pub enum JoinedTx {
    Request(OpenTx),
    Own(Tx),
}

impl RequestTx {
    /// Runs a request, inside which no second transaction can be begun while this one is open.
    pub async fn scope<F: Future>(&self, request: F) -> F::Output {
        request_scope::within(self.flags.clone(), request).await
    }

    /// The transaction, begun now if it is not open yet. It is held until [`RequestTx::commit`] or [`RequestTx::rollback`].
    ///
    /// # Errors
    /// While an [`OpenTx`] of this request is alive: drop it before the session is written.
    pub async fn begin(&self, db: &Db) -> Result<OpenTx, sqlx::Error> {
        let mut slot = self.slot.clone().try_lock_owned().map_err(|_| in_use())?;
        if slot.is_none() {
            *slot = Some(db.begin().await?);
            self.flags.set_open(true);
        }
        OwnedMutexGuard::try_map(slot, Option::as_mut).map_err(|_| ended())
    }

    /// The transaction if it is open and not in use.
    pub fn open(&self) -> Option<OpenTx> {
        let slot = self.slot.clone().try_lock_owned().ok()?;
        OwnedMutexGuard::try_map(slot, Option::as_mut).ok()
    }

    /// The transaction if it is open.
    ///
    /// # Errors
    /// While an [`OpenTx`] of this request is alive.
    pub fn opened(&self) -> Result<Option<OpenTx>, sqlx::Error> {
        match self.flags.is_open() {
            true => self.open().map(Some).ok_or_else(in_use),
            false => Ok(None),
        }
    }

    /// The request's transaction if it is open, else one of its own.
    pub async fn join(&self, db: &Db) -> Result<JoinedTx, sqlx::Error> {
        if self.flags.is_open() {
            return self.begin(db).await.map(JoinedTx::Request);
        }
        db.begin().await.map(JoinedTx::Own)
    }

    /// Stores what was done in it, if it is open.
    pub async fn commit(&self) -> Result<(), sqlx::Error> {
        match self.take().await {
            Some(tx) => tx.commit().await,
            None => Ok(()),
        }
    }

    /// Drops what was done in it.
    pub async fn rollback(&self) {
        if let Some(tx) = self.take().await {
            tx.rollback().await;
        }
    }

    /// Whether the request has written, or was about to: a failure may be one of storing.
    pub fn has_begun(&self) -> bool {
        self.flags.has_begun()
    }

    async fn take(&self) -> Option<Tx> {
        let tx = self.slot.lock().await.take();
        self.flags.set_open(false);
        tx
    }
}

impl JoinedTx {
    /// Commits a transaction of its own; the request's is committed with the request.
    pub async fn finish(self) -> Result<(), sqlx::Error> {
        match self {
            Self::Request(_) => Ok(()),
            Self::Own(tx) => tx.commit().await,
        }
    }
}

impl Deref for JoinedTx {
    type Target = Tx;

    fn deref(&self) -> &Tx {
        match self {
            Self::Request(tx) => tx,
            Self::Own(tx) => tx,
        }
    }
}

impl DerefMut for JoinedTx {
    fn deref_mut(&mut self) -> &mut Tx {
        match self {
            Self::Request(tx) => tx,
            Self::Own(tx) => tx,
        }
    }
}

/// One request does one thing after the other: waiting here would be waiting for itself.
fn in_use() -> sqlx::Error {
    sqlx::Error::Protocol("the transaction of the request is in use: end its use first".into())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn a_second_transaction_in_a_request_is_refused_at_once_and_joining_writes_in_the_first() {
        let folder = tempfile::tempdir().unwrap();
        let db = Db::open("sqlite:request.sqlite3", folder.path(), &crate::server::db::Limits::of(1)).await.unwrap();
        let request = RequestTx::default();
        let inside = request.scope(async {
            assert!(matches!(request.join(&db).await.unwrap(), JoinedTx::Own(_)));
            drop(request.begin(&db).await.unwrap());
            assert!(db.begin().await.is_err(), "it would wait for itself");
            assert!(matches!(request.join(&db).await.unwrap(), JoinedTx::Request(_)));
            request.commit().await.unwrap();
            db.begin().await.unwrap().rollback().await;
        });
        inside.await;
        assert!(request.has_begun());
    }
}
