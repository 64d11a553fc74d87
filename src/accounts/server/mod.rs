//! The server's half of the domain: credentials, sessions, registration, and all of its SQL.
//! Django: the functions of `django.contrib.auth` and its models' managers.

pub mod account_deletion;
pub(crate) mod account_deletion_store;
pub mod activity;
mod activity_log;
mod activity_store;
pub mod addresses;
mod argon2id;
pub mod audit;
pub(crate) mod audit_store;
pub mod auth;
pub mod backup_store;
pub mod commands;
pub(crate) mod email;
mod entered;
mod hash_budget;
pub mod hash_costs;
mod hash_payer;
mod hash_queue;
mod hash_turns;
pub mod hasher;
pub mod invitation_link;
mod invitation_store;
pub(crate) mod last_superuser_store;
mod letters;
pub mod mail_link;
mod mails;
pub mod member;
pub mod metrics;
pub mod opening;
pub mod password_change;
pub(crate) mod passwords;
pub(crate) mod permission_store;
pub mod permissions;
pub mod profile;
pub mod reauthentication;
pub mod recovery;
pub mod registration;
pub mod reset;
mod reset_link;
pub mod securing;
mod securing_link;
pub mod sessions;
pub(crate) mod store;
pub mod throttle;
pub(crate) mod told;
pub mod username; // seen by fuzz/

use std::sync::Arc;

pub use account_deletion_store::OwnedContent;
use argon2id::Costs;
use hasher::Hasher;
use sessions::{Sessions, watch::SessionWatch};
use store::UserRow;
use throttle::Throttle;

use crate::{
    accounts::{
        policy::PasswordRules,
        types::{MODELS, Model},
    },
    server::{
        db::Db,
        mail::Mail,
        secret_key::SecretKey,
        settings::{self, EmailPolicy},
    },
    shared::PasswordRule,
};

/// The services of this domain, built once at the start. Cheap to clone.
#[derive(Clone)]
pub struct Accounts(Arc<Inner>);

struct Inner {
    db: Db,
    hasher: Hasher,
    hash_costs: Costs,
    secret_key: SecretKey,
    mail: Mail,
    throttle: Throttle,
    sessions: Sessions,
    session_watch: SessionWatch,
    password_rules: PasswordRules,
    /// For how many seconds a password counts as recently entered.
    step_up_age: u32,
    sessions_per_user: u32,
    email_policy: EmailPolicy,
    domains: Domains,
}

/// The registry of the site's other domains: what they tell this one, which does not know them.
#[derive(Clone, Default)]
pub struct Domains {
    pub owned_content: Vec<OwnedContent>,
    /// The models that have permissions.
    pub models: Vec<Model>,
}

impl Accounts {
    pub fn new(
        db: Db,
        sessions: Sessions,
        secret_key: SecretKey,
        mail: Mail,
        settings: &settings::Accounts,
        domains: Domains,
    ) -> Self {
        let rules = PasswordRule::ALL.into_iter().filter(|rule| settings.password_rules.contains(rule));
        Self(Arc::new(Inner {
            hasher: Hasher::start(settings),
            hash_costs: Costs::new(settings),
            throttle: Throttle { db: db.clone(), secret_key: secret_key.clone(), is_on: settings.throttle },
            session_watch: SessionWatch::new(db.clone(), sessions.clone()),
            sessions,
            password_rules: PasswordRules { min_length: settings.password_min_length.get(), rules: rules.collect() },
            step_up_age: settings.step_up_age.get(),
            sessions_per_user: settings.sessions_per_user.get(),
            email_policy: settings.email,
            domains,
            mail,
            secret_key,
            db,
        }))
    }

    /// How often the hash function has run since the start; tests compare refused logins by it.
    pub fn hash_runs(&self) -> u64 {
        self.0.hasher.meter().runs()
    }

    /// How much the hash function has done since the start, in KiB filled: what its time is proportional to.
    pub fn hash_work(&self) -> u64 {
        self.0.hasher.meter().work()
    }

    /// All models of this site that have permissions.
    pub fn models(&self) -> impl Iterator<Item = Model> {
        MODELS.into_iter().chain(self.0.domains.models.iter().copied())
    }

    pub(crate) fn db(&self) -> &Db {
        &self.0.db
    }

    pub(crate) fn hasher(&self) -> &Hasher {
        &self.0.hasher
    }

    /// The post office.
    pub fn mail(&self) -> &Mail {
        &self.0.mail
    }

    /// Whether accounts are asked for an address: not where the site sends no mail.
    pub fn email_policy(&self) -> EmailPolicy {
        if self.0.mail.is_on() { self.0.email_policy } else { EmailPolicy::Off }
    }

    /// Whether a user has to confirm an address before they write.
    fn must_confirm(&self, user: &UserRow) -> bool {
        self.email_policy() == EmailPolicy::Verified && !user.has_confirmed_email()
    }

    /// Where the sessions live.
    pub fn sessions(&self) -> &Sessions {
        &self.0.sessions
    }

    /// Follows the sessions of open pages.
    pub fn session_watch(&self) -> &SessionWatch {
        &self.0.session_watch
    }

    pub fn password_rules(&self) -> &PasswordRules {
        &self.0.password_rules
    }
}
