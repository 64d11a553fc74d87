//! The staff area: users, groups, the audit trail, and who may change what.

pub mod access_matrix;
pub mod audit;
pub mod audit_content;
pub mod authority_log;
pub mod escalation;
pub mod group_members;
pub mod list_queries;
pub mod races;
pub mod single_permission;
pub mod users_and_groups;
