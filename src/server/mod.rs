//! Native ground under every domain: the database, settings, the request's context, errors, the clock.
//! Knows no domain word, and is compiled for the server only.
//! Django: `django.conf.settings`, `django.db.connection`.

pub mod clock;
pub mod context;
pub mod db;
pub mod errors;
pub mod hex;
mod notices;
pub mod random;
mod seal;
pub mod sealed_list;
pub mod secret_key;
pub mod settings;
