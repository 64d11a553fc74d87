//! Says that an account was secured, and how a new password is set.

use leptos::prelude::*;

use crate::{
    accounts::messages::secure as words,
    ui::{Address, PageHeading, PageView},
};

pub async fn secured(_: Address) -> PageView {
    Ok(view! {
        <div class="narrow">
            <PageHeading title=words::DONE_HEADING/>
            <section class="panel">
                <p>{words::DONE_TEXT}</p>
            </section>
        </div>
    }
    .into_any())
}
