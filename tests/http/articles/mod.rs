//! Articles: editing, Markdown, drafts, lists, the search, the feed, moderation, and the rules of access.

mod authors;
mod drafts;
mod editing;
mod feed;
mod list;
mod markdown;
mod moderation;
mod ownership;
mod preview;
mod reading;
mod rules;
mod search;
