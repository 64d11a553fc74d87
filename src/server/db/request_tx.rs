//! The transaction of a request: begun by the service once everything slow is over, shared with the session of the request,
//! and committed before anybody is told. So what a post changes, its session and its activity are stored together or not at
//! all. Django: `ATOMIC_REQUESTS`.

use std::{
    future::Future,
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
};

use tokio::sync::{Mutex, OwnedMappedMutexGuard, OwnedMutexGuard};

use super::{Db, Tx, tx::ended};

tokio::task_local! {
    /// Whether the request of this task has its transaction open.
    static OPEN: Arc<AtomicBool>;
}

/// Where the transaction of one request is. In the request; cheap to clone.
#[derive(Clone, Default)]
pub struct RequestTx {
    slot: Arc<Mutex<Option<Tx>>>,
    is_open: Arc<AtomicBool>,
}

/// The open transaction of the request. It stays open when this is dropped.
pub type OpenTx = OwnedMappedMutexGuard<Option<Tx>, Tx>;

impl RequestTx {
    /// Runs a request, inside which no second transaction can be begun while this one is open.
    pub async fn scope<F: Future>(&self, request: F) -> F::Output {
        OPEN.scope(self.is_open.clone(), request).await
    }

    /// The transaction, begun now if it is not open yet. It is held until [`RequestTx::commit`] or [`RequestTx::rollback`].
    pub async fn begin(&self, db: &Db) -> Result<OpenTx, sqlx::Error> {
        let mut slot = self.slot.clone().lock_owned().await;
        if slot.is_none() {
            *slot = Some(db.begin_unchecked().await?);
            self.is_open.store(true, Ordering::Relaxed);
        }
        OwnedMutexGuard::try_map(slot, Option::as_mut).map_err(|_| ended())
    }

    /// The transaction, if it is open.
    pub async fn current(&self) -> Option<OpenTx> {
        if !self.is_open.load(Ordering::Relaxed) {
            return None;
        }
        let slot = self.slot.clone().lock_owned().await;
        OwnedMutexGuard::try_map(slot, Option::as_mut).ok()
    }

    /// Stores what was done in it. True when there was something to store.
    pub async fn commit(&self) -> Result<bool, sqlx::Error> {
        match self.take().await {
            Some(tx) => tx.commit().await.map(|()| true),
            None => Ok(false),
        }
    }

    /// Drops what was done in it.
    pub async fn rollback(&self) {
        if let Some(tx) = self.take().await {
            tx.rollback().await;
        }
    }

    async fn take(&self) -> Option<Tx> {
        let tx = self.slot.lock().await.take();
        self.is_open.store(false, Ordering::Relaxed);
        tx
    }
}

/// Whether the request that this task serves has its transaction open.
pub(super) fn is_open() -> bool {
    OPEN.try_with(|open| open.load(Ordering::Relaxed)).unwrap_or(false)
}
