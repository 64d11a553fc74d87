//! What this site keeps in a visitor's browser: the table of cookies, as the code has it.

use std::sync::Arc;

use leptos::prelude::*;

use crate::{
    server::{context::extension, preferences::CookieNames},
    ui::{Address, PageHeading, PageView},
    web::{
        cookies::{COOKIES, CookieRow, Name},
        messages::cookies as words,
    },
};

pub async fn privacy(_: Address) -> PageView {
    let names: Arc<CookieNames> = extension()?;
    Ok(view! {
        <div class="account">
            <PageHeading title=words::HEADING/>
            <p>{words::TEXT}</p>
            <table class="table" aria-label=words::HEADING>
                <thead>
                    <tr>
                        <th scope="col">{words::NAME}</th>
                        <th scope="col">{words::PURPOSE}</th>
                        <th scope="col">{words::LASTS}</th>
                        <th scope="col">{words::READ_BY}</th>
                    </tr>
                </thead>
                <tbody>{COOKIES.iter().map(|cookie| view! { <Row cookie names=names.clone()/> }).collect_view()}</tbody>
            </table>
            <p>{words::DRAFTS}</p>
        </div>
    }
    .into_any())
}

#[component]
fn Row(cookie: &'static CookieRow, names: Arc<CookieNames>) -> impl IntoView {
    let name = match cookie.name {
        Name::Session => names.session.clone(),
        Name::Device => names.device.clone(),
        Name::Fixed(name) => name.to_owned(),
    };
    view! {
        <tr>
            <th scope="row"><code>{name}</code></th>
            <td data-label=words::PURPOSE>{cookie.purpose}</td>
            <td data-label=words::LASTS>{cookie.lasts}</td>
            <td data-label=words::READ_BY>{cookie.read_by}</td>
        </tr>
    }
}
