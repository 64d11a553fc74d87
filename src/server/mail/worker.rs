//! Sends what is in the outbox, as long as the server runs: several at once, each with a lease, so that of several servers one sends
//! it. A mail is sent twice only where a server dies, or its connection, between sending and noting, and then under one Message-ID.

use std::{
    pin::Pin,
    sync::{Arc, atomic::Ordering::Relaxed},
    task::{Context, Poll},
    time::Duration,
};

use tokio::task::{JoinError, JoinHandle, JoinSet};
use tokio_util::sync::CancellationToken;

use super::{
    letter::Letter,
    outbox,
    outbox_store::{self as store, Claimed},
    post_office::Mail,
    sealed::Content,
    transport::{ATTEMPT, SendError},
};
use crate::{
    server::{clock::now, random::random_token},
    shared::AppError,
};

/// How many mails are sent at once.
const AT_ONCE: usize = 4;

/// How often the worker looks by itself: for mails of other servers, and attempts that are due again.
const EVERY: Duration = Duration::from_secs(5);

/// How long a worker may keep a mail, in seconds: longer than an attempt takes.
const LEASE: i64 = 1_200;

const _: () = assert!(ATTEMPT.as_secs() < LEASE as u64);

/// How long what is being sent may take at a stop. What takes longer is cut off, and sent again after its lease, under the same
/// Message-ID.
const AT_STOP: Duration = Duration::from_secs(5);

/// What is done each time before the outbox is looked through: work of the domains that ends in letters.
pub type Prepare = Arc<dyn Fn() -> Pin<Box<dyn Future<Output = ()> + Send>> + Send + Sync>;

/// Sends until it is told to stop; then it finishes what it is sending. A round that panics is told to the operator, and the next begins.
pub async fn run(mail: Mail, prepare: Prepare, stop: CancellationToken) {
    if !mail.is_on() {
        return;
    }
    while !stop.is_cancelled() {
        let rounds = send_until(mail.clone(), prepare.clone(), stop.clone());
        let Err(error) = AbortOnDrop(tokio::spawn(rounds)).await else { continue };
        tracing::error!(event = "mail_worker_failed", cause = ?error.to_string());
        tokio::select! {
            () = stop.cancelled() => {}
            () = mail.0.bell.notified() => {}
            () = tokio::time::sleep(EVERY) => {}
        }
    }
}

/// A task that ends with the one that waits for it.
struct AbortOnDrop(JoinHandle<()>);

impl Future for AbortOnDrop {
    type Output = Result<(), JoinError>;

    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Self::Output> {
        Pin::new(&mut self.0).poll(context)
    }
}

impl Drop for AbortOnDrop {
    fn drop(&mut self) {
        self.0.abort();
    }
}

async fn send_until(mail: Mail, prepare: Prepare, stop: CancellationToken) {
    let mut sending = JoinSet::new();
    while !stop.is_cancelled() {
        prepare().await;
        while sending.len() < AT_ONCE && !stop.is_cancelled() {
            match mail.claim().await {
                Some(claimed) => {
                    let mail = mail.clone();
                    sending.spawn(async move { mail.send(claimed).await });
                }
                None => break,
            }
        }
        mail.note_waiting().await;
        tokio::select! {
            () = stop.cancelled() => {}
            () = mail.0.bell.notified() => {}
            () = tokio::time::sleep(EVERY) => {}
            Some(sent) = sending.join_next() => note_panic(sent),
        }
    }
    let rest = async {
        while let Some(sent) = sending.join_next().await {
            note_panic(sent)
        }
    };
    _ = tokio::time::timeout(AT_STOP, rest).await;
}

/// A mail that could not be handled at all waits for the end of its lease.
fn note_panic(sent: Result<(), JoinError>) {
    if let Err(error) = sent {
        tracing::error!(event = "mail_worker_failed", cause = ?error.to_string());
    }
}

impl Mail {
    /// Sends all that is due, one after the other; gives how many there were.
    pub async fn send_due(&self) -> u32 {
        let mut count = 0;
        while let Some(claimed) = self.claim().await {
            self.send(claimed).await;
            count += 1;
        }
        count
    }

    /// Sends a letter without the outbox.
    ///
    /// # Errors
    /// What went wrong, for the operator.
    pub async fn send_at_once(&self, letter: &Letter) -> Result<(), String> {
        let never = |error: AppError| error.to_string();
        let (content, message_id) = (outbox::content(self, letter), outbox::message_id(self).map_err(never)?);
        let mail = Claimed { message_id, made: now().0, expires: now().0 + letter.lasts, ..Claimed::default() };
        let transport = self.0.transport.as_ref().ok_or("this site sends no mail")?;
        transport.send(&self.0.from, &mail, &content).await.map_err(|error| error.text)
    }

    /// The next mail, for this worker alone.
    async fn claim(&self) -> Option<Claimed> {
        let claimed = async {
            if !self.is_on() || !store::is_any_due(&self.0.db).await? {
                return Ok(None);
            }
            let lease = random_token().map_err(|_| sqlx::Error::WorkerCrashed)?;
            store::claim(&self.0.db, &lease, LEASE).await
        };
        let claimed = claimed.await.inspect_err(|error: &sqlx::Error| {
            tracing::warn!(cause = ?error.to_string(), "the outbox cannot be read");
        });
        claimed.ok().flatten()
    }

    async fn send(&self, claimed: Claimed) {
        let sent = self.attempt(&claimed).await;
        // Where this fails, the lease ends, and the mail is sent again.
        if let Err(error) = outbox::note(self, &claimed, sent).await {
            tracing::error!(mail = claimed.id, cause = ?error.to_string(), "what became of a mail could not be noted");
        }
    }

    /// For the operator's numbers; other servers send too.
    async fn note_waiting(&self) {
        if let Ok(waiting) = self.waiting().await {
            outbox::WAITING.store(waiting, Relaxed);
        }
    }

    async fn attempt(&self, claimed: &Claimed) -> Result<(), SendError> {
        let never = |text: &str| SendError { is_final: true, is_bounce: false, text: text.to_owned() };
        let transport = self.0.transport.as_ref().ok_or_else(|| never("this site sends no mail"))?;
        if claimed.expires < now().0 {
            return Err(never("it could not be sent in time"));
        }
        let content = Content::open(&self.0.secret_key, &claimed.sealed);
        let content = content.ok_or_else(|| never("it was sealed with a secret key that this server does not have"))?;
        transport.send(&self.0.from, claimed, &content).await
    }
}
