//! E-mail addresses that count: an address is confirmed by what a mail to it says. A new one takes the place of a confirmed one only
//! then, and the old one is told, with a week to take it back (`securing.rs`). Without mail there is nothing of this. Django leaves it to packages.

mod confirm;
pub(super) mod store;

pub use confirm::{ask, begin_to_ask, confirm, is_valid, send_again, waiting};
pub use store::delete_change as forget_asked;
