//! Sessions: the cookie, the row, the limits, the events, and the page that lists them.

mod cookie;
mod ended;
mod engines;
mod engines_cached;
mod engines_cookie;
mod engines_ended;
mod engines_file;
mod engines_moved;
mod engines_redis;
mod events;
mod foreign_cookies;
mod late_answers;
mod lifetime;
mod limits;
mod login;
mod own;
mod swept;
