//! What a hydrated form does with the answer to its post. Django: `form_valid`, `form_invalid`.

use leptos::{html, prelude::*};
use leptos_router::{NavigateOptions, hooks::use_navigate};

use super::{
    browser,
    draft::{Drafts, DraftsOf},
    form_state::FormState,
};
use crate::shared::{AppError, NEXT_DEFAULT, Outcome};

/// In context: opens the password prompt and then runs the callback. Set by a form whose action was refused because the password
/// was not entered recently.
#[derive(Clone, Copy)]
pub struct StepUp(pub RwSignal<Option<Callback<()>>>);

/// A form that waits for an answer, and what the answer may need.
pub(super) struct Answering {
    pub state: FormState,
    pub form: NodeRef<html::Form>,
    pub drafts: Option<Drafts>,
    pub drafts_of: Option<DraftsOf>,
    /// Drafts of this name are removed when the form is done.
    pub ends_drafts: Option<String>,
    pub on_done: Option<Callback<()>>,
    pub step_up: Option<StepUp>,
    /// Sends the form again, after the password prompt.
    pub send_again: Callback<()>,
    /// Another page is loading.
    pub leaving: RwSignal<bool>,
}

impl Answering {
    /// Follows each answer.
    pub fn follow(self, answer: impl Fn() -> Option<Result<Outcome, AppError>> + 'static) {
        let navigate = use_navigate();
        Effect::new(move |_| answer().into_iter().for_each(|answer| self.answer(answer, &navigate)));
    }

    /// `navigate` goes to an address inside this document.
    fn answer(&self, answer: Result<Outcome, AppError>, navigate: &impl Fn(&str, NavigateOptions)) {
        match (answer, self.step_up) {
            (Ok(outcome), _) => self.done(&outcome, navigate),
            (Err(AppError::StepUpRequired), Some(StepUp(prompt))) => {
                self.state.clear();
                prompt.set(Some(self.send_again));
            }
            (Err(AppError::LoginRequired), _) => {
                self.leaving.set(true);
                // Posted by the browser itself: the server holds the submission and leads to the login.
                if let Some(form) = self.form.get_untracked() {
                    _ = form.submit();
                }
            }
            (Err(AppError::AnonymousOnly), _) => {
                self.leaving.set(true);
                browser::load(NEXT_DEFAULT);
            }
            (Err(error), _) => self.refused(error),
        }
    }

    fn done(&self, outcome: &Outcome, navigate: &impl Fn(&str, NavigateOptions)) {
        self.drafts.inspect(|drafts| drafts.sent());
        self.ends_drafts.iter().zip(self.drafts_of).for_each(|(name, drafts_of)| drafts_of.forget_named(name));
        if let Some(on_done) = self.on_done {
            return on_done.run(());
        }
        self.leaving.set(true);
        if outcome.ends_session {
            self.drafts_of.inspect(|drafts| drafts.forget_all());
        }
        // A new document when the viewer has changed.
        if outcome.new_document {
            browser::load(outcome.go.as_str());
        } else {
            navigate(outcome.go.as_str(), NavigateOptions::default());
        }
    }

    fn refused(&self, error: AppError) {
        let (form, is_invalid) = (self.form, matches!(error, AppError::Invalid(_)));
        self.state.refuse(error);
        request_animation_frame(move || {
            if let Some(form) = form.get_untracked() {
                if is_invalid {
                    browser::clear_passwords(&form);
                }
                browser::focus_first(&form, "[role=alert], [aria-invalid=true]");
            }
        });
    }
}
