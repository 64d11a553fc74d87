//! Argon2id, and the stored form of a hash, which names algorithm and cost. Runs on the threads of `hasher.rs` only.
//! Django: `Argon2PasswordHasher`.

use std::sync::{
    Arc,
    atomic::{AtomicU64, Ordering},
};

use argon2::{
    Algorithm, Argon2, Block, Params, Version,
    password_hash::phc::{Output, PasswordHash, Salt},
};

use crate::{
    accounts::types::PasswordInput,
    server::{huge_pages, settings},
};

/// The shortest salt, in bytes, that needs no new hash (B27).
const SALT_MIN: usize = 16;

/// How a stored password compared with an entered one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Verdict {
    Wrong,
    Right,
    /// Right, and stored with other parameters than the present ones (B24).
    NeedsRehash,
}

/// The parameters of new hashes.
pub fn params(settings: &settings::Accounts) -> Params {
    let (memory, time, lanes) =
        (settings.hash_memory_kib.get(), settings.hash_iterations.get(), settings.hash_parallelism.get());
    // The ranges of the settings are within those of Argon2.
    Params::new(memory, time, lanes, None).unwrap_or(Params::DEFAULT)
}

/// How many times the work of a present hash a wrong password costs at most, where costlier hashes are stored.
const TIMES_MAX: u64 = 64;

/// The work of a hash: blocks of 1 KiB that are filled, which its time is proportional to.
fn work(params: &Params) -> u64 {
    u64::from(params.m_cost()) * u64::from(params.t_cost())
}

/// What has been hashed since the start, and the costliest hash in use, for all threads.
#[derive(Default)]
pub struct Meter {
    runs: AtomicU64,
    running: AtomicU64,
    work: AtomicU64,
    costliest: AtomicU64,
}

impl Meter {
    /// How often the hash function has run.
    pub fn runs(&self) -> u64 {
        self.runs.load(Ordering::Relaxed)
    }

    /// How many threads hash now.
    pub fn running(&self) -> u64 {
        self.running.load(Ordering::Relaxed)
    }

    /// How much work it has done, in KiB filled.
    pub fn work(&self) -> u64 {
        self.work.load(Ordering::Relaxed)
    }

    /// Says what the costliest hash in use costs: a wrong password and an unknown name cost as much.
    pub fn set_costliest(&self, work: u64) {
        self.costliest.store(work, Ordering::Relaxed);
    }
}

/// How costly stored hashes are, beside those of the present settings.
pub struct Costs(Params);

impl Costs {
    pub fn new(settings: &settings::Accounts) -> Self {
        Self(params(settings))
    }

    /// How every stored hash of the present cost begins.
    pub fn present(&self) -> String {
        let (m, t, p) = (self.0.m_cost(), self.0.t_cost(), self.0.p_cost());
        format!("${}$v=19$m={m},t={t},p={p}$", Algorithm::Argon2id.as_str())
    }

    /// The work of a stored hash, if it is one that costs more than a present one.
    pub fn above_present(&self, stored: &str) -> Option<u64> {
        Stored::parse(stored).map(|stored| work(&stored.params)).filter(|stored| *stored > work(&self.0))
    }

    /// How many times the work of a present hash this is, rounded up.
    pub fn times(&self, of: u64) -> u64 {
        of.div_ceil(work(&self.0))
    }
}

/// Hashes on one thread, which keeps its memory.
pub struct Worker {
    params: Params,
    memory: Vec<Block>,
    meter: Arc<Meter>,
}

impl Worker {
    pub fn new(params: Params, meter: Arc<Meter>) -> Self {
        Self { params, memory: Vec::new(), meter }
    }

    /// The stored form of a password.
    pub fn hash(&mut self, password: &PasswordInput) -> Option<String> {
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

    /// Compares a password with a stored one. Where nothing usable is stored, a hash of the present cost runs all the same.
    pub fn verify(&mut self, password: &PasswordInput, stored: Option<&str>) -> Verdict {
        let parsed = stored.and_then(Stored::parse);
        let Some(stored) = parsed else {
            let params = self.params.clone();
            self.derive(password, &Salt::generate(), &params, Params::DEFAULT_OUTPUT_LEN);
            self.make_up_the_difference(password, &params);
            return Verdict::Wrong;
        };
        // One that another server has stored meanwhile.
        self.meter.costliest.fetch_max(work(&stored.params), Ordering::Relaxed);
        match self.derive(password, &stored.salt, &stored.params, stored.hash.len()) {
            // `Output` compares in constant time.
            Some(hash) if hash == stored.hash => match stored.is_current(&self.params) {
                true => Verdict::Right,
                false => Verdict::NeedsRehash,
            },
            _ => {
                self.make_up_the_difference(password, &stored.params);
                Verdict::Wrong
            }
        }
    }

    /// Spends what the costliest hash in use would have cost more. So a wrong password takes equally long for an account with a
    /// cheaper hash, for one whose hash is from before the cost was lowered, and for no account (B29, CVE-2016-2513).
    fn make_up_the_difference(&mut self, password: &PasswordInput, spent: &Params) {
        let present = work(&self.params);
        let costliest = self.meter.costliest.load(Ordering::Relaxed).clamp(present, present * TIMES_MAX);
        let missing = costliest.saturating_sub(work(spent));
        // With no more memory than a present hash has.
        let passes = missing.div_ceil(self.params.m_cost().into()).max(self.params.t_cost().into());
        let (memory, passes) = (u32::try_from(missing / passes), u32::try_from(passes));
        let lanes = self.params.p_cost();
        if let (Ok(memory), Ok(passes)) = (memory, passes)
            && memory >= Params::MIN_M_COST * lanes
            && let Ok(params) = Params::new(memory, passes, lanes, None)
        {
            self.derive(password, &Salt::generate(), &params, Params::DEFAULT_OUTPUT_LEN);
        }
    }

    fn derive(&mut self, password: &PasswordInput, salt: &Salt, params: &Params, length: usize) -> Option<Output> {
        self.meter.runs.fetch_add(1, Ordering::Relaxed);
        self.meter.work.fetch_add(work(params), Ordering::Relaxed);
        if self.memory.len() < params.block_count() {
            // Allocated anew, because what is kept stays in the pages where it lies.
            self.memory = huge_pages::during(|| vec![Block::default(); params.block_count()]);
        }
        let argon2 = Argon2::new(Algorithm::Argon2id, Version::V0x13, params.clone());
        let mut out = vec![0_u8; length];
        self.meter.running.fetch_add(1, Ordering::Relaxed);
        let hashed =
            argon2.hash_password_into_with_memory(password.reveal().as_bytes(), salt, &mut out, &mut self.memory[..]);
        self.meter.running.fetch_sub(1, Ordering::Relaxed);
        hashed.ok()?;
        Output::new(&out).ok()
    }
}

/// The parts of a stored hash.
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

    /// Whether it was made with these parameters and a salt that is long enough (B24, B27).
    fn is_current(&self, params: &Params) -> bool {
        self.params.m_cost() == params.m_cost()
            && self.params.t_cost() == params.t_cost()
            && self.params.p_cost() == params.p_cost()
            && self.salt.len() >= SALT_MIN
    }
}
