//! Entries of the audit trail: when, by which actor, what was done, and each field before and after.

use leptos::prelude::*;

use crate::{
    accounts::{
        components::use_viewer,
        types::{Change, GROUP, PermissionAction, USER, UserId},
    },
    staff::{
        messages::{audit as words, common},
        paths,
        types::AuditEntry,
    },
    ui::Time,
};

#[component]
pub fn AuditTable(entries: Vec<AuditEntry>) -> impl IntoView {
    view! {
        <table class="table audit" aria-label=words::HEADING>
            <thead>
                <tr>
                    <th scope="col">{words::WHEN}</th>
                    <th scope="col">{words::ACTOR_AND_ACTION}</th>
                    <th scope="col">{words::CHANGES}</th>
                    <th scope="col">{words::ADDRESS}</th>
                </tr>
            </thead>
            <tbody>{entries.into_iter().map(|entry| view! { <Row entry/> }).collect_view()}</tbody>
        </table>
    }
}

#[component]
fn Row(entry: AuditEntry) -> impl IntoView {
    let AuditEntry { at, actor_id, actor, phrase, target_kind, target_id, target, changes, address, .. } = entry;
    let viewer = use_viewer();
    let target_path = match (target_kind.as_str(), target_id) {
        ("user", Some(id)) => viewer.has(USER.may(PermissionAction::View)).then(|| paths::user(UserId(id))),
        ("group", Some(id)) => viewer.has(GROUP.may(PermissionAction::View)).then(|| paths::group(id)),
        ("invitation", Some(id)) => viewer.has(USER.may(PermissionAction::Add)).then(|| paths::invitation(id)),
        _ => None,
    };
    let actor_path =
        actor_id.filter(|_| viewer.has(USER.may(PermissionAction::View))).map(|id| paths::user(UserId(id)));
    // An IPv6 address may be as long as a sentence: that one may break.
    let class = (address.len() <= 16).then_some("address");
    let address = if address.is_empty() { common::NONE.to_owned() } else { address };
    view! {
        <tr>
            <td data-label=words::WHEN><Time at/></td>
            <td data-label=words::ACTOR_AND_ACTION>
                <div>
                    <Name name=actor path=actor_path/> " " {phrase} " " {target_kind} " "
                    <Name name=target path=target_path/>
                </div>
            </td>
            <td data-label=words::CHANGES><Changes changes/></td>
            <td data-label=words::ADDRESS class=class><bdi>{address}</bdi></td>
        </tr>
    }
}

/// A name, as a link where the viewer may open it.
#[component]
fn Name(name: String, path: Option<String>) -> impl IntoView {
    let name = view! { <bdi>{name}</bdi> };
    match path {
        Some(path) => view! { <a href=path>{name}</a> }.into_any(),
        None => name.into_any(),
    }
}

#[component]
fn Changes(changes: Vec<Change>) -> impl IntoView {
    if changes.is_empty() {
        return common::NONE.into_any();
    }
    let items = changes.into_iter().map(|Change { what, before, after }| {
        view! {
            <li>
                <strong>{what}</strong> ": "
                <bdi>{in_words(before)}</bdi>
                <span aria-hidden="true">" → "</span><span class="visually-hidden">{words::BECAME}</span>
                <bdi>{in_words(after)}</bdi>
            </li>
        }
    });
    view! { <ul class="changes">{items.collect_view()}</ul> }.into_any()
}

/// Flags and empty values in words.
fn in_words(value: String) -> String {
    match value.as_str() {
        "" => words::EMPTY.to_owned(),
        "true" => words::YES.to_owned(),
        "false" => words::NO.to_owned(),
        _ => value,
    }
}
