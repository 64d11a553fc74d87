//! What this browser keeps for its visitor, to be chosen and forgotten.

use leptos::prelude::*;

use crate::{
    accounts::components::use_viewer,
    server::{
        context::extension,
        preferences::{Preferences, Theme},
    },
    ui::{Address, CheckBox, PageHeading, PageView, PostForm, RadioGroup, SubmitButton, to},
    web::device::{
        api::{ChooseTheme, Forget, RememberUsername},
        forms::{SYSTEM, field},
        messages::device as words,
    },
};

pub async fn device(_: Address) -> PageView {
    let preferences: Preferences = extension()?;
    Ok(view! { <Device preferences/> }.into_any())
}

#[component]
fn Device(preferences: Preferences) -> impl IntoView {
    let themes = vec![
        (SYSTEM, words::SYSTEM.to_owned()),
        (Theme::Light.id(), words::LIGHT.to_owned()),
        (Theme::Dark.id(), words::DARK.to_owned()),
    ];
    let chosen = preferences.theme.map_or(SYSTEM, Theme::id);
    let viewer = use_viewer();
    let username = viewer.user().map(|user| {
        let is_remembered = preferences.username.as_deref() == Some(user.username.as_str());
        view! { <Username is_remembered/> }
    });
    view! {
        <div class="narrow">
            <PageHeading title=words::HEADING/>
            <p class="form-aside">{words::TEXT}</p>
            <section class="panel">
                <PostForm action={to::<ChooseTheme>()}>
                    <RadioGroup name=field::THEME legend=words::THEME choices=themes chosen/>
                    <div class="form-actions"><SubmitButton class="button">{words::SAVE}</SubmitButton></div>
                </PostForm>
            </section>
            {username}
            <section class="panel">
                <p>{words::FORGET_TEXT}</p>
                <PostForm action={to::<Forget>()}>
                    <div class="form-actions"><SubmitButton class="button">{words::FORGET}</SubmitButton></div>
                </PostForm>
            </section>
        </div>
    }
}

#[component]
fn Username(is_remembered: bool) -> impl IntoView {
    view! {
        <section class="panel">
            <h2>{words::USERNAME}</h2>
            <PostForm action={to::<RememberUsername>()}>
                <CheckBox name=field::REMEMBER label=words::REMEMBER checked=is_remembered/>
                <p class="help">{words::REMEMBER_HELP}</p>
                <div class="form-actions"><SubmitButton class="button">{words::SAVE}</SubmitButton></div>
            </PostForm>
        </section>
    }
}
