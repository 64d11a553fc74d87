//! Password hashing on a few threads of its own, behind a bounded queue with fair turns (`hash_queue.rs`), within the budget of the
//! user and the network it is for (`hash_budget.rs`). Page requests never wait for a hash, and a flood of logins gets the answer
//! "busy" instead of an endless queue. The hashing itself is `argon2id.rs`.
//! Django: `hashers`; its unusable passwords too (B26).

use std::{sync::Arc, thread};

use tokio::sync::oneshot;

pub use super::{argon2id::Verdict, hash_payer::Payer};
use super::{
    argon2id::{Meter, Worker, params},
    hash_budget::Budget,
    hash_queue::{Done, Job, NO_ROOM, Queue, Work},
};
use crate::{
    accounts::types::PasswordInput,
    server::{errors::internal, hex::hex, metrics::Counter, settings},
    shared::AppError,
};

/// Begins a stored password that never matches; 40 random characters follow (B26).
const UNUSABLE: char = '!';

/// Hashes that were refused since the start: for want of room, and to a user or a network that had too many.
pub static REFUSED: Counter = Counter::new();
pub static TOO_MANY: Counter = Counter::new();

/// The hashing threads. Cheap to clone; they end with the last clone.
#[derive(Clone)]
pub struct Hasher(Arc<Inner>);

struct Inner {
    queue: Arc<Queue>,
    budget: Budget,
    meter: Arc<Meter>,
}

impl Drop for Inner {
    fn drop(&mut self) {
        self.queue.close();
    }
}

/// How far the hashing threads stand behind those that answer, from 0 to 19.
const NICENESS: i32 = 10;

/// Lets this thread give way to those that answer: readers feel little of a storm of logins. Elsewhere than on Linux the whole process
/// would give way.
fn give_way() {
    if cfg!(target_os = "linux")
        && let Err(error) = rustix::process::nice(NICENESS)
    {
        tracing::warn!(cause = ?error.to_string(), "the hashing threads do not give way to the others");
    }
}

impl Hasher {
    /// Starts the threads: as many as set, or one for each core but one, which is left to those who read.
    pub fn start(settings: &settings::Accounts) -> Self {
        let cores = thread::available_parallelism().map_or(1, usize::from);
        let threads = match settings.hash_threads.get() {
            0 => cores.saturating_sub(1).max(1),
            threads => threads as usize,
        };
        let queue = Arc::new(Queue::new(settings));
        let meter = Arc::new(Meter::default());
        for _ in 0..threads {
            let mut worker = Worker::new(params(settings), meter.clone());
            let queue = queue.clone();
            thread::spawn(move || {
                give_way();
                while let Some(job) = queue.take() {
                    run(job, &mut worker);
                }
            });
        }
        Self(Arc::new(Inner { queue, budget: Budget::new(settings), meter }))
    }

    /// Refuses at once, and without a cost, a client whose budget is used up or who has too many hashes waiting.
    ///
    /// # Errors
    /// [`AppError::Throttled`] with the seconds to wait.
    pub fn admit(&self, payer: &Payer) -> Result<(), AppError> {
        self.0.budget.check(&payer.purses)?;
        self.0.queue.check(payer)
    }

    /// Hashes a new password into its stored form.
    ///
    /// # Errors
    /// [`AppError::Throttled`] when the budget is used up, [`AppError::Busy`] when there is no room in the queue.
    pub async fn hash(&self, password: PasswordInput, payer: &Payer) -> Result<String, AppError> {
        match self.wait_for(password, Work::Hash, payer).await? {
            Done::Hashed(Some(hash)) => Ok(hash),
            Done::NoRoom => Err(NO_ROOM),
            _ => Err(internal("the password could not be hashed")),
        }
    }

    /// Compares an entered password with a stored one, at the cost of the costliest hash in use whatever is stored: an unknown
    /// user costs what a wrong password costs (B29). `None` when the client went away before its turn came: then nothing is
    /// verified, because a flood of broken connections must not block logins.
    ///
    /// # Errors
    /// [`AppError::Throttled`] when the budget is used up, [`AppError::Busy`] when there is no room in the queue.
    pub async fn verify(
        &self,
        password: PasswordInput,
        stored: Option<String>,
        payer: &Payer,
    ) -> Result<Option<Verdict>, AppError> {
        let work = Work::Verify { stored, gone: payer.gone.clone() };
        match self.wait_for(password, work, payer).await? {
            Done::Verified(verdict) => Ok(Some(verdict)),
            Done::NoRoom => Err(NO_ROOM),
            _ => Ok(None),
        }
    }

    /// What has been hashed since the start.
    pub fn meter(&self) -> &Meter {
        &self.0.meter
    }

    /// How many wait for a thread.
    pub fn waiting(&self) -> usize {
        self.0.queue.waiting()
    }

    async fn wait_for(&self, password: PasswordInput, work: Work, payer: &Payer) -> Result<Done, AppError> {
        let (answer, done) = oneshot::channel();
        self.enter(payer, Job { password, work, user: payer.user, answer }).inspect_err(count_refusal)?;
        let done = done.await.map_err(|_| internal("no hashing thread is left"))?;
        if matches!(done, Done::NoRoom) {
            REFUSED.count();
        }
        Ok(done)
    }

    fn enter(&self, payer: &Payer, job: Job) -> Result<(), AppError> {
        self.admit(payer)?;
        self.0.queue.push(payer, job)?;
        self.0.budget.pay(&payer.purses)
    }
}

fn count_refusal(error: &AppError) {
    match error {
        AppError::Throttled { .. } => TOO_MANY.count(),
        _ => REFUSED.count(),
    }
}

fn run(job: Job, worker: &mut Worker) {
    let done = match &job.work {
        _ if job.is_unwanted() => Done::Gone,
        Work::Hash => Done::Hashed(worker.hash(&job.password)),
        Work::Verify { stored, .. } => Done::Verified(worker.verify(&job.password, stored.as_deref())),
    };
    // A receiver that is gone belongs to a request that was dropped.
    _ = job.answer.send(done);
}

/// A stored password that no login can match.
pub fn unusable_password() -> Result<String, AppError> {
    let mut bytes = [0_u8; 20];
    getrandom::fill(&mut bytes).map_err(internal)?;
    Ok(format!("{UNUSABLE}{}", hex(&bytes)))
}

/// Whether a login could match a stored password.
pub fn is_usable(stored: &str) -> bool {
    !stored.is_empty() && !stored.starts_with(UNUSABLE)
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
        let stored = hasher.hash(PasswordInput::new("correct horse"), &Payer::operator()).await.unwrap();
        assert!(stored.starts_with("$argon2id$v=19$m=19456,t=2,p=1$"), "{stored}");
        assert!(stored.split('$').nth(4).unwrap().len() >= 22, "B27: 128 bits of salt: {stored}");
    }

    #[cfg(target_os = "linux")]
    #[test]
    fn a_hashing_thread_gives_way_and_the_others_do_not() {
        let niceness = || {
            let stat = std::fs::read_to_string("/proc/thread-self/stat").unwrap();
            let (_, after_name) = stat.rsplit_once(')').unwrap();
            after_name.split_whitespace().nth(16).unwrap().parse::<i32>().unwrap()
        };
        let before = niceness();
        let hashing = thread::spawn(move || {
            give_way();
            niceness()
        });
        assert_eq!(hashing.join().unwrap(), (before + NICENESS).min(19));
        assert_eq!(niceness(), before);
    }

    #[tokio::test]
    async fn a_password_is_right_only_with_its_own_hash_and_needs_a_rehash_when_the_cost_changed() {
        let old = hasher(8_192);
        let stored = old.hash(PasswordInput::new(" spaces count "), &Payer::operator()).await.unwrap();
        let verify = async |hasher: &Hasher, password: &str| {
            hasher
                .verify(PasswordInput::new(password), Some(stored.clone()), &Payer::operator())
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
            let before = hasher.meter().runs();
            assert_eq!(
                hasher.verify(PasswordInput::new(""), stored, &Payer::operator()).await.unwrap().unwrap(),
                Verdict::Wrong
            );
            assert_eq!(hasher.meter().runs() - before, 1);
        }
    }

    #[tokio::test]
    async fn b29_a_wrong_password_against_a_cheaper_hash_costs_what_an_unknown_user_costs() {
        let stored = hasher(8_192).hash(PasswordInput::new("correct horse"), &Payer::operator()).await.unwrap();
        let today = hasher(19_456);
        assert_eq!(
            today.verify(PasswordInput::new("wrong"), Some(stored.clone()), &Payer::operator()).await.unwrap().unwrap(),
            Verdict::Wrong
        );
        assert_eq!(today.meter().runs(), 2, "the cheap hash, and the difference");
        let right =
            today.verify(PasswordInput::new("correct horse"), Some(stored), &Payer::operator()).await.unwrap().unwrap();
        assert_eq!((right, today.meter().runs()), (Verdict::NeedsRehash, 3));
    }

    #[tokio::test]
    async fn fault_e12_a_wrong_password_costs_at_most_64_present_hashes() {
        let hasher = hasher(8_192);
        hasher.meter().set_costliest(u64::MAX);
        let verdict = hasher.verify(PasswordInput::new("wrong"), None, &Payer::operator()).await.unwrap().unwrap();
        assert_eq!((verdict, hasher.meter().work()), (Verdict::Wrong, 64 * 2 * 8_192));
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
            .verify(PasswordInput::new("correct horse"), Some(stored), &Payer::operator())
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
