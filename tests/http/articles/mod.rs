//! Articles: editing, drafts, the list, moderation, and the rules of access.

pub mod drafts;
pub mod editing;
pub mod list;
pub mod moderation;
pub mod ownership;
pub mod rules;
