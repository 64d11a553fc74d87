//! The parts that pages are made of, in their states, to be looked at while the style sheet is changed. Only in development: a release has no
//! such page. A class of a component that stands in `style/` stands here too, which `tests/http/site/style.rs` holds.

use leptos::prelude::*;

use crate::{
    accounts::{api::Login, components::NewPasswordFields},
    shared::AppError,
    ui::{
        Address, CheckBox, PageHeading, PageView, Pagination, PostForm, RadioGroup, SelectField, SubmitButton,
        TextArea, TextField, to,
    },
};

/// All that has no ids.
const PARTS: &str = include_str!("style.html");

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

/// The parts in one theme.
#[component]
fn Theme(theme: &'static str) -> impl IntoView {
    let parts = PARTS.replace("{theme}", theme);
    view! { <section class="style" data-theme=theme aria-label=theme inner_html=parts></section> }
}

#[component]
fn Fields() -> impl IntoView {
    let choices = || vec![("one", "One".to_owned()), ("two", "Two".to_owned())];
    view! {
        <section class="panel">
            <PostForm action={to::<Login>()}>
                <TextField name="text" label="Text" help=vec!["A line of help.".into()] counted_to=20 optional=true/>
                <NewPasswordFields names=["secret", "again"] labels=["Password", "Password again"]/>
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
