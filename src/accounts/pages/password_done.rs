//! Says that the password was changed (B64). Django: `password_change_done`.

use leptos::prelude::*;

use crate::{
    accounts::{
        components::AccountFrame,
        messages::{label, password_done as words},
        paths,
    },
    shared::NEXT_DEFAULT,
    ui::{Address, PageHeading, PageView},
};

pub async fn password_done(_: Address) -> PageView {
    Ok(view! {
        <AccountFrame here=paths::PASSWORD>
            <PageHeading title=words::HEADING/>
            <section class="panel">
                <p>{words::TEXT}</p>
                <div class="form-actions">
                    <a href=paths::ACCOUNT class="button primary">{label::YOUR_ACCOUNT}</a>
                    <a href=NEXT_DEFAULT class="button quiet">{label::READ_ARTICLES}</a>
                </div>
            </section>
        </AccountFrame>
    }
    .into_any())
}
