//! Documents that must agree with the code.

pub mod asvs;
pub mod behaviours;
