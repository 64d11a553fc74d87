//! A small closed set of types that every domain and both sides use: refusals, errors of forms, addresses, notices, time, paging.
//! Knows no domain, except for the ids of the password rules, which the settings need as well. What only one domain needs is in that domain.
//! Django: pieces of `django.utils.http`, `django.core.exceptions` and `django.core.paginator`.

mod code;
mod colour;
mod error;
mod form_errors;
mod id;
mod next_path;
mod notice;
mod outcome;
mod paging;
mod password_rule;
mod path_segment;
mod query;
mod site;
mod text;
mod timestamp;

pub use code::Code;
pub use colour::{Colour, DAY_TINT, NIGHT_TINT};
pub use error::{AppError, duration};
pub use form_errors::{FormErrors, WHOLE_FORM};
pub use id::{Id, NoId};
pub use next_path::{NextPath, encode_query_value};
pub use notice::Notice;
pub use outcome::Outcome;
pub use paging::{Cursor, Page};
pub use password_rule::PasswordRule;
pub use path_segment::{decode_segment, encode_segment};
pub use query::{address_with, query_value, query_values};
pub use site::{NEXT_DEFAULT, SiteInfo};
pub use text::{count_chars, excerpt, fingerprint};
pub use timestamp::{Clock, Timestamp};
