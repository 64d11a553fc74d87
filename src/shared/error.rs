//! Every refusal that may cross the wire: one enum, one HTTP status each, no internal text.
//! Errors of single fields are in `code.rs`, causes inside the server in `server/errors.rs`.
//! Django: `Http404`, `PermissionDenied`, `SuspiciousOperation`.

use leptos::server_fn::{codec::JsonEncoding, error::FromServerFnError, error::ServerFnErrorErr};
use serde::{Deserialize, Serialize};
use thiserror::Error;

use super::FormErrors;

/// Why the server refused, or could not be reached.
#[derive(Debug, Clone, PartialEq, Eq, Error, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum AppError {
    /// The form is not valid; its fields say why. 422.
    #[error("Please correct the marked fields.")]
    Invalid(FormErrors),
    /// The request is not one that a form or page of this site sends. 400.
    #[error("We could not understand that request.")]
    BadRequest,
    /// This needs a login. 401.
    #[error("Please log in first.")]
    LoginRequired,
    /// This is for visitors who are not logged in, such as sign-up. 403, or a redirect for a plain form.
    #[error("You are already logged in.")]
    AnonymousOnly,
    /// The viewer is not allowed to do this. 403.
    #[error("Your account can’t do this.")]
    Forbidden,
    /// The viewer lacks a permission, which is named in words: `view users`. 403.
    #[error("Your account cannot {needed}. Ask the people who run this site.")]
    NotPermitted { needed: String },
    /// The site asks for a confirmed e-mail address before this, and the viewer has none. 403.
    #[error("Confirm your e-mail address first: the page of your account sends the mail. Your text is still here.")]
    EmailUnconfirmed,
    /// The password was entered too long ago and has to be entered again. 403.
    #[error("Enter your password to continue.")]
    StepUpRequired,
    /// The form was opened by another user than the one who is logged in now. 403.
    #[error(
        "You are now logged in as someone else, so this was not sent. Only the person who opened the page can send it."
    )]
    OtherUser,
    /// Sent from a page of another site. 403.
    #[error("This was sent from another site, so nothing was done.")]
    CrossOrigin,
    /// No such thing. 404.
    #[error("We can’t find that.")]
    NotFound,
    /// The body is larger than the server reads. 413.
    #[error("That is too large: you can send at most {limit_kib} KiB at once.")]
    TooLarge { limit_kib: u32 },
    /// Too many attempts have failed. 429 with `Retry-After`, in seconds.
    #[error("Too many tries. You can try again in {}.", duration(*.retry_after))]
    Throttled { retry_after: u32 },
    /// No room: in the queue of password hashes, for the body, or the database had no time. 503 with `Retry-After`, in seconds.
    #[error("Too many people are here right now. Try again in {retry_after} seconds.")]
    Busy { retry_after: u32 },
    /// What keeps the sessions does not answer, so nothing is known of the viewer. 503 with `Retry-After`, in seconds.
    #[error("We can’t check who is logged in right now. Nothing is lost: try again in {retry_after} seconds.")]
    SessionsAway { retry_after: u32 },
    /// The database did not take the change: a full disk, for instance. Nothing of it is stored. 503.
    #[error("This could not be saved. Nothing was changed; please try again in a moment.")]
    NotStored,
    /// The server failed; the log has the cause under the request's id. 500.
    #[error("Something went wrong on our side. Nothing was changed, so please try again.")]
    Internal,
    /// The browser could not reach the server. Never sent by a server.
    #[error("We can’t reach the server. Your text is still here: try again.")]
    Unreachable,
}

impl AppError {
    /// Seconds until another attempt makes sense, if that is known.
    pub fn retry_after(&self) -> Option<u32> {
        match self {
            Self::Busy { retry_after } | Self::SessionsAway { retry_after } | Self::Throttled { retry_after } => {
                Some(*retry_after)
            }
            _ => None,
        }
    }

    /// The HTTP status of this refusal. `Unreachable` has none of its own and counts as 503.
    pub fn status(&self) -> u16 {
        match self {
            Self::Invalid(_) => 422,
            Self::BadRequest => 400,
            Self::LoginRequired => 401,
            Self::AnonymousOnly
            | Self::Forbidden
            | Self::NotPermitted { .. }
            | Self::EmailUnconfirmed
            | Self::StepUpRequired
            | Self::OtherUser
            | Self::CrossOrigin => 403,
            Self::NotFound => 404,
            Self::TooLarge { .. } => 413,
            Self::Throttled { .. } => 429,
            Self::Busy { .. } | Self::SessionsAway { .. } | Self::NotStored | Self::Unreachable => 503,
            Self::Internal => 500,
        }
    }
}

/// A span of time in words: `30 seconds`, `12 minutes`.
pub fn duration(seconds: u32) -> String {
    match seconds {
        1 => "1 second".to_owned(),
        ..=90 => format!("{seconds} seconds"),
        _ => format!("{} minutes", seconds.div_ceil(60)),
    }
}

impl FromServerFnError for AppError {
    type Encoder = JsonEncoding;

    /// The framework's own errors: the client could not send, or the server could not read. Their text is not shown.
    fn from_server_fn_error(error: ServerFnErrorErr) -> Self {
        match error {
            ServerFnErrorErr::Request(_) => Self::Unreachable,
            ServerFnErrorErr::Args(_)
            | ServerFnErrorErr::MissingArg(_)
            | ServerFnErrorErr::UnsupportedRequestMethod(_) => Self::BadRequest,
            // In the browser: the answer is not ours, but a proxy's page for example.
            ServerFnErrorErr::Deserialization(_) | ServerFnErrorErr::Response(_) => Self::Unreachable,
            _ => Self::Internal,
        }
    }
}

impl From<FormErrors> for AppError {
    fn from(errors: FormErrors) -> Self {
        Self::Invalid(errors)
    }
}
