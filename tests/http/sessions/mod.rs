//! Sessions: the cookie, the row, the limits, the events, and the page that lists them.

pub mod cookie;
pub mod ended;
pub mod events;
pub mod late_answers;
pub mod lifetime;
pub mod login;
pub mod own;
