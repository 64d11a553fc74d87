//! Browsers that have signed in before, known by a cookie of their own: they keep an attempt budget that nobody else can use
//! up. The cookie names nobody and opens nothing; it outlives a logout (B47), and exists only while attempts are throttled.
//! OWASP calls these device cookies.

use std::sync::{Arc, Mutex};

use super::store::UserRow;
use crate::{
    server::{context::Client, random::random_token, secret_key::SecretKey},
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

/// The nonce by which this browser is known for that user; `None` when the user never signed in here with today's password.
pub fn known(secret_key: &SecretKey, client: &Client, user: &UserRow) -> Option<String> {
    entries(client).find(|entry| is_of(secret_key, entry, user)).map(|(nonce, _)| nonce.to_owned())
}

/// Remembers that this user has signed in here. Where that is known already it stays, for another year.
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
    let mark = secret_key.mac(PURPOSE, &text(&nonce, user));
    let others = entries(client).filter(|(other, _)| *other != nonce).take(MOST - 1);
    let entries = std::iter::once((nonce.as_str(), mark.as_str())).chain(others);
    cookie.set(join(entries));
    Ok(())
}

/// Forgets this user, who leaves.
pub fn forget(secret_key: &SecretKey, client: &Client, cookie: &DeviceCookie, user: &UserRow) {
    if client.device.is_some() {
        cookie.set(join(entries(client).filter(|entry| !is_of(secret_key, entry, user))));
    }
}

/// Nonce and mark of each user that the cookie speaks of, as far as they look like ours.
fn entries(client: &Client) -> impl Iterator<Item = (&str, &str)> {
    let cookie = client.device.as_deref().unwrap_or_default();
    let is_hex = |text: &str, length| text.len() == length && text.bytes().all(|byte| byte.is_ascii_hexdigit());
    let entries = cookie.split('~').take(MOST).filter_map(|entry| entry.split_once('.'));
    entries.filter(move |(nonce, mark)| is_hex(nonce, 32) && is_hex(mark, 64))
}

fn join<'a>(entries: impl Iterator<Item = (&'a str, &'a str)>) -> String {
    entries.map(|(nonce, mark)| format!("{nonce}.{mark}")).collect::<Vec<_>>().join("~")
}

fn is_of(secret_key: &SecretKey, (nonce, mark): &(&str, &str), user: &UserRow) -> bool {
    secret_key.verify(PURPOSE, &text(nonce, user), mark).is_some()
}

/// With the password's hash: whoever knew an older password has nothing in hand after it was changed.
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
    fn a_device_is_known_only_for_who_has_signed_in_there_with_todays_password() {
        let key = SecretKey::new("a key that is long enough for these tests", &[]).unwrap();
        let [one, two, three] = [1, 2, 3].map(|id| user(id, "hash"));
        let device = after_login_of(&key, after_login_of(&key, None, &one), &two);
        let known_for = |device: &Option<String>, user: &UserRow| known(&key, &client(device.clone()), user).is_some();
        assert!(known_for(&device, &one) && known_for(&device, &two) && !known_for(&device, &three));
        assert!(!known_for(&device, &user(1, "another hash")));
        let nonce = known(&key, &client(device.clone()), &one);
        let again = after_login_of(&key, device.clone(), &one);
        assert_eq!(known(&key, &client(again), &one), nonce, "signing in again makes no new budget");

        let other = SecretKey::new("another key that is long enough for it", &[]).unwrap();
        assert!(known(&other, &client(device.clone()), &one).is_none(), "made by somebody else");
        for forged in ["", "x", "a.b", "~~~", &device.clone().unwrap()[..40]] {
            assert!(!known_for(&Some(forged.to_owned()), &one), "{forged}");
        }

        let cookie = DeviceCookie::default();
        forget(&key, &client(device), &cookie, &one);
        let device = cookie.take();
        assert!(!known_for(&device, &one) && known_for(&device, &two));
    }
}
