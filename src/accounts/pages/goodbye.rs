//! After an account was deleted: a public page, which knows nothing of that account.

use leptos::prelude::*;
use leptos_router::{LazyRoute, components::A, lazy_route};

use crate::{
    accounts::{
        components::use_viewer,
        messages::{goodbye as words, label},
        paths,
    },
    shared::NEXT_DEFAULT,
    ui::PageHeading,
};

pub struct GoodbyePage;

#[lazy_route]
impl LazyRoute for GoodbyePage {
    fn data() -> Self {
        Self
    }

    fn view(_this: Self) -> AnyView {
        let is_logged_in = use_viewer().is_authenticated();
        let text = if is_logged_in { words::LOGGED_IN } else { words::TEXT };
        view! {
            <div class="narrow">
                <PageHeading title=words::HEADING/>
                <section class="panel">
                    <p>{text}</p>
                    <div class="form-actions">
                        <A href=NEXT_DEFAULT attr:class="button primary">{label::READ_ARTICLES}</A>
                        {(!is_logged_in).then(|| view! { <A href=paths::SIGNUP attr:class="button quiet">{label::SIGN_UP}</A> })}
                    </div>
                </section>
            </div>
        }
        .into_any()
    }
}
