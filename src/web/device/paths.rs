//! The address of the page of this domain.

pub const DEVICE: &str = "/device/";
