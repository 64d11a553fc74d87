//! What every part of a page may ask while it is rendered, and the title that it gives to the document.

use std::sync::{
    Arc, Mutex, PoisonError,
    atomic::{AtomicBool, Ordering},
};

use leptos::{prelude::*, reactive::owner::with_context};

use super::submission::{Displayed, Submission};
use crate::shared::{AppError, Clock, Code, Notice, SiteInfo};

/// What a page is: its content, or why there is none.
pub type PageView = Result<AnyView, AppError>;

/// Finds the sentence of a code on the field with this name, if a domain has one.
pub type FindSentence = fn(&str, &Code) -> Option<String>;

/// The sealed id of the logged-in user, which every form carries. When the form is posted after a logout or as another user, the
/// server still knows its owner.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct SealedOwner(pub Option<String>);

/// What the request brings to the page.
#[derive(Default)]
pub struct PageContext {
    /// The submission that the page shows again.
    pub submission: Option<Submission>,
    /// Whether a form of the page has shown it.
    pub displayed: Displayed,
    pub sealed_owner: SealedOwner,
    /// What was done before this page was opened, and whether a part of the page has said so.
    pub notice: Option<Notice>,
    pub is_told: AtomicBool,
    /// What the site says of itself.
    pub site: Arc<SiteInfo>,
    /// Of a page for one user, which may say how long ago something was.
    pub clock: Option<Clock>,
    /// The page is not the first of its list.
    pub is_continued: bool,
    /// `ui` knows only the general sentences; `web` gives those of the domains.
    pub find_sentence: Option<FindSentence>,
}

/// What the page says of itself in the head of the document.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Head {
    /// The text of the document's title.
    pub title: String,
    /// What the page is about, where it is to be found and shared.
    pub description: Option<Description>,
}

/// What search engines show, and other sites where a link to the page is posted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Description {
    /// Without the name of the site.
    pub title: String,
    /// Plain text.
    pub text: String,
    /// Of Open Graph: `article`, `profile`, `website`.
    pub kind: &'static str,
    /// Where it is to be found: the path, with a query only where that makes it another page.
    pub path: String,
}

/// In context: the above.
#[derive(Clone)]
struct Shared(Arc<(PageContext, Mutex<Head>)>);

impl PageContext {
    /// Puts it into the context.
    pub fn provide(self) {
        provide_context(Shared(Arc::new((self, Mutex::default()))));
    }
}

/// Asks the context of the page; `None` outside of a page.
pub(super) fn with_page<T>(ask: impl FnOnce(&PageContext) -> T) -> Option<T> {
    with_context(|Shared(shared): &Shared| ask(&shared.0))
}

/// What the site says of itself.
pub fn use_site() -> Arc<SiteInfo> {
    with_page(|page| page.site.clone()).unwrap_or_default()
}

/// Changes the head.
fn with_head<T>(change: impl FnOnce(&mut Head) -> T) -> Option<T> {
    with_context(|Shared(shared): &Shared| change(&mut shared.1.lock().unwrap_or_else(PoisonError::into_inner)))
}

/// Gives the document its title.
pub(super) fn set_title(title: String) {
    with_head(|head| head.title = title);
}

/// Says what the page is about.
pub fn describe(description: Description) {
    with_head(|head| head.description = Some(description));
}

/// The head that the page has given; empty if it has none.
pub fn take_head() -> Head {
    with_head(std::mem::take).unwrap_or_default()
}

/// Whether this is what was done before the page was opened. The part of the page that asks says so, in its own place.
pub(super) fn is_told_here(notice: Notice) -> bool {
    let tell = |page: &PageContext| page.notice == Some(notice) && !page.is_told.swap(true, Ordering::Relaxed);
    with_page(tell).unwrap_or_default()
}

/// What was done, unless a part of the page has said so.
pub fn untold_notice() -> Option<Notice> {
    with_page(|page| page.notice.filter(|_| !page.is_told.load(Ordering::Relaxed))).flatten()
}

/// The submission to show again in the form of this function.
pub fn submission_to(function: &str) -> Option<Submission> {
    with_page(|page| {
        let submission = page.submission.as_ref().filter(|submission| submission.function == function)?;
        page.displayed.0.store(true, Ordering::Relaxed);
        Some(submission.clone())
    })
    .flatten()
}

/// One value of it.
pub fn submitted_value(function: &str, field: &str) -> Option<String> {
    submission_to(function)?.values.get(field).cloned()
}

/// The names of its fields.
pub fn submitted_names(function: &str) -> Vec<String> {
    submission_to(function).map(|submission| submission.values.into_keys().collect()).unwrap_or_default()
}

/// The sentence of a code on a field: of the field's domain, otherwise the general one.
pub(super) fn sentence(field: &str, code: &Code) -> String {
    let own = with_page(|page| page.find_sentence.and_then(|find| find(field, code))).flatten();
    own.unwrap_or_else(|| code.to_string())
}
