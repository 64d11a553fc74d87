//! The logout page: a button, because a GET changes nothing.

use leptos::prelude::*;

use super::safe_next;
use crate::{
    accounts::{
        api::Logout,
        components::use_viewer,
        forms::field,
        guard_island::LOGGED_OUT,
        messages::{label, logout as words},
        paths,
    },
    shared::NEXT_DEFAULT,
    ui::{Address, PageHeading, PageView, PostForm, SubmitButton, to},
};

pub async fn logout(address: Address) -> PageView {
    let next = safe_next(&address);
    let content = match use_viewer().user() {
        Some(user) => view! {
            <p>{words::LOGGED_IN_AS} <strong dir="auto">{user.display_name()}</strong> "."</p>
            <PostForm action={to::<Logout>()} tells=LOGGED_OUT>
                <input type="hidden" name=field::NEXT value=next/>
                <div class="form-actions">
                    <SubmitButton>{label::LOG_OUT}</SubmitButton>
                    <a href=NEXT_DEFAULT class="button quiet">{words::STAY}</a>
                </div>
            </PostForm>
        }
        .into_any(),
        None => view! {
            <p>{words::NOT_LOGGED_IN}</p>
            <div class="form-actions">
                <a href=paths::LOGIN class="button primary">{label::LOG_IN}</a>
                <a href=NEXT_DEFAULT class="button quiet">{label::READ_ARTICLES}</a>
            </div>
        }
        .into_any(),
    };
    Ok(view! { <div class="narrow"><PageHeading title=words::HEADING/><section class="panel">{content}</section></div> }
        .into_any())
}
