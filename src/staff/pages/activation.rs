//! Asks before users are activated or deactivated together: who will be, and who stays as they are. Django: the page of an admin action.

use leptos::{prelude::*, server_fn::ServerFn};

use super::Crumbs;
use crate::{
    shared::Id,
    staff::{
        api::{self, SetActive},
        forms::staff_field::{IS_ACTIVE, LIST, USER_PREFIX},
        messages::{activation as words, common, users},
        paths,
        types::{Activation, GroupMember, Kept, UserQuery},
    },
    ui::{Address, PageHeading, PageView, PostForm, SubmitButton, submitted_names, submitted_value, to},
};

/// Names in the query of the address: which button was pressed, and the ticked users.
pub const DO: &str = "do";
pub const ACTIVATE: &str = "activate";
pub const DEACTIVATE: &str = "deactivate";
pub const CHOSEN: &str = "user";

pub async fn activation(address: Address) -> PageView {
    let ids = address.ids(CHOSEN).into_iter();
    // A submission that is shown again is about those whom it names.
    let names = submitted_names(SetActive::PATH).into_iter();
    let again = names.filter_map(|name| name.strip_prefix(USER_PREFIX)?.parse::<Id>().ok());
    let users: Vec<i64> = ids.chain(again).map(Id::get).collect();
    let is_active = match submitted_value(SetActive::PATH, IS_ACTIVE) {
        Some(value) => !value.is_empty(),
        None => address.trimmed(DO) == ACTIVATE,
    };
    let activation = api::preview_activation(users, is_active).await?;
    let list = submitted_value(SetActive::PATH, LIST).or_else(|| address.query(LIST)).unwrap_or_default();
    let list = UserQuery::way_back(&list).to_string();
    Ok(view! { <Confirm activation list/> }.into_any())
}

#[component]
fn Confirm(
    activation: Activation,
    /// The page of the list that they were chosen on.
    list: String,
) -> impl IntoView {
    let Activation { is_active, changed, kept } = activation;
    let (title, effect) = match is_active {
        true => (words::ACTIVATE, words::ACTIVATED),
        false => (words::DEACTIVATE, words::DEACTIVATED),
    };
    let content = match changed.is_empty() {
        true => view! {
            <p>{if kept.is_empty() { words::NONE_CHOSEN } else { words::NO_ONE }}</p>
            <p><a href=list class="button">{words::BACK}</a></p>
        }
        .into_any(),
        false => view! { <Form users=changed effect is_active list/> }.into_any(),
    };
    let has_kept = !kept.is_empty();
    let kept = kept.into_iter().map(|(user, why)| {
        view! { <li><Name user/> ": " {why_kept(why, is_active)}</li> }
    });
    let kept = kept.collect_view();
    view! {
        <div class="narrow">
            <Crumbs list=(paths::USERS, users::HEADING)/>
            <PageHeading title/>
            <section class="panel">
                {content}
                {has_kept.then(|| view! { <h2>{words::KEPT}</h2> <ul class="plain">{kept}</ul> })}
            </section>
        </div>
    }
}

fn why_kept(kept: Kept, is_active: bool) -> &'static str {
    match (kept, is_active) {
        (Kept::AlreadySo, true) => words::ACTIVE_ALREADY,
        (Kept::AlreadySo, false) => words::DEACTIVATED_ALREADY,
        (Kept::Oneself, _) => words::ONESELF,
        (Kept::HasMore, _) => words::HAS_MORE,
    }
}

#[component]
fn Form(users: Vec<GroupMember>, effect: &'static str, is_active: bool, list: String) -> impl IntoView {
    let count = users.len();
    let class = if is_active { "button primary" } else { "button danger" };
    let fields = users.iter().map(|user| {
        view! { <input type="hidden" name=format!("{USER_PREFIX}{}", user.id.0) value="on"/> }
    });
    let fields = fields.collect_view();
    let names = users.into_iter().map(|user| view! { <li><Name user/></li> }).collect_view();
    view! {
        <p>{effect} {(count > 1).then(|| format!(" {}", words::ALL_OR_NONE))}</p>
        <ul class="plain">{names}</ul>
        <PostForm action={to::<SetActive>()}>
            {is_active.then(|| view! { <input type="hidden" name=IS_ACTIVE value="on"/> })}
            <input type="hidden" name=LIST value=list.clone()/>
            {fields}
            <div class="form-actions">
                <SubmitButton class>{words::confirm(count, is_active)}</SubmitButton>
                <a href=list class="button quiet">{common::CANCEL}</a>
            </div>
        </PostForm>
    }
}

#[component]
fn Name(user: GroupMember) -> impl IntoView {
    view! { <a href=paths::user(user.id)><bdi>{user.username}</bdi></a> }
}
