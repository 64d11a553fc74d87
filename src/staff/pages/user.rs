//! One user: what is known, the full form, sessions, a link to set a password with, and what happened lately.
//! Django: the change form of `UserAdmin`.

use leptos::{html, prelude::*};
use leptos_router::{LazyRoute, components::A, lazy_route};

use super::{
    Crumbs, USERS, counted, group_path, of_address, or_none, permissions::PermissionList, user_form::UserForm,
    user_path, users::Badges,
};
use crate::{
    accounts::{
        components::{ActivityList, use_viewer},
        forms::field,
        types::{GROUP, PermissionAction, SESSIONS_COUNTED, USER, UserId},
    },
    shared::AppError,
    staff::{
        api::{self, StaffEndSessions, StaffResetLink},
        types::{GroupName, UserDetail},
    },
    ui::{PageHeading, PostForm, SubmitButton, Time, browser, to, when_there},
};

pub struct UserPage {
    user: Resource<Result<UserDetail, AppError>>,
}

#[lazy_route]
impl LazyRoute for UserPage {
    fn data() -> Self {
        Self { user: of_address(api::staff_user) }
    }

    fn view(this: Self) -> AnyView {
        when_there(this.user, |detail| view! { <Detail detail/> }).into_any()
    }
}

#[component]
fn Detail(detail: UserDetail) -> impl IntoView {
    let (id, may_change) = (detail.user.id, detail.may_change);
    let link = detail.reset_link.clone().map(|link| view! { <Link link/> });
    let sessions = detail.sessions;
    let password = may_change.then(|| view! { <PasswordLink id is_active=detail.user.is_active/> });
    let delete = detail.may_delete.then(|| view! { <Delete id/> });
    let activity = detail.activity.clone();
    let title = detail.user.username.clone();
    view! {
        <div class="account">
            <Crumbs list=(USERS, "Users")/>
            <PageHeading title/>
            {link}
            <Facts detail=detail.clone()/>
            {may_change.then(|| view! { <UserForm detail/> })}
            <Sessions id sessions may_change/>
            {password}
            <section class="panel">
                <h2>"Recent activity"</h2>
                <ActivityList entries=activity/>
            </section>
            {delete}
        </div>
    }
}

/// What is known; all of it where there is no form that says the rest.
#[component]
fn Facts(detail: UserDetail) -> impl IntoView {
    let UserDetail { user, groups, permissions, has_password, may_change, .. } = detail;
    let last_login = user.last_login.map(|at| view! { <Time at/> });
    let password = if has_password { "set" } else { "none, so nobody can log in until one is set by a link" };
    let why = match use_viewer().has(USER.may(PermissionAction::Change)) {
        true => "This person has rights that you do not have, so you may not change anything here.",
        false => "Your account may view users, not change them.",
    };
    let rest = (!may_change).then(|| {
        view! {
            <div><dt>"Name"</dt><dd dir="auto">{or_none(user.full_name.clone())}</dd></div>
            <div><dt>"E-mail"</dt><dd dir="auto">{or_none(user.email.clone())}</dd></div>
            <div><dt>"Groups"</dt><dd><Groups groups/></dd></div>
            <div><dt>"Own permissions"</dt><dd><PermissionList choices=permissions/></dd></div>
        }
    });
    let has_badges = user.is_staff || user.is_superuser || !user.is_active;
    view! {
        <section class="panel">
            {(!may_change).then(|| view! { <p class="notice">{why}</p> })}
            <dl class="facts">
                {has_badges.then(|| view! { <div><dt>"Account"</dt><dd><Badges user=user.clone()/></dd></div> })}
                <div><dt>"Joined"</dt><dd><Time at=user.date_joined/></dd></div>
                <div><dt>"Last login"</dt><dd>{last_login.map_or_else(|| "never".into_any(), IntoAny::into_any)}</dd></div>
                <div><dt>"Password"</dt><dd>{password}</dd></div>
                {rest}
            </dl>
        </section>
    }
}

#[component]
fn Groups(groups: Vec<GroupName>) -> impl IntoView {
    if groups.is_empty() {
        return "none".into_any();
    }
    let may_view = use_viewer().has(GROUP.may(PermissionAction::View));
    let items = groups.into_iter().map(|group| {
        let name = view! { <bdi>{group.name}</bdi> };
        match may_view {
            true => view! { <li><A href=group_path(group.id)>{name}</A></li> }.into_any(),
            false => view! { <li>{name}</li> }.into_any(),
        }
    });
    view! { <ul class="plain">{items.collect_view()}</ul> }.into_any()
}

#[component]
fn Sessions(id: UserId, sessions: u32, may_change: bool) -> impl IntoView {
    let text = match sessions {
        0 => "Signed in nowhere.".to_owned(),
        1 => "Signed in on 1 device.".to_owned(),
        count => format!("Signed in on {} devices.", counted(count, SESSIONS_COUNTED)),
    };
    let end = (may_change && sessions > 0).then(|| {
        view! {
            <PostForm action={to::<StaffEndSessions>()}>
                <input type="hidden" name=field::ID value=id.0/>
                <div class="form-actions"><SubmitButton class="button">"End all sessions"</SubmitButton></div>
            </PostForm>
        }
    });
    view! { <section class="panel"><h2>"Sessions"</h2><p>{text}</p>{end}</section> }
}

#[component]
fn PasswordLink(id: UserId, is_active: bool) -> impl IntoView {
    let content = match is_active {
        true => view! {
            <p>"Makes a link with which this person sets a new password. You never see the password."</p>
            <PostForm action={to::<StaffResetLink>()}>
                <input type="hidden" name=field::ID value=id.0/>
                <div class="form-actions"><SubmitButton class="button">"Make a password link"</SubmitButton></div>
            </PostForm>
        }
        .into_any(),
        false => view! { <p>"Activate the account first: no link lets anybody into a deactivated one."</p> }.into_any(),
    };
    view! { <section class="panel"><h2>"Password link"</h2>{content}</section> }
}

/// The link that was made just now. Its whole address is known in the browser only.
#[component]
fn Link(link: String) -> impl IntoView {
    let address = RwSignal::new(link.clone());
    Effect::new(move |_| {
        if let Some(origin) = browser::origin() {
            address.set(format!("{origin}{link}"));
        }
    });
    let input = NodeRef::<html::Input>::new();
    let select = move |_| _ = input.get_untracked().map(|input| input.select());
    view! {
        <section class="panel">
            <div class="field">
                <label for="id_reset_link">"New password link"</label>
                <p class="help" id="id_reset_link_help">
                    "Valid for three days, once. Hand it over yourself; you cannot see it again."
                </p>
                <input
                    type="text"
                    id="id_reset_link"
                    value=address
                    dir="ltr"
                    readonly
                    autocomplete="off"
                    aria-describedby="id_reset_link_help"
                    on:focus=select
                    node_ref=input
                />
            </div>
        </section>
    }
}

#[component]
fn Delete(id: UserId) -> impl IntoView {
    view! {
        <section class="panel">
            <h2>"Delete"</h2>
            <p>"What this person wrote stays without a name. You are asked once more."</p>
            <p><A href=format!("{}delete/", user_path(id)) attr:class="button">"Delete this user"</A></p>
        </section>
    }
}
