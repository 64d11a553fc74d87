//! Every sentence, label and button of the staff area's pages, for both sides. What the operator reads is in
//! `server/commands/messages.rs`, and what is wrong with a form in `shared/`.

pub mod activation;
pub mod invitations;
pub mod notice;
pub mod permissions;
pub mod refusal;
pub mod user;
pub mod user_form;

pub mod common {
    pub const STAFF: &str = "Staff";
    pub const NONE: &str = "–";
    pub const NEVER: &str = "never";
    pub const SAVE: &str = "Save";
    pub const ADD: &str = "Add";
    pub const CANCEL: &str = "Cancel";
    pub const DELETE: &str = "Delete";
    pub const PERMISSIONS: &str = "Permissions";
    pub const ASKED_AGAIN: &str = "You will be asked to confirm.";
    pub const PAST_THE_END: &str = "There is nothing on this page of the list.";
    pub const TO_THE_START: &str = "Back to the start";
    /// The pages of a list that is sorted by name.
    pub const BY_NAME: [&str; 2] = ["Previous", "Next"];
    /// The pages of a list that is sorted by age.
    pub const BY_AGE: [&str; 2] = ["Newer", "Older"];

    /// A count that stops at the largest number that is counted.
    pub fn counted(count: u32, most: u32) -> String {
        if count < most { count.to_string() } else { format!("{most} or more") }
    }
}

pub mod search {
    pub const SEARCH: &str = "Search";
    pub const SHOW_ALL: &str = "Show all";
}

/// The start page, with a title and a line for each part of the staff area.
pub mod home {
    pub const HEADING: &str = "Staff";
    pub const USERS: &str = "Users";
    pub const USERS_TEXT: &str = "Find users and change what they can do.";
    pub const ADD_USER: &str = "Add a user";
    pub const ADD_USER_TEXT: &str = "Create an account for someone.";
    pub const INVITATIONS: &str = "Invitations";
    pub const INVITATIONS_TEXT: &str = "Offer accounts by mail, with what they can do.";
    pub const GROUPS: &str = "Groups";
    pub const GROUPS_TEXT: &str = "Sets of permissions that users share.";
    pub const ADD_GROUP: &str = "Add a group";
    pub const ADD_GROUP_TEXT: &str = "Create a set of permissions.";
    pub const EXIT_SURVEY: &str = "Exit survey";
    pub const EXIT_SURVEY_TEXT: &str = "Why users deleted their accounts, without names.";
    pub const AUDIT: &str = "Audit trail";
    pub const AUDIT_TEXT: &str = "Who changed what, and when.";
    pub const NOTHING: &str = "Nothing to open yet";
    pub const NOTHING_TEXT: &str =
        "You are staff, but have no permissions yet. Ask the people who run this site for some.";
}

pub mod users {
    pub const HEADING: &str = "Users";
    pub const ADD: &str = "Add a user";
    pub const SEARCH: &str = "Name or e-mail";
    pub const SEARCH_HELP: &str = "Letters anywhere in the user name, the names or the e-mail address.";
    pub const SHOW: &str = "Show";
    pub const EVERYONE: &str = "Everyone";
    pub const ACTIVE: &str = "Active";
    pub const GROUP: &str = "Group";
    pub const ANY_GROUP: &str = "Any";
    pub const STAFF: &str = "Staff";
    pub const SUPERUSERS: &str = "Superusers";
    pub const DEACTIVATED: &str = "Deactivated";
    pub const ORDER: &str = "Order";
    pub const NEWEST_FIRST: &str = "Newest first";
    pub const BY_USERNAME: &str = "By user name";
    pub const USERNAME: &str = "User name";
    pub const NAME: &str = "Name";
    pub const EMAIL: &str = "E-mail";
    pub const JOINED: &str = "Joined";
    pub const LAST_LOGIN: &str = "Last login";
    pub const STATE: &str = "State";
    pub const CSV: &str = "Download this list as CSV";
    pub const NO_USERS: &str = "No users found";
    pub const NO_MATCH: &str = "No one matches. Try fewer letters, or look at all users.";
    /// Read aloud, over the boxes of the rows.
    pub const CHOOSE: &str = "Choose";
    pub const CHOOSE_ALL: &str = "Choose all on this page";
    pub const CHOOSE_NONE: &str = "Choose none";
    pub const ACTIVATE: &str = "Activate…";
    pub const DEACTIVATE: &str = "Deactivate…";
    pub const SHOW_EVERYONE: &str = "Show everyone";

    pub fn count(count: u32, most: u32) -> String {
        match count {
            1 => "1 user".to_owned(),
            count => format!("{} users", super::common::counted(count, most)),
        }
    }
}

pub mod badge {
    pub const SUPERUSER: &str = "Superuser";
    pub const STAFF: &str = "Staff";
    pub const DEACTIVATED: &str = "Deactivated";
    pub const ACTIVE: &str = "Active";
}

pub mod user_create {
    pub const HEADING: &str = "Add a user";
    pub const TEXT: &str =
        "They can log in once they have set a password. You create the link for that on the next page.";
    pub const USERNAME: &str = "User name";
    pub const USERNAME_HELP: &str = "Letters, digits and @ . + - _. No spaces.";
    pub const EMAIL: &str = "E-mail address";
    pub const EMAIL_HELP: &str = "Optional.";
}

pub mod user_delete {
    pub const HEADING: &str = "Delete user";
    /// Around the user name.
    pub const QUESTION: (&str, &str) = ("Delete ", "? This cannot be undone.");
    pub const DELETED: &str = "Name, address, password, sessions, groups and permissions are deleted.";
    pub const STAYS: &str = "What they have written stays, without their name.";
    pub const RECORDED: &str =
        "The audit trail keeps the user name, what the account could do, and what staff changed.";
    pub const INSTEAD: &str = "To only stop them logging in, deactivate the account instead.";
    pub const CONFIRM: &str = "Delete this user";
    pub const OWN: &str = "This is your own account. You can delete it on your account’s page.";
    pub const OWN_LINK: &str = "Delete my account";
    /// After "Your account cannot".
    pub const HAS_MORE: &str = "delete a user who has more permissions than yours";
}

pub mod groups {
    pub const HEADING: &str = "Groups";
    pub const ADD: &str = "Add a group";
    pub const NAME: &str = "Name";
    pub const MEMBERS: &str = "Members";
    pub const SEARCH: &str = "Name";
    pub const NO_GROUPS: &str = "No groups yet";
    pub const NO_GROUPS_TEXT: &str = "A group is a set of permissions that several users share.";
    pub const NONE_FOUND: &str = "No groups found";
    pub const NO_MATCH: &str = "No group has these letters in its name.";
    pub const SHOW_ALL: &str = "Show all groups";
}

pub mod group {
    pub const NAME: &str = "Name";
    pub const GRANTS_MORE: &str = "This group has permissions that you do not have, so you cannot change it.";
    pub const VIEW_ONLY: &str = "You can view groups but not change them.";
    pub const NO_MEMBERS: &str = "No one is in this group yet. You can add users on their own pages.";
    /// Before [`common::TO_THE_START`](super::common::TO_THE_START).
    pub const NO_MORE_MEMBERS: &str = "No more members. ";
    pub const DELETE_TEXT: &str = "Its members lose the permissions that the group gives them.";
    pub const DELETE: &str = "Delete this group";

    pub fn members(count: &str) -> String {
        format!("Members ({count})")
    }
}

pub mod group_create {
    pub const HEADING: &str = "Add a group";
    pub const NAME: &str = "Name";
}

pub mod group_delete {
    pub const HEADING: &str = "Delete group";
    /// Around the name of the group.
    pub const QUESTION: (&str, &str) = ("Delete ", "? This cannot be undone. ");
    pub const NO_MEMBERS: &str = "No one is in it.";
    pub const ONE_MEMBER: &str = "Its 1 member loses the permissions that it gives.";
    pub const CONFIRM: &str = "Delete this group";
    /// After "Your account cannot".
    pub const GRANTS_MORE: &str = "delete a group that has more permissions than yours";

    pub fn members(count: &str) -> String {
        format!("Its {count} members lose the permissions that it gives.")
    }
}

pub mod exit_survey {
    pub const HEADING: &str = "Exit survey";
    pub const REASONS: &str = "Reasons";
    pub const REASON: &str = "Reason";
    pub const TIMES: &str = "Times";
    pub const COMMENTS: &str = "In their own words";

    pub fn count(count: u32, days: u32) -> String {
        match count {
            0 => format!("No one has deleted their account in the last {days} days."),
            1 => format!("1 user has deleted their account in the last {days} days."),
            count => format!("{count} users have deleted their accounts in the last {days} days."),
        }
    }

    pub fn kept_content(kept: u32, count: u32) -> String {
        format!("{kept} of {count} erased nothing that they had written.")
    }
}

pub mod audit {
    pub const HEADING: &str = "Audit trail";
    pub const ACTOR: &str = "Actor";
    pub const TARGET: &str = "Target";
    pub const ACTION: &str = "Action";
    pub const EXACT_USERNAME: &str = "Exact user name";
    pub const EXACT_NAME: &str = "Exact name";
    pub const ANY_ACTION: &str = "All";
    pub const WHEN: &str = "When";
    pub const ACTOR_AND_ACTION: &str = "Actor and action";
    pub const CHANGES: &str = "Changes";
    pub const ADDRESS: &str = "Address";
    /// Read aloud between the values before and after.
    pub const BECAME: &str = " became ";
    /// Values of a field.
    pub const EMPTY: &str = "nothing";
    pub const YES: &str = "yes";
    pub const NO: &str = "no";
    pub const NO_ENTRIES: &str = "No entries found";
    pub const NO_MATCH: &str = "No entry matches.";
    pub const SHOW_ALL: &str = "Show all entries";
    pub const NOTHING_YET: &str = "What staff changes is listed here.";

    use crate::accounts::types::AuditAction;

    /// A choice of the search.
    pub fn action(action: AuditAction) -> &'static str {
        match action {
            AuditAction::Created => "Created",
            AuditAction::Changed => "Changed",
            AuditAction::Deleted => "Deleted",
            AuditAction::SessionsEnded => "Sessions ended",
            AuditAction::ResetLinkMade => "Password link created",
            AuditAction::PasswordSet => "Password set",
            AuditAction::SentAgain => "Sent again",
            AuditAction::Withdrawn => "Withdrawn",
        }
    }

    /// Between the actor and the target.
    pub fn phrase(action: AuditAction) -> &'static str {
        match action {
            AuditAction::Created => "created",
            AuditAction::Changed => "changed",
            AuditAction::Deleted => "deleted",
            AuditAction::SessionsEnded => "ended all sessions of",
            AuditAction::ResetLinkMade => "created a password link for",
            AuditAction::PasswordSet => "set the password of",
            AuditAction::SentAgain => "sent again",
            AuditAction::Withdrawn => "withdrew",
        }
    }
}

/// What an action does, after "to", where it asks for the password again.
pub mod step_up {
    pub const UPDATE_PROFILE: &str = "change a user’s profile";
    pub const UPDATE_ACCESS: &str = "change a user’s permissions";
    pub const INVITE: &str = "invite someone";
    pub const INVITE_AGAIN: &str = "send an invitation again";
    pub const SET_ACTIVE: &str = "activate or deactivate users";
    pub const END_SESSIONS: &str = "log a user out everywhere";
    pub const MAKE_RESET_LINK: &str = "create a password link";
    pub const DELETE_USER: &str = "delete a user’s account";
    pub const CREATE_GROUP: &str = "create a group";
    pub const UPDATE_GROUP: &str = "change a group’s permissions";
    pub const DELETE_GROUP: &str = "delete a group";
}
