//! Password hashing on a few threads of its own that keep their memory, behind a bounded queue. Page requests never wait
//! for a hash, and a flood of logins is answered with "busy" instead of being queued without end.
//! Django: `hashers`; its unusable passwords too (B26).

use std::{
    sync::{
        Arc, Mutex,
        atomic::{AtomicU64, Ordering},
        mpsc::{SyncSender, TrySendError, sync_channel},
    },
    thread,
};

use argon2::{
    Algorithm, Argon2, Block, Params, Version,
    password_hash::phc::{Output, PasswordHash, Salt},
};
use tokio::sync::oneshot;

use crate::{
    accounts::types::PasswordInput,
    server::{errors::internal, hex::hex, settings},
    shared::AppError,
};

/// What a busy client is told to wait, in seconds.
const RETRY_AFTER: u32 = 5;
/// Marks a password that never matches; 40 random characters follow (B26).
const UNUSABLE: char = '!';

/// How a stored password compared with a typed one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Verdict {
    Wrong,
    Right,
    /// Right, and stored with other parameters than today's: to be hashed again (B24).
    NeedsRehash,
}

/// The hashing threads. Cheap to clone.
#[derive(Clone)]
pub struct Hasher {
    queue: SyncSender<Job>,
    runs: Arc<AtomicU64>,
}

enum Job {
    Hash { password: PasswordInput, answer: oneshot::Sender<Option<String>> },
    Verify { password: PasswordInput, stored: Option<String>, answer: oneshot::Sender<Verdict> },
}

impl Hasher {
    /// Starts the threads: as many as set, or one a core.
    pub fn start(settings: &settings::Accounts) -> Self {
        let cores = thread::available_parallelism().map_or(1, usize::from);
        let threads = match settings.hash_threads.get() {
            0 => cores,
            threads => threads as usize,
        };
        let (queue, jobs) = sync_channel(settings.hash_queue.get() as usize);
        let jobs = Arc::new(Mutex::new(jobs));
        let runs = Arc::new(AtomicU64::new(0));
        let params = params(settings);
        for _ in 0..threads {
            let mut worker = Worker { params: params.clone(), memory: Vec::new(), runs: runs.clone() };
            let jobs = jobs.clone();
            thread::spawn(move || {
                while let Some(job) = jobs.lock().ok().and_then(|jobs| jobs.recv().ok()) {
                    worker.run(job);
                }
            });
        }
        Self { queue, runs }
    }

    /// Hashes a new password into its stored form, which names algorithm and cost.
    ///
    /// # Errors
    /// [`AppError::Busy`] when the queue is full.
    pub async fn hash(&self, password: PasswordInput) -> Result<String, AppError> {
        let (answer, result) = oneshot::channel();
        self.send(Job::Hash { password, answer })?;
        let hash = result.await.map_err(internal)?;
        hash.ok_or_else(|| internal("the password could not be hashed"))
    }

    /// Compares a typed password with a stored one. Exactly one hash run, also where nothing usable is stored: an unknown
    /// user costs what a known one costs (B29).
    ///
    /// # Errors
    /// [`AppError::Busy`] when the queue is full.
    pub async fn verify(&self, password: PasswordInput, stored: Option<String>) -> Result<Verdict, AppError> {
        let (answer, result) = oneshot::channel();
        self.send(Job::Verify { password, stored, answer })?;
        result.await.map_err(internal)
    }

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

/// The stored form of a password that nobody can ever log in with.
pub fn unusable_password() -> Result<String, AppError> {
    let mut bytes = [0_u8; 20];
    getrandom::fill(&mut bytes).map_err(internal)?;
    Ok(format!("{UNUSABLE}{}", hex(&bytes)))
}

fn params(settings: &settings::Accounts) -> Params {
    let (memory, time, lanes) =
        (settings.hash_memory_kib.get(), settings.hash_iterations.get(), settings.hash_parallelism.get());
    // The ranges of the settings are inside what Argon2 takes.
    Params::new(memory, time, lanes, None).unwrap_or(Params::DEFAULT)
}

struct Worker {
    params: Params,
    memory: Vec<Block>,
    runs: Arc<AtomicU64>,
}

impl Worker {
    fn run(&mut self, job: Job) {
        // A receiver that is gone belongs to a client that has left; its answer is dropped.
        match job {
            Job::Hash { password, answer } => _ = answer.send(self.hash(&password)),
            Job::Verify { password, stored, answer } => {
                // Work that nobody waits for is not done: a flood of broken connections must not keep people out.
                if !answer.is_closed() {
                    _ = answer.send(self.verify(&password, stored.as_deref()));
                }
            }
        }
    }

    fn hash(&mut self, password: &PasswordInput) -> Option<String> {
        let salt = Salt::generate();
        let params = self.params.clone();
        let hash = self.derive(password, &salt, &params, Params::DEFAULT_OUTPUT_LEN)?;
        let stored = PasswordHash {
            algorithm: Algorithm::Argon2id.ident(),
            version: Some(Version::V0x13.into()),
            params: (&params).try_into().ok()?,
            salt: Some(salt),
            hash: Some(hash),
        };
        Some(stored.to_string())
    }

    fn verify(&mut self, password: &PasswordInput, stored: Option<&str>) -> Verdict {
        let parsed = stored.and_then(Stored::parse);
        let Some(stored) = parsed else {
            let params = self.params.clone();
            self.derive(password, &Salt::generate(), &params, Params::DEFAULT_OUTPUT_LEN);
            return Verdict::Wrong;
        };
        match self.derive(password, &stored.salt, &stored.params, stored.hash.len()) {
            // `Output` compares in constant time.
            Some(hash) if hash == stored.hash => {
                if stored.is_like(&self.params) {
                    Verdict::Right
                } else {
                    Verdict::NeedsRehash
                }
            }
            _ => {
                self.make_up_the_difference(password, &stored.params);
                Verdict::Wrong
            }
        }
    }

    /// Spends what a hash of today's cost would have cost more, so that an account whose hash is older and cheaper cannot be
    /// told from no account by the time a wrong password takes (B29, CVE-2016-2513).
    fn make_up_the_difference(&mut self, password: &PasswordInput, stored: &Params) {
        let work = |params: &Params| params.m_cost() * params.t_cost();
        let missing = work(&self.params).saturating_sub(work(stored)) / self.params.t_cost();
        let lanes = self.params.p_cost();
        if let Ok(params) = Params::new(missing, self.params.t_cost(), lanes, None)
            && missing >= Params::MIN_M_COST * lanes
        {
            self.derive(password, &Salt::generate(), &params, Params::DEFAULT_OUTPUT_LEN);
        }
    }

    fn derive(&mut self, password: &PasswordInput, salt: &Salt, params: &Params, length: usize) -> Option<Output> {
        self.runs.fetch_add(1, Ordering::Relaxed);
        if self.memory.len() < params.block_count() {
            self.memory.resize(params.block_count(), Block::default());
        }
        let argon2 = Argon2::new(Algorithm::Argon2id, Version::V0x13, params.clone());
        let mut out = vec![0_u8; length];
        argon2
            .hash_password_into_with_memory(password.reveal().as_bytes(), salt, &mut out, &mut self.memory[..])
            .ok()?;
        Output::new(&out).ok()
    }
}

/// A stored hash of ours, taken apart.
struct Stored {
    params: Params,
    salt: Salt,
    hash: Output,
}

impl Stored {
    /// `None` for an unusable password, another algorithm, or text that is no hash.
    fn parse(text: &str) -> Option<Self> {
        let hash = PasswordHash::new(text).ok().filter(|hash| hash.algorithm == Algorithm::Argon2id.ident())?;
        Some(Self { params: Params::try_from(&hash).ok()?, salt: hash.salt?, hash: hash.hash? })
    }

    /// Made with today's parameters and a salt that is long enough (B24, B27).
    fn is_like(&self, params: &Params) -> bool {
        self.params.m_cost() == params.m_cost()
            && self.params.t_cost() == params.t_cost()
            && self.params.p_cost() == params.p_cost()
            && self.salt.len() >= 16
    }
}

#[cfg(test)]
mod tests {
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
    async fn a_password_is_right_only_with_its_own_hash_and_outdated_when_the_cost_changed() {
        let old = hasher(8_192);
        let stored = old.hash(PasswordInput::new(" spaces count ")).await.unwrap();
        let verify = async |hasher: &Hasher, password: &str| {
            hasher.verify(PasswordInput::new(password), Some(stored.clone())).await.unwrap()
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
            assert_eq!(hasher.verify(PasswordInput::new(""), stored).await.unwrap(), Verdict::Wrong);
            assert_eq!(hasher.runs() - before, 1);
        }
    }

    #[tokio::test]
    async fn b29_a_wrong_password_against_a_cheaper_hash_costs_what_an_unknown_user_costs() {
        let stored = hasher(8_192).hash(PasswordInput::new("correct horse")).await.unwrap();
        let today = hasher(19_456);
        assert_eq!(today.verify(PasswordInput::new("wrong"), Some(stored.clone())).await.unwrap(), Verdict::Wrong);
        assert_eq!(today.runs(), 2, "the cheap hash, and the difference");
        let right = today.verify(PasswordInput::new("correct horse"), Some(stored)).await.unwrap();
        assert_eq!((right, today.runs()), (Verdict::NeedsRehash, 3));
    }

    #[tokio::test]
    async fn b27_a_salt_that_is_too_short_makes_a_right_password_outdated() {
        use base64::{Engine, prelude::BASE64_STANDARD_NO_PAD as BASE64};
        let (salt, mut hash) = ([7_u8; 8], [0_u8; 32]);
        let params = Params::new(8_192, 2, 1, None).unwrap();
        let argon2 = Argon2::new(Algorithm::Argon2id, Version::V0x13, params);
        argon2.hash_password_into(b"correct horse", &salt, &mut hash).unwrap();
        let stored = format!("$argon2id$v=19$m=8192,t=2,p=1${}${}", BASE64.encode(salt), BASE64.encode(hash));
        let verdict = hasher(8_192).verify(PasswordInput::new("correct horse"), Some(stored)).await.unwrap();
        assert_eq!(verdict, Verdict::NeedsRehash);
    }

    #[test]
    fn b26_an_unusable_password_is_a_mark_and_40_random_characters() {
        let (one, other) = (unusable_password().unwrap(), unusable_password().unwrap());
        assert!(one.starts_with('!') && one.len() == 41 && one != other);
    }
}
