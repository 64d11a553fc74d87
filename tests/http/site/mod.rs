//! The whole site: error pages, built files, the health check, the log, the schema, and what an older version stored.

mod addresses;
mod assets_and_health;
mod cached_answers;
mod colours;
mod encodings;
mod errors;
mod front;
mod log;
mod metrics;
mod odd_headers;
mod origin_log;
mod page_cache;
mod preferences;
mod queries;
mod query_count;
mod release_before;
mod schema_parity;
mod small_files;
mod style;
mod texts;
