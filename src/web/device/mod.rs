//! What a visitor chooses for this device, with or without an account: light or dark, a user name that is filled in, a notice that is put
//! away. All of it is in cookies of the browser; nothing is stored on the server.

pub mod api;
pub mod forms;
pub mod messages;
pub mod notice;
pub mod pages;
pub mod paths;
mod server;
