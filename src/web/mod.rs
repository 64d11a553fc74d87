//! The site as a whole: the document, the URL table with who may open what, the layout around every page.
//! Knows all domains; no domain knows it. Django: the project's `urls.py` and `base.html`.

mod app;
mod document;
mod first_page;
mod layout;
mod scroll;
pub mod urls;

pub use app::App;
pub use document::{Assets, document};
pub use first_page::{ErrorDocument, FirstPage};
