//! The part of a user's page with what reaches far: the password link, made and shown once, and the way to delete the user.

use leptos::prelude::*;

use super::sends_mail;
use crate::{
    accounts::{components::use_viewer, forms::field, types::UserId},
    staff::{
        api::MakeResetLink,
        forms::staff_field,
        messages::{common, notice, user as words},
        paths,
        types::UserDetail,
    },
    ui::{DoneHere, PostForm, SubmitButton, to},
};

#[component]
pub fn UserDanger(detail: UserDetail) -> impl IntoView {
    let UserDetail { user, may_change, may_delete, reset_link, has_confirmed_email, .. } = detail;
    let id = user.id;
    let can_mail = sends_mail() && !user.email.is_empty();
    let new_link = reset_link.map(|link| view! { <NewLink link/> });
    let make_link = (may_change && !use_viewer().is(id))
        .then(|| view! { <MakeLink id is_active=user.is_active can_mail is_confirmed=has_confirmed_email/> });
    view! {
        <section class="panel rows risky" id="danger" aria-label=words::DANGER>
            {make_link}
            {new_link}
            {may_delete.then(|| view! {
                <div class="row">
                    <div>
                        <h2>{words::DELETE}</h2>
                        <p class="meta">{words::DELETE_TEXT} " " {common::ASKED_AGAIN}</p>
                    </div>
                    <a href=paths::user_delete(id) class="button small danger row-action">{words::DELETE}</a>
                </div>
            })}
        </section>
    }
}

#[component]
fn MakeLink(
    id: UserId,
    is_active: bool,
    /// Whether it can go to the user, so that staff does not see it.
    can_mail: bool,
    /// Whether the address was confirmed by a mail.
    is_confirmed: bool,
) -> impl IntoView {
    let by_mail = can_mail.then(|| {
        view! {
            <PostForm action={to::<MakeResetLink>()} class="row-action">
                <input type="hidden" name=field::ID value=id.0/>
                <input type="hidden" name=staff_field::MAIL value="on"/>
                <SubmitButton class="button small">{words::MAIL_LINK}</SubmitButton>
            </PostForm>
        }
    });
    let forms = is_active.then(|| {
        view! {
            {by_mail}
            <PostForm action={to::<MakeResetLink>()} class="row-action">
                <input type="hidden" name=field::ID value=id.0/>
                <SubmitButton class="button small">{words::MAKE_LINK}</SubmitButton>
            </PostForm>
        }
    });
    view! {
        <div class="row">
            <div>
                <h2>{words::LINK}</h2>
                <DoneHere notice=notice::LINK_MAILED/>
                <p class="meta">{if is_active { words::LINK_TEXT } else { words::LINK_INACTIVE }}</p>
                {(is_active && can_mail && !is_confirmed).then(|| view! { <p class="meta">{words::UNCONFIRMED}</p> })}
            </div>
            {forms}
        </div>
    }
}

/// The link that has just been made. Only the browser knows the whole address: its code puts the origin before the path.
#[component]
fn NewLink(link: String) -> impl IntoView {
    view! {
        <div class="row">
            <div class="field">
                <label for="id_reset_link">{words::NEW_LINK}</label>
                <p class="help" id="id_reset_link_help">{words::NEW_LINK_HELP}</p>
                <input
                    type="text"
                    id="id_reset_link"
                    value=link
                    dir="ltr"
                    readonly
                    autofocus=true
                    autocomplete="off"
                    aria-describedby="id_reset_link_help"
                    data-origin=""
                />
            </div>
            <button
                type="button"
                class="button small row-action"
                aria-live="polite"
                data-copies="id_reset_link"
                data-copied=words::LINK_COPIED
            >
                {words::COPY_LINK}
            </button>
        </div>
    }
}
