//! The profile form: exactly three fields (S10, B66).

use leptos::prelude::*;

use crate::{
    accounts::{
        api::{self, Update},
        code::AccountCode,
        components::AccountFrame,
        forms::field,
        messages::{label, update as words},
        paths,
        types::OwnProfile,
    },
    ui::{Address, PageHeading, PageView, PostForm, SubmitButton, TextField, to},
};

pub async fn update(_: Address) -> PageView {
    let profile = api::profile().await?;
    Ok(view! { <Form profile/> }.into_any())
}

#[component]
fn Form(profile: OwnProfile) -> impl IntoView {
    view! {
        <AccountFrame here=paths::UPDATE>
            <PageHeading title=words::HEADING/>
            <section class="panel">
                <PostForm action={to::<Update>()}>
                    <TextField
                        name=field::EMAIL
                        label=label::EMAIL
                        kind="email"
                        value=profile.email
                        autocomplete="email"
                        malformed=AccountCode::InvalidEmail.to_string()
                        help=vec![words::EMAIL_HELP.into()]
                        optional=true
                    />
                    <TextField
                        name=field::FIRST_NAME
                        label=label::FIRST_NAME
                        value=profile.first_name
                        autocomplete="given-name"
                        keyboard=("words", "next")
                        help=vec![words::NAME_HELP.into()]
                        optional=true
                    />
                    <TextField name=field::LAST_NAME label=label::LAST_NAME value=profile.last_name autocomplete="family-name" keyboard=("words", "done") optional=true/>
                    <div class="form-actions">
                        <SubmitButton>{label::SAVE}</SubmitButton>
                        <a href=paths::ACCOUNT class="button quiet">{label::CANCEL}</a>
                    </div>
                </PostForm>
            </section>
        </AccountFrame>
    }
}
