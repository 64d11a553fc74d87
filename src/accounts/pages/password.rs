//! Changing the password: the old one, the new one twice (B62), and the sessions that will end.

use leptos::prelude::*;
use leptos_router::{LazyRoute, components::A, lazy_route};

use crate::{
    accounts::{
        api::{self, ChangePassword},
        components::{NewPasswordFields, use_viewer},
        forms::field,
        messages::{attribute, label, password as words},
        paths,
        types::{OwnProfile, SessionInfo},
    },
    shared::{AppError, Cursor, Page},
    ui::{PageHeading, PasswordField, PostForm, SubmitButton, Time, to, when_both},
};

pub struct PasswordPage {
    profile: Resource<Result<OwnProfile, AppError>>,
    sessions: Resource<Result<Page<SessionInfo>, AppError>>,
}

#[lazy_route]
impl LazyRoute for PasswordPage {
    fn data() -> Self {
        Self {
            profile: Resource::new(|| (), |()| api::profile()),
            sessions: Resource::new(|| (), |()| api::sessions(Cursor::First)),
        }
    }

    fn view(this: Self) -> AnyView {
        when_both(this.profile, this.sessions, |profile, sessions| view! { <Form profile sessions/> }).into_any()
    }
}

#[component]
fn Form(profile: OwnProfile, sessions: Page<SessionInfo>) -> impl IntoView {
    let username = use_viewer().user().map(|user| user.username.clone());
    let known = vec![
        (attribute::USERNAME, profile.username),
        (attribute::FIRST_NAME, profile.first_name),
        (attribute::LAST_NAME, profile.last_name),
        (attribute::EMAIL, profile.email),
    ];
    view! {
        <div class="narrow">
            <PageHeading title=words::HEADING/>
            <section class="panel">
                <PostForm action={to::<ChangePassword>()}>
                    // Tells a password manager whose password this is.
                    <input
                        type="text"
                        name=field::USERNAME
                        value=username
                        autocomplete="username"
                        class="visually-hidden"
                        tabindex="-1"
                        aria-hidden="true"
                        readonly
                    />
                    <PasswordField name=field::OLD_PASSWORD label=label::OLD_PASSWORD autocomplete="current-password" autofocus=true/>
                    <NewPasswordFields
                        names=[field::NEW_PASSWORD1, field::NEW_PASSWORD2]
                        labels=[label::NEW_PASSWORD, label::NEW_PASSWORD_AGAIN]
                        known=known
                    />
                    <Consequences sessions/>
                    <div class="form-actions">
                        <SubmitButton>{label::CHANGE_PASSWORD}</SubmitButton>
                        <A href=paths::ACCOUNT attr:class="button quiet">{label::CANCEL}</A>
                    </div>
                </PostForm>
            </section>
        </div>
    }
}

/// Which sessions the change ends.
#[component]
fn Consequences(sessions: Page<SessionInfo>) -> impl IntoView {
    let has_more = sessions.has_older;
    let others: Vec<SessionInfo> = sessions.items.into_iter().filter(|session| !session.is_this).collect();
    if others.is_empty() {
        return view! { <p class="help">{words::NO_OTHER_SESSION}</p> }.into_any();
    }
    let lines = others.into_iter().map(|session| {
        view! { <li>{session.device} ", " <bdi>{session.address}</bdi> {words::LAST_USED} <Time at=session.last_seen/></li> }
    });
    view! {
        <section class="consequences" aria-label=words::ENDING_SESSIONS>
            <p>{words::OTHERS_END}</p>
            <ul>{lines.collect_view()} {has_more.then(|| view! { <li>{words::OLDER}</li> })}</ul>
        </section>
    }
    .into_any()
}
