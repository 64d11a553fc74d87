//! What the operator says of the site, and the few addresses of this site that redirects need, on both sides and below every domain. A test in `web/urls/` compares them with
//! the URL table.

use serde::{Deserialize, Serialize};

use super::colour::{Colour, by_day, by_night, show};

/// What a site says of itself, from the settings: on its front page, in its header and its footer. What is empty is not shown.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SiteInfo {
    pub name: String,
    /// One line under the name.
    pub line: String,
    /// What this is, and whose; a blank line begins a new paragraph.
    pub about: String,
    /// An address where people write to those who run it.
    pub contact: String,
    /// Where its source code is.
    pub source: String,
    /// Above every page, until its visitor puts it away.
    pub notice: String,
    /// The colour of links, buttons and the header, on light pages and on dark ones. Of one that is not set the other makes it.
    #[serde(deserialize_with = "by_day", serialize_with = "show")]
    pub accent: Option<Colour>,
    #[serde(deserialize_with = "by_night", serialize_with = "show")]
    pub accent_dark: Option<Colour>,
}

impl Default for SiteInfo {
    fn default() -> Self {
        Self {
            name: "Latchkey".to_owned(),
            line: "A place to read, and to write.".to_owned(),
            about: String::new(),
            contact: String::new(),
            source: String::new(),
            notice: String::new(),
            accent: None,
            accent_dark: None,
        }
    }
}

/// Where a visitor goes without a safe `next`.
pub const NEXT_DEFAULT: &str = "/articles/";

/// The page that every refusal for want of a login leads to.
pub(super) const LOGIN: &str = "/accounts/login/";

/// Never a `next`: they would log out again, loop, or run a server function.
pub(super) const NEVER_NEXT: [&str; 4] = ["/accounts/login", "/accounts/logout", "/accounts/signup", "/api"];
