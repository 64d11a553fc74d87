//! What holds for the whole site: error pages, built files, the health check, the log, the schema.

pub mod assets_and_health;
pub mod errors;
pub mod log;
pub mod schema_parity;
