//! Addresses whose mail came back: the server that takes their mail has said that there is no such mailbox. Nothing more is sent there but
//! what asks whether the address works, until it does, or for ninety days: a site that goes on is taken for a sender of junk.

use super::{bounces_store as store, post_office::Mail, sealed::address_key};
use crate::{server::db::Tx, shared::Timestamp};

impl Mail {
    /// What stands for an address in the table of those whose mail came back, for lists of addresses.
    pub fn bounce_key(&self, email: &str) -> String {
        address_key(&self.0.secret_key, email)
    }

    /// When mail to this address came back, if it did.
    pub async fn bounced_at(&self, email: &str) -> Result<Option<Timestamp>, sqlx::Error> {
        if !self.is_on() || email.is_empty() {
            return Ok(None);
        }
        Ok(store::find(&self.0.db, &address_key(&self.0.secret_key, email)).await?.map(Timestamp))
    }

    /// Whether mail to this address has come back.
    pub async fn has_bounced(&self, tx: &mut Tx, email: &str) -> Result<bool, sqlx::Error> {
        Ok(self.is_on() && store::read(tx, &address_key(&self.0.secret_key, email)).await?.is_some())
    }

    /// An address was confirmed: mail to it arrives.
    pub async fn forget_bounce(&self, tx: &mut Tx, email: &str) -> Result<(), sqlx::Error> {
        store::delete(tx, &address_key(&self.0.secret_key, email)).await
    }
}
