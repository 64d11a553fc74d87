//! Why a database could not be opened, with the remedy. No text of an address stands in it.

use std::{error::Error as _, fmt};

use thiserror::Error;

use super::address::AddressError;

/// Why a database could not be opened.
#[derive(Debug, Error)]
pub enum DbError {
    #[error("{0}; check DATABASE_URL, or database.url in the settings")]
    Address(#[from] AddressError),
    #[error("cannot open the database {place}: {source}; check DATABASE_URL, or database.url in the settings")]
    Open { place: String, source: sqlx::Error },
    #[error(
        "cannot log in to the database {place}: {source}; check the user and the password in DATABASE_URL: special characters must be percent-encoded in it, such as %23 for #"
    )]
    Login { place: String, source: sqlx::Error },
    #[error("cannot use the database {place} through this pooler: {cause}; {remedy}")]
    Pooler { place: String, cause: String, remedy: &'static str },
    #[error("cannot encrypt the connection to the database {place}: {cause}; {remedy}")]
    Tls { place: String, cause: String, remedy: &'static str },
}

/// What is wrong with TLS, by words of its error, and what to do.
const REMEDIES: [(&str, &str); 8] = [
    (
        "does not support TLS",
        "the server has none: set ssl = on in its postgresql.conf, or say sslmode=disable in DATABASE_URL where nothing can listen in between",
    ),
    (
        "no encryption",
        "the server takes encrypted connections only: say sslmode=verify-full in DATABASE_URL, or sslmode=require",
    ),
    (
        "UnknownIssuer",
        "nothing here trusts the authority of the server’s certificate: name the authority’s file with sslrootcert=FILE in DATABASE_URL",
    ),
    (
        "CaUsedAsEndEntity",
        "the server shows the certificate of an authority: give it one of its own, signed by that authority, and name the authority’s file with sslrootcert=FILE",
    ),
    (
        "NotValidForName",
        "the certificate is for another name than DATABASE_URL has: connect by a name in the certificate, or say sslmode=verify-ca, which does not compare names",
    ),
    (
        "not valid for name",
        "the certificate is for another name than DATABASE_URL has: connect by a name in the certificate, or say sslmode=verify-ca, which does not compare names",
    ),
    ("Expired", "the certificate of the server has expired: renew it, and look at the clocks of both machines"),
    ("NotValidYet", "the certificate of the server is not valid yet: look at the clocks of both machines"),
];

/// What is wrong with a pooler before PostgreSQL, by words of its error, and what to do.
const POOLERS: [(&str, &str); 2] = [
    (
        "unsupported startup parameter",
        "pgbouncer takes no time limits from its clients: set database.statement_timeout = 0 and database.lock_timeout = 0, and give the limits to the user by ALTER ROLE … SET",
    ),
    ("prepared statement", PREPARED),
];

const PREPARED: &str = "it mixes up what connections have prepared: pgbouncer needs version 1.21 and max_prepared_statements = 200 for transaction pooling, or pool_mode = session";

const OTHER_REMEDY: &str = "check sslmode, sslrootcert, sslcert and sslkey in DATABASE_URL";

impl DbError {
    pub(super) fn of(address: &impl fmt::Display, source: sqlx::Error) -> Self {
        let place = address.to_string();
        if let Some((cause, remedy)) = tls(&source) {
            return Self::Tls { place, cause, remedy };
        }
        if let Some((cause, remedy)) = pooler(&source) {
            return Self::Pooler { place, cause, remedy };
        }
        // Codes of this class: the name or the password is wrong, or this user may not connect from here.
        let is_login =
            source.as_database_error().and_then(|error| error.code()).is_some_and(|code| code.starts_with("28"));
        if is_login { Self::Login { place, source } } else { Self::Open { place, source } }
    }
}

/// The cause and the remedy, where a pooler stands before PostgreSQL.
fn pooler(source: &sqlx::Error) -> Option<(String, &'static str)> {
    let cause = source.as_database_error()?.message().to_owned();
    let remedy = pooler_remedy(&cause)?;
    Some((cause, remedy))
}

/// What to do where an error has words that a pooler before PostgreSQL is the cause of.
pub fn pooler_remedy(cause: &str) -> Option<&'static str> {
    POOLERS.iter().find(|(words, _)| cause.contains(words)).map(|(_, remedy)| *remedy)
}

/// The cause and the remedy, where it was TLS that failed.
fn tls(source: &sqlx::Error) -> Option<(String, &'static str)> {
    let text = source.source().map_or_else(|| source.to_string(), ToString::to_string);
    let remedy = REMEDIES.iter().find(|(words, _)| text.contains(words)).map(|(_, remedy)| *remedy);
    let is_tls = match source {
        sqlx::Error::Tls(_) => true,
        sqlx::Error::Io(_) => text.contains("certificate") || text.contains("alert"),
        sqlx::Error::Database(_) => remedy.is_some(),
        _ => false,
    };
    is_tls.then_some((text, remedy.unwrap_or(OTHER_REMEDY)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_wrong_with_tls_is_told_with_its_remedy() {
        let io = |text: &str| sqlx::Error::Io(std::io::Error::other(text.to_owned()));
        for (error, words) in [
            (io("invalid peer certificate: UnknownIssuer"), "sslrootcert=FILE"),
            (io("invalid peer certificate: certificate not valid for name \"x\""), "verify-ca"),
            (io("invalid peer certificate: Expired"), "has expired"),
            (io("invalid peer certificate: BadSignature"), "check sslmode"),
            (sqlx::Error::Tls("server does not support TLS".into()), "ssl = on"),
        ] {
            let text = DbError::of(&"db.example:5432/site", error).to_string();
            assert!(text.contains(words) && text.contains("db.example:5432/site"), "{text}");
        }
        let other = DbError::of(&"db.example", io("Connection refused")).to_string();
        assert!(other.starts_with("cannot open the database db.example"), "{other}");
    }
}
