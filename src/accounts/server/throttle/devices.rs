//! Browsers that have logged in before, known by a cookie of their own: each keeps a budget of attempts that an attacker cannot
//! use up. The cookie names no user and grants nothing; it outlives a logout (B47), and is set only while attempts are
//! throttled. OWASP calls these device cookies.

use std::sync::{Arc, Mutex};

use crate::{
    accounts::server::store::UserRow,
    server::{context::Client, random::random_token, secret_key::SecretKey},
    shared::AppError,
};

/// The purpose of the MAC in a device cookie.
const PURPOSE: &str = "device";

/// How many users of one browser are remembered.
const MOST: usize = 4;

/// The new value of the cookie, in the request until the answer is sent. An empty one removes the cookie.
#[derive(Clone, Default)]
pub struct DeviceCookie(Arc<Mutex<Option<String>>>);

impl DeviceCookie {
    fn set(&self, value: String) {
        if let Ok(mut change) = self.0.lock() {
            *change = Some(value);
        }
    }

    /// The value to send; `None` when nothing changed.
    pub fn take(&self) -> Option<String> {
        self.0.lock().ok()?.take()
    }
}

/// The nonce that this browser has for a user; `None` when the user never logged in here with their present password.
pub fn known(secret_key: &SecretKey, client: &Client, user: &UserRow) -> Option<String> {
    entries(client).find(|entry| is_of(secret_key, entry, user)).map(|(nonce, _)| nonce.to_owned())
}

/// Remembers that this user has logged in here. A nonce that is known already stays, for another year.
pub fn remember(
    secret_key: &SecretKey,
    client: &Client,
    cookie: &DeviceCookie,
    user: &UserRow,
) -> Result<(), AppError> {
    let nonce = match known(secret_key, client, user) {
        Some(nonce) => nonce,
        None => random_token()?,
    };
    let mac = secret_key.mac(PURPOSE, &text(&nonce, user));
    let others = entries(client).filter(|(other, _)| *other != nonce).take(MOST - 1);
    let entries = std::iter::once((nonce.as_str(), mac.as_str())).chain(others);
    cookie.set(join(entries));
    Ok(())
}

/// Forgets a user whose account is deleted.
pub fn forget(secret_key: &SecretKey, client: &Client, cookie: &DeviceCookie, user: &UserRow) {
    if client.device.is_some() {
        cookie.set(join(entries(client).filter(|entry| !is_of(secret_key, entry, user))));
    }
}

/// Nonce and MAC of each user in the cookie, as far as they have the right form.
fn entries(client: &Client) -> impl Iterator<Item = (&str, &str)> {
    entries_of(client.device.as_deref().unwrap_or_default())
}

/// Whether a cookie has our form; another program's of the same name is left alone.
pub fn is_ours(cookie: &str) -> bool {
    entries_of(cookie).next().is_some()
}

fn entries_of(cookie: &str) -> impl Iterator<Item = (&str, &str)> {
    let is_hex = |text: &str, length| text.len() == length && text.bytes().all(|byte| byte.is_ascii_hexdigit());
    let entries = cookie.split('~').take(MOST).filter_map(|entry| entry.split_once('.'));
    entries.filter(move |(nonce, mac)| is_hex(nonce, 32) && is_hex(mac, 64))
}

fn join<'a>(entries: impl Iterator<Item = (&'a str, &'a str)>) -> String {
    entries.map(|(nonce, mac)| format!("{nonce}.{mac}")).collect::<Vec<_>>().join("~")
}

fn is_of(secret_key: &SecretKey, (nonce, mac): &(&str, &str), user: &UserRow) -> bool {
    secret_key.verify(PURPOSE, &text(nonce, user), mac).is_some()
}

/// Contains the password hash, so that a cookie is worthless once the password has changed.
fn text(nonce: &str, user: &UserRow) -> String {
    format!("{}:{nonce}:{}", user.id, user.password)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn user(id: i64, password: &str) -> UserRow {
        UserRow { id, password: password.to_owned(), ..UserRow::default() }
    }

    fn client(device: Option<String>) -> Client {
        Client { device, ..Client::default() }
    }

    fn after_login_of(key: &SecretKey, device: Option<String>, user: &UserRow) -> Option<String> {
        let cookie = DeviceCookie::default();
        remember(key, &client(device), &cookie, user).unwrap();
        cookie.take()
    }

    #[test]
    fn a_device_is_known_only_to_users_who_have_logged_in_there_with_their_present_password() {
        let key = SecretKey::new("a key that is long enough for these tests", &[]).unwrap();
        let [one, two, three] = [1, 2, 3].map(|id| user(id, "hash"));
        let device = after_login_of(&key, after_login_of(&key, None, &one), &two);
        let known_for = |device: &Option<String>, user: &UserRow| known(&key, &client(device.clone()), user).is_some();
        assert!(known_for(&device, &one) && known_for(&device, &two) && !known_for(&device, &three));
        assert!(!known_for(&device, &user(1, "another hash")));
        let nonce = known(&key, &client(device.clone()), &one);
        let again = after_login_of(&key, device.clone(), &one);
        assert_eq!(known(&key, &client(again), &one), nonce, "logging in again makes no new budget");

        let other = SecretKey::new("another key that is long enough for it", &[]).unwrap();
        assert!(known(&other, &client(device.clone()), &one).is_none(), "made with another key");
        for forged in ["", "x", "a.b", "~~~", &device.clone().unwrap()[..40]] {
            assert!(!known_for(&Some(forged.to_owned()), &one), "{forged}");
        }

        let cookie = DeviceCookie::default();
        forget(&key, &client(device), &cookie, &one);
        let device = cookie.take();
        assert!(!known_for(&device, &one) && known_for(&device, &two));
    }
}
