//! The ground under every domain, for the server only: database, settings, the request's context, errors, secret key, clock.
//! It knows no domain; only the settings have a table for each.
//! Django: `django.conf.settings`, `django.db.connection`.

pub mod budget;
pub mod clock;
pub mod context;
pub mod csv;
pub mod db;
pub mod environment;
pub mod errors;
pub mod flood_log;
pub mod hex;
pub mod huge_pages;
pub mod log_text;
pub mod mail;
pub mod metrics;
pub mod network;
mod notices;
pub mod once;
pub mod output;
pub mod preferences;
pub mod probe;
pub mod random;
pub mod recent;
mod seal;
pub mod sealed_list;
pub mod secret_key;
pub mod settings;
pub mod shares;
pub mod text;
mod text_line;
pub mod unicode;
