//! One page a file. The URL table says who may open which.

mod login;
mod logout;
mod profile;
mod signup;

pub use login::LoginPage;
pub use logout::LogoutPage;
pub use profile::ProfilePage;
pub use signup::SignupPage;

use leptos::prelude::*;
use leptos_router::hooks::use_query_map;

use crate::{accounts::forms::field, shared::NextPath};

/// The `next` of the address, if it is safe; else empty (B56).
fn safe_next() -> String {
    let next = use_query_map().with_untracked(|query| query.get(field::NEXT));
    next.and_then(|next| NextPath::parse(&next)).map(|next| next.to_string()).unwrap_or_default()
}

/// A link to the sibling of this page that keeps where one wanted to go.
fn with_next(path: &str, next: &str) -> String {
    match next {
        "" => path.to_owned(),
        next => format!("{path}?next={}", crate::shared::encode_query_value(next)),
    }
}
