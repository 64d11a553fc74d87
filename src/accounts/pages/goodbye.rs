//! After an account was deleted: a public page, which knows nothing of that account.

use leptos::prelude::*;

use crate::{
    accounts::{
        components::use_viewer,
        messages::{goodbye as words, label},
        paths,
    },
    shared::NEXT_DEFAULT,
    ui::{Address, PageHeading, PageView},
};

pub async fn goodbye(_: Address) -> PageView {
    let is_logged_in = use_viewer().is_authenticated();
    let text = if is_logged_in { words::LOGGED_IN } else { words::TEXT };
    Ok(view! {
        <div class="narrow">
            <PageHeading title=words::HEADING/>
            <section class="panel">
                <p>{text}</p>
                <div class="form-actions">
                    <a href=NEXT_DEFAULT class="button primary">{label::READ_ARTICLES}</a>
                    {(!is_logged_in).then(|| view! { <a href=paths::SIGNUP class="button quiet">{label::SIGN_UP}</a> })}
                </div>
            </section>
        </div>
    }
    .into_any())
}
