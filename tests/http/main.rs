//! The whole server over HTTP, without a browser: one module for each part of the site, on both databases.
//!
//! PostgreSQL is used where `TEST_POSTGRES_URL` names a server on which databases may be made.

#![allow(clippy::unwrap_used)] // a test that cannot go on has failed

mod access_matrix;
mod accounts_activity;
mod accounts_delete;
mod accounts_login;
mod accounts_logout;
mod accounts_password;
mod accounts_profile;
mod accounts_sessions;
mod accounts_signup;
mod accounts_update;
mod articles;
mod articles_drafts;
mod articles_list;
mod articles_moderation;
mod articles_permission;
mod articles_rules;
mod assets_and_health;
mod asvs;
mod bad_input;
mod busy;
mod commands;
mod commands_deploy;
mod commands_rights;
mod commands_users;
mod cross_origin;
mod errors;
mod log;
mod login_session;
mod logout_wins;
mod next_addresses;
mod parked_forms;
mod password_links;
mod permissions;
mod races;
mod regressions;
mod schema_parity;
mod security_headers;
mod session_events;
mod session_lifetime;
mod sessions;
mod staff_audit;
mod staff_escalation;
mod staff_matrix;
mod staff_people;
mod step_up;
mod stolen_database;
mod support;
mod terminal;
mod throttle;
mod throttle_devices;
mod throttle_networks;
