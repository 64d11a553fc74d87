//! Accounts: signing up, logging in and out, the profile, passwords, permissions, deletion.

pub mod activity;
pub mod deactivated;
pub mod deletion;
pub mod hash_queue;
pub mod login;
pub mod logout;
pub mod password;
pub mod password_links;
pub mod permissions;
pub mod profile;
pub mod profile_form;
pub mod races;
pub mod reauthentication;
pub mod signup;
