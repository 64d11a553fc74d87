//! A person's own page: what the site knows of them, and logging out on every device.

use leptos::prelude::*;
use leptos_router::{LazyRoute, lazy_route};

use crate::{
    accounts::{
        api::{self, LogoutEverywhere},
        types::{OwnProfile, display_name},
    },
    shared::AppError,
    ui::{ErrorPage, PageHeading, PostForm, SubmitButton, Time},
};

pub struct ProfilePage {
    profile: Resource<Result<OwnProfile, AppError>>,
}

#[lazy_route]
impl LazyRoute for ProfilePage {
    fn data() -> Self {
        Self { profile: Resource::new(|| (), |()| api::profile()) }
    }

    fn view(this: Self) -> AnyView {
        view! {
            <Suspense fallback=|| view! { <p class="loading" role="status">"Loading…"</p> }>
                {move || Suspend::new(async move {
                    match this.profile.await {
                        Ok(profile) => view! { <Facts profile/> }.into_any(),
                        Err(error) => view! { <ErrorPage error/> }.into_any(),
                    }
                })}
            </Suspense>
        }
        .into_any()
    }
}

#[component]
fn Facts(profile: OwnProfile) -> impl IntoView {
    let name = match display_name("", &profile.first_name, &profile.last_name) {
        name if name.is_empty() => "none".to_owned(),
        name => name,
    };
    let email = if profile.email.is_empty() { "none".to_owned() } else { profile.email };
    let sessions = match profile.sessions {
        1 => "1 device (this one)".to_owned(),
        count => format!("{count} devices"),
    };
    view! {
        <div class="narrow">
            <PageHeading title="Your account"/>
            <section class="panel">
                <dl class="facts">
                    <div><dt>"User name"</dt><dd dir="auto">{profile.username}</dd></div>
                    <div><dt>"Name"</dt><dd dir="auto">{name}</dd></div>
                    <div><dt>"E-mail"</dt><dd>{email}</dd></div>
                    <div><dt>"Joined"</dt><dd><Time at=profile.date_joined/></dd></div>
                    <div><dt>"Signed in on"</dt><dd>{sessions}</dd></div>
                </dl>
            </section>
            <section class="panel">
                <h2>"Log out everywhere"</h2>
                <p>"Ends every session of yours, on this device and on all others."</p>
                <PostForm action={ServerAction::<LogoutEverywhere>::new()}>
                    <div class="form-actions"><SubmitButton class="button">"Log out everywhere"</SubmitButton></div>
                </PostForm>
            </section>
        </div>
    }
}
