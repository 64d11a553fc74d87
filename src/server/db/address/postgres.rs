//! Addresses of PostgreSQL servers. A password whose special characters are not percent-encoded moves the borders between the
//! parts of an address, so that a piece of it looks like the host or the database: such an address is refused before any part
//! of it is shown.

use std::{fmt, str::FromStr};

use sqlx::postgres::PgConnectOptions;

use super::AddressError;

/// A database on a server.
#[derive(Clone)]
pub struct Server {
    pub options: PgConnectOptions,
    /// The names of parameters that are not read, unless a password stands among the parameters: an `&` in it makes a name of its
    /// rest. sqlx would log them together with their values.
    pub ignored: Vec<String>,
}

/// The parameters that sqlx reads, apart from `options[…]`.
const PARAMETERS: [&str; 18] = [
    "sslmode",
    "ssl-mode",
    "sslrootcert",
    "ssl-root-cert",
    "ssl-ca",
    "sslcert",
    "ssl-cert",
    "sslkey",
    "ssl-key",
    "statement-cache-capacity",
    "host",
    "hostaddr",
    "port",
    "dbname",
    "user",
    "password",
    "application_name",
    "options",
];

impl Server {
    pub(super) fn parse(text: &str) -> Result<Self, AddressError> {
        let (place, query) = text.split_once('?').unwrap_or((text, ""));
        let (scheme, place) = place.split_once("://").unwrap_or_default();
        let (authority, path) = place.split_at(place.find('/').unwrap_or(place.len()));
        // What follows the host has no `@`, which could be the one behind a password, and the address of a database no fragment.
        if text.contains('#') || path.contains('@') || query.contains('@') {
            return Err(AddressError::NotEncoded);
        }
        check_port(authority)?;
        let place = format!("{scheme}://{authority}{path}");
        let mut options = PgConnectOptions::from_str(&place).map_err(|_| AddressError::NotEncoded)?;
        let (known, unknown): (Vec<&str>, Vec<&str>) =
            query.split('&').filter(|pair| !pair.is_empty()).partition(|pair| is_known(&name_of(pair)));
        for count in 1..=known.len() {
            // One more each time, so that the error can name the one that is wrong.
            options = PgConnectOptions::from_str(&format!("{place}?{}", known[..count].join("&")))
                .map_err(|_| AddressError::PostgresParameter(name_of(known[count - 1])))?;
        }
        let has_password = known.iter().any(|pair| name_of(pair) == "password");
        let name = |pair| if has_password { "…".to_owned() } else { name_of(pair) };
        Ok(Self { options, ignored: unknown.into_iter().map(name).collect() })
    }
}

/// Host, port and database.
impl fmt::Display for Server {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.options.get_socket() {
            Some(folder) => write!(f, "{}", folder.display())?,
            None => write!(f, "{}:{}", self.options.get_host(), self.options.get_port())?,
        }
        self.options.get_database().map_or(Ok(()), |database| write!(f, "/{database}"))
    }
}

/// The port after the host, if there is one.
fn check_port(authority: &str) -> Result<(), AddressError> {
    let host = authority.rsplit_once('@').map_or(authority, |(_, host)| host);
    let host = host.rsplit_once(']').map_or(host, |(_, port)| port);
    match host.split_once(':') {
        Some((_, port)) if !port.is_empty() && port.parse::<u16>().is_err() => Err(AddressError::Port),
        _ => Ok(()),
    }
}

fn name_of(pair: &str) -> String {
    form_urlencoded::parse(pair.as_bytes()).next().map(|(name, _)| name.into_owned()).unwrap_or_default()
}

fn is_known(name: &str) -> bool {
    PARAMETERS.contains(&name) || name.starts_with("options[")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_server_is_named_without_user_and_password() {
        for (text, named) in [
            ("postgres://joe:secret@db.example/site", "db.example:5432/site"),
            ("postgresql://joe:secret@db.example:6543/site?sslmode=require", "db.example:6543/site"),
            ("postgres://joe:sec%23ret@[::1]:6543/site", "[::1]:6543/site"),
            ("postgres://joe:sec@ret@db.example/site", "db.example:5432/site"),
            ("postgres://joe@%2Fvar%2Frun/site", "/var/run/site"),
            ("postgres:///site?host=/var/run&user=joe&password=secret", "/var/run/site"),
        ] {
            assert_eq!(Server::parse(text).unwrap().to_string(), named, "{text}");
        }
    }

    #[test]
    fn fault_e11_an_address_that_a_password_has_broken_is_refused_without_a_piece_of_it() {
        let passwords =
            ["XX#YY", "XX/YY", "XX?YY", "XX#@YY", "XX@YY/ZZ", "77#YY", "77/YY", "77?YY", "#", "XX?a=YY&b=ZZ", "/XX"];
        let addresses = passwords.iter().flat_map(|password| {
            [":5432", ""].map(|port| format!("postgres://joe:{password}@db.example{port}/site?sslmode=prefer"))
        });
        for address in addresses {
            let error = Server::parse(&address).err().unwrap().to_string();
            assert!(error.contains("percent-encoded"), "{address}: {error}");
            for piece in ["XX", "YY", "ZZ", "77", "joe"] {
                assert!(!error.contains(piece), "{address}: {error}");
            }
        }
        for (address, words) in [
            ("postgres://joe:XX@db.example:54x2/site", "port"),
            ("postgres://joe:XX@db.example:99999/site", "port"),
            ("postgres://joe:XX@db.example/site?sslmode=YY", "sslmode"),
            ("postgres://joe:XX@db.example/site?port=5432&port=YY", "value for port"),
            ("postgres://joe:%ffXX@db.example/site", "percent-encoded"),
            ("postgres://joe:XX@db exa/site", "percent-encoded"),
        ] {
            let error = Server::parse(address).err().unwrap().to_string();
            assert!(error.contains(words) && !error.contains("XX") && !error.contains("YY"), "{address}: {error}");
        }
    }

    #[test]
    fn fault_e11_parameters_that_sqlx_would_log_with_their_values_are_taken_out() {
        let server = Server::parse("postgres://db.example/site?pasword=secret&schema=public&sslmode=disable").unwrap();
        assert_eq!(server.ignored, ["pasword", "schema"]);
        assert!(matches!(server.options.get_ssl_mode(), sqlx::postgres::PgSslMode::Disable));
        let server = Server::parse("postgres://db.example/site?user=joe&password=XX&YY").unwrap();
        assert_eq!(server.ignored, ["…"], "the rest of a password");
    }
}
