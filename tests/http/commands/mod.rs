//! The command line of the built program.

pub mod deploy;
pub mod program;
pub mod rights;
pub mod terminal;
pub mod users;
