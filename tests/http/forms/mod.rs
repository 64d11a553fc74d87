//! Forms: bad input, and submissions that are held until the login.

mod answered;
mod bad_input;
mod held_done;
mod held_in_tabs;
mod held_on_engines;
mod held_refused;
mod held_staff;
mod held_until_login;
mod kept_forms;
mod large_flood;
mod visitor_cookie;
mod visitor_flood;
