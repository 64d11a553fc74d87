//! The two fields of a new password, with its rules.

use leptos::prelude::*;
use serde::Serialize;

use crate::{
    accounts::{code::AccountCode, policy::PasswordRules, server::Accounts},
    server::context::extension,
    shared::PasswordRule,
    ui::{HelpLine, PasswordField},
};

/// What the browser needs to check the rules as the user types, by the code that decides on the server, too.
#[derive(Serialize)]
struct Rules<'a> {
    min_length: u32,
    /// What is known of the user: the name of each piece in words, and its value.
    known: &'a [(&'static str, String)],
    /// What this form asks as well: the name in words, and the id of the input.
    fields: &'a [(&'static str, String)],
}

#[component]
pub fn NewPasswordFields(
    names: [&'static str; 2],
    labels: [&'static str; 2],
    /// What is known of the user: the name of each piece in words, and its value.
    #[prop(optional)]
    known: Vec<(&'static str, String)>,
    /// Fields of the same form with more of it: the name in words, and the field's name.
    #[prop(optional)]
    fields: Vec<(&'static str, &'static str)>,
) -> impl IntoView {
    let accounts = extension::<Accounts>().ok();
    let rules = accounts.as_ref().map_or_else(Default::default, |accounts| accounts.password_rules().clone());
    let PasswordRules { min_length, mut rules } = rules;
    // The first line is the one that is always shown.
    rules.sort_by_key(|rule| *rule != PasswordRule::TooShort);
    let fields: Vec<(&str, String)> = fields.into_iter().map(|(name, field)| (name, format!("id_{field}"))).collect();
    let json = serde_json::to_string(&Rules { min_length, known: &known, fields: &fields }).unwrap_or_default();
    let differs = AccountCode::PasswordMismatch.to_string();
    let help: Vec<HelpLine> = rules.into_iter().map(|rule| HelpLine::rule(rule.help(min_length), rule)).collect();
    view! {
        <PasswordField name=names[0] label=labels[0] autocomplete="new-password" enter_key="next" help rules=json/>
        <PasswordField name=names[1] label=labels[1] autocomplete="new-password" repeats=(names[0], differs)/>
    }
}
