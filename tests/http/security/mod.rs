//! Security: access, other sites, forged input, headers, throttling, known vulnerabilities.

pub mod access_matrix;
pub mod cross_origin;
pub mod cves;
pub mod forged_rights;
pub mod headers;
pub mod next_addresses;
pub mod stolen_database;
pub mod throttle;
pub mod throttle_devices;
pub mod throttle_networks;
