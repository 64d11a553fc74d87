//! The account's home: what the site knows of its user, and links to all that they can do with it.

use leptos::prelude::*;

use crate::{
    accounts::{
        api::{self, SendConfirmation},
        components::{AccountFrame, ActivityList},
        messages::{account as words, email as email_words, label},
        paths,
        types::{ActivityEntry, OwnProfile, SESSIONS_COUNTED, display_name},
    },
    shared::{Cursor, Timestamp},
    ui::{Address, PageHeading, PageView, PostForm, SubmitButton, Time, to},
};

/// How many entries of the recent activity are shown.
const LATEST: usize = 3;

pub async fn account(_: Address) -> PageView {
    let (profile, activity) = tokio::try_join!(api::profile(), api::activity(Cursor::First))?;
    Ok(view! { <Home profile activity=activity.items/> }.into_any())
}

#[component]
fn Home(profile: OwnProfile, activity: Vec<ActivityEntry>) -> impl IntoView {
    let name = display_name("", &profile.first_name, &profile.last_name);
    let confirmation = Confirmation::of(profile.email_confirmed, profile.new_email, profile.email_bounced);
    let sessions = match profile.sessions {
        0 => words::UNKNOWN_DEVICES.to_owned(),
        1 => words::THIS_DEVICE_ONLY.to_owned(),
        SESSIONS_COUNTED => words::devices_or_more(SESSIONS_COUNTED),
        count => words::devices(count),
    };
    let activity: Vec<ActivityEntry> = activity.into_iter().take(LATEST).collect();
    view! {
        <AccountFrame here=paths::ACCOUNT>
            <PageHeading title=words::HEADING/>
            <section class="panel">
                <h2>{words::PROFILE}</h2>
                <dl class="facts">
                    <div><dt>{label::USERNAME}</dt><dd dir="auto">{profile.username}</dd></div>
                    <div><dt>{words::NAME}</dt><dd dir="auto"><OrAdd text=name/></dd></div>
                    <div><dt>{words::EMAIL}</dt><dd dir="auto"><OrAdd text=profile.email/></dd></div>
                    <div><dt>{words::JOINED}</dt><dd><Time at=profile.date_joined/></dd></div>
                </dl>
                {confirmation.map(|confirmation| view! { <Confirm confirmation/> })}
                <p><a href=paths::UPDATE class="button">{words::EDIT}</a></p>
            </section>
            <section class="panel">
                <h2>{words::SECURITY}</h2>
                <dl class="facts"><div><dt>{words::LOGGED_IN_ON}</dt><dd>{sessions}</dd></div></dl>
                <div class="form-actions">
                    <a href=paths::SESSIONS class="button">{words::SEE_SESSIONS}</a>
                    <a href=paths::PASSWORD class="button">{label::CHANGE_PASSWORD}</a>
                </div>
            </section>
            <section class="panel">
                <h2>{words::ACTIVITY}</h2>
                <ActivityList entries=activity/>
                <p><a href=paths::ACTIVITY>{words::ALL_ACTIVITY}</a></p>
            </section>
            <section class="panel risky">
                <h2>{label::DELETE_ACCOUNT}</h2>
                <p>{words::DELETE}</p>
                <p><a href=paths::DELETE class="button quiet danger">{label::DELETE_ACCOUNT}</a></p>
            </section>
        </AccountFrame>
    }
}

/// A text, or a link to where it is added.
#[component]
fn OrAdd(text: String) -> impl IntoView {
    match text.is_empty() {
        true => view! { {words::NOT_SET} <a href=paths::UPDATE>{words::ADD}</a> }.into_any(),
        false => text.into_any(),
    }
}

/// Which address has to be confirmed, and since when its mail comes back.
struct Confirmation {
    text: Option<String>,
    bounced: Option<Timestamp>,
}

impl Confirmation {
    fn of(is_confirmed: Option<bool>, new_email: Option<String>, bounced: Option<Timestamp>) -> Option<Self> {
        let text = match (new_email, is_confirmed) {
            (Some(email), _) => Some(email_words::waits(&email)),
            (None, Some(false)) if bounced.is_none() => Some(email_words::NOT_CONFIRMED.to_owned()),
            (None, _) => None,
        };
        (text.is_some() || bounced.is_some()).then_some(Self { text, bounced })
    }
}

#[component]
fn Confirm(confirmation: Confirmation) -> impl IntoView {
    view! {
        <PostForm action={to::<SendConfirmation>()}>
            {confirmation
                .bounced
                .map(|at| view! { <p>{email_words::BOUNCED} <Time at/> {email_words::BOUNCED_EFFECT}</p> })}
            {confirmation.text.map(|text| view! { <p dir="auto">{text}</p> })}
            <div class="form-actions">
                <SubmitButton class="button">{email_words::SEND_AGAIN}</SubmitButton>
                <a href=paths::EMAIL_CONFIRM>{email_words::ENTER_CODE}</a>
            </div>
        </PostForm>
    }
}
