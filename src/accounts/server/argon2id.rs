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

use crate::{accounts::types::PasswordInput, server::settings};

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

/// Hashes on one thread, which keeps its memory.
pub struct Worker {
    params: Params,
    memory: Vec<Block>,
    runs: Arc<AtomicU64>,
}

impl Worker {
    /// `runs` counts every run of the hash function.
    pub fn new(params: Params, runs: Arc<AtomicU64>) -> Self {
        Self { params, memory: Vec::new(), runs }
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
            return Verdict::Wrong;
        };
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

    /// Spends what a hash of the present cost would have cost more. So a wrong password takes equally long for an account with an
    /// older, cheaper hash and for no account (B29, CVE-2016-2513).
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
