//! The ways to each effect on an account that could take it over, and the one check that stands before each, for a user who acts
//! on themselves: a thief of a session must not get further than its owner lets them. A test walks the table against
//! every form of the accounts and of the staff area.

use leptos::server_fn::ServerFn;

use crate::{accounts::api, staff::api as staff};

/// What a form does to the account of the user who sends it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Effect {
    PasswordSet,
    /// A password counts as entered just now.
    PasswordEntered,
    /// A link by which a password can be set.
    LinkMade,
    /// Such a link goes to the stored e-mail address, for every asker.
    LinkMailed,
    /// The e-mail address or names.
    ProfileChanged,
    /// A permission, a group or a flag more, directly or through a group.
    RightGiven,
    /// A permission, a group or a flag less.
    RightTaken,
    OthersSessionsEnded,
    AccountDeleted,
    /// Another account, of another person, with rights that its owner has.
    AccountOffered,
    /// Nothing that its owner could not undo: a login, a logout, a new account without rights, a new group.
    Nothing,
}

/// What is asked of a user who does it to themselves.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Check {
    /// The password, with the form itself.
    Password,
    /// A password that was entered recently.
    RecentPassword,
    /// A link that another user has made, or that came by mail.
    Link,
    /// It is refused, whatever is entered.
    Refused,
    /// Nothing beyond what the URL table asks for.
    Free,
}

/// One way: a form, and what it does.
#[derive(Debug, Clone, Copy)]
pub struct Way {
    /// The path of the server function.
    pub function: &'static str,
    pub effect: Effect,
    pub check: Check,
}

const fn way(function: &'static str, effect: Effect, check: Check) -> Way {
    Way { function, effect, check }
}

/// Every way.
pub const WAYS: &[Way] = &[
    way(api::Signup::PATH, Effect::Nothing, Check::Free),
    way(api::Login::PATH, Effect::PasswordEntered, Check::Password),
    way(api::Logout::PATH, Effect::Nothing, Check::Free),
    way(api::Reauthenticate::PATH, Effect::PasswordEntered, Check::Password),
    way(api::Update::PATH, Effect::ProfileChanged, Check::RecentPassword),
    way(api::ChangePassword::PATH, Effect::PasswordSet, Check::Password),
    way(api::EndSession::PATH, Effect::OthersSessionsEnded, Check::RecentPassword),
    way(api::EndOtherSessions::PATH, Effect::OthersSessionsEnded, Check::RecentPassword),
    way(api::LogoutEverywhere::PATH, Effect::OthersSessionsEnded, Check::RecentPassword),
    way(api::DeleteAccount::PATH, Effect::AccountDeleted, Check::Password),
    way(api::SendConfirmation::PATH, Effect::Nothing, Check::Free),
    way(api::ConfirmEmail::PATH, Effect::ProfileChanged, Check::Link),
    way(api::SecureAccount::PATH, Effect::ProfileChanged, Check::Link),
    way(api::RequestPasswordReset::PATH, Effect::LinkMailed, Check::Free),
    way(api::EnterResetCode::PATH, Effect::Nothing, Check::Link),
    way(api::ResetPassword::PATH, Effect::PasswordSet, Check::Link),
    way(staff::CreateUser::PATH, Effect::Nothing, Check::Free),
    way(staff::Invite::PATH, Effect::AccountOffered, Check::RecentPassword),
    way(staff::SendInvitationAgain::PATH, Effect::AccountOffered, Check::RecentPassword),
    way(staff::WithdrawInvitation::PATH, Effect::Nothing, Check::Free),
    way(staff::AcceptInvitation::PATH, Effect::Nothing, Check::Refused),
    way(staff::UpdateProfile::PATH, Effect::ProfileChanged, Check::RecentPassword),
    way(staff::UpdateAccess::PATH, Effect::RightTaken, Check::RecentPassword),
    way(staff::UpdateAccess::PATH, Effect::RightGiven, Check::Refused),
    way(staff::SetActive::PATH, Effect::OthersSessionsEnded, Check::Refused),
    way(staff::EndSessions::PATH, Effect::OthersSessionsEnded, Check::RecentPassword),
    way(staff::MakeResetLink::PATH, Effect::LinkMade, Check::Refused),
    way(staff::DeleteUser::PATH, Effect::AccountDeleted, Check::Refused),
    way(staff::CreateGroup::PATH, Effect::Nothing, Check::RecentPassword),
    way(staff::UpdateGroup::PATH, Effect::RightGiven, Check::Refused),
    way(staff::UpdateGroup::PATH, Effect::RightTaken, Check::RecentPassword),
    way(staff::DeleteGroup::PATH, Effect::RightTaken, Check::RecentPassword),
];
