//! The forms of this domain.

use serde::{Deserialize, Serialize};

/// Field names, as posted.
pub mod field {
    pub const THEME: &str = "theme";
    pub const REMEMBER: &str = "remember";
    pub const UNTIL: &str = "until";
    pub const NEXT: &str = "next";
}

/// The theme that the browser itself chooses.
pub const SYSTEM: &str = "system";

/// Values of the field `until`.
pub const TODAY: &str = "today";
pub const ALWAYS: &str = "always";

#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct ThemeForm {
    pub theme: String,
}

#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct UsernameForm {
    /// A ticked box sends `on`, an empty one nothing.
    pub remember: String,
}

#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct NoticeForm {
    pub until: String,
    /// Where to go afterwards, if it is safe.
    pub next: String,
}
