//! What the next page says of something that was done. Each domain declares its own in its `messages.rs`. Django: `messages`.

/// A sentence, and the id under which the session remembers it. Whether it tells of something done, and which step comes next, is in
/// `web/notices.rs`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Notice {
    pub id: &'static str,
    pub text: &'static str,
}
