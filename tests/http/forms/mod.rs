//! Forms: bad input, and submissions that are held until the login.

pub mod bad_input;
pub mod held_done;
pub mod held_in_tabs;
pub mod held_refused;
pub mod held_staff;
pub mod held_until_login;
