//! Forms that a browser posts to server functions: running them, and what becomes of a submission that is refused or held.

pub(super) mod early;
pub(super) mod functions;
pub(super) mod held;
pub(super) mod owner;
pub(super) mod redisplay;
mod refused;
mod step_up;
pub(super) mod visitor;
