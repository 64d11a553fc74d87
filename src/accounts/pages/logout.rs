//! The logout page: a button, because a GET never changes anything.

use leptos::prelude::*;
use leptos_router::{LazyRoute, components::A, lazy_route};

use super::safe_next;
use crate::{
    accounts::{api::Logout, components::use_viewer, forms::field},
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
                <p>"You are logged in as " <strong dir="auto">{user.display_name()}</strong> "."</p>
                <PostForm action={to::<Logout>()}>
                    <input type="hidden" name=field::NEXT value=next/>
                    <div class="form-actions">
                        <SubmitButton>"Log out"</SubmitButton>
                        <A href="/articles/" attr:class="button quiet">"Stay"</A>
                    </div>
                </PostForm>
            }
            .into_any(),
            None => view! {
                <p>"You are not logged in."</p>
                <div class="form-actions">
                    <A href="/accounts/login/" attr:class="button primary">"Log in"</A>
                    <A href="/articles/" attr:class="button quiet">"Read the articles"</A>
                </div>
            }
            .into_any(),
        };
        view! { <div class="narrow"><PageHeading title="Log out"/><section class="panel">{content}</section></div> }
            .into_any()
    }
}
