//! The native half of the domain: who may do what with which article, and all of its SQL. Compiled for the server only.

mod seed;
pub mod service;
mod store;

use crate::server::{db::Db, settings};

/// What this domain needs to work, made once at start. Cheap to clone.
#[derive(Clone)]
pub struct Articles {
    db: Db,
    page_size: u32,
}

impl Articles {
    pub fn new(db: Db, settings: &settings::Articles) -> Self {
        Self { db, page_size: settings.page_size.get() }
    }
}
