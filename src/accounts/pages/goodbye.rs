//! After leaving: a page for anybody, which knows nothing of who has left.

use leptos::prelude::*;
use leptos_router::{LazyRoute, components::A, lazy_route};

use crate::ui::PageHeading;

pub struct GoodbyePage;

#[lazy_route]
impl LazyRoute for GoodbyePage {
    fn data() -> Self {
        Self
    }

    fn view(_this: Self) -> AnyView {
        view! {
            <div class="narrow">
                <PageHeading title="Goodbye"/>
                <section class="panel">
                    <p>"An account that was deleted is gone for good, with all its sessions. Thank you for having been here."</p>
                    <div class="form-actions">
                        <A href="/articles/" attr:class="button primary">"Read the articles"</A>
                        <A href="/accounts/signup/" attr:class="button quiet">"Sign up"</A>
                    </div>
                </section>
            </div>
        }
        .into_any()
    }
}
