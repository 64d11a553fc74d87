//! From a page of the URL table, or a refusal, to the HTML of a document. Everything a page shows is fetched first, so that the answer is
//! whole before its first byte: status and redirects are right.

use std::sync::Arc;

use leptos::prelude::*;

use super::{
    document::{Document, Parts, root_attributes},
    layout::Layout,
    sentences::sentence,
    urls::PageUrl,
};
use crate::{
    accounts::types::{User, Viewer},
    server::preferences::Preferences,
    shared::{AppError, Clock, Cursor, Notice, SiteInfo, Timestamp},
    ui::{
        Address, Displayed, ErrorPage, PageContext, SealedOwner, Submission, SubmittedValues, take_head, untold_notice,
    },
};

/// What asks for the focus, and the notice that does, as the framework writes them.
const AUTOFOCUS: &str = " autofocus";
const NOTICE: &str = "role=\"status\" tabindex=\"-1\"";

/// What a document says beside its content.
pub struct Around {
    pub viewer: Viewer,
    pub sealed_owner: SealedOwner,
    /// Path and query.
    pub here: Address,
    /// The submission that the page shows again, and whether it has done so.
    pub submission: Option<Submission>,
    pub displayed: Displayed,
    /// What was done.
    pub notice: Option<Notice>,
    pub request_id: String,
    pub site: Arc<SiteInfo>,
    pub preferences: Preferences,
    pub now: Timestamp,
    /// Of the script. Without one the document stays plain HTML.
    pub nonce: Option<String>,
}

/// The content.
pub enum Content {
    Page(&'static PageUrl),
    Error(ErrorDocument),
}

/// An error page instead of an answer.
#[derive(Debug, Clone)]
pub struct ErrorDocument {
    pub error: AppError,
    pub status: u16,
    pub values: Option<SubmittedValues>,
}

impl From<AppError> for ErrorDocument {
    fn from(error: AppError) -> Self {
        Self { status: error.status(), error, values: None }
    }
}

/// A finished document and the status of its answer.
pub struct Page {
    pub status: u16,
    pub html: String,
}

/// Renders a document in the context of its request.
///
/// # Errors
/// [`AppError::LoginRequired`] when the session has ended since access was checked: the viewer has to be sent to the login.
pub async fn render(document: &Document, around: Around, content: Content) -> Result<Page, AppError> {
    let Around { viewer, here, notice, request_id, preferences, nonce, .. } = &around;
    let (notice, has_parts, zone) = (*notice, nonce.is_some(), preferences.zone);
    let (here, request_id, nonce) = (here.clone(), request_id.clone(), nonce.clone());
    let user = viewer.user().map(|user| user.id);
    // A page that is kept for visitors knows no clock and no zone.
    let clock = user.map(|_| Clock { now: around.now, zone });
    let rights = viewer.user().map(User::rights);
    let root = root_attributes(preferences.theme, if user.is_some() { zone } else { 0 }, rights);
    provide_context(viewer.clone());
    PageContext {
        submission: around.submission,
        displayed: around.displayed,
        sealed_owner: around.sealed_owner,
        notice,
        is_told: false.into(),
        site: around.site,
        clock,
        is_continued: here.cursor() != Cursor::First,
        find_sentence: Some(sentence),
    }
    .provide();
    let shown = match content {
        Content::Page(page) => match (page.view)(here.clone()).await {
            Err(AppError::LoginRequired) => return Err(AppError::LoginRequired),
            shown => shown.map_err(ErrorDocument::from),
        },
        Content::Error(error) => Err(error),
    };
    let (status, page) = match shown {
        Ok(page) => (200, page),
        Err(ErrorDocument { error, status, values }) => {
            let here = here.as_str().to_owned();
            (status, view! { <ErrorPage error status values here request_id/> }.into_any())
        }
    };
    let body = view! { <Layout here notice=untold_notice() has_parts page/> }.to_html();
    let body = if notice.is_some() { with_one_focus(body) } else { body };
    let parts = Parts { user, root: &root, head: &take_head(), nonce: nonce.as_deref(), body: &body };
    Ok(Page { status, html: document.write(&parts) })
}

/// A field of the page that asks for the focus gets it, although the notice stands before it. The prompt for the password comes after.
fn with_one_focus(body: String) -> String {
    let page = body.split("</main>").next().unwrap_or_default();
    let has_field = page.matches(AUTOFOCUS).nth(1).is_some();
    if has_field { body.replacen(&format!("{NOTICE}{AUTOFOCUS}"), NOTICE, 1) } else { body }
}
