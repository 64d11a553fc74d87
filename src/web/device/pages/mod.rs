//! One page a file.

mod device;

pub use device::device;
