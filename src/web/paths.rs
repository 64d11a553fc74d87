//! The addresses of pages that belong to the site as a whole.

pub const FRONT: &str = "/";
/// In development only.
pub const STYLE: &str = "/-/style/";
pub const PRIVACY: &str = "/privacy/";
