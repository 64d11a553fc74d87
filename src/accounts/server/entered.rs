//! Whom the text of the login form names: an account by its user name, or by its confirmed address.

use super::{
    Accounts,
    email::{email_key, parse_email},
    store::{self, UserRow},
    username::key_of,
};
use crate::shared::AppError;

/// What was entered as a user name.
pub struct Entered {
    /// One key for all spellings of a name, so attempts at it are counted together (B5).
    name: String,
    /// The key of the address that it is, where it is one and addresses can be logged in with.
    email: Option<String>,
}

impl Entered {
    pub fn of(accounts: &Accounts, text: &str) -> Self {
        // Only what could be stored is looked up: an address has endless other spellings.
        let email = parse_email(text).ok().filter(|email| !email.is_empty() && accounts.mail().is_on());
        Self { name: key_of(text), email: email.map(|email| email_key(&email)) }
    }

    /// By what attempts are counted and hashes are charged, whether there is such an account or not: an account has at most two, of its
    /// name and of its address.
    pub fn budget(&self) -> String {
        self.email.as_deref().map_or_else(|| self.name.clone(), key_of)
    }
}

/// The user whose confirmed address this is, else the one with this name: who names an account like the address of another person must not
/// keep them out. What is an address is looked up in both ways, whether there is one or not.
pub async fn find(accounts: &Accounts, entered: &Entered) -> Result<Option<UserRow>, AppError> {
    let db = &accounts.0.db;
    let named = store::find_by_key(db, &entered.name).await?;
    let Some(email) = &entered.email else { return Ok(named) };
    Ok(store::find_by_confirmed_email(db, email).await?.or(named))
}
