//! The account's home: what the site knows of its user, and links to all that they can do with it.

use leptos::prelude::*;
use leptos_router::{LazyRoute, components::A, lazy_route};

use crate::{
    accounts::{
        api,
        components::ActivityList,
        messages::{account as words, label},
        paths,
        types::{ActivityEntry, OwnProfile, SESSIONS_COUNTED, display_name},
    },
    shared::{AppError, Cursor, Page},
    ui::{PageHeading, Time, when_both},
};

/// How many entries of the recent activity are shown.
const LATEST: usize = 3;

pub struct AccountPage {
    profile: Resource<Result<OwnProfile, AppError>>,
    activity: Resource<Result<Page<ActivityEntry>, AppError>>,
}

#[lazy_route]
impl LazyRoute for AccountPage {
    fn data() -> Self {
        Self {
            profile: Resource::new(|| (), |()| api::profile()),
            activity: Resource::new(|| (), |()| api::activity(Cursor::First)),
        }
    }

    fn view(this: Self) -> AnyView {
        when_both(this.profile, this.activity, |profile, activity| view! { <Home profile activity=activity.items/> })
            .into_any()
    }
}

#[component]
fn Home(profile: OwnProfile, activity: Vec<ActivityEntry>) -> impl IntoView {
    let name = match display_name("", &profile.first_name, &profile.last_name) {
        name if name.is_empty() => words::NOT_SET.to_owned(),
        name => name,
    };
    let email = if profile.email.is_empty() { words::NOT_SET.to_owned() } else { profile.email };
    let sessions = match profile.sessions {
        1 => words::THIS_DEVICE_ONLY.to_owned(),
        SESSIONS_COUNTED => words::devices_or_more(SESSIONS_COUNTED),
        count => words::devices(count),
    };
    let activity: Vec<ActivityEntry> = activity.into_iter().take(LATEST).collect();
    view! {
        <div class="account">
            <PageHeading title=words::HEADING/>
            <section class="panel">
                <h2>{words::PROFILE}</h2>
                <dl class="facts">
                    <div><dt>{label::USERNAME}</dt><dd dir="auto">{profile.username}</dd></div>
                    <div><dt>{words::NAME}</dt><dd dir="auto">{name}</dd></div>
                    <div><dt>{words::EMAIL}</dt><dd dir="auto">{email}</dd></div>
                    <div><dt>{words::JOINED}</dt><dd><Time at=profile.date_joined/></dd></div>
                </dl>
                <p><A href=paths::UPDATE attr:class="button">{words::EDIT}</A></p>
            </section>
            <section class="panel">
                <h2>{words::SECURITY}</h2>
                <dl class="facts"><div><dt>{words::LOGGED_IN_ON}</dt><dd>{sessions}</dd></div></dl>
                <div class="form-actions">
                    <A href=paths::SESSIONS attr:class="button">{words::SEE_SESSIONS}</A>
                    <A href=paths::PASSWORD attr:class="button">{label::CHANGE_PASSWORD}</A>
                </div>
            </section>
            <section class="panel">
                <h2>{words::ACTIVITY}</h2>
                <ActivityList entries=activity/>
                <p><A href=paths::ACTIVITY>{words::ALL_ACTIVITY}</A></p>
            </section>
            <section class="panel">
                <h2>{label::DELETE_ACCOUNT}</h2>
                <p>{words::DELETE}</p>
                <p><A href=paths::DELETE attr:class="button">{label::DELETE_ACCOUNT}</A></p>
            </section>
        </div>
    }
}
