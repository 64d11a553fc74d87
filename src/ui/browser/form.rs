//! A form that is sent by this program instead of the browser: once, without leaving the page until it is done, with what is wrong
//! shown where it is. Its answer is followed in `answer.rs`.

use std::{
    cell::{Cell, RefCell},
    rc::Rc,
};

use wasm_bindgen::JsCast;
use web_sys::{Element, Event, HtmlFormElement};

use super::{
    countdown,
    dom::{all, find, first},
    drafts::Drafts,
    fields, json,
    listen::{after, listen},
    page, password,
    post::{Answer, post},
    under_way, unsaved,
};

/// The form that this program sends.
const FORM: &str = "form[data-form]";

/// How long another page may take to load before the form counts as still here, in milliseconds.
const STAYED: i32 = 30_000;

/// A form of this page.
pub struct Form {
    pub element: HtmlFormElement,
    pub drafts: Option<Rc<Drafts>>,
    /// A post is under way.
    is_pending: Cell<bool>,
    /// Another page is loading.
    is_leaving: Cell<bool>,
    is_counted: Cell<bool>,
    /// The body that was sent last, to be sent again after the password prompt.
    sent: RefCell<String>,
    /// Follows an answer.
    follow: fn(&Rc<Form>, Answer),
}

/// Takes over the form in an island; `follow` gets each answer.
pub fn start(island: &Element, follow: fn(&Rc<Form>, Answer)) {
    let Some(element) = form_of(island) else { return };
    unsaved::put_back(&element);
    let drafts = Drafts::of(&element);
    let (is_pending, is_leaving, is_counted) = (Cell::new(false), Cell::new(false), Cell::new(false));
    let form = Rc::new(Form { element, drafts, is_pending, is_leaving, is_counted, sent: RefCell::default(), follow });
    form.touch_filled();
    all(&form.element, "[data-countdown]").iter().for_each(countdown::start);
    let (submitted, typed, shown) = (form.clone(), form.clone(), form.clone());
    listen(&form.element, "submit", move |event| submitted.submit(&event));
    listen(&form.element, "input", move |event| typed.type_in(&event));
    // A page that is restored from the browser's cache must not show a form that is still "sending".
    page::on_shown(move |_| shown.leave(false));
}

/// The form itself, in whatever stands around it: an extension may have put something first.
fn form_of(island: &Element) -> Option<HtmlFormElement> {
    let around = || first(&island.closest("leptos-island").ok()??, FORM);
    let form =
        if island.matches(FORM).is_ok_and(|is_form| is_form) { Some(island.clone()) } else { first(island, FORM) };
    form.or_else(around)?.dyn_into().ok()
}

impl Form {
    /// The value of an attribute of the form.
    pub fn says(&self, attribute: &str) -> Option<String> {
        self.element.get_attribute(attribute)
    }

    /// Counts the form as touched whose text is from before this program, or of a submission shown again.
    fn touch_filled(&self) {
        if self.element.has_attribute("data-redisplayed")
            || fields::texts(&self.element).iter().any(|text| text.is_own())
        {
            fields::mark_touched(&self.element);
        }
    }

    fn type_in(&self, event: &Event) {
        // Passwords are never held, so in a logged-in user's form they do not count as touched.
        if !(first(&self.element, "input[name=owner]").is_some() && fields::is_password(event)) {
            fields::mark_touched(&self.element);
        }
        self.drafts.iter().for_each(Drafts::typed);
    }

    /// Sends the form instead of the browser, unless it is busy. Until the post has begun, whatever fails leaves it to the browser.
    fn submit(self: &Rc<Self>, event: &Event) {
        if self.is_busy() {
            return event.prevent_default();
        }
        // A button with a name asks for something else, which its own code or the browser does.
        if json::value(event, "submitter")
            .is_some_and(|button| json::text(&button, "name").is_some_and(|name| !name.is_empty()))
        {
            return;
        }
        let Some(body) = fields::body(&self.element) else { return };
        // The notice is about an earlier action.
        find("main > .notice, main .notice.done").inspect(|notice| notice.remove());
        if self.post(&body).is_some() {
            event.prevent_default();
            self.sent.replace(body);
            self.wait();
        }
    }

    /// Sends the form as it was sent before.
    pub fn send_again(self: &Rc<Self>) {
        if self.post(&self.sent.borrow()).is_some() {
            self.wait();
        }
    }

    fn post(self: &Rc<Self>, body: &str) -> Option<()> {
        let form = self.clone();
        post(&self.says("action")?, body, move |answer| {
            form.is_pending.set(false);
            (form.follow)(&form, answer);
            form.show_busy();
        })
    }

    fn wait(&self) {
        self.is_pending.set(true);
        self.show_busy();
    }

    /// Notes whether another page is loading. A navigation may be stopped: then the form can be sent again.
    pub fn leave(self: &Rc<Self>, is_leaving: bool) {
        self.is_leaving.set(is_leaving);
        self.show_busy();
        if is_leaving {
            let stayed = self.clone();
            after(STAYED, move || stayed.leave(false));
        }
    }

    /// Posts the form as a browser without scripting does: the answer is a page.
    pub fn post_plainly(self: &Rc<Self>) {
        self.leave(true);
        _ = self.element.submit();
    }

    fn is_busy(&self) -> bool {
        self.is_pending.get() || self.is_leaving.get()
    }

    /// The button of a busy form stays focusable, says so, and does nothing.
    fn show_busy(&self) {
        let is_busy = self.is_busy();
        if self.is_counted.replace(is_busy) == is_busy {
            return;
        }
        for button in all(&self.element, "button[type=submit]") {
            for flag in ["aria-disabled", "aria-busy"] {
                _ = if is_busy { button.set_attribute(flag, "true") } else { button.remove_attribute(flag) };
            }
        }
        if is_busy {
            // A password that is being sent does not stay readable on the screen.
            password::hide_in(&self.element);
        }
        under_way::count(is_busy);
    }
}
