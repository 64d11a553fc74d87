//! What a form does with the answer to its post. Django: `form_valid`, `form_invalid`.

use std::rc::Rc;

use web_sys::Element;

use crate::shared::NEXT_DEFAULT;

use super::{
    dom::focus_first,
    drafts, errors, fields,
    form::{self, Form},
    page,
    post::{Answer, Done, Refusal},
    step_up, storage, unsaved,
};

/// Takes over the form in an island.
pub fn start(island: &Element) {
    form::start(island, follow);
}

/// Follows the answer to a form.
fn follow(form: &Rc<Form>, answer: Answer) {
    match answer {
        Answer::Done(done) => finish(form, &done),
        Answer::Refused(refusal) => refuse(form, &refusal),
        // Another build of the server may refuse in another way: what it means for this form, its page says. A visitor's page does not
        // hear which build the server is.
        Answer::Strange if page::server_is_other_build() || page::user().is_none() => form.post_plainly(),
        Answer::Strange | Answer::Lost => {
            errors::show_unreachable(&form.element);
            focus_first(&form.element, "[role=alert]");
        }
    }
}

fn finish(form: &Rc<Form>, done: &Done) {
    form.drafts.iter().for_each(drafts::Drafts::sent);
    form.says("data-ends-drafts").inspect(|name| drafts::forget_named(name));
    if form.says("data-then").is_some() {
        return step_up::done();
    }
    form.leave(true);
    if !done.ends_session {
        unsaved::keep_others(&form.element);
    }
    page::load(&done.go);
    if done.ends_session {
        drafts::forget_all();
    }
    form.says("data-tells").inspect(|what| storage::tell_next_document(what));
}

fn refuse(form: &Rc<Form>, refusal: &Refusal) {
    match refusal.code.as_str() {
        "step_up_required" if step_up::can_ask() => {
            errors::clear(&form.element);
            let again = form.clone();
            step_up::ask(start, move || again.send_again());
        }
        "anonymous_only" => {
            form.leave(true);
            // Its user has logged in meanwhile.
            page::load(NEXT_DEFAULT);
        }
        "step_up_required" => form.post_plainly(),
        _ if refusal.is_for_a_page => form.post_plainly(),
        code => {
            // Before the errors are shown: emptying a field counts as typing in it.
            if code == "invalid" {
                fields::clear_passwords(&form.element, refusal);
            }
            errors::show(&form.element, refusal);
            focus_first(&form.element, "[role=alert], [aria-invalid=true]");
        }
    }
}
