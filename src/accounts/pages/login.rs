//! The login page: B56 to B61.

use leptos::prelude::*;

use super::{safe_next, sends_mail, with_next};
use crate::{
    accounts::{
        api::Login,
        forms::{USERNAME_MAX, field},
        messages::{label, login as words},
        paths,
    },
    server::{context::extension, preferences::Preferences},
    ui::{Address, CheckBox, PageHeading, PageView, PasswordField, PostForm, SubmitButton, TextField, to},
};

/// `purpose_of` finds what a visitor wants at an address, after "Log in to".
pub async fn login(address: Address, purpose_of: fn(&Address) -> Option<&'static str>) -> PageView {
    let next = safe_next(&address);
    let purpose = purpose_of(&Address::new(next.as_str())).map(words::log_in_to);
    let signup = with_next(paths::SIGNUP, &next);
    let forgotten = match sends_mail() {
        true => view! { <a href=paths::PASSWORD_RESET>{words::FORGOTTEN}</a> }.into_any(),
        false => view! { {words::FORGOTTEN} {words::ASK_STAFF} }.into_any(),
    };
    // Where the visitor has asked for that on this device.
    let username = extension::<Preferences>().unwrap_or_default().username.unwrap_or_default();
    let is_known = !username.is_empty();
    Ok(view! {
        <div class="narrow">
            <PageHeading title=words::HEADING/>
            {purpose.map(|purpose| view! { <p class="purpose">{purpose}</p> })}
            <section class="panel">
                <PostForm action={to::<Login>()}>
                    <TextField name=field::USERNAME label=label::USERNAME value=username autocomplete="username" maxlength=USERNAME_MAX autofocus=!is_known/>
                    <PasswordField name=field::PASSWORD label=label::PASSWORD autocomplete="current-password" autofocus=is_known/>
                    <CheckBox name=field::REMEMBER label=words::REMEMBER checked=true/>
                    <input type="hidden" name=field::NEXT value=next/>
                    <div class="form-actions"><SubmitButton>{label::LOG_IN}</SubmitButton></div>
                </PostForm>
            </section>
            <p class="form-aside">{forgotten}</p>
            <p class="form-aside">{words::NO_ACCOUNT} <a href=signup>{label::SIGN_UP}</a></p>
        </div>
    }
    .into_any())
}
