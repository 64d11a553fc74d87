//! The components of every page: forms and fields, headings, times, lists, error pages. Knows no domain. The folder `browser` is what
//! the browser does with them.

mod address;
#[cfg(feature = "hydrate")]
pub mod browser;
mod choice;
mod context;
mod crumbs;
mod draft;
mod error_page;
mod field;
mod form;
mod form_alert;
mod form_state;
mod heading;
pub mod islands;
mod messages;
mod notice;
mod once;
mod pagination;
mod password;
mod select;
mod submission;
mod submitted_values;
mod text;
mod time;

pub use address::Address;
pub use choice::{CheckBox, RadioGroup, SubmitButton};
pub use context::{
    Description, FindSentence, Head, PageContext, PageView, SealedOwner, describe, submitted_names, submitted_value,
    take_head, untold_notice, use_site,
};
pub use crumbs::Crumbs;
pub use error_page::ErrorPage;
pub use field::HelpLine;
pub use form::{HOLD, OWNER, PostForm, to};
pub use form_alert::Countdown;
pub use form_state::FormState;
pub use heading::PageHeading;
pub use notice::DoneHere;
pub use once::{Fixed, push_without_markers};
pub use pagination::Pagination;
pub use password::PasswordField;
pub use select::SelectField;
pub use submission::{Displayed, HELD_ID, Submission};
pub use submitted_values::{NextStep, SubmittedValues};
pub use text::{TextArea, TextField};
pub use time::Time;
