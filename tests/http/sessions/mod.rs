//! Sessions: the cookie, the row, the limits, the events, and the page that lists them.

mod cookie;
mod ended;
mod events;
mod foreign_cookies;
mod late_answers;
mod lifetime;
mod limits;
mod login;
mod own;
mod swept;
