//! The account's home: what the site knows of a person, and the way to everything that can be done about it.

use leptos::prelude::*;
use leptos_router::{LazyRoute, components::A, lazy_route};

use crate::{
    accounts::{
        api,
        components::ActivityList,
        types::{ActivityEntry, OwnProfile, SESSIONS_COUNTED, display_name},
    },
    shared::{AppError, Cursor, Page},
    ui::{PageHeading, Time, when_both},
};

/// So much of the recent activity stands here.
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
        name if name.is_empty() => "none".to_owned(),
        name => name,
    };
    let email = if profile.email.is_empty() { "none".to_owned() } else { profile.email };
    let sessions = match profile.sessions {
        1 => "1 device (this one)".to_owned(),
        SESSIONS_COUNTED => format!("{SESSIONS_COUNTED} devices or more"),
        count => format!("{count} devices"),
    };
    let activity: Vec<ActivityEntry> = activity.into_iter().take(LATEST).collect();
    view! {
        <div class="account">
            <PageHeading title="Your account"/>
            <section class="panel">
                <h2>"Profile"</h2>
                <dl class="facts">
                    <div><dt>"User name"</dt><dd dir="auto">{profile.username}</dd></div>
                    <div><dt>"Name"</dt><dd dir="auto">{name}</dd></div>
                    <div><dt>"E-mail"</dt><dd>{email}</dd></div>
                    <div><dt>"Joined"</dt><dd><Time at=profile.date_joined/></dd></div>
                </dl>
                <p><A href="/accounts/update/" attr:class="button">"Edit profile"</A></p>
            </section>
            <section class="panel">
                <h2>"Password and sessions"</h2>
                <dl class="facts"><div><dt>"Signed in on"</dt><dd>{sessions}</dd></div></dl>
                <div class="form-actions">
                    <A href="/accounts/sessions/" attr:class="button">"See sessions"</A>
                    <A href="/accounts/password/" attr:class="button">"Change password"</A>
                </div>
            </section>
            <section class="panel">
                <h2>"Recent activity"</h2>
                <ActivityList entries=activity/>
                <p><A href="/accounts/activity/">"All recent activity"</A></p>
            </section>
            <section class="panel">
                <h2>"Leaving"</h2>
                <p>"You can delete your account at any time. You choose what happens to what you have written."</p>
                <p><A href="/accounts/delete/" attr:class="button">"Delete account"</A></p>
            </section>
        </div>
    }
}
