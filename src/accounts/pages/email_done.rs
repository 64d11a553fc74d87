//! Says that an address was confirmed.

use leptos::prelude::*;

use crate::{
    accounts::{
        messages::{email as words, label},
        paths,
    },
    ui::{Address, PageHeading, PageView},
};

pub async fn email_done(_: Address) -> PageView {
    Ok(view! {
        <div class="narrow">
            <PageHeading title=words::DONE_HEADING/>
            <section class="panel">
                <p>{words::DONE_TEXT}</p>
                <div class="form-actions"><a href=paths::ACCOUNT class="button primary">{label::YOUR_ACCOUNT}</a></div>
            </section>
        </div>
    }
    .into_any())
}
