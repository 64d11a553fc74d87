//! One database of two kinds: SQLite inside the process, or PostgreSQL. The SQL is in each domain's store, not here.
//! `with_db!` runs a query on either, `with_tx!` a statement in a transaction. Django: `django.db`.

pub mod address;
pub mod backup;
mod carried;
mod health;
mod migrations;
mod open_error;
mod pool;
mod prepare_lock;
pub mod public_pages;
mod request_scope;
mod request_tx;
pub mod restore;
mod tx;
mod use_lock;

pub use health::Health;
pub use migrations::{MigrationError, migrate, pending};
pub use open_error::{DbError, pooler_remedy};
pub use pool::{Db, Limits, PoolState};
pub use request_tx::{JoinedTx, OpenTx, RequestTx};
pub use tx::{Tx, TxConnection};

/// Runs a body on either database: `$pool` is the pool for reading (`read`) or for writing (`write`).
///
/// The body is compiled once for each kind, so its SQL must read on both (house dialect: `$1`, `TRUE`, `ON CONFLICT`).
macro_rules! with_db {
    (read $db:expr, |$pool:ident| $body:expr) => {
        match $db {
            $crate::server::db::Db::Sqlite { readers: $pool, .. } => $body,
            $crate::server::db::Db::Postgres($pool) => $body,
        }
    };
    (write $db:expr, |$pool:ident| $body:expr) => {
        match $db {
            $crate::server::db::Db::Sqlite { writer: $pool, .. } => $body,
            $crate::server::db::Db::Postgres($pool) => $body,
        }
    };
}
pub(crate) use tx::{ended, with_tx};
pub(crate) use with_db;
