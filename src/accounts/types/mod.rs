//! What both sides know of accounts: wire-safe, no I/O. Django: the models, without their secrets and their SQL.

mod account;
mod password;
mod user;

pub use account::{
    ActivityEntry, BelongingCount, Event, LeavingSummary, Noun, OwnProfile, PendingAction, SESSIONS_COUNTED,
    SessionInfo,
};
pub use password::PasswordInput;
pub use user::{User, UserId, Viewer, display_name};
