//! The secret behind every MAC and every sealed value: from the environment, otherwise from a file that the first start creates.
//! Never in the database, a log line or an error. Django: `SECRET_KEY`, `SECRET_KEY_FALLBACKS`.

use std::{
    ffi::OsString,
    fmt, fs,
    io::{self, ErrorKind, Write},
    os::unix::fs::OpenOptionsExt,
    path::{Path, PathBuf},
};

use hmac::{Hmac, KeyInit, Mac};
use sha2::Sha256;
use thiserror::Error;

use super::{
    environment::{EnvironmentError, check_secret, secret},
    hex::{decode_hex, hex},
};

/// The least length of a key, in bytes.
const MIN_BYTES: usize = 32;
const KEY: &str = "LATCHKEY_SESSIONS__SECRET_KEY";
const FALLBACKS: &str = "LATCHKEY_SESSIONS__SECRET_KEY_FALLBACKS";

/// The key in use, and older ones that are still accepted.
#[derive(Clone)]
pub struct SecretKey {
    current: Vec<u8>,
    fallbacks: Vec<Vec<u8>>,
}

impl fmt::Debug for SecretKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "SecretKey(… and {} fallbacks)", self.fallbacks.len())
    }
}

/// Why the key cannot be used; the text is for the operator.
#[derive(Debug, Error)]
pub enum SecretKeyError {
    #[error("{name} is too short: use at least {MIN_BYTES} bytes, for example the output of: openssl rand -hex 32")]
    TooShort { name: String },
    #[error("{0}; use, for example, the output of: openssl rand -hex 32")]
    NotText(#[from] EnvironmentError),
    #[error("cannot read or create the key file {path}: {source}; make its folder writable, or set {KEY}")]
    File { path: String, source: std::io::Error },
}

/// Which key made a MAC.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum MadeWith {
    Current,
    Fallback,
}

impl SecretKey {
    /// The key from the environment (fallbacks separated by commas), otherwise from `file`, which is created if it is missing.
    pub fn load(file: &Path) -> Result<Self, SecretKeyError> {
        let from_environment = secret(KEY)?;
        let name = if from_environment.is_some() { KEY.to_owned() } else { file.display().to_string() };
        let current = match from_environment {
            Some(key) => key,
            None => read_or_create(file).map_err(|source| SecretKeyError::File { path: name.clone(), source })?,
        };
        // The last line of a file has its end; within a key, such as the zeros that a crash may leave, nothing odd is meant.
        check_secret(&name, current.trim())?;
        let fallbacks = secret(FALLBACKS)?.unwrap_or_default();
        let fallbacks: Vec<&str> = fallbacks.split(',').map(str::trim).filter(|key| !key.is_empty()).collect();
        if Self::new(&current, &[]).is_none() {
            return Err(SecretKeyError::TooShort { name });
        }
        Self::new(&current, &fallbacks).ok_or(SecretKeyError::TooShort { name: FALLBACKS.to_owned() })
    }

    /// A key and its fallbacks; `None` if one of them is too short.
    pub fn new(current: &str, fallbacks: &[&str]) -> Option<Self> {
        let long_enough = |key: &str| (key.len() >= MIN_BYTES).then(|| key.as_bytes().to_vec());
        let fallbacks = fallbacks.iter().map(|key| long_enough(key)).collect::<Option<_>>()?;
        Some(Self { current: long_enough(current.trim())?, fallbacks })
    }

    /// The keyed SHA-256 of a text, in hexadecimal, separated by purpose.
    pub fn mac(&self, purpose: &str, text: &str) -> String {
        hex(&keyed(&self.current, purpose, text).finalize().into_bytes())
    }

    /// Which key made this MAC, compared in constant time; `None` if neither the current key nor a fallback did.
    pub fn verify(&self, purpose: &str, text: &str, mac: &str) -> Option<MadeWith> {
        let expected = decode_hex(mac)?;
        let fits = |key: &[u8]| keyed(key, purpose, text).verify_slice(&expected).is_ok();
        if fits(&self.current) {
            Some(MadeWith::Current)
        } else {
            self.fallbacks.iter().any(|key| fits(key)).then_some(MadeWith::Fallback)
        }
    }

    /// A key of 256 bits for one purpose: from the current key first, then from each fallback, so that a value sealed with an older
    /// key can still be opened.
    pub(super) fn derived(&self, purpose: &str) -> impl Iterator<Item = [u8; 32]> {
        let keys = std::iter::once(&self.current).chain(&self.fallbacks);
        keys.map(move |key| keyed(key, purpose, "").finalize().into_bytes().into())
    }
}

fn keyed(key: &[u8], purpose: &str, text: &str) -> Hmac<Sha256> {
    // HMAC takes a key of any length: the second branch never runs, and is here because nothing may panic.
    let mut mac = Hmac::<Sha256>::new_from_slice(key).unwrap_or_else(|_| Hmac::<Sha256>::new(&Default::default()));
    mac.update(purpose.as_bytes());
    mac.update(&[0]);
    mac.update(text.as_bytes());
    mac
}

/// The key in the file. Several processes may start at once: each sees no file, or the whole key of the one that was first.
fn read_or_create(path: &Path) -> io::Result<String> {
    match fs::read_to_string(path) {
        Err(error) if error.kind() == ErrorKind::NotFound => {}
        read => return read,
    }
    let mut bytes = [0_u8; 32];
    getrandom::fill(&mut bytes).map_err(io::Error::other)?;
    let made = beside(path, &hex(&bytes[..8]));
    getrandom::fill(&mut bytes).map_err(io::Error::other)?;
    let placed = write_new(&made, &hex(&bytes)).and_then(|()| place(&made, path));
    _ = fs::remove_file(&made);
    placed?;
    fs::read_to_string(path)
}

/// The name of a file that becomes this one.
fn beside(path: &Path, number: &str) -> PathBuf {
    let mut name = OsString::from(path);
    name.push(format!(".{number}.tmp"));
    name.into()
}

/// Writes the key down for its owner only, and waits until it is on the disk.
fn write_new(path: &Path, key: &str) -> io::Result<()> {
    let mut file = fs::OpenOptions::new().write(true).create_new(true).mode(0o600).open(path)?;
    writeln!(file, "{key}")?;
    file.sync_all()
}

/// Gives the file its name, unless another process was faster: a link never replaces a file.
fn place(made: &Path, path: &Path) -> io::Result<()> {
    match fs::hard_link(made, path) {
        Err(error) if error.kind() == ErrorKind::AlreadyExists => Ok(()),
        // A file system without links.
        Err(_) if !path.exists() => fs::rename(made, path),
        placed => placed,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const OLD: &str = "old-key-old-key-old-key-old-key-old-key";
    const NEW: &str = "new-key-new-key-new-key-new-key-new-key";

    #[test]
    fn b41_a_mac_made_with_a_fallback_key_is_accepted_and_told_apart() {
        let mac = SecretKey::new(OLD, &[]).unwrap().mac("session", "hash");
        let rotated = SecretKey::new(NEW, &[OLD]).unwrap();
        assert_eq!(rotated.verify("session", "hash", &mac), Some(MadeWith::Fallback));
        assert_eq!(SecretKey::new(NEW, &[]).unwrap().verify("session", "hash", &mac), None);
    }

    #[test]
    fn a_mac_for_one_purpose_is_none_for_another() {
        let key = SecretKey::new(NEW, &[]).unwrap();
        assert_eq!(key.verify("other", "hash", &key.mac("session", "hash")), None);
    }

    #[test]
    fn fault_e1_processes_that_start_at_once_have_one_key_and_never_a_piece_of_one() {
        for _ in 0..20 {
            let folder = tempfile::tempdir().unwrap();
            let path = folder.path().join("latchkey.key");
            let keys: Vec<String> = std::thread::scope(|scope| {
                let threads: Vec<_> = (0..8).map(|_| scope.spawn(|| read_or_create(&path).unwrap())).collect();
                threads.into_iter().map(|thread| thread.join().unwrap()).collect()
            });
            assert!(keys[0].trim().len() == 64 && keys.iter().all(|key| *key == keys[0]), "{keys:?}");
            assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1, "nothing else stays there");
        }
    }

    #[test]
    fn a_key_that_is_too_short_is_refused_and_debug_tells_nothing() {
        assert!(SecretKey::new("short", &[]).is_none());
        assert!(!format!("{:?}", SecretKey::new(NEW, &[OLD])).contains("key-"));
    }
}
