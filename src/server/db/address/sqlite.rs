//! Addresses of SQLite files: `sqlite:FILE` or `sqlite://FILE`, with %-escapes, and with parameters after a question mark.

use std::path::{Path, PathBuf};

use percent_encoding::percent_decode_str;

use super::AddressError;

/// A database file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct File {
    pub path: PathBuf,
    /// Whether a missing file is created; `mode=rw` forbids it.
    pub may_create: bool,
}

impl File {
    pub(super) fn parse(rest: &str, base: &Path) -> Result<Self, AddressError> {
        let (name, parameters) = rest.split_once('?').unwrap_or((rest, ""));
        let name = percent_decode_str(name.strip_prefix("//").unwrap_or(name)).decode_utf8();
        let name = name.map_err(|_| AddressError::Escapes)?;
        let may_create = read(parameters)?;
        match &*name {
            "" => Err(AddressError::NoFile),
            ":memory:" => Err(AddressError::InMemory),
            name if name.starts_with("file:") => Err(AddressError::FileUri),
            name if name.chars().any(char::is_control) => Err(AddressError::ControlCharacter),
            name => Ok(Self { path: base.join(name), may_create }),
        }
    }
}

/// Whether the parameters let a missing file be created.
fn read(parameters: &str) -> Result<bool, AddressError> {
    let mut may_create = true;
    for (name, value) in form_urlencoded::parse(parameters.as_bytes()) {
        match (&*name, &*value) {
            ("mode", "rwc") => may_create = true,
            ("mode", "rw") => may_create = false,
            ("mode", "ro") => return Err(AddressError::ReadOnly),
            ("mode", "memory") => return Err(AddressError::InMemory),
            ("cache", "private") => {}
            _ => return Err(AddressError::SqliteParameter(format!("{name}={value}"))),
        }
    }
    Ok(may_create)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parse(text: &str) -> Result<File, AddressError> {
        File::parse(text.strip_prefix("sqlite:").unwrap(), Path::new("/base"))
    }

    #[test]
    fn fault_e8_a_file_is_read_as_sqlx_reads_it() {
        for (text, path, may_create) in [
            ("sqlite:x.sqlite3", "/base/x.sqlite3", true),
            ("sqlite://x.sqlite3", "/base/x.sqlite3", true),
            ("sqlite://data/x.sqlite3", "/base/data/x.sqlite3", true),
            ("sqlite:/srv/x.sqlite3", "/srv/x.sqlite3", true),
            ("sqlite:///srv/x.sqlite3", "/srv/x.sqlite3", true),
            ("sqlite:///srv/x.sqlite3?mode=rwc", "/srv/x.sqlite3", true),
            ("sqlite:x.sqlite3?mode=rw&cache=private", "/base/x.sqlite3", false),
            ("sqlite:x.sqlite3?", "/base/x.sqlite3", true),
            ("sqlite:my%20site%3F.sqlite3?mode=%72wc", "/base/my site?.sqlite3", true),
            ("sqlite:100%.sqlite3", "/base/100%.sqlite3", true),
        ] {
            assert_eq!(parse(text).unwrap(), File { path: path.into(), may_create }, "{text}");
            let sqlx = text.parse::<sqlx::sqlite::SqliteConnectOptions>().unwrap();
            assert_eq!(Path::new("/base").join(sqlx.get_filename()), Path::new(path), "{text}");
        }
    }

    #[test]
    fn fault_e8_what_cannot_be_served_is_refused_with_its_reason() {
        for (text, words) in [
            ("sqlite::memory:", "in memory"),
            ("sqlite://:memory:", "in memory"),
            ("sqlite:%3Amemory%3a", "in memory"),
            ("sqlite:x?mode=memory", "in memory"),
            ("sqlite://?mode=memory", "in memory"),
            ("sqlite:x?mode=ro", "mode=ro"),
            ("sqlite:x?mode=rwc&mode=ro", "mode=ro"),
            ("sqlite:x?mode=RWC", "mode=RWC"),
            ("sqlite:x?cache=shared", "cache=shared"),
            ("sqlite:x?immutable=1", "immutable=1"),
            ("sqlite:x?vfs=unix-none", "vfs=unix-none"),
            ("sqlite:x?mdoe=rwc", "mdoe=rwc"),
            ("sqlite:", "names no file"),
            ("sqlite://", "names no file"),
            ("sqlite:?mode=rwc", "names no file"),
            ("sqlite:file:x?mode=rwc", "begins with file:"),
            ("sqlite:x%00", "control character"),
            ("sqlite:x%0a", "control character"),
            ("sqlite:x%ff", "UTF-8"),
        ] {
            let error = parse(text).unwrap_err().to_string();
            assert!(error.contains(words), "{text}: {error}");
        }
    }
}
