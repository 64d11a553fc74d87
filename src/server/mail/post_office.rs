//! The post office: how this site sends mail, whom it comes from, and where its links lead.

use std::{fmt, sync::Arc};

use lettre::message::Mailbox;
use tokio::sync::Notify;

use super::{error::MailError, transport::Transport};
use crate::server::{
    db::{Db, Tx},
    secret_key::SecretKey,
    settings::Settings,
};

/// The post office of the site. Cheap to clone.
#[derive(Clone)]
pub struct Mail(pub(super) Arc<Inner>);

pub(super) struct Inner {
    pub db: Db,
    pub secret_key: SecretKey,
    /// `None` where the site sends no mail.
    pub transport: Option<Transport>,
    pub from: Mailbox,
    origin: String,
    /// The name of the site, as letters have it.
    site: String,
    /// What has been sent can still be looked at.
    keeps_sent: bool,
    /// Rung when a letter was put into the outbox.
    pub bell: Notify,
}

impl Mail {
    /// Prepares to send as the settings say; opens no connection.
    pub fn open(db: &Db, secret_key: &SecretKey, settings: &Settings) -> Result<Self, MailError> {
        let mail = &settings.mail;
        let from: Mailbox = mail.from.parse().map_err(|_| MailError::From(mail.from.clone()))?;
        let transport = Transport::open(&mail.url, &settings.base)?;
        let origin = match settings.http.origin.get() {
            Some(origin) => origin.to_owned(),
            // For development. Over https the server does not start without one.
            None => format!("http://{}", settings.serving().site_addr),
        };
        let site = settings.site.name.clone();
        let keeps_sent = mail.url.is_for_development();
        let (db, secret_key) = (db.clone(), secret_key.clone());
        Ok(Self(Arc::new(Inner { db, secret_key, transport, from, origin, site, keeps_sent, bell: Notify::new() })))
    }

    /// Whether this site sends mail.
    pub fn is_on(&self) -> bool {
        self.0.transport.is_some()
    }

    /// For development: what was sent can be looked at.
    pub fn keeps_sent(&self) -> bool {
        self.0.keeps_sent
    }

    /// The name of the site.
    pub fn site(&self) -> &str {
        &self.0.site
    }

    /// What links in mails begin with.
    pub fn origin(&self) -> &str {
        &self.0.origin
    }

    /// Wakes the worker: there is more to do.
    pub fn ring(&self) {
        self.0.bell.notify_one();
    }

    /// Wakes the worker when the transaction is stored.
    pub fn ring_on_commit(&self, tx: &mut Tx) {
        let mail = self.clone();
        tx.on_commit(async move { mail.0.bell.notify_one() });
    }
}

impl fmt::Debug for Mail {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Mail").field("is_on", &self.is_on()).finish_non_exhaustive()
    }
}

/// Whether a sender or recipient could be on the internet.
pub fn has_public_domain(from: &str) -> bool {
    let domain = from.trim_end_matches('>').rsplit('@').next().unwrap_or_default();
    from.contains('@') && domain.contains('.') && !domain.ends_with(".localhost") && !domain.ends_with(".invalid")
}
