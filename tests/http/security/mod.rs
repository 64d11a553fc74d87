//! Security: access, other sites, forged input, headers, throttling, known vulnerabilities.

mod access_matrix;
mod bodies;
mod connections;
mod cross_origin;
mod cves;
mod forged_rights;
mod headers;
mod next_addresses;
mod password_pages;
mod stolen_database;
mod throttle;
mod throttle_devices;
mod throttle_floods;
mod throttle_networks;
