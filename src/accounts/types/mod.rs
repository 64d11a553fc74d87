//! The types of accounts for both sides: safe to send, without I/O. Django: the models, without their secrets and their SQL.

mod account;
mod audit;
mod models;
mod password;
mod permission;
mod rights;
mod session_state;
mod user;

pub use account::{
    ActivityEntry, ActivityEvent, ContentCount, DeletionPreview, Noun, OpenedLink, OwnProfile, PendingAction,
    SESSIONS_COUNTED, SessionInfo,
};
pub use audit::{AuditAction, Change, changed};
pub use models::{AUDIT_ENTRY, EXIT_SURVEY, GROUP, MODELS, USER};
pub use password::PasswordInput;
pub use permission::{Model, Permission, PermissionAction, PermissionSet};
pub use rights::Rights;
pub use session_state::SessionState;
pub use user::{User, UserId, Viewer, display_name, initials};
