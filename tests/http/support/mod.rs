//! The harness: for each test an app with its own database, and a client that behaves like a browser.

use std::sync::LazyLock;

use tokio::runtime::Runtime;

mod answer;
mod app;
mod article_changes;
pub mod changes;
mod client;
mod command;
pub mod engines;
pub mod faults;
pub mod flood;
pub mod forms;
pub mod held;
pub mod invitations;
pub mod logged;
pub mod mails;
mod migrated;
pub mod own_postgres;
pub mod own_redis;
pub mod own_tls_redis;
mod postgres;
pub mod queries;
pub mod repository;
pub mod rights;
pub mod server;
pub mod smtp;
pub mod staff_changes;
pub mod throttle;
pub mod wire;

pub use answer::Answer;
pub use app::{Kind, TestApp, id_hash, number};
pub use client::{Client, FORM, PASSWORD, Style, encode};
pub use command::Program;
pub use postgres::PostgresDatabase;

/// One runtime with several threads for all tests, as a server has.
static RUNTIME: LazyLock<Runtime> = LazyLock::new(|| Runtime::new().unwrap());

/// Runs a test to its end.
pub fn run<T>(test: impl Future<Output = T>) -> T {
    RUNTIME.block_on(test)
}

/// Defines two tests: on SQLite, and on PostgreSQL, where it is ignored unless `TEST_POSTGRES_URL` is set.
macro_rules! on_both {
    ($name:ident, async |$kind:ident| $body:block) => {
        mod $name {
            #[test]
            fn on_sqlite() {
                $crate::support::run(super::$name($crate::support::Kind::Sqlite));
            }

            #[test]
            #[cfg_attr(not(test_postgres), ignore = "TEST_POSTGRES_URL is not set")]
            fn on_postgres() {
                $crate::support::run(super::$name($crate::support::Kind::Postgres));
            }
        }

        async fn $name($kind: $crate::support::Kind) $body
    };
}
pub(crate) use on_both;
