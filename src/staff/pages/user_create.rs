//! The form of a new user: a name, and an address if there is one. The password is set by a link. Django: `UserAdmin.add_view`.

use leptos::prelude::*;

use super::Crumbs;
use crate::{
    accounts::{
        code::AccountCode,
        forms::{USERNAME_MAX, field},
    },
    staff::{
        api::CreateUser,
        messages::{common, user_create as words},
        paths,
    },
    ui::{Address, PageHeading, PageView, PostForm, SubmitButton, TextField, to},
};

pub async fn user_create(_: Address) -> PageView {
    let help = vec![words::USERNAME_HELP.into()];
    Ok(view! {
        <div class="narrow">
            <Crumbs/>
            <PageHeading title=words::HEADING/>
            <section class="panel">
                <p>{words::TEXT}</p>
                <PostForm action={to::<CreateUser>()}>
                    <TextField name=field::USERNAME label=words::USERNAME help maxlength=USERNAME_MAX autofocus=true/>
                    <TextField
                        name=field::EMAIL
                        label=words::EMAIL
                        kind="email"
                        help=vec![words::EMAIL_HELP.into()]
                        malformed=AccountCode::InvalidEmail.to_string()
                        keyboard=("none", "done")
                        optional=true
                    />
                    <div class="form-actions">
                        <SubmitButton>{common::ADD}</SubmitButton>
                        <a href=paths::HOME class="button quiet">{common::CANCEL}</a>
                    </div>
                </PostForm>
            </section>
        </div>
    }
    .into_any())
}
