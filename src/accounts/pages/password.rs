//! Changing the password: the old one, the new one twice (B62), and the sessions that will end.

use leptos::prelude::*;

use crate::{
    accounts::{
        api::{self, ChangePassword},
        components::{AccountFrame, NewPasswordFields, use_viewer},
        forms::field,
        messages::{attribute, label, password as words},
        paths,
        types::{OwnProfile, SessionInfo},
    },
    shared::{Cursor, Page},
    ui::{Address, PageHeading, PageView, PasswordField, PostForm, SubmitButton, Time, to},
};

pub async fn password(_: Address) -> PageView {
    let (profile, sessions) = tokio::try_join!(api::profile(), api::sessions(Cursor::First))?;
    Ok(view! { <Form profile sessions/> }.into_any())
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
        <AccountFrame here=paths::PASSWORD>
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
                    <PasswordField name=field::OLD_PASSWORD label=label::OLD_PASSWORD autocomplete="current-password" enter_key="next" autofocus=true/>
                    <NewPasswordFields
                        names=[field::NEW_PASSWORD1, field::NEW_PASSWORD2]
                        labels=[label::NEW_PASSWORD, label::NEW_PASSWORD_AGAIN]
                        known=known
                    />
                    <Consequences sessions/>
                    <div class="form-actions">
                        <SubmitButton>{label::CHANGE_PASSWORD}</SubmitButton>
                        <a href=paths::ACCOUNT class="button quiet">{label::CANCEL}</a>
                    </div>
                </PostForm>
            </section>
        </AccountFrame>
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
