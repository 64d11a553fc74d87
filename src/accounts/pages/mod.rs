//! One page a file. Who may open which is said in the URL table.

mod account;
mod activity;
mod delete;
mod goodbye;
mod login;
mod logout;
mod password;
mod password_done;
mod reauthenticate;
mod reset;
mod reset_done;
mod sessions;
mod signup;
mod update;

pub use account::AccountPage;
pub use activity::ActivityPage;
pub use delete::DeletePage;
pub use goodbye::GoodbyePage;
pub use login::LoginPage;
pub use logout::LogoutPage;
pub use password::PasswordPage;
pub use password_done::PasswordDonePage;
pub use reauthenticate::ReauthenticatePage;
pub use reset::ResetPage;
pub use reset_done::ResetDonePage;
pub use sessions::SessionsPage;
pub use signup::SignupPage;
pub use update::UpdatePage;

use leptos::prelude::untrack;

use crate::{accounts::forms::field, shared::NextPath, ui::query_of_address};

/// The `next` of the address, if it is safe; else empty (B56).
fn safe_next() -> String {
    let query = query_of_address();
    let next = untrack(|| query(field::NEXT));
    next.and_then(|next| NextPath::parse(&next)).map(|next| next.to_string()).unwrap_or_default()
}

/// A link to another page that carries `next` along.
fn with_next(path: &str, next: &str) -> String {
    match next {
        "" => path.to_owned(),
        next => format!("{path}?next={}", crate::shared::encode_query_value(next)),
    }
}
