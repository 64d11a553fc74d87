//! Why mail cannot be sent.

use thiserror::Error;

/// Why mail cannot be sent; the text is for the operator, without passwords.
#[derive(Debug, Error)]
pub enum MailError {
    #[error("mail.from: {0:?} is no sender: write it like Latchkey <latchkey@example.com>")]
    From(String),
    #[error("mail.url: {0}")]
    Url(String),
}
