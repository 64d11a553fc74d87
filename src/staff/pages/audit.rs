//! The audit trail: who changed what, before and after, newest first. Nothing here can be changed. Django: `LogEntry`.

use leptos::prelude::*;
use leptos_router::{LazyRoute, components::A, hooks::use_query_map, lazy_route};

use super::{
    Crumbs, group_path,
    search::{SearchChoice, SearchForm, SearchText, address},
    user_path,
};
use crate::{
    accounts::{
        components::use_viewer,
        types::{Change, GROUP, PermissionAction, USER, UserId},
    },
    shared::{AppError, Page},
    staff::{
        api,
        types::{AuditEntry, AuditQuery},
    },
    ui::{PageHeading, Pagination, Time, cursor_of_address, when_there},
};

const PATH: &str = "/staff/audit/";

/// Names in the address.
const ACTOR: &str = "actor";
const TARGET: &str = "target";
const ACTION: &str = "action";

/// What can be looked for: its id, and words.
const ACTIONS: [(&str, &str); 7] = [
    ("", "Everything"),
    ("created", "Made"),
    ("changed", "Changed"),
    ("deleted", "Deleted"),
    ("sessions_ended", "Sessions ended"),
    ("reset_link_made", "Password link made"),
    ("password_set", "Password set"),
];

pub struct AuditPage {
    entries: Resource<Result<(AuditQuery, Page<AuditEntry>), AppError>>,
}

#[lazy_route]
impl LazyRoute for AuditPage {
    fn data() -> Self {
        let (query, cursor) = (use_query_map(), cursor_of_address());
        let asked = move || {
            query.with(|query| {
                let given = |name| query.get_str(name).unwrap_or_default().trim().to_owned();
                AuditQuery { actor: given(ACTOR), target: given(TARGET), action: given(ACTION), cursor: cursor() }
            })
        };
        let fetch = |query: AuditQuery| async move { Ok((query.clone(), api::staff_audit(query).await?)) };
        Self { entries: Resource::new(asked, fetch) }
    }

    fn view(this: Self) -> AnyView {
        when_there(this.entries, |(query, page)| view! { <Trail query page/> }).into_any()
    }
}

#[component]
fn Trail(query: AuditQuery, page: Page<AuditEntry>) -> impl IntoView {
    let here = address(PATH, &[(ACTOR, &query.actor), (TARGET, &query.target), (ACTION, &query.action)]);
    let is_narrowed = here != PATH;
    let (newer, older) = page.neighbours(&here, |entry| entry.id);
    let content = match page.items.is_empty() {
        true => view! { <Empty is_past_the_end=page.has_newer || page.has_older is_narrowed here/> }.into_any(),
        false => view! { <Table entries=page.items/> }.into_any(),
    };
    view! {
        <div class="staff">
            <Crumbs/>
            <div class="page-head"><PageHeading title="Audit trail"/></div>
            <SearchForm path=PATH is_narrowed>
                <SearchText name=ACTOR label="Who" value=query.actor help="A whole user name."/>
                <SearchText name=TARGET label="To whom or what" value=query.target help="A whole name."/>
                <SearchChoice name=ACTION label="What" choices=ACTIONS.to_vec() chosen=query.action/>
            </SearchForm>
            {content}
            <Pagination newer older/>
        </div>
    }
}

#[component]
fn Table(entries: Vec<AuditEntry>) -> impl IntoView {
    view! {
        <table class="table audit" aria-label="Audit trail">
            <thead>
                <tr>
                    <th scope="col">"When"</th>
                    <th scope="col">"Who did what"</th>
                    <th scope="col">"Changes"</th>
                    <th scope="col">"Address"</th>
                </tr>
            </thead>
            <tbody>{entries.into_iter().map(|entry| view! { <Row entry/> }).collect_view()}</tbody>
        </table>
    }
}

#[component]
fn Row(entry: AuditEntry) -> impl IntoView {
    let AuditEntry { at, actor_id, actor, action, target_kind, target_id, target, changes, address, .. } = entry;
    let viewer = use_viewer();
    let path = match (target_kind.as_str(), target_id) {
        ("user", Some(id)) => viewer.has(USER.may(PermissionAction::View)).then(|| user_path(UserId(id))),
        ("group", Some(id)) => viewer.has(GROUP.may(PermissionAction::View)).then(|| group_path(id)),
        _ => None,
    };
    let actor_path = actor_id.filter(|_| viewer.has(USER.may(PermissionAction::View))).map(|id| user_path(UserId(id)));
    let named = |name: String, path: Option<String>| {
        let name = view! { <bdi>{name}</bdi> };
        match path {
            Some(path) => view! { <A href=path>{name}</A> }.into_any(),
            None => name.into_any(),
        }
    };
    let (actor, name) = (named(actor, actor_path), named(target, path));
    let address = if address.is_empty() { "none".to_owned() } else { address };
    view! {
        <tr>
            <td data-label="When"><Time at/></td>
            <td data-label="Who did what"><div>{actor} " " {action} " " {target_kind} " " {name}</div></td>
            <td data-label="Changes"><Changes changes/></td>
            <td data-label="Address"><bdi>{address}</bdi></td>
        </tr>
    }
}

#[component]
fn Changes(changes: Vec<Change>) -> impl IntoView {
    if changes.is_empty() {
        return "none".into_any();
    }
    let items = changes.into_iter().map(|Change { what, before, after }| {
        view! {
            <li>
                <strong>{what}</strong> ": "
                <bdi>{or_nothing(before)}</bdi>
                <span aria-hidden="true">" → "</span><span class="visually-hidden">" became "</span>
                <bdi>{or_nothing(after)}</bdi>
            </li>
        }
    });
    view! { <ul class="changes">{items.collect_view()}</ul> }.into_any()
}

/// Flags and absent texts in words.
fn or_nothing(value: String) -> String {
    match value.as_str() {
        "" => "nothing".to_owned(),
        "true" => "yes".to_owned(),
        "false" => "no".to_owned(),
        _ => value,
    }
}

#[component]
fn Empty(
    /// There are entries, only not on this page of the list.
    is_past_the_end: bool,
    is_narrowed: bool,
    /// The first page.
    here: String,
) -> impl IntoView {
    let (text, link) = match (is_past_the_end, is_narrowed) {
        (true, _) => ("The list ends before this page.", Some((here, "To its beginning"))),
        (false, true) => ("Nothing fits what you look for.", Some((PATH.to_owned(), "Show everything"))),
        (false, false) => ("As soon as staff changes something, it stands here.", None),
    };
    view! {
        <div class="empty-state">
            <h2>"No entries here"</h2>
            <p>{text}</p>
            {link.map(|(href, label)| view! { <A href=href attr:class="button primary">{label}</A> })}
        </div>
    }
}
