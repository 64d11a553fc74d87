//! Says that the password was changed (B64). Django: `password_change_done`.

use leptos::prelude::*;
use leptos_router::{LazyRoute, components::A, lazy_route};

use crate::{
    accounts::{
        messages::{label, password_done as words},
        paths,
    },
    shared::NEXT_DEFAULT,
    ui::PageHeading,
};

pub struct PasswordDonePage;

#[lazy_route]
impl LazyRoute for PasswordDonePage {
    fn data() -> Self {
        Self
    }

    fn view(_this: Self) -> AnyView {
        view! {
            <div class="narrow">
                <PageHeading title=words::HEADING/>
                <section class="panel">
                    <p>{words::TEXT}</p>
                    <div class="form-actions">
                        <A href=paths::ACCOUNT attr:class="button primary">{label::YOUR_ACCOUNT}</A>
                        <A href=NEXT_DEFAULT attr:class="button quiet">{label::READ_ARTICLES}</A>
                    </div>
                </section>
            </div>
        }
        .into_any()
    }
}
