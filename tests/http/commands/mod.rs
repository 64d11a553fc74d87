//! The command line of the built program.

mod backups;
mod database;
mod deploy;
mod environment;
mod output;
mod postgres_tls;
mod program;
mod redis_tls;
mod restored;
mod rights;
mod starting_at_once;
mod stopping;
mod terminal;
mod traces;
mod users;
