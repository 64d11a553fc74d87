//! What holds for the whole site: error pages, built files, the health check, the log, the schema.

mod assets_and_health;
mod errors;
mod log;
mod schema_parity;
