//! The site as a whole: the document, the URL table with its access, the layout around every page. Uses all domains; no domain uses
//! it. Django: the project's `urls.py` and `base.html`.

mod app;
mod document;
mod first_page;
mod layout;
pub mod messages;
pub mod notices;
mod scroll;
mod sentences;
pub mod urls;

pub use app::App;
pub use document::{Assets, document};
pub use first_page::{ErrorDocument, FirstPage};
