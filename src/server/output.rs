//! What commands say: the only place that writes to the standard output and, besides the log, to the standard error. An output that
//! cannot be written is an error; one whose reader has gone ends a command quietly, as `head` and `less` expect it. A command
//! that changes something therefore prints only after it is done.

use std::{
    fmt::Display,
    io::{self, ErrorKind, Write},
};

use thiserror::Error;

/// Why a command ends before its end.
#[derive(Debug, Error)]
pub enum CommandError {
    /// A sentence for the operator.
    #[error("{0}")]
    Refused(String),
    #[error("the output could not be written: {0}")]
    Output(io::Error),
    #[error("the reader of the output has gone")]
    ReaderGone,
}

impl From<String> for CommandError {
    fn from(sentence: String) -> Self {
        Self::Refused(sentence)
    }
}

impl From<&str> for CommandError {
    fn from(sentence: &str) -> Self {
        Self::Refused(sentence.to_owned())
    }
}

impl From<io::Error> for CommandError {
    fn from(error: io::Error) -> Self {
        match error.kind() {
            ErrorKind::BrokenPipe => Self::ReaderGone,
            _ => Self::Output(error),
        }
    }
}

/// Prints a line.
pub fn say(line: impl Display) -> Result<(), CommandError> {
    say_part(format_args!("{line}\n"))
}

/// Prints a text as it is: a question, or lines with their ends.
pub fn say_part(text: impl Display) -> Result<(), CommandError> {
    let mut output = io::stdout().lock();
    write!(output, "{text}")?;
    Ok(output.flush()?)
}

/// Prints a line on the standard error. There is nowhere to tell that it could not be written.
pub fn complain(line: impl Display) {
    _ = writeln!(io::stderr().lock(), "{line}");
}
