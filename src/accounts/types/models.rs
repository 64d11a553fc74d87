//! The models of this domain that have permissions.

use super::{Model, PermissionAction::View};

pub const USER: Model = Model::new("accounts", "user", "users");
pub const GROUP: Model = Model::new("accounts", "group", "groups");
/// The exit survey: why users deleted their accounts.
pub const EXIT_SURVEY: Model = Model::new("accounts", "departure", "exit surveys").checking(&[View]);
/// The audit trail.
pub const AUDIT_ENTRY: Model = Model::new("accounts", "auditentry", "audit entries").checking(&[View]);

pub const MODELS: [Model; 4] = [USER, GROUP, EXIT_SURVEY, AUDIT_ENTRY];
