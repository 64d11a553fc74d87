//! Addresses that are neither a page nor a server function.

pub(super) mod feed;
pub(super) mod mail_link;
pub(super) mod mailbox;
pub(super) mod session_events;
pub(super) mod users_csv;
