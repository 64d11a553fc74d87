//! Sealing: a submitted form is stored encrypted, so that only a server with the secret key can read it.
//! A copy of the database alone reveals nothing of it, and a changed value is refused. Django: `signing.dumps`.

use base64::{Engine, prelude::BASE64_STANDARD_NO_PAD};
use chacha20poly1305::{KeyInit, XChaCha20Poly1305, XNonce, aead::Aead};
use serde::{Serialize, de::DeserializeOwned};

use super::{errors::internal, secret_key::SecretKey};
use crate::shared::AppError;

const NONCE_BYTES: usize = 24;

impl SecretKey {
    /// Seals a value for one purpose. A sealed value is text, about a third longer than its JSON.
    pub fn seal(&self, purpose: &str, value: &impl Serialize) -> Result<String, AppError> {
        let key = self.derived(purpose).next().ok_or(AppError::Internal)?;
        let mut nonce = [0_u8; NONCE_BYTES];
        getrandom::fill(&mut nonce).map_err(internal)?;
        let plain = serde_json::to_vec(value).map_err(internal)?;
        let sealed = cipher(&key).encrypt(&XNonce::from(nonce), plain.as_slice()).map_err(internal)?;
        Ok(BASE64_STANDARD_NO_PAD.encode([nonce.as_slice(), &sealed].concat()))
    }

    /// Opens a value that was sealed for this purpose with this key or a fallback; `None` for anything else.
    pub fn open<T: DeserializeOwned>(&self, purpose: &str, sealed: &str) -> Option<T> {
        let bytes = BASE64_STANDARD_NO_PAD.decode(sealed).ok()?;
        let (nonce, sealed) = bytes.split_at_checked(NONCE_BYTES)?;
        let nonce = XNonce::from(<[u8; NONCE_BYTES]>::try_from(nonce).ok()?);
        let plain = self.derived(purpose).find_map(|key| cipher(&key).decrypt(&nonce, sealed).ok())?;
        serde_json::from_slice(&plain).ok()
    }
}

fn cipher(key: &[u8; 32]) -> XChaCha20Poly1305 {
    XChaCha20Poly1305::new(key.into())
}

#[cfg(test)]
mod tests {
    use super::*;

    const OLD: &str = "old-key-old-key-old-key-old-key-old-key";
    const NEW: &str = "new-key-new-key-new-key-new-key-new-key";

    #[test]
    fn a_sealed_text_shows_nothing_and_opens_only_for_its_purpose_and_key() {
        let old = SecretKey::new(OLD, &[]).unwrap();
        let sealed = old.seal("form", &"a submitted form").unwrap();
        assert_ne!(sealed, old.seal("form", &"a submitted form").unwrap());
        let open = |key: &SecretKey, purpose: &str, text: &str| key.open::<String>(purpose, text);
        assert_eq!(open(&old, "form", &sealed).as_deref(), Some("a submitted form"));
        let rotated = SecretKey::new(NEW, &[OLD]).unwrap();
        assert_eq!(open(&rotated, "form", &sealed).as_deref(), Some("a submitted form"));
        assert_eq!(open(&old, "other", &sealed), None);
        assert_eq!(open(&SecretKey::new(NEW, &[]).unwrap(), "form", &sealed), None);
        for changed in ["", "AAAA", &sealed[1..], &sealed[..sealed.len() - 1], &sealed.to_lowercase()] {
            assert_eq!(open(&old, "form", changed), None, "{changed}");
        }
    }
}
