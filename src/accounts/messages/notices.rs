//! Sentences over a page: of what was done before it, and of the session while it is open.

/// Notices over the next page.
pub mod notice {
    use crate::shared::Notice;

    pub const SIGNED_UP: Notice =
        Notice { id: "signed_up", text: "Welcome! Your account is ready, and you are logged in." };
    pub const SIGNED_UP_WITH_ADDRESS: Notice = Notice {
        id: "signed_up_with_address",
        text: "Welcome! Your account is ready, and you are logged in. Open the link that we have mailed you: with a confirmed address \
               you can get back in when you forget your password.",
    };
    pub const LOGGED_IN: Notice = Notice { id: "logged_in", text: "Welcome back! You are logged in." };
    pub const PROFILE_SAVED: Notice = Notice { id: "profile_saved", text: "Profile saved." };
    pub const SESSION_ENDED: Notice = Notice { id: "session_ended", text: "The session has ended." };
    pub const SESSIONS_ENDED: Notice = Notice { id: "sessions_ended", text: "All other sessions have ended." };

    pub const CONFIRMATION_SENT: Notice =
        Notice { id: "confirmation_sent", text: "Check your mail: we have sent you a link that confirms the address." };

    pub const CONFIRMATION_LIMITED: Notice = Notice {
        id: "confirmation_limited",
        text: "No further mail was sent: use the last one, or try again in an hour.",
    };

    pub const ALL: [Notice; 8] = [
        SIGNED_UP,
        SIGNED_UP_WITH_ADDRESS,
        LOGGED_IN,
        PROFILE_SAVED,
        SESSION_ENDED,
        SESSIONS_ENDED,
        CONFIRMATION_SENT,
        CONFIRMATION_LIMITED,
    ];
}

/// What an open page says of its session.
pub mod session_notice {
    pub const OVER: &str = "You have been logged out. Log in again to write or to see your account.";
    pub const LOGGED_OUT: &str = "You are logged out.";
    pub const LABEL: &str = "Session";
    pub const ENDED: &str = "Your session has ended";
    pub const ENDED_TEXT: &str = "Log in to carry on. Your text is safe and only you will see it.";
    pub const DISCARD_TEXT: &str = "Discard my text";
    pub const CHECKING: &str = "One moment";
    pub const CHECKING_TEXT: &str = "Checking that you are still logged in…";
    pub const NO_ANSWER: &str = "No answer";
    pub const NO_ANSWER_TEXT: &str =
        "We could not check whether you are still logged in. Look at your connection, then reload the page.";
    pub const RELOAD: &str = "Reload the page";
    pub const ENDING: &str = "Your session is about to end. ";
    pub const STAY: &str = "Stay logged in";
    pub const ENTER_PASSWORD: &str = "Enter your password to stay logged in";
    pub const STALE: &str = "You are now logged in, from another tab.";
    pub const CONTINUE: &str = RELOAD;
    pub const RIGHTS: &str = "What you can do on this site has changed.";
}
