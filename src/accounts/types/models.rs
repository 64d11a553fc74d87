//! The models of this domain that have permissions.

use super::Model;

pub const USER: Model = Model::new("accounts", "user", "users");
pub const GROUP: Model = Model::new("accounts", "group", "groups");
/// The exit survey.
pub const DEPARTURE: Model = Model::new("accounts", "departure", "departures");
/// The audit trail.
pub const AUDIT_ENTRY: Model = Model::new("accounts", "auditentry", "audit entries");

pub const MODELS: [Model; 4] = [USER, GROUP, DEPARTURE, AUDIT_ENTRY];
