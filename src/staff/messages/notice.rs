//! Notices of the staff area, over the next page.

use crate::shared::Notice;

pub const USER_SAVED: Notice = Notice { id: "user_saved", text: "User saved." };
pub const USER_CREATED: Notice =
    Notice { id: "user_created", text: "User created. Send them a password link so they can log in." };
pub const USER_DELETED: Notice = Notice { id: "user_deleted", text: "User deleted." };
pub const SESSIONS_ENDED: Notice = Notice { id: "users_sessions_ended", text: "All sessions of this user have ended." };
pub const GROUP_SAVED: Notice = Notice { id: "group_saved", text: "Group saved." };
pub const GROUP_CREATED: Notice = Notice { id: "group_created", text: "Group created." };
pub const GROUP_DELETED: Notice = Notice { id: "group_deleted", text: "Group deleted." };

pub const ALL: [Notice; 7] =
    [USER_SAVED, USER_CREATED, USER_DELETED, SESSIONS_ENDED, GROUP_SAVED, GROUP_CREATED, GROUP_DELETED];
