//! The connection to Redis: made at its first use, and made again when it was lost. With `rediss://` it is encrypted, and the certificate
//! of the server is checked, its name too.

use std::{
    fs,
    path::{Path, PathBuf},
    time::Duration,
};

use ::redis::{
    Client, RedisError, TlsCertificates,
    aio::{ConnectionManager, ConnectionManagerConfig},
};

use super::engine::{EngineError, Result};
use crate::server::settings;

/// Which Redis, and whose certificates it may show.
pub struct Place {
    url: String,
    /// The file of an authority; what the system trusts, where there is none.
    authority: Option<PathBuf>,
}

impl Place {
    /// That of the settings; the file is relative to their folder.
    pub fn of(settings: &settings::Sessions, base: &Path) -> Self {
        let authority = Some(&settings.redis_ca).filter(|file| !file.is_empty()).map(|file| base.join(file));
        Self { url: settings.redis_url.as_str().to_owned(), authority }
    }

    fn client(&self) -> Result<Client> {
        if !self.url.starts_with("rediss://") {
            return Client::open(self.url.as_str()).map_err(outside);
        }
        // Where one is set already, it is that.
        _ = rustls::crypto::ring::default_provider().install_default();
        let Some(authority) = &self.authority else { return Client::open(self.url.as_str()).map_err(outside) };
        let wrong = |cause: &dyn std::fmt::Display| {
            EngineError::Outside(format!("Redis: sessions.redis_ca, the file {}: {cause}", authority.display()))
        };
        let root_cert = fs::read(authority).map_err(|error| wrong(&error))?;
        let certificates = TlsCertificates { client_tls: None, root_cert: Some(root_cert) };
        Client::build_with_tls(self.url.as_str(), certificates).map_err(|error| wrong(&error))
    }
}

/// What is wrong with TLS, by words of its error, and what to do.
const REMEDIES: [(&str, &str); 5] = [
    (
        "UnknownIssuer",
        "nothing here trusts the authority of its certificate: name the file of the authority in sessions.redis_ca",
    ),
    ("CaUsedAsEndEntity", "it shows the certificate of an authority: give it one of its own, signed by that authority"),
    ("not valid for name", "its certificate is for another name: connect by a name in the certificate"),
    ("NotValidForName", "its certificate is for another name: connect by a name in the certificate"),
    ("InvalidContentType", "it does not speak TLS at that port: use redis://, or its port for TLS"),
];

/// A connection to this Redis, on which nothing waits longer than that.
///
/// # Errors
/// Where the address is none, or the file of the authority cannot be read.
pub fn connect(place: &Place, patience: Duration) -> Result<ConnectionManager> {
    let settings = ConnectionManagerConfig::new()
        .set_number_of_retries(1)
        .set_response_timeout(Some(patience))
        .set_connection_timeout(Some(patience));
    ConnectionManager::new_lazy_with_config(place.client()?, settings).map_err(outside)
}

/// The cause, without the address: it may have a password in it.
pub fn outside(error: RedisError) -> EngineError {
    let cause = error.to_string();
    let remedy = REMEDIES.iter().find(|(words, _)| cause.contains(words));
    EngineError::Outside(format!("Redis: {cause}{}", remedy.map_or(String::new(), |(_, remedy)| format!("; {remedy}"))))
}
