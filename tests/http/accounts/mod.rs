//! Accounts: signing up, logging in and out, the profile, passwords, permissions, deletion.

mod activity;
mod deactivated;
mod deletion;
mod emails;
mod hash_costs;
mod hash_queue;
mod hash_shares;
mod login;
mod logout;
mod names;
mod password;
mod password_links;
mod permissions;
mod profile;
mod profile_form;
mod races;
mod reauthentication;
mod signup;
