//! Notices of the staff area, over the next page.

use crate::shared::Notice;

pub const USER_ACCESS_SAVED: Notice = Notice { id: "user_saved", text: "Access saved." };
pub const USER_PROFILE_SAVED: Notice = Notice { id: "user_profile_saved", text: "Profile saved." };
pub const USERS_ACTIVATED: Notice = Notice { id: "users_activated", text: "Users activated." };
pub const USERS_DEACTIVATED: Notice =
    Notice { id: "users_deactivated", text: "Users deactivated and logged out everywhere." };
pub const INVITED: Notice = Notice { id: "invited", text: "The invitation is on its way by mail." };
pub const INVITED_AGAIN: Notice =
    Notice { id: "invited_again", text: "The invitation is on its way again. Its old link does not work any more." };
pub const INVITATION_WITHDRAWN: Notice =
    Notice { id: "invitation_withdrawn", text: "Invitation withdrawn. Its link does not work any more." };
pub const USER_CREATED: Notice =
    Notice { id: "user_created", text: "User created. Send them a password link so they can log in." };
pub const LINK_MAILED: Notice = Notice { id: "link_mailed", text: "The password link is on its way by mail." };
pub const USER_DELETED: Notice = Notice { id: "user_deleted", text: "User deleted." };
pub const SESSIONS_ENDED: Notice = Notice { id: "users_sessions_ended", text: "All sessions of this user have ended." };
pub const GROUP_SAVED: Notice = Notice { id: "group_saved", text: "Group saved." };
pub const GROUP_CREATED: Notice = Notice { id: "group_created", text: "Group created." };
pub const GROUP_DELETED: Notice = Notice { id: "group_deleted", text: "Group deleted." };

pub const ALL: [Notice; 14] = [
    INVITED,
    INVITED_AGAIN,
    INVITATION_WITHDRAWN,
    USERS_ACTIVATED,
    USERS_DEACTIVATED,
    USER_ACCESS_SAVED,
    USER_PROFILE_SAVED,
    USER_CREATED,
    LINK_MAILED,
    USER_DELETED,
    SESSIONS_ENDED,
    GROUP_SAVED,
    GROUP_CREATED,
    GROUP_DELETED,
];
