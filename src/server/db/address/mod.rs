//! The address of the database: read strictly, as sqlx reads it, and named without its secrets wherever it is shown. No text of
//! an address stands in an error, because a password with special characters can end up in any part of it.

mod postgres;
mod sqlite;

use std::{
    fmt,
    path::{Path, PathBuf},
};

use thiserror::Error;

pub use postgres::Server;
pub use sqlite::File;

/// Where the database is.
#[derive(Clone)]
pub enum Address {
    Sqlite(File),
    Postgres(Box<Server>),
}

/// Why an address cannot be used.
#[derive(Debug, Error)]
pub enum AddressError {
    #[error("the database address must start with sqlite: or postgres://, for example sqlite:latchkey.sqlite3")]
    UnknownKind,
    #[error("the database address has a line break or another control character in it: remove it")]
    ControlCharacter,
    #[error("the database address names no file: write it as in sqlite:latchkey.sqlite3")]
    NoFile,
    #[error(
        "a database in memory cannot be used, because every connection would have its own: name a file, as in sqlite:latchkey.sqlite3"
    )]
    InMemory,
    #[error(
        "the database address begins with file:, as SQLite's own addresses do: write it as in sqlite:latchkey.sqlite3"
    )]
    FileUri,
    #[error("the database address has %-escapes that are no text in UTF-8")]
    Escapes,
    #[error("the database address says mode=ro, but latchkey writes to its database: leave the mode out")]
    ReadOnly,
    #[error("the database address has the parameter {0:?}: only mode=rw, mode=rwc and cache=private can be set")]
    SqliteParameter(String),
    #[error(
        "the database address cannot be read: special characters of a user name or password must be percent-encoded in it, such as %23 for #, %2F for /, %3F for ? and %40 for @"
    )]
    NotEncoded,
    #[error(
        "the port in the database address is no number from 1 to 65535; special characters of a password must be percent-encoded, such as %3A for a colon"
    )]
    Port,
    #[error("the database address has a value for {0} that cannot be used")]
    PostgresParameter(String),
    #[error("cannot read the file that {parameter} in the database address names, {}: {source}", file.display())]
    File { parameter: String, file: PathBuf, source: std::io::Error },
}

impl Address {
    /// Reads an address; a relative SQLite file starts at `base`.
    ///
    /// # Errors
    /// A sentence that has no piece of the address but the name of a parameter.
    pub fn parse(text: &str, base: &Path) -> Result<Self, AddressError> {
        if text.chars().any(char::is_control) {
            Err(AddressError::ControlCharacter)
        } else if let Some(rest) = text.strip_prefix("sqlite:") {
            File::parse(rest, base).map(Self::Sqlite)
        } else if text.starts_with("postgres://") || text.starts_with("postgresql://") {
            Server::parse(text, base).map(|server| Self::Postgres(Box::new(server)))
        } else {
            Err(AddressError::UnknownKind)
        }
    }
}

/// Without user name and password, for messages and the log.
impl fmt::Display for Address {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Sqlite(file) => write!(f, "{}", file.path.display()),
            Self::Postgres(server) => server.fmt(f),
        }
    }
}

/// A text of another origin that may have the address of a server in it, cut there.
pub fn without_addresses(text: &str) -> String {
    let line = |line: &str| {
        let lower = line.to_ascii_lowercase();
        let start = lower.find("postgres:").or_else(|| lower.find("postgresql:"));
        start.map_or_else(|| line.to_owned(), |start| format!("{}postgres:…", &line[..start]))
    };
    text.split('\n').map(line).collect::<Vec<_>>().join("\n")
}
