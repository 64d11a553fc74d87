//! How mail leaves, whom it comes from, and where its links lead. Django: `EMAIL_BACKEND`, `EMAIL_HOST`, `DEFAULT_FROM_EMAIL`.

use std::fmt;

use serde::{Deserialize, Deserializer, Serialize, Serializer, de::Error as _};

/// Where mail goes. The address of a server may have a password in it, which is never shown.
#[derive(Clone, PartialEq, Eq)]
pub enum MailUrl {
    /// The site sends no mail.
    Off,
    /// For development: printed.
    Console,
    /// For development: one file for each.
    Folder(String),
    /// `smtp://` or `smtps://`, perhaps with user, password, host and port.
    Smtp(String),
}

impl MailUrl {
    pub fn is_for_development(&self) -> bool {
        matches!(self, Self::Console | Self::Folder(_))
    }

    /// Whether mail crosses a network unencrypted, or may.
    pub fn is_plain_on_a_network(&self) -> bool {
        let Self::Smtp(url) = self else { return false };
        url.starts_with("smtp://") && !url.contains("tls=required") && !is_on_this_machine(url)
    }

    fn parse(text: &str) -> Option<Self> {
        match text.split_once(':') {
            None => text.is_empty().then_some(Self::Off),
            Some(("console", "")) => Some(Self::Console),
            Some(("folder", path)) => (!path.is_empty()).then(|| Self::Folder(path.to_owned())),
            Some(("smtp" | "smtps", rest)) => {
                let host = rest.strip_prefix("//").map(host_of)?;
                (!host.is_empty()).then(|| Self::Smtp(text.to_owned()))
            }
            Some(_) => None,
        }
    }
}

/// The host, without user, password and port.
fn host_of(rest: &str) -> &str {
    let authority = rest.split(['/', '?', '#']).next().unwrap_or_default();
    let host = authority.rsplit('@').next().unwrap_or_default();
    match host.strip_prefix('[') {
        Some(host) => host.split(']').next().unwrap_or_default(),
        None => host.split(':').next().unwrap_or_default(),
    }
}

fn is_on_this_machine(url: &str) -> bool {
    let host = url.split_once("//").map_or("", |(_, rest)| host_of(rest));
    host == "localhost" || host.parse().is_ok_and(|address: std::net::IpAddr| address.is_loopback())
}

impl fmt::Debug for MailUrl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Off => "off",
            Self::Console => "console",
            Self::Folder(_) => "folder",
            Self::Smtp(_) => "smtp",
        })
    }
}

impl Serialize for MailUrl {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Off => serializer.serialize_str(""),
            Self::Console => serializer.serialize_str("console:"),
            Self::Folder(path) => serializer.serialize_str(&format!("folder:{path}")),
            Self::Smtp(url) => serializer.serialize_str(url),
        }
    }
}

impl<'de> Deserialize<'de> for MailUrl {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        Self::parse(&text).ok_or_else(|| {
            D::Error::custom(
                "it must be smtps://USER:PASSWORD@HOST, smtp://HOST, folder:DIRECTORY, console: or empty for no mail",
            )
        })
    }
}

/// The site's own address, as browsers name it: links in mails begin with it. Never taken from a request.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
#[serde(transparent)]
pub struct SiteOrigin(String);

impl SiteOrigin {
    /// `None` where it is not set.
    pub fn get(&self) -> Option<&str> {
        (!self.0.is_empty()).then_some(&self.0)
    }

    /// One that is known to be right.
    pub fn known(origin: &str) -> Self {
        Self(origin.to_owned())
    }
}

impl<'de> Deserialize<'de> for SiteOrigin {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        match text.is_empty() || super::origins::is_origin(&text) {
            true => Ok(Self(text)),
            false => Err(D::Error::custom(format!(
                "{text:?} is not the address of a site: write it like https://www.example.com, without a path"
            ))),
        }
    }
}

/// Whether signing up asks for an e-mail address, where the site sends mail.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum EmailPolicy {
    Off,
    Optional,
    Required,
    /// Required, and who has not confirmed it does not write.
    Verified,
}

impl EmailPolicy {
    /// Whether an account needs an address.
    pub fn needs_address(self) -> bool {
        matches!(self, Self::Required | Self::Verified)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn mail_goes_where_its_address_says_and_an_odd_address_is_refused_without_being_shown() {
        let read = |url: &str| serde_json::from_value::<MailUrl>(url.into());
        for (url, expected) in [
            ("", MailUrl::Off),
            ("console:", MailUrl::Console),
            ("folder:mail", MailUrl::Folder("mail".into())),
            ("smtp://localhost", MailUrl::Smtp("smtp://localhost".into())),
            ("smtps://u:p@mail.example", MailUrl::Smtp("smtps://u:p@mail.example".into())),
        ] {
            assert_eq!(read(url).unwrap(), expected, "{url}");
            assert_eq!(serde_json::to_value(&expected).unwrap(), url);
        }
        for bad in ["console", "folder:", "smtp:", "smtp://", "smtps://u:secret@", "https://u:secret@x", "secret"] {
            let error = read(bad).unwrap_err().to_string();
            assert!(error.contains("smtps://") && !error.contains("secret"), "{bad}: {error}");
        }
        assert!(!format!("{:?}", MailUrl::Smtp("smtps://u:secret@x".into())).contains("secret"));
    }

    #[test]
    fn unencrypted_mail_off_this_machine_is_told_apart() {
        for (url, is_plain) in [
            ("smtp://127.0.0.1:2525", false),
            ("smtp://[::1]", false),
            ("smtp://u:p@localhost", false),
            ("smtps://mail.example", false),
            ("smtp://mail.example?tls=required", false),
            ("smtp://mail.example", true),
            ("smtp://localhost@mail.example", true),
            ("smtp://mail.example?tls=opportunistic", true),
        ] {
            assert_eq!(MailUrl::Smtp(url.to_owned()).is_plain_on_a_network(), is_plain, "{url}");
        }
    }
}
