//! The native half of the domain: checking credentials, sessions, registration, all of its SQL.
//! Compiled for the server only. Django: the functions of `django.contrib.auth` and its models' managers.

pub mod auth;
pub mod commands;
mod email;
pub mod hasher;
mod passwords;
pub mod registration;
pub mod sessions;
mod store;
mod username;

use std::sync::Arc;

use hasher::Hasher;

use crate::{
    accounts::policy::PasswordRules,
    server::{db::Db, secret_key::SecretKey, settings},
};

/// What this domain needs to work, made once at start. Cheap to clone.
#[derive(Clone)]
pub struct Accounts(Arc<Inner>);

struct Inner {
    db: Db,
    hasher: Hasher,
    secret_key: SecretKey,
    password_rules: PasswordRules,
}

impl Accounts {
    pub fn new(db: Db, secret_key: SecretKey, settings: &settings::Accounts) -> Self {
        let hasher = Hasher::start(settings);
        let password_rules = PasswordRules { min_length: settings.password_min_length.get() };
        Self(Arc::new(Inner { db, hasher, secret_key, password_rules }))
    }

    /// How many times the hash function ran since the start; tests compare refused logins by it.
    pub fn hash_runs(&self) -> u64 {
        self.0.hasher.runs()
    }

    pub fn password_rules(&self) -> PasswordRules {
        self.0.password_rules
    }
}
