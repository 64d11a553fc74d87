//! Says that a password was set by a link (B75). Nobody is logged in by it. Django: `password_reset_complete`.

use leptos::prelude::*;
use leptos_router::{LazyRoute, components::A, lazy_route};

use crate::ui::PageHeading;

pub struct ResetDonePage;

#[lazy_route]
impl LazyRoute for ResetDonePage {
    fn data() -> Self {
        Self
    }

    fn view(_this: Self) -> AnyView {
        view! {
            <div class="narrow">
                <PageHeading title="Password set"/>
                <section class="panel">
                    <p>"The new password holds from now on. You can log in with it."</p>
                    <div class="form-actions"><A href="/accounts/login/" attr:class="button primary">"Log in"</A></div>
                </section>
            </div>
        }
        .into_any()
    }
}
