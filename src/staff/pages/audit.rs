//! The audit trail: each change by staff, before and after, newest first. Nothing here can be changed. Django: `LogEntry`.

use leptos::prelude::*;

use super::{
    Crumbs,
    audit_table::AuditTable,
    search::{SearchChoice, SearchForm, SearchText},
};
use crate::{
    accounts::types::AuditAction,
    shared::{Page, address_with},
    staff::{
        api,
        messages::{audit as words, common},
        paths,
        types::{AuditEntry, AuditQuery},
    },
    ui::{Address, PageHeading, PageView, Pagination},
};

/// Names in the query of the address.
const ACTOR: &str = "actor";
const TARGET: &str = "target";
const ACTION: &str = "action";

pub async fn audit(address: Address) -> PageView {
    let value = |name| address.trimmed(name);
    let query =
        AuditQuery { actor: value(ACTOR), target: value(TARGET), action: value(ACTION), cursor: address.cursor() };
    let page = api::audit(query.clone()).await?;
    Ok(view! { <Trail query page/> }.into_any())
}

#[component]
fn Trail(query: AuditQuery, page: Page<AuditEntry>) -> impl IntoView {
    let here = address_with(paths::AUDIT, &[(ACTOR, &query.actor), (TARGET, &query.target), (ACTION, &query.action)]);
    let is_narrowed = here != paths::AUDIT;
    let (newer, older) = page.neighbours(&here, |entry| entry.id);
    let content = match page.items.is_empty() {
        true => view! { <Empty is_past_the_end=page.has_newer || page.has_older is_narrowed here/> }.into_any(),
        false => view! { <AuditTable entries=page.items/> }.into_any(),
    };
    let any = [("", words::ANY_ACTION)].into_iter();
    let choices = any.chain(AuditAction::ALL.map(|action| (action.id(), words::action(action))));
    let choices = choices.map(|(id, label)| (id.to_owned(), label.to_owned())).collect();
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
            {link.map(|(href, label)| view! { <a href=href class="button primary">{label}</a> })}
        </div>
    }
}
