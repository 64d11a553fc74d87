//! The staff area: users, groups, the audit trail, and who may change what.

mod access_matrix;
mod activation;
mod audit;
mod audit_content;
mod authority_log;
mod checked_permissions;
mod downloads;
mod escalation;
mod group_members;
mod group_names;
mod invitation_odds;
mod invitations;
mod list_queries;
mod races;
mod single_permission;
mod user_search;
mod users_and_groups;
mod ways;
