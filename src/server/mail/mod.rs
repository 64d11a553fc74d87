//! Mail: letters are put into the outbox in the transaction that causes them, and a worker sends them; no request waits for that.
//! It knows no domain: which letters there are, and their sentences, is said by those who write them. Django: `django.core.mail`.

mod address;
mod bounces;
mod bounces_store;
mod error;
mod letter;
mod outbox;
mod outbox_store;
mod post_office;
mod refusal;
mod render;
mod sealed;
mod transport;
mod worker;

pub use error::MailError;
pub use letter::{Block, Letter};
pub use outbox::{FAILED, Listed, RETRIED, SENT, WAITING};
pub use post_office::{Mail, has_public_domain};
pub use sealed::Content;
pub use worker::{Prepare, run};
