//! What forms and pages do in the browser, on the HTML that the server has made: plain Rust on web-sys, found by `data-` attributes.
//! The folder is the gate: it is compiled for the browser only. No sentence stands here; the document has them all.

pub mod answer;
pub mod connection;
pub mod copying;
pub mod countdown;
pub mod counter;
pub mod dom;
mod draft_store;
pub mod drafts;
pub mod editor;
mod errors;
pub mod fields;
pub mod filter;
pub mod form;
pub mod json;
pub mod judge;
pub mod later;
pub mod listen;
mod offers;
pub mod page;
pub mod password;
pub mod post;
pub mod step_up;
pub mod storage;
pub mod time;
pub mod under_way;
mod unsaved;
pub mod whole_address;
