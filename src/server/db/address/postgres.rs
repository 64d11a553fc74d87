//! Addresses of PostgreSQL servers. A password whose special characters are not percent-encoded moves the borders between the
//! parts of an address, so that a piece of it looks like the host or the database: such an address is refused before any part
//! of it is shown.

use std::{
    fmt,
    net::IpAddr,
    path::{Path, PathBuf},
    str::FromStr,
};

use sqlx::postgres::{PgConnectOptions, PgSslMode};

use super::AddressError;

/// A database on a server.
#[derive(Clone)]
pub struct Server {
    pub options: PgConnectOptions,
    /// The names of parameters that are not read, unless a password stands among the parameters: an `&` in it makes a name of its
    /// rest. sqlx would log them together with their values.
    pub ignored: Vec<String>,
    /// The files that parameters name, of certificates and their keys.
    files: Vec<(String, PathBuf)>,
}

/// The parameters that name a file.
const ROOT_CERTIFICATE: [&str; 3] = ["sslrootcert", "ssl-root-cert", "ssl-ca"];
const CERTIFICATE: [&str; 2] = ["sslcert", "ssl-cert"];
const KEY: [&str; 2] = ["sslkey", "ssl-key"];

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
    pub(super) fn parse(text: &str, base: &Path) -> Result<Self, AddressError> {
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
        let files: Vec<(String, PathBuf)> = known.iter().filter_map(|pair| file_of(pair, base)).collect();
        let options = files.iter().fold(options, with_file);
        let has_password = known.iter().any(|pair| name_of(pair) == "password");
        let name = |pair| if has_password { "…".to_owned() } else { name_of(pair) };
        Ok(Self { options, ignored: unknown.into_iter().map(name).collect(), files })
    }

    /// Looks whether the files of certificates and keys can be read.
    ///
    /// # Errors
    /// Names the parameter and the file that cannot.
    pub fn check_files(&self) -> Result<(), AddressError> {
        self.files.iter().try_for_each(|(parameter, file)| {
            let read = std::fs::read(file).map(|_| ());
            read.map_err(|source| AddressError::File { parameter: parameter.clone(), file: file.clone(), source })
        })
    }

    /// Whether what stands between the site and the server can read or change nothing: the server is on this machine, or shows a
    /// certificate that is checked.
    pub fn is_safe(&self) -> bool {
        let host = self.options.get_host().trim_matches(['[', ']']);
        let is_here = host == "localhost" || host.parse().is_ok_and(|address: IpAddr| address.is_loopback());
        let is_verified = matches!(self.options.get_ssl_mode(), PgSslMode::VerifyFull | PgSslMode::VerifyCa);
        is_verified || is_here || host.starts_with('/') || self.options.get_socket().is_some()
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

/// The parameter and its file, where it names one; a relative one starts at `base`.
fn file_of(pair: &str, base: &Path) -> Option<(String, PathBuf)> {
    let (name, value) = form_urlencoded::parse(pair.as_bytes()).next()?;
    let mut names = ROOT_CERTIFICATE.iter().chain(&CERTIFICATE).chain(&KEY);
    names.any(|known| *known == name).then(|| (name.into_owned(), base.join(&*value)))
}

fn with_file(options: PgConnectOptions, (name, file): &(String, PathBuf)) -> PgConnectOptions {
    match name.as_str() {
        name if CERTIFICATE.contains(&name) => options.ssl_client_cert(file),
        name if KEY.contains(&name) => options.ssl_client_key(file),
        _ => options.ssl_root_cert(file),
    }
}

fn is_known(name: &str) -> bool {
    PARAMETERS.contains(&name) || name.starts_with("options[")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parse(text: &str) -> Result<Server, AddressError> {
        Server::parse(text, Path::new("/base"))
    }

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
            assert_eq!(parse(text).unwrap().to_string(), named, "{text}");
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
            let error = parse(&address).err().unwrap().to_string();
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
            let error = parse(address).err().unwrap().to_string();
            assert!(error.contains(words) && !error.contains("XX") && !error.contains("YY"), "{address}: {error}");
        }
    }

    #[test]
    fn fault_e11_parameters_that_sqlx_would_log_with_their_values_are_taken_out() {
        let server = parse("postgres://db.example/site?pasword=secret&schema=public&sslmode=disable").unwrap();
        assert_eq!(server.ignored, ["pasword", "schema"]);
        assert!(matches!(server.options.get_ssl_mode(), sqlx::postgres::PgSslMode::Disable));
        let server = parse("postgres://db.example/site?user=joe&password=XX&YY").unwrap();
        assert_eq!(server.ignored, ["…"], "the rest of a password");
    }

    #[test]
    fn files_of_certificates_start_at_the_settings_and_a_missing_one_is_named() {
        let server =
            parse("postgres://db.example/site?sslmode=verify-full&sslrootcert=ca.pem&sslkey=/keys/own.pem").unwrap();
        let files: Vec<_> = server.files.iter().map(|(name, file)| (name.as_str(), file.to_str().unwrap())).collect();
        assert_eq!(files, [("sslrootcert", "/base/ca.pem"), ("sslkey", "/keys/own.pem")]);
        let error = server.check_files().unwrap_err().to_string();
        assert!(error.contains("sslrootcert") && error.contains("/base/ca.pem"), "{error}");
    }

    #[test]
    fn a_server_elsewhere_is_safe_only_when_its_certificate_is_checked() {
        for (address, is_safe) in [
            ("postgres://localhost/site", true),
            ("postgres://127.0.0.1/site", true),
            ("postgres://[::1]/site", true),
            ("postgres://%2Fvar%2Frun/site", true),
            ("postgres://db.example/site", false),
            ("postgres://db.example/site?sslmode=require", false),
            ("postgres://db.example/site?sslmode=verify-ca", true),
            ("postgres://db.example/site?sslmode=verify-full", true),
        ] {
            assert_eq!(parse(address).unwrap().is_safe(), is_safe, "{address}");
        }
    }
}
