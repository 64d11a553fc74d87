//! Password hashing on a few threads of its own, behind a bounded queue. Page requests never wait for a hash, and a flood of
//! logins gets the answer "busy" instead of an endless queue. The hashing itself is `argon2id.rs`.
//! Django: `hashers`; its unusable passwords too (B26).

use std::{
    sync::{
        Arc, Mutex,
        atomic::{AtomicU64, Ordering},
        mpsc::{SyncSender, TrySendError, sync_channel},
    },
    thread,
};

use tokio::sync::oneshot;
use tokio_util::sync::CancellationToken;

pub use super::argon2id::Verdict;
use super::argon2id::{Worker, params};
use crate::{
    accounts::types::PasswordInput,
    server::{context::Client, errors::internal, hex::hex, settings},
    shared::AppError,
};

/// After how many seconds a client may try again when the queue is full.
const RETRY_AFTER: u32 = 5;

/// Begins a stored password that never matches; 40 random characters follow (B26).
const UNUSABLE: char = '!';

/// The hashing threads. Cheap to clone.
#[derive(Clone)]
pub struct Hasher {
    queue: SyncSender<Job>,
    runs: Arc<AtomicU64>,
}

enum Job {
    Hash {
        password: PasswordInput,
        answer: oneshot::Sender<Option<String>>,
    },
    Verify {
        password: PasswordInput,
        stored: Option<String>,
        gone: CancellationToken,
        answer: oneshot::Sender<Option<Verdict>>,
    },
}

impl Hasher {
    /// Starts the threads: as many as set, or one a core.
    pub fn start(settings: &settings::Accounts) -> Self {
        let cores = thread::available_parallelism().map_or(1, usize::from);
        let threads = match settings.hash_threads.get() {
            0 => cores,
            threads => threads as usize,
        };
        let (queue, jobs) = sync_channel::<Job>(settings.hash_queue.get() as usize);
        let jobs = Arc::new(Mutex::new(jobs));
        let runs = Arc::new(AtomicU64::new(0));
        let params = params(settings);
        for _ in 0..threads {
            let mut worker = Worker::new(params.clone(), runs.clone());
            let jobs = jobs.clone();
            thread::spawn(move || {
                while let Some(job) = jobs.lock().ok().and_then(|jobs| jobs.recv().ok()) {
                    job.run(&mut worker);
                }
            });
        }
        Self { queue, runs }
    }

    /// Hashes a new password into its stored form.
    ///
    /// # Errors
    /// [`AppError::Busy`] when the queue is full.
    pub async fn hash(&self, password: PasswordInput) -> Result<String, AppError> {
        let (answer, result) = oneshot::channel();
        self.send(Job::Hash { password, answer })?;
        let hash = result.await.map_err(internal)?;
        hash.ok_or_else(|| internal("the password could not be hashed"))
    }

    /// Compares an entered password with a stored one, at the present cost whatever is stored: an unknown user costs what a
    /// wrong password costs (B29). `None` when the client went away before its turn came: then nothing is
    /// verified, because a flood of broken connections must not block logins.
    ///
    /// # Errors
    /// [`AppError::Busy`] when the queue is full.
    pub async fn verify(
        &self,
        password: PasswordInput,
        stored: Option<String>,
        client: &Client,
    ) -> Result<Option<Verdict>, AppError> {
        let (answer, result) = oneshot::channel();
        self.send(Job::Verify { password, stored, gone: client.gone.clone(), answer })?;
        result.await.map_err(internal)
    }

    /// How often the hash function has run.
    pub fn runs(&self) -> u64 {
        self.runs.load(Ordering::Relaxed)
    }

    fn send(&self, job: Job) -> Result<(), AppError> {
        self.queue.try_send(job).map_err(|error| match error {
            TrySendError::Full(_) => AppError::Busy { retry_after: RETRY_AFTER },
            TrySendError::Disconnected(_) => internal("no hashing thread is left"),
        })
    }
}

impl Job {
    fn run(self, worker: &mut Worker) {
        // A receiver that is gone belongs to a client that has disconnected; its answer is dropped.
        match self {
            Self::Hash { password, answer } => _ = answer.send(worker.hash(&password)),
            Self::Verify { password, stored, gone, answer } => {
                let is_wanted = !gone.is_cancelled() && !answer.is_closed();
                _ = answer.send(is_wanted.then(|| worker.verify(&password, stored.as_deref())));
            }
        }
    }
}

/// A stored password that no login can match.
pub fn unusable_password() -> Result<String, AppError> {
    let mut bytes = [0_u8; 20];
    getrandom::fill(&mut bytes).map_err(internal)?;
    Ok(format!("{UNUSABLE}{}", hex(&bytes)))
}

#[cfg(test)]
mod tests {
    use argon2::{Algorithm, Argon2, Params, Version};

    use super::*;

    fn hasher(memory_kib: u32) -> Hasher {
        let mut settings = settings::Settings::defaults().accounts;
        settings.hash_memory_kib = serde_json::from_value(memory_kib.into()).unwrap();
        Hasher::start(&settings)
    }

    #[tokio::test]
    async fn b24_b25_the_stored_form_names_algorithm_and_cost_which_is_the_floor_of_owasp() {
        let hasher = Hasher::start(&settings::Settings::defaults().accounts);
        let stored = hasher.hash(PasswordInput::new("correct horse")).await.unwrap();
        assert!(stored.starts_with("$argon2id$v=19$m=19456,t=2,p=1$"), "{stored}");
        assert!(stored.split('$').nth(4).unwrap().len() >= 22, "B27: 128 bits of salt: {stored}");
    }

    #[tokio::test]
    async fn a_password_is_right_only_with_its_own_hash_and_needs_a_rehash_when_the_cost_changed() {
        let old = hasher(8_192);
        let stored = old.hash(PasswordInput::new(" spaces count ")).await.unwrap();
        let verify = async |hasher: &Hasher, password: &str| {
            hasher
                .verify(PasswordInput::new(password), Some(stored.clone()), &Client::default())
                .await
                .unwrap()
                .unwrap()
        };
        assert_eq!(verify(&old, " spaces count ").await, Verdict::Right);
        assert_eq!(verify(&old, "spaces count").await, Verdict::Wrong);
        assert_eq!(verify(&hasher(9_000), " spaces count ").await, Verdict::NeedsRehash);
    }

    #[tokio::test]
    async fn b29_unknown_unusable_and_unreadable_all_cost_exactly_one_run_and_never_match() {
        let hasher = hasher(8_192);
        for stored in [None, Some(unusable_password().unwrap()), Some(String::new()), Some("md5$x$y".into())] {
            let before = hasher.runs();
            assert_eq!(
                hasher.verify(PasswordInput::new(""), stored, &Client::default()).await.unwrap().unwrap(),
                Verdict::Wrong
            );
            assert_eq!(hasher.runs() - before, 1);
        }
    }

    #[tokio::test]
    async fn b29_a_wrong_password_against_a_cheaper_hash_costs_what_an_unknown_user_costs() {
        let stored = hasher(8_192).hash(PasswordInput::new("correct horse")).await.unwrap();
        let today = hasher(19_456);
        assert_eq!(
            today.verify(PasswordInput::new("wrong"), Some(stored.clone()), &Client::default()).await.unwrap().unwrap(),
            Verdict::Wrong
        );
        assert_eq!(today.runs(), 2, "the cheap hash, and the difference");
        let right =
            today.verify(PasswordInput::new("correct horse"), Some(stored), &Client::default()).await.unwrap().unwrap();
        assert_eq!((right, today.runs()), (Verdict::NeedsRehash, 3));
    }

    #[tokio::test]
    async fn b27_a_right_password_with_a_salt_that_is_too_short_needs_a_rehash() {
        use base64::{Engine, prelude::BASE64_STANDARD_NO_PAD as BASE64};
        let (salt, mut hash) = ([7_u8; 8], [0_u8; 32]);
        let params = Params::new(8_192, 2, 1, None).unwrap();
        let argon2 = Argon2::new(Algorithm::Argon2id, Version::V0x13, params);
        argon2.hash_password_into(b"correct horse", &salt, &mut hash).unwrap();
        let stored = format!("$argon2id$v=19$m=8192,t=2,p=1${}${}", BASE64.encode(salt), BASE64.encode(hash));
        let verdict = hasher(8_192)
            .verify(PasswordInput::new("correct horse"), Some(stored), &Client::default())
            .await
            .unwrap()
            .unwrap();
        assert_eq!(verdict, Verdict::NeedsRehash);
    }

    #[test]
    fn b26_an_unusable_password_is_a_mark_and_40_random_characters() {
        let (one, other) = (unusable_password().unwrap(), unusable_password().unwrap());
        assert!(one.starts_with('!') && one.len() == 41 && one != other);
    }
}
