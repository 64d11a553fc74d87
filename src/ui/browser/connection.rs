//! Notices about the browser itself: it has lost its connection, or it stores no cookies, without which no login lasts.

use super::{
    dom::{find, part, window},
    json,
    listen::listen,
};

/// Says so while the browser is offline. The text in forms stays.
pub fn start() {
    listen(&window(), "offline", |_| show("offline"));
    listen(&window(), "online", |_| {
        find(".banner[data-part=offline]").inspect(|notice| notice.remove());
    });
}

/// Says that cookies are needed.
pub fn check_cookies() {
    if !json::is_true(&window().navigator(), "cookieEnabled") {
        show("cookies");
    }
}

fn show(name: &str) {
    if let (Some(line), Some(notice)) = (find(".progress"), part(name)) {
        _ = line.after_with_node_1(&notice);
    }
}
