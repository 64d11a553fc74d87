//! Documents that must agree with the code.

mod asvs;
mod behaviours;
mod paths;
