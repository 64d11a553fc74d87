//! The command line of the built program.

mod database;
mod deploy;
mod program;
mod rights;
mod terminal;
mod users;
