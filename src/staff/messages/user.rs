//! The page of a user: its parts, and what is in them beside the forms.

/// The parts of the page: their headings, and the links to them.
pub const PARTS: &str = "Parts of this page";
pub const PROFILE: &str = "Profile";
pub const ACCESS: &str = "Access";
pub const DANGER: &str = "Danger zone";
pub const SAVED_APART: &str = "Profile and access are saved separately.";
pub const ACCOUNT: &str = "Account";
pub const JOINED: &str = "Joined";
pub const LAST_LOGIN: &str = "Last login";
pub const PASSWORD: &str = "Password";
pub const HAS_PASSWORD: &str = "Set";
pub const NO_PASSWORD: &str = "None yet; create a password link so that they can log in";
pub const NAME: &str = "Name";
pub const EMAIL: &str = "E-mail";
pub const GROUPS: &str = "Groups";
pub const OWN_PERMISSIONS: &str = "Own permissions";
pub const BOUNCED: &str = "Mail to their address came back";
pub const HAS_MORE: &str = "This user has permissions that you do not have, so you cannot change anything here.";
pub const VIEW_ONLY: &str = "You can view users but not change them.";
pub const SESSIONS: &str = "Sessions";
pub const NO_SESSIONS: &str = "Not logged in anywhere.";
pub const UNKNOWN_SESSIONS: &str = "Sessions are kept in browsers, so they cannot be counted. You can end them all.";
pub const ONE_SESSION: &str = "Logged in on 1 device.";
pub const END_SESSIONS: &str = "End all sessions";
pub const LINK: &str = "Password link";
pub const LINK_TEXT: &str =
    "Create a link that lets this user set a new password, and send it to them. You never see the password.";
pub const MAKE_LINK: &str = "Create a password link";
pub const MAIL_LINK: &str = "Mail a password link";
pub const UNCONFIRMED: &str = "The e-mail address is not confirmed: check that it is theirs before you mail a link.";
pub const LINK_INACTIVE: &str = "Activate the account first: a deactivated account cannot use a password link.";
pub const NEW_LINK: &str = "New password link";
pub const COPY_LINK: &str = "Copy link";
pub const LINK_COPIED: &str = "Link copied";
pub const NEW_LINK_HELP: &str =
    "Works once, within three days. Copy it now and send it to the user: it is not shown again.";
pub const ACTIVITY: &str = "Activity";
pub const DELETE_TEXT: &str = "What they have written stays, without their name.";
pub const DELETE: &str = "Delete this user";

pub fn sessions(count: &str) -> String {
    format!("Logged in on {count} devices.")
}
