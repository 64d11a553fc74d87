//! The whole site: error pages, built files, the health check, the log, the schema, and what an older version stored.

mod addresses;
mod assets_and_health;
mod encodings;
mod errors;
mod log;
mod odd_headers;
mod origin_log;
mod queries;
mod query_count;
mod release_before;
mod schema_parity;
mod small_files;
mod texts;
