//! Sentences and labels that stand on every kind of page: error pages, forms, drafts, lists.

/// Error pages: a title and a text each.
pub mod error_page {
    pub const BACK: &str = "Back to the articles";
    pub const OTHER_ACCOUNT: &str = "Log in as someone else";
    /// Stands before the id of the request.
    pub const REQUEST: &str = "Request ";

    pub const METHOD_TITLE: &str = "That does not work here";
    pub const METHOD: &str =
        "This address does not accept that kind of request. Go back and use the page’s own buttons.";
    pub const NOT_FOUND_TITLE: &str = "Page not found";
    pub const NOT_FOUND: &str = "We can’t find that page. It may have been deleted, or the link is wrong.";
    pub const NOT_PERMITTED_TITLE: &str = "Not permitted";
    pub const FORBIDDEN_TITLE: &str = "Not yours to change";
    pub const FORBIDDEN: &str = "You are logged in, but your account can’t do this.";
    pub const CROSS_ORIGIN_TITLE: &str = "Sent from another site";
    pub const OTHER_USER_TITLE: &str = "Someone else’s page";
    pub const UNCONFIRMED_TITLE: &str = "Confirm your e-mail address";
    pub const STEP_UP_TITLE: &str = "Confirm it is you";
    pub const THROTTLED_TITLE: &str = "Too many tries";
    pub const LOGIN_TITLE: &str = "Please log in";
    pub const LOGIN: &str = "You need to be logged in to see this page.";
    pub const TOO_LARGE_TITLE: &str = "Too much at once";
    pub const BAD_REQUEST_TITLE: &str = "We could not understand that";
    pub const BAD_REQUEST: &str = "The request was not complete, so nothing was changed. Go back and try again.";
    pub const BUSY_TITLE: &str = "Busy right now";
    pub const SESSIONS_AWAY_TITLE: &str = "One moment";
    pub const NOT_STORED_TITLE: &str = "Not saved";
    pub const INTERNAL_TITLE: &str = "Our fault";

    pub const LATE_TITLE: &str = "That came too late";
    pub const LATE: &str = "Your session changed in another tab while this was being sent.";
    pub const LOGGED_OUT_TITLE: &str = "You have been logged out";
    pub const NOT_HELD_THROTTLED: &str =
        "This was not sent, and we can’t keep it for you: too much is already waiting from your network.";
    pub const NOT_HELD: &str =
        "This was not sent, and we can’t keep it for you, because we no longer know who wrote it.";

    pub fn not_permitted(needed: &str) -> String {
        format!("Your account cannot {needed}. Ask the people who run this site.")
    }

    pub fn too_large(limit_kib: u32) -> String {
        format!(
            "You can send at most {limit_kib} KiB at once. Go back and shorten it: your browser still has your text."
        )
    }

    pub fn not_held_too_large(limit_kib: u32) -> String {
        format!(
            "This was not sent, and it is too long for us to keep until you have logged in: at most {limit_kib} KiB."
        )
    }
}

/// Submitted values on an error page, and the next step.
pub mod submitted_values {
    pub const SEND_HERE: &str = "If you meant to send this, check it and send it from here.";
    pub const OPEN_FORM: &str = "If you meant to do this, do it on its own page.";
    pub const SEND_AGAIN: &str = "Nothing was changed. Check your text and send it again.";
    pub const LOG_IN: &str = "This is your text: copy it, then log in and paste it.";
    pub const COPY: &str =
        "You were logged out before this was saved, and its page is gone now. Copy anything you want to keep.";
    pub const CORRECT: &str = "Part of this is not text that we can read: it is marked \u{fffd}. Copy what you want to keep, and enter it again.";
    pub const SEND_BUTTON: &str = "Send it from here";
    pub const OPEN_BUTTON: &str = "Open the form here";
    pub const LOG_IN_BUTTON: &str = "Log in in a new tab";
}

/// The form kit.
pub mod form {
    /// Read aloud after a rule that the text satisfies.
    pub const RULE_MET: &str = " Done.";
    pub const SHOW: &str = "Show";
    pub const HIDE: &str = "Hide";
    pub const CAPS_LOCK: &str = "Caps Lock is on.";
    pub const TRY_AGAIN_NOW: &str = "You can try again now.";
}

/// Drafts on this device.
pub mod draft {
    pub const LABEL: &str = "Draft";
    /// Stands before the time.
    pub const UNSAVED: &str = "Unsaved text on this device ";
    pub const CONTINUE: &str = "Continue";
    pub const DISCARD: &str = "Discard";
    /// Stands before the time.
    pub const SAVED: &str = "Draft saved ";
    pub const NOT_SAVED_YET: &str = "What you changed here is not saved yet.";
}

/// Links to what is above a page.
pub mod crumbs {
    pub const LABEL: &str = "Breadcrumb";
}

/// Lists.
pub mod list {
    pub const PAGES: &str = "Pages";
    pub const NEWER: &str = "Newer";
    pub const OLDER: &str = "Older";
    /// After the title of a page that is not the first of its list.
    pub const CONTINUED: &str = ", continued";
}
