//! Says that the password was changed (B64). Django: `password_change_done`.

use leptos::prelude::*;
use leptos_router::{LazyRoute, components::A, lazy_route};

use crate::ui::PageHeading;

pub struct PasswordDonePage;

#[lazy_route]
impl LazyRoute for PasswordDonePage {
    fn data() -> Self {
        Self
    }

    fn view(_this: Self) -> AnyView {
        view! {
            <div class="narrow">
                <PageHeading title="Password changed"/>
                <section class="panel">
                    <p>"The new password holds from now on. You are still signed in here; every other session has ended."</p>
                    <div class="form-actions">
                        <A href="/accounts/" attr:class="button primary">"Your account"</A>
                        <A href="/articles/" attr:class="button quiet">"Read the articles"</A>
                    </div>
                </section>
            </div>
        }
        .into_any()
    }
}
