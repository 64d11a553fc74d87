//! One page a file. Who may open which is said in the URL table.

mod account;
mod activity;
mod delete;
mod email_confirm;
mod email_done;
mod goodbye;
mod login;
mod logout;
mod password;
mod password_done;
mod password_reset;
mod password_reset_done;
mod reauthenticate;
mod reset;
mod reset_done;
mod secure;
mod secured;
mod sessions;
mod signup;
mod update;

pub use account::account;
pub use activity::activity;
pub use delete::delete;
pub use email_confirm::email_confirm;
pub use email_done::email_done;
pub use goodbye::goodbye;
pub use login::login;
pub use logout::logout;
pub use password::password;
pub use password_done::password_done;
pub use password_reset::password_reset;
pub use password_reset_done::password_reset_done;
pub use reauthenticate::reauthenticate;
pub use reset::reset;
pub use reset_done::reset_done;
pub use secure::secure;
pub use secured::secured;
pub use sessions::sessions;
pub use signup::signup;
pub use update::update;

use crate::{
    accounts::{forms::field, server::Accounts},
    server::context::extension,
    shared::{NextPath, encode_query_value},
    ui::Address,
};

/// The `next` of the address, if it is safe; else empty (B56).
fn safe_next(address: &Address) -> String {
    let next = address.query(field::NEXT);
    next.and_then(|next| NextPath::parse(&next)).map(|next| next.to_string()).unwrap_or_default()
}

/// A link to another page that carries `next` along.
fn with_next(path: &str, next: &str) -> String {
    match next {
        "" => path.to_owned(),
        next => format!("{path}?next={}", encode_query_value(next)),
    }
}

/// Whether this site sends mail.
fn sends_mail() -> bool {
    extension::<Accounts>().is_ok_and(|accounts| accounts.mail().is_on())
}
