//! What an engine reads of a session at the beginning of a request.

use crate::{
    accounts::{server::store::UserRow, types::PermissionSet},
    server::db::public_pages::Generation,
};

/// What stands beside the data of a session, as it was when the request came.
#[derive(Debug, Clone, Copy)]
pub struct LoadedRow {
    /// Its number: what pages and forms call it by.
    pub id: i64,
    /// When the password was last entered, in Unix seconds.
    pub authenticated: i64,
    pub last_seen: i64,
    pub expires: i64,
    pub is_logged_in: bool,
}

/// The user of a session, read in one query: who is asking costs no other.
pub struct LoadedUser {
    pub row: UserRow,
    /// Given directly and by groups.
    pub permissions: PermissionSet,
    /// What visitors see, at the beginning of the request.
    pub public: Option<Generation>,
}
