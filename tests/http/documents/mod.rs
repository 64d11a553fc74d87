//! Documents that must agree with the code.

mod asvs;
mod behaviours;
mod limits;
mod paths;
mod promises;
mod references;
