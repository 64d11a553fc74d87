//! Mail: the outbox and its worker, against a mail server that fails in every way.

mod bounces;
mod commands;
mod mailbox;
mod outbox;
