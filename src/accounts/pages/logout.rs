//! The logout page: a button, because a GET changes nothing.

use leptos::prelude::*;
use leptos_router::{LazyRoute, components::A, lazy_route};

use super::safe_next;
use crate::{
    accounts::{
        api::Logout,
        components::use_viewer,
        forms::field,
        messages::{label, logout as words},
        paths,
    },
    shared::NEXT_DEFAULT,
    ui::{PageHeading, PostForm, SubmitButton, to},
};

pub struct LogoutPage;

#[lazy_route]
impl LazyRoute for LogoutPage {
    fn data() -> Self {
        Self
    }

    fn view(_this: Self) -> AnyView {
        let next = safe_next();
        let content = match use_viewer().user() {
            Some(user) => view! {
                <p>{words::LOGGED_IN_AS} <strong dir="auto">{user.display_name()}</strong> "."</p>
                <PostForm action={to::<Logout>()}>
                    <input type="hidden" name=field::NEXT value=next/>
                    <div class="form-actions">
                        <SubmitButton>{label::LOG_OUT}</SubmitButton>
                        <A href=NEXT_DEFAULT attr:class="button quiet">{words::STAY}</A>
                    </div>
                </PostForm>
            }
            .into_any(),
            None => view! {
                <p>{words::NOT_LOGGED_IN}</p>
                <div class="form-actions">
                    <A href=paths::LOGIN attr:class="button primary">{label::LOG_IN}</A>
                    <A href=NEXT_DEFAULT attr:class="button quiet">{label::READ_ARTICLES}</A>
                </div>
            }
            .into_any(),
        };
        view! { <div class="narrow"><PageHeading title=words::HEADING/><section class="panel">{content}</section></div> }
            .into_any()
    }
}
