//! The parts that pages are made of, in their states, to be looked at while the style sheet is changed. Only in development: a release has no
//! such page.

use leptos::prelude::*;

use crate::{
    accounts::api::Login,
    shared::AppError,
    ui::{
        Address, CheckBox, PageHeading, PageView, Pagination, PasswordField, PostForm, RadioGroup, SelectField,
        SubmitButton, TextArea, TextField, to,
    },
};

pub async fn style(_: Address) -> PageView {
    if !cfg!(debug_assertions) {
        return Err(AppError::NotFound);
    }
    Ok(view! {
        <PageHeading title="Style"/>
        <Theme theme="light"/>
        <Theme theme="dark"/>
        <Fields/>
    }
    .into_any())
}

/// All that has no ids, in one theme.
#[component]
fn Theme(theme: &'static str) -> impl IntoView {
    view! {
        <section class="style" data-theme=theme aria-label=theme>
            <div class="page-head"><h2>{theme}</h2><a href="#" class="button primary">"Primary"</a></div>
            <p class="notice done">"Something is done. " <a href="#">"The next step"</a></p>
            <p class="notice">"Something is yet to be done."</p>
            <div class="form-alert" role="group" aria-label="alert"><p>"Something is wrong with the form."</p></div>
            <div class="panel">
                <h2>"A panel " <span class="badge">"Badge"</span></h2>
                <dl class="facts">
                    <div><dt>"A fact"</dt><dd>"What it is"</dd></div>
                    <div><dt>"Its state"</dt><dd><span class="active-now">"Active now"</span></dd></div>
                </dl>
                <div class="form-actions">
                    <button type="button" class="button primary">"Primary"</button>
                    <button type="button" class="button">"Button"</button>
                    <button type="button" class="button quiet">"Quiet"</button>
                    <button type="button" class="button danger">"Danger"</button>
                    <button type="button" class="button quiet danger">"Quiet danger"</button>
                    <button type="button" class="button small">"Small"</button>
                    <button type="button" class="button primary" aria-disabled="true">"Disabled"</button>
                    <button type="button" class="button primary" aria-disabled="true" aria-busy="true">"Busy"</button>
                </div>
            </div>
            <ul class="panel rows">
                <li><div><h3>"A row"</h3><p class="meta"><span>"One fact"</span><span>"another"</span></p></div><button type="button" class="button small">"End"</button></li>
                <li><div><h3>"안녕하세요, 여러 줄에 걸친 한국어 제목입니다"</h3><p class="meta">"مرحبا بالعالم"</p></div></li>
            </ul>
            <div class="panel risky"><h2>"A panel with a risk"</h2><p>"It ends much."</p></div>
            <div class="empty-state"><h2>"Nothing here"</h2><p>"And what to do about it."</p></div>
        </section>
    }
}

#[component]
fn Fields() -> impl IntoView {
    let choices = || vec![("one", "One".to_owned()), ("two", "Two".to_owned())];
    view! {
        <section class="panel">
            <PostForm action={to::<Login>()}>
                <TextField name="text" label="Text" help=vec!["A line of help.".into()] counted_to=20 optional=true/>
                <PasswordField name="secret" label="Password" autocomplete="off"/>
                <SelectField name="select" label="Select" choices=choices() chosen="one"/>
                <RadioGroup name="radio" legend="Radio buttons" choices=choices() chosen="two"/>
                <CheckBox name="box" label="A box" checked=true/>
                <TextArea name="area" label="Text area" max=200 rows=4 optional=true/>
                <div class="form-actions"><SubmitButton>"Send"</SubmitButton></div>
            </PostForm>
        </section>
        <Pagination newer=Some("#".to_owned()) older=Some("#".to_owned())/>
    }
}
