//! The profile form: exactly three fields (S10, B66).

use leptos::prelude::*;
use leptos_router::{LazyRoute, components::A, lazy_route};

use crate::{
    accounts::{
        api::{self, Update},
        forms::field,
        messages::{label, update as words},
        paths,
        types::OwnProfile,
    },
    shared::AppError,
    ui::{PageHeading, PostForm, SubmitButton, TextField, to, when_there},
};

pub struct UpdatePage {
    profile: Resource<Result<OwnProfile, AppError>>,
}

#[lazy_route]
impl LazyRoute for UpdatePage {
    fn data() -> Self {
        Self { profile: Resource::new(|| (), |()| api::profile()) }
    }

    fn view(this: Self) -> AnyView {
        when_there(this.profile, |profile| view! { <Form profile/> }).into_any()
    }
}

#[component]
fn Form(profile: OwnProfile) -> impl IntoView {
    view! {
        <div class="narrow">
            <PageHeading title=words::HEADING/>
            <section class="panel">
                <PostForm action={to::<Update>()}>
                    <TextField
                        name=field::EMAIL
                        label=label::EMAIL
                        kind="email"
                        value=profile.email
                        autocomplete="email"
                        help=vec![words::EMAIL_HELP.into()]
                        optional=true
                    />
                    <TextField
                        name=field::FIRST_NAME
                        label=label::FIRST_NAME
                        value=profile.first_name
                        autocomplete="given-name"
                        help=vec![words::NAME_HELP.into()]
                        optional=true
                    />
                    <TextField name=field::LAST_NAME label=label::LAST_NAME value=profile.last_name autocomplete="family-name" optional=true/>
                    <div class="form-actions">
                        <SubmitButton>{label::SAVE}</SubmitButton>
                        <A href=paths::ACCOUNT attr:class="button quiet">{label::CANCEL}</A>
                    </div>
                </PostForm>
            </section>
        </div>
    }
}
