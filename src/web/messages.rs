//! Sentences and labels of the layout, and what the URL table says to people.

/// What surrounds every page.
pub mod layout {
    pub const SKIP: &str = "Skip to content";
    pub const MAIN: &str = "Main";
    pub const ARTICLES: &str = "Articles";
    pub const WRITE: &str = "Write";
    pub const STAFF: &str = "Staff";
    pub const OFFLINE: &str = "No connection. Your text is safe; you can send it when you are back online.";
    pub const COOKIES: &str =
        "Your browser blocks cookies here. You can read everything; to log in, allow cookies for this site.";
    pub const ABOUT_SITE: &str = "About this site";
    pub const ABOUT: &str = "About";
    pub const PRIVACY: &str = "Privacy";
    pub const DEVICE: &str = "Appearance";
    pub const CONTACT: &str = "Contact";
    pub const SOURCE: &str = "Source";
}

/// What a visitor logs in for, after "Log in to".
pub mod purpose {
    pub const WRITE: &str = "write an article";
    pub const EDIT: &str = "edit this article";
    pub const DELETE_ARTICLE: &str = "delete this article";
    pub const SEE_MINE: &str = "see your articles";
    pub const SEE_ACCOUNT: &str = "see your account";
    pub const EDIT_PROFILE: &str = "edit your profile";
    pub const CHANGE_PASSWORD: &str = "change your password";
    pub const SEE_SESSIONS: &str = "see your sessions";
    pub const SEE_ACTIVITY: &str = "see your recent activity";
    pub const DELETE_ACCOUNT: &str = "delete your account";
}

/// The front page.
pub mod front {
    pub const ABOUT: &str = "About this site";
    pub const PUT_AWAY: &str = "Don’t show this again";
    pub const NEWEST: &str = "Newest articles";
    pub const ALL: &str = "All articles";
    pub const NOTHING_YET: &str = "Nothing has been published yet.";
}

/// The table of cookies.
pub mod cookies {
    pub const HEADING: &str = "Privacy";
    pub const TEXT: &str = "This site sets no cookie until it needs one, and lets no other site read any of them. There is no \
        tracking and nothing from elsewhere on its pages. These are all the cookies that it can set:";
    pub const NAME: &str = "Cookie";
    pub const PURPOSE: &str = "What for";
    pub const LASTS: &str = "Set when, and for how long";
    pub const READ_BY: &str = "Who reads it";
    pub const DRAFTS: &str = "Text that you write while you are logged in is backed up in this browser, not in a cookie, until you \
        send it, and for 30 days at most. Logging out removes it.";

    pub const SESSION: &str = "Keeps you logged in.";
    pub const SESSION_LASTS: &str = "When you log in: until you close the browser, or for two weeks where “Keep me signed in” is \
        ticked; when you sign up, for two weeks. Logging out removes it.";
    pub const DEVICE: &str =
        "Lets you log in from here while someone elsewhere tries wrong passwords for your account.";
    pub const DEVICE_LASTS: &str = "When you log in while that happens, for a year.";
    pub const REFUSED_FORM: &str =
        "Brings a form back to you that could not be accepted. Its content is encrypted, without passwords.";
    pub const REFUSED_FORM_LASTS: &str = "When that happens, for five minutes.";
    pub const THEME: &str = "Shows the site light or dark.";
    pub const CHOSEN_LASTS: &str = "When you choose it, for a year.";
    pub const ZONE: &str = "Writes times in your time zone.";
    pub const ZONE_LASTS: &str = "When a page shows you times and you are logged in, for a year.";
    pub const USERNAME: &str = "Fills in your user name when you log in. Its content is encrypted.";
    pub const NOTICE: &str = "Remembers that you have put a notice away.";
    pub const NOTICE_LASTS: &str = "When you put it away: until the end of the day, or for a year.";
    pub const WELCOME: &str = "Remembers that you have put the welcome of the front page away.";
    pub const WELCOME_LASTS: &str = "When you put it away, for a year.";
    pub const READING: &str = "The reading list of a visitor without an account. Its content is encrypted.";
    pub const READING_LASTS: &str =
        "When you save an article, for a year. Logging in moves the list into your account and removes it here.";
    pub const ONLY_SERVER: &str = "This site’s server only";
    pub const SERVER_AND_PAGE: &str = "This site’s server and pages";
}

/// What an account lacks, after "Your account cannot".
pub mod access {
    pub const STAFF_AREA: &str = "open the staff area";
}

/// What comes after something that is done.
pub mod next_step {
    pub const ADD_NAME: &str = "Add your name";
    pub const WRITE: &str = "Write another";
}

/// Notices about submissions, and about actions that needed the password.
pub mod notice {
    use crate::shared::Notice;

    /// On the login page: the submission waits until its user has logged in.
    pub const HELD: Notice = Notice {
        id: "waiting",
        text: "You were logged out. Log in and your text will be waiting; no one else can see it.",
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
