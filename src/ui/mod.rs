//! The components of every page: forms and fields, headings, times, lists, error pages. Knows no domain.

pub mod browser;
mod choice;
mod draft;
mod error_page;
mod field;
mod form;
mod form_alert;
mod heading;
mod messages;
mod notice;
mod pagination;
mod password;
mod select;
mod sentences;
mod submission;
mod submitted_values;
mod time;
mod under_way;
mod when_there;

pub use choice::{CheckBox, RadioGroup, SubmitButton};
pub use draft::DraftsOf;
pub use error_page::{ErrorPage, RequestId, ResponseStatus};
pub use field::{HelpLine, TextArea, TextField};
pub use form::{FormState, HOLD, OWNER, PostForm, SealedOwner, StepUp, to};
pub use heading::{Navigated, PageHeading};
pub use messages::SITE;
pub use notice::{FirstNotice, NoticeBar};
pub use pagination::{Pagination, cursor_of_address};
pub use password::PasswordField;
pub use select::SelectField;
pub use sentences::Sentences;
pub use submission::{Displayed, FirstSubmission, HELD_ID, Submission, submitted_value};
pub use submitted_values::{NextStep, SubmittedValues};
pub use time::Time;
pub use under_way::UnderWay;
pub use when_there::{when_both, when_there};
