//! A small closed set of types that every domain and both sides use: errors, field errors, `next`, time, paging.
//! Knows no domain word. What is only useful to one domain lives in that domain.
//! Django: pieces of `django.utils.http`, `django.core.exceptions` and `django.core.paginator`.

mod error;
mod fields;
mod next_path;
mod notice;
mod outcome;
mod paging;
mod password_rule;
mod text;
mod timestamp;

pub use error::{AppError, duration};
pub use fields::{Code, FormErrors, WHOLE_FORM};
pub use next_path::{NEXT_DEFAULT, NextPath, encode_query_value};
pub use notice::Notice;
pub use outcome::Outcome;
pub use paging::{Cursor, Page};
pub use password_rule::PasswordRule;
pub use text::{count_chars, excerpt};
pub use timestamp::Timestamp;
