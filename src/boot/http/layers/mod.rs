//! The middleware, one layer a file. `router.rs` has their order.

pub(super) mod access;
pub mod body; // public for fuzz/
pub(super) mod client;
pub mod cookies; // public for fuzz/
pub(super) mod error_pages;
pub(super) mod finish;
pub(super) mod measure;
pub(super) mod negotiated;
pub(super) mod origin;
mod origin_remedy;
pub(super) mod preferences;
pub(super) mod reading_list;
pub(super) mod request_session;
pub(super) mod session;
pub(super) mod viewer;
pub(in crate::boot) mod visitor_pages;
