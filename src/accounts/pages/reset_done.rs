//! Says that a password was set by a link (B75). The link does not log in. Django: `password_reset_complete`.

use leptos::prelude::*;
use leptos_router::{LazyRoute, components::A, lazy_route};

use crate::{
    accounts::{
        messages::{label, reset_done as words},
        paths,
    },
    ui::PageHeading,
};

pub struct ResetDonePage;

#[lazy_route]
impl LazyRoute for ResetDonePage {
    fn data() -> Self {
        Self
    }

    fn view(_this: Self) -> AnyView {
        view! {
            <div class="narrow">
                <PageHeading title=words::HEADING/>
                <section class="panel">
                    <p>{words::TEXT}</p>
                    <div class="form-actions"><A href=paths::LOGIN attr:class="button primary">{label::LOG_IN}</A></div>
                </section>
            </div>
        }
        .into_any()
    }
}
