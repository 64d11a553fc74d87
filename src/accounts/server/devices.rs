//! Browsers that have signed in before, known by a cookie of their own: they keep an attempt budget that nobody else can use
//! up. The cookie names nobody and opens nothing; it outlives a logout (B47), and exists only while attempts are throttled.
//! OWASP calls these device cookies.

use std::sync::{Arc, Mutex};

use crate::{
    accounts::types::UserId,
    server::{context::Client, errors::internal, secret_key::SecretKey},
    shared::AppError,
};

/// What the mark on a device's cookie is made for.
const PURPOSE: &str = "device";

/// So many people of one browser are remembered.
const MOST: usize = 4;

/// In the request: what becomes of the cookie with the answer. `Some("")` removes it.
#[derive(Clone, Default)]
pub struct DeviceCookie(Arc<Mutex<Option<String>>>);

impl DeviceCookie {
    fn set(&self, value: String) {
        if let Ok(mut change) = self.0.lock() {
            *change = Some(value);
        }
    }

    /// What is to be sent, if anything.
    pub fn take(&self) -> Option<String> {
        self.0.lock().ok()?.take()
    }
}

/// The nonce by which this browser is known for that user; `None` when the user never signed in here.
pub fn known(secret_key: &SecretKey, client: &Client, user: UserId) -> Option<String> {
    entries(client).find(|entry| is_of(secret_key, entry, user)).map(|(nonce, _)| nonce.to_owned())
}

/// Remembers that this user has signed in here; what is remembered already stays as it is.
pub fn remember(secret_key: &SecretKey, client: &Client, cookie: &DeviceCookie, user: UserId) -> Result<(), AppError> {
    if known(secret_key, client, user).is_some() {
        return Ok(());
    }
    let mut bytes = [0_u8; 16];
    getrandom::fill(&mut bytes).map_err(internal)?;
    let nonce: String = bytes.iter().map(|byte| format!("{byte:02x}")).collect();
    let mark = secret_key.mark(PURPOSE, &text(&nonce, user));
    let others = entries(client).take(MOST - 1).map(|(nonce, mark)| format!("{nonce}.{mark}"));
    cookie.set(std::iter::once(format!("{nonce}.{mark}")).chain(others).collect::<Vec<_>>().join("~"));
    Ok(())
}

/// Forgets this user, who leaves.
pub fn forget(secret_key: &SecretKey, client: &Client, cookie: &DeviceCookie, user: UserId) {
    if client.device.is_some() {
        let others = entries(client).filter(|entry| !is_of(secret_key, entry, user));
        cookie.set(others.map(|(nonce, mark)| format!("{nonce}.{mark}")).collect::<Vec<_>>().join("~"));
    }
}

/// Nonce and mark of each user that the cookie speaks of.
fn entries(client: &Client) -> impl Iterator<Item = (&str, &str)> {
    let cookie = client.device.as_deref().unwrap_or_default();
    cookie.split('~').take(MOST).filter_map(|entry| entry.split_once('.'))
}

fn is_of(secret_key: &SecretKey, (nonce, mark): &(&str, &str), user: UserId) -> bool {
    secret_key.verify(PURPOSE, &text(nonce, user), mark).is_some()
}

fn text(nonce: &str, user: UserId) -> String {
    format!("{}:{nonce}", user.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn client(device: Option<String>) -> Client {
        Client { device, ..Client::default() }
    }

    fn after_login_of(key: &SecretKey, device: Option<String>, user: i64) -> Option<String> {
        let cookie = DeviceCookie::default();
        remember(key, &client(device.clone()), &cookie, UserId(user)).unwrap();
        cookie.take().or(device)
    }

    #[test]
    fn a_device_is_known_only_for_who_has_signed_in_there() {
        let key = SecretKey::new("a key that is long enough for these tests", &[]).unwrap();
        let device = after_login_of(&key, after_login_of(&key, None, 1), 2);
        let known_for = |device: &Option<String>, user| known(&key, &client(device.clone()), UserId(user)).is_some();
        assert!(known_for(&device, 1) && known_for(&device, 2) && !known_for(&device, 3));
        let again = after_login_of(&key, device.clone(), 1);
        assert_eq!(again, device, "signing in again makes no new budget");

        let other = SecretKey::new("another key that is long enough for it", &[]).unwrap();
        assert!(known(&other, &client(device.clone()), UserId(1)).is_none(), "made by somebody else");
        for forged in ["", "x", "a.b", "~~~", &device.clone().unwrap()[..40]] {
            assert!(!known_for(&Some(forged.to_owned()), 1), "{forged}");
        }

        let cookie = DeviceCookie::default();
        forget(&key, &client(device), &cookie, UserId(1));
        let device = cookie.take();
        assert!(!known_for(&device, 1) && known_for(&device, 2));
    }
}
