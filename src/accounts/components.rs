//! Pieces of pages that know users: who is asking, and the menu in the header.

use leptos::prelude::*;
use leptos_router::components::A;

use super::{api::Logout, types::Viewer};
use crate::{
    shared::NextPath,
    ui::{PostForm, SubmitButton},
};

/// Who is asking. Fixed for the life of a document: a change of identity always loads a new one.
pub fn use_viewer() -> Viewer {
    use_context::<Viewer>().unwrap_or_default()
}

/// Log in and Sign up for visitors; the name and Log out for somebody who is logged in (S3).
#[component]
pub fn UserMenu(
    /// Path and query of the current page: where logging in leads back to.
    #[prop(into)]
    here: Signal<String>,
) -> impl IntoView {
    match use_viewer() {
        Viewer::Anonymous => {
            let login = move || {
                NextPath::parse(&here.get()).map_or_else(|| "/accounts/login/".to_owned(), |next| next.login_url())
            };
            view! {
                <div class="user-menu">
                    <A href=login>"Log in"</A>
                    <A href="/accounts/signup/" attr:class="button primary small">"Sign up"</A>
                </div>
            }
            .into_any()
        }
        Viewer::User(user) => {
            let (name, title) = (user.display_name(), user.display_name());
            view! {
                <div class="user-menu">
                    <A href="/accounts/" exact=true attr:class="user-name" attr:title=title attr:dir="auto">{name.clone()}</A>
                    <PostForm action={ServerAction::<Logout>::new()} class="inline-form">
                        <SubmitButton class="button quiet small">"Log out"</SubmitButton>
                    </PostForm>
                </div>
            }
            .into_any()
        }
    }
}
