//! Says that a password was set by a link (B75). The link does not log in. Django: `password_reset_complete`.

use leptos::prelude::*;

use crate::{
    accounts::{
        messages::{label, reset_done as words},
        paths,
    },
    ui::{Address, PageHeading, PageView},
};

pub async fn reset_done(_: Address) -> PageView {
    Ok(view! {
        <div class="narrow">
            <PageHeading title=words::HEADING/>
            <section class="panel">
                <p>{words::TEXT}</p>
                <div class="form-actions"><a href=paths::LOGIN class="button primary">{label::LOG_IN}</a></div>
            </section>
        </div>
    }
    .into_any())
}
