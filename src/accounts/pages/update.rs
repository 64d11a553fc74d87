//! The profile form: exactly three fields (S10, B66).

use leptos::prelude::*;
use leptos_router::{LazyRoute, components::A, lazy_route};

use crate::{
    accounts::{
        api::{self, Update},
        forms::field,
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
            <PageHeading title="Edit profile"/>
            <section class="panel">
                <PostForm action={to::<Update>()}>
                    <TextField
                        name=field::EMAIL
                        label="E-mail address"
                        kind="email"
                        value=profile.email
                        autocomplete="email"
                        help=vec!["Optional. Only you and the people who run this site see it.".into()]
                        optional=true
                    />
                    <TextField name=field::FIRST_NAME label="First name" value=profile.first_name autocomplete="given-name" optional=true/>
                    <TextField
                        name=field::LAST_NAME
                        label="Last name"
                        value=profile.last_name
                        autocomplete="family-name"
                        help=vec!["With your name here, articles show it in the place of your user name.".into()]
                        optional=true
                    />
                    <div class="form-actions">
                        <SubmitButton>"Save"</SubmitButton>
                        <A href="/accounts/" attr:class="button quiet">"Cancel"</A>
                    </div>
                </PostForm>
            </section>
        </div>
    }
}
