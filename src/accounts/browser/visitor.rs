//! A visitor's page: it says why the session that was there before has ended, and follows a login in another tab.

use std::{cell::RefCell, rc::Rc};

use web_sys::Element;

use super::tabs::{Channel, USERS};
use crate::accounts::guard_island::LOGGED_OUT;
use crate::ui::browser::{
    dom::{find, part},
    fields, page, storage,
};

/// What a document tells the next one in its tab: the session has ended.
pub const OVER: &str = "session-over";

/// The notice that this page is from before a login in another tab, while it is shown.
type Stale = Rc<RefCell<Option<Element>>>;

pub fn start(place: Element) {
    if storage::was_told(OVER)
        && let (Some(main), Some(notice)) = (find("main"), part("over"))
    {
        find("main > .notice").inspect(|before| before.remove());
        _ = main.prepend_with_node_1(&notice);
    }
    if storage::was_told(LOGGED_OUT) {
        part(LOGGED_OUT).inspect(|notice| _ = place.after_with_node_1(notice));
    }
    let stale = Stale::default();
    let heard = stale.clone();
    let users = Channel::join(USERS, move |said| hear(&heard, &place, !said.is_empty()));
    users.say("");
    page::on_visibility_change(move |_| reload_if_idle(&stale));
}

/// Another tab shows the page of a user, or of a visitor.
fn hear(stale: &Stale, place: &Element, is_logged_in: bool) {
    let is_shown = stale.borrow().is_some();
    if is_logged_in && !is_shown {
        stale.replace(part("stale").inspect(|notice| _ = place.after_with_node_1(notice)));
    } else if !is_logged_in {
        stale.take().inspect(|notice| notice.remove());
    }
    reload_if_idle(stale);
}

/// Reloads a stale page where that disturbs no text.
fn reload_if_idle(stale: &Stale) {
    if stale.borrow().is_some() && page::is_visible() && fields::touched().is_none() {
        page::reload();
    }
}
