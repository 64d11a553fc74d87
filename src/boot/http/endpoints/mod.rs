//! Addresses that are neither a page nor a server function.

pub(super) mod reset_link;
pub(super) mod session_events;
