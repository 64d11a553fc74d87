//! Articles: editing, drafts, the list, moderation, and the rules of access.

mod drafts;
mod editing;
mod list;
mod moderation;
mod ownership;
mod rules;
