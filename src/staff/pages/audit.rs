//! The audit trail: each change by staff, before and after, newest first. Nothing here can be changed. Django: `LogEntry`.

use leptos::prelude::*;
use leptos_router::{LazyRoute, components::A, lazy_route};

use super::{
    Crumbs,
    audit_table::AuditTable,
    search::{SearchChoice, SearchForm, SearchText, address},
};
use crate::{
    accounts::types::AuditAction,
    shared::{AppError, Page},
    staff::{
        api,
        messages::{audit as words, common},
        paths,
        types::{AuditEntry, AuditQuery},
    },
    ui::{PageHeading, Pagination, cursor_of_address, query_of_address, when_there},
};

/// Names in the query of the address.
const ACTOR: &str = "actor";
const TARGET: &str = "target";
const ACTION: &str = "action";

pub struct AuditPage {
    entries: Resource<Result<(AuditQuery, Page<AuditEntry>), AppError>>,
}

#[lazy_route]
impl LazyRoute for AuditPage {
    fn data() -> Self {
        let (address, cursor) = (query_of_address(), cursor_of_address());
        let query = move || {
            let value = |name| address(name).unwrap_or_default().trim().to_owned();
            AuditQuery { actor: value(ACTOR), target: value(TARGET), action: value(ACTION), cursor: cursor() }
        };
        let fetch = |query: AuditQuery| async move { Ok((query.clone(), api::audit(query).await?)) };
        Self { entries: Resource::new(query, fetch) }
    }

    fn view(this: Self) -> AnyView {
        when_there(this.entries, |(query, page)| view! { <Trail query page/> }).into_any()
    }
}

#[component]
fn Trail(query: AuditQuery, page: Page<AuditEntry>) -> impl IntoView {
    let here = address(paths::AUDIT, &[(ACTOR, &query.actor), (TARGET, &query.target), (ACTION, &query.action)]);
    let is_narrowed = here != paths::AUDIT;
    let (newer, older) = page.neighbours(&here, |entry| entry.id);
    let content = match page.items.is_empty() {
        true => view! { <Empty is_past_the_end=page.has_newer || page.has_older is_narrowed here/> }.into_any(),
        false => view! { <AuditTable entries=page.items/> }.into_any(),
    };
    let any = [("", words::ANY_ACTION)].into_iter();
    let choices = any.chain(AuditAction::ALL.map(|action| (action.id(), words::action(action)))).collect();
    view! {
        <div class="staff">
            <Crumbs/>
            <div class="page-head"><PageHeading title=words::HEADING/></div>
            <SearchForm path=paths::AUDIT is_narrowed>
                <SearchText name=ACTOR label=words::ACTOR value=query.actor help=words::EXACT_USERNAME/>
                <SearchText name=TARGET label=words::TARGET value=query.target help=words::EXACT_NAME/>
                <SearchChoice name=ACTION label=words::ACTION choices chosen=query.action/>
            </SearchForm>
            {content}
            <Pagination newer older/>
        </div>
    }
}

#[component]
fn Empty(
    /// There are entries, but not on this page of the list.
    is_past_the_end: bool,
    is_narrowed: bool,
    /// The first page.
    here: String,
) -> impl IntoView {
    let (text, link) = match (is_past_the_end, is_narrowed) {
        (true, _) => (common::PAST_THE_END, Some((here, common::TO_THE_START))),
        (false, true) => (words::NO_MATCH, Some((paths::AUDIT.to_owned(), words::SHOW_ALL))),
        (false, false) => (words::NOTHING_YET, None),
    };
    view! {
        <div class="empty-state">
            <h2>{words::NO_ENTRIES}</h2>
            <p>{text}</p>
            {link.map(|(href, label)| view! { <A href=href attr:class="button primary">{label}</A> })}
        </div>
    }
}
