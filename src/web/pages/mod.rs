//! The pages that belong to the site as a whole. One page a file.

mod front;
mod privacy;
mod style;

pub use front::front;
pub use privacy::privacy;
pub use style::style;
