//! Sentences and labels of the layout, and what the URL table says to people.

/// What surrounds every page.
pub mod layout {
    pub const SKIP: &str = "Skip to content";
    pub const MAIN: &str = "Main";
    pub const ARTICLES: &str = "Articles";
    pub const WRITE: &str = "Write";
    pub const STAFF: &str = "Staff";
    pub const OFFLINE: &str = "No connection. Your text is safe; you can send it when you are back online.";
    pub const FOOTER: &str = "Latchkey: Django’s accounts system, in Rust.";
}

/// What an account lacks, after "Your account cannot".
pub mod access {
    pub const STAFF_AREA: &str = "open the staff area";
}

/// Notices about submissions, and about actions that needed the password.
pub mod notice {
    use crate::shared::Notice;

    /// On the login page: the submission waits until its user has logged in.
    pub const HELD: Notice = Notice {
        id: "waiting",
        text: "You were logged out. Log in and your text will be waiting; nobody else can see it.",
    };
    /// Over a held submission that is shown again.
    pub const REDISPLAYED: Notice =
        Notice { id: "parked", text: "You were logged out before this was saved. Your text is back: save it now." };
    /// While more submissions are held.
    pub const REDISPLAYED_OF_SEVERAL: Notice = Notice {
        id: "parked_and_more",
        text: "You were logged out before this was saved. Your text is back: save it now. Another unsaved \
            form is waiting too: save this one first, then open that page.",
    };
    /// The pending action had expired, or was done already, when its password was entered.
    pub const ACTION_EXPIRED: Notice = Notice {
        id: "not_done",
        text: "Nothing was waiting for this password: it was done already, or it took too long. Check, and do it again if needed.",
    };

    pub const ALL: [Notice; 4] = [HELD, REDISPLAYED, REDISPLAYED_OF_SEVERAL, ACTION_EXPIRED];
}
