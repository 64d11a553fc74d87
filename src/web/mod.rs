//! The site as a whole: the document, the URL table with its access, the layout around every page. Uses all domains; no domain uses
//! it. Django: the project's `urls.py` and `base.html`.

mod colours;
pub mod cookies;
pub mod device;
mod document;
pub mod feed;
mod layout;
pub mod messages;
pub mod notices;
mod page;
pub mod pages;
pub mod paths;
mod sentences;
pub mod urls;

pub use document::{Assets, Document, ROOT, root_attributes};
pub use page::{Around, Content, ErrorDocument, Page, render};
pub use sentences::sentence;
