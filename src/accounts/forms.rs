//! The forms of this domain: Django's field names, and nothing that a form may not set (B66).
//! A missing field is an empty one: the rules then say "required" on it.
//! Django: `UserCreationForm`, `AuthenticationForm`.

use serde::{Deserialize, Serialize};

use super::types::PasswordInput;

/// Field names, as posted.
pub mod field {
    pub const USERNAME: &str = "username";
    pub const PASSWORD: &str = "password";
    pub const PASSWORD1: &str = "password1";
    pub const PASSWORD2: &str = "password2";
    pub const NEXT: &str = "next";
    pub const KEEP: &str = "keep";
}

/// The longest user name, in characters (B1).
pub const USERNAME_MAX: u32 = 150;

#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct LoginForm {
    pub username: String,
    pub password: PasswordInput,
    /// Where to go afterwards, if it is safe.
    pub next: String,
    /// "Keep me signed in": a ticked box sends `on`, an empty one nothing.
    pub keep: String,
}

#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct SignupForm {
    pub username: String,
    pub password1: PasswordInput,
    pub password2: PasswordInput,
    pub next: String,
}

#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct LogoutForm {
    pub next: String,
}
