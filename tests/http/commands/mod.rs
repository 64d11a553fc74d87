//! The command line of the built program.

mod database;
mod deploy;
mod environment;
mod output;
mod program;
mod rights;
mod starting_at_once;
mod terminal;
mod users;
