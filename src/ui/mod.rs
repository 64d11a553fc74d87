//! The parts every page is made of: forms and fields, buttons, headings, times, error pages. Knows no domain.

pub mod browser;
mod error_page;
mod field;
mod form;
mod heading;
mod pagination;
mod returned;
mod time;

pub use error_page::{ErrorPage, RequestId, ResponseStatus};
pub use field::{CheckBox, SubmitButton, TextArea, TextField};
pub use form::{FormState, PostForm, UnderWay};
pub use heading::{Navigated, PageHeading};
pub use pagination::Pagination;
pub use returned::{FormReturn, Returned};
pub use time::Time;
