//! The staff area: users and groups, what they may do, the audit trail, the exit survey.
//! Above `accounts`, beside `articles`, which it does not know. Django: `django.contrib.admin`.

pub mod api;
pub mod code;
pub mod forms;
pub mod messages;
pub mod pages;
pub mod paths;
pub mod server;
pub mod types;
