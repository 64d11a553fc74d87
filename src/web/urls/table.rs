//! The rows of the table. A new page or server function starts here.

use leptos::server_fn::ServerFn;

use super::{Access, FunctionUrl, PageUrl, at, form, page, query};
use crate::{
    accounts::{
        api,
        forms::{Reason, field as account},
        messages::step_up,
        paths,
        types::{
            AUDIT_ENTRY, DEPARTURE, GROUP,
            PermissionAction::{Add, Change, Delete, View},
            USER,
        },
    },
    articles::{
        forms::field as article,
        rules::{CHANGE, DELETE, VIEW},
        types::ARTICLE,
    },
    staff::forms::staff_field,
    web::messages::staff_action,
};

const NO_RULE: &str = "";
const OWN: &str = "own only";
const WITH_LINK: &str = "holder of a valid link";
const NOT_MORE: &str = "only rights that the viewer has";

/// Every page.
pub const PAGES: &[PageUrl] = &[
    page("/articles/", Access::Public, VIEW.name),
    page("/articles/create/", Access::Login, NO_RULE),
    page("/articles/{id}/", Access::Public, VIEW.name),
    page("/articles/{id}/update/", Access::Login, CHANGE.name),
    page("/articles/{id}/delete/", Access::Login, DELETE.name),
    page(paths::ACCOUNT, Access::Login, NO_RULE),
    page(paths::LOGIN, Access::AnonymousOnly, NO_RULE),
    page(paths::SIGNUP, Access::AnonymousOnly, NO_RULE),
    page(paths::LOGOUT, Access::Public, NO_RULE),
    page(paths::UPDATE, Access::Login, NO_RULE),
    page(paths::PASSWORD, Access::Login, NO_RULE),
    page(paths::PASSWORD_DONE, Access::Login, NO_RULE),
    page(paths::SESSIONS, Access::Login, NO_RULE),
    page(paths::ACTIVITY, Access::Login, NO_RULE),
    page(paths::REAUTHENTICATE, Access::Login, NO_RULE),
    page(paths::DELETE, Access::Login, NO_RULE),
    page(paths::GOODBYE, Access::Public, NO_RULE),
    page(paths::RESET, Access::Public, WITH_LINK),
    page(paths::RESET_DONE, Access::Public, NO_RULE),
    page("/staff/", Access::Staff, NO_RULE),
    page("/staff/users/", Access::StaffWith(USER.may(View)), NO_RULE),
    page("/staff/users/create/", Access::StaffWith(USER.may(Add)), NO_RULE),
    page("/staff/users/{id}/", Access::StaffWith(USER.may(View)), NO_RULE),
    page("/staff/users/{id}/delete/", Access::StaffWith(USER.may(Delete)), NOT_MORE),
    page("/staff/groups/", Access::StaffWith(GROUP.may(View)), NO_RULE),
    page("/staff/groups/create/", Access::StaffWith(GROUP.may(Add)), NO_RULE),
    page("/staff/groups/{id}/", Access::StaffWith(GROUP.may(View)), NO_RULE),
    page("/staff/groups/{id}/delete/", Access::StaffWith(GROUP.may(Delete)), NOT_MORE),
    page("/staff/departures/", Access::StaffWith(DEPARTURE.may(View)), NO_RULE),
    page("/staff/articles/", Access::StaffWith(ARTICLE.may(View)), NO_RULE),
    page("/staff/audit/", Access::StaffWith(AUDIT_ENTRY.may(View)), NO_RULE),
];

/// Every server function. Logging in is public: over another user's session it replaces that session (B35).
pub const FUNCTIONS: &[FunctionUrl] = &[
    form(api::Signup::PATH, Access::AnonymousOnly, NO_RULE, at(paths::SIGNUP, &[account::USERNAME], SIGNUP)),
    form(
        api::Login::PATH,
        Access::Public,
        NO_RULE,
        at(paths::LOGIN, &[account::USERNAME, account::REMEMBER], &[account::PASSWORD, account::NEXT]),
    ),
    form(api::Logout::PATH, Access::Public, NO_RULE, at(paths::LOGOUT, &[], &[account::NEXT])),
    form(
        api::Reauthenticate::PATH,
        Access::Login,
        NO_RULE,
        at(paths::REAUTHENTICATE, &[], &[account::PASSWORD, account::NEXT, account::ACTION]),
    ),
    query(api::NewestPendingAction::PATH, Access::Login, NO_RULE),
    query(api::StayLoggedIn::PATH, Access::Login, OWN),
    query(api::Profile::PATH, Access::Login, NO_RULE),
    form(api::Update::PATH, Access::Login, OWN, at(paths::UPDATE, PROFILE, &[]).held()).step_up(step_up::CHANGE_EMAIL),
    form(api::ChangePassword::PATH, Access::Login, OWN, at(paths::PASSWORD, &[], PASSWORDS)),
    query(api::Sessions::PATH, Access::Login, OWN),
    form(api::EndSession::PATH, Access::Login, OWN, at(paths::SESSIONS, &[], &[account::ID]))
        .step_up(step_up::END_SESSION),
    form(api::EndOtherSessions::PATH, Access::Login, OWN, at(paths::SESSIONS, &[], &[]))
        .step_up(step_up::END_OTHER_SESSIONS),
    form(api::LogoutEverywhere::PATH, Access::Login, OWN, at(paths::SESSIONS, &[], &[]))
        .step_up(step_up::LOG_OUT_EVERYWHERE),
    query(api::Activity::PATH, Access::Login, OWN),
    query(api::PreviewDeletion::PATH, Access::Login, OWN),
    form(api::DeleteAccount::PATH, Access::Login, OWN, at(paths::DELETE, DELETION, &[account::PASSWORD]).held()),
    query(api::ResetOf::PATH, Access::Public, WITH_LINK),
    form(api::ResetPassword::PATH, Access::Public, WITH_LINK, at(paths::RESET, &[], RESET)),
    query("/api/staff/users", Access::StaffWith(USER.may(View)), NO_RULE),
    query("/api/staff/user", Access::StaffWith(USER.may(View)), NO_RULE),
    form(
        "/api/staff/users/create",
        Access::StaffWith(USER.may(Add)),
        NO_RULE,
        at("/staff/users/create/", &[account::USERNAME, account::EMAIL], &[]).held(),
    ),
    form(
        "/api/staff/users/update",
        Access::StaffWith(USER.may(Change)),
        NOT_MORE,
        at("/staff/users/{id}/", FULL_USER, &[account::ID])
            .with_boxes(&[staff_field::GROUP_PREFIX, staff_field::PERMISSION_PREFIX])
            .held(),
    )
    .step_up(staff_action::CHANGE_USER),
    form(
        "/api/staff/users/end-sessions",
        Access::StaffWith(USER.may(Change)),
        NOT_MORE,
        at("/staff/users/{id}/", &[], &[account::ID]),
    )
    .step_up(staff_action::END_SESSIONS_OF_USER),
    form(
        "/api/staff/users/reset-link",
        Access::StaffWith(USER.may(Change)),
        NOT_MORE,
        at("/staff/users/{id}/", &[], &[account::ID]),
    )
    .step_up(staff_action::CREATE_RESET_LINK),
    form(
        "/api/staff/users/delete",
        Access::StaffWith(USER.may(Delete)),
        NOT_MORE,
        at("/staff/users/{id}/delete/", &[], &[account::ID]),
    )
    .step_up(staff_action::DELETE_USER),
    query("/api/staff/users/deletion", Access::StaffWith(USER.may(Delete)), NO_RULE),
    query("/api/staff/groups/new", Access::StaffWith(GROUP.may(Add)), NO_RULE),
    query("/api/staff/groups/deletion", Access::StaffWith(GROUP.may(Delete)), NO_RULE),
    query("/api/staff/groups", Access::StaffWith(GROUP.may(View)), NO_RULE),
    query("/api/staff/group", Access::StaffWith(GROUP.may(View)), NO_RULE),
    form(
        "/api/staff/groups/create",
        Access::StaffWith(GROUP.may(Add)),
        NOT_MORE,
        at("/staff/groups/create/", &[staff_field::NAME], &[account::ID, staff_field::SEEN])
            .with_boxes(&[staff_field::PERMISSION_PREFIX])
            .held(),
    )
    .step_up(staff_action::CREATE_GROUP),
    form(
        "/api/staff/groups/update",
        Access::StaffWith(GROUP.may(Change)),
        NOT_MORE,
        at("/staff/groups/{id}/", &[staff_field::NAME, staff_field::SEEN], &[account::ID])
            .with_boxes(&[staff_field::PERMISSION_PREFIX])
            .held(),
    )
    .step_up(staff_action::CHANGE_GROUP),
    form(
        "/api/staff/groups/delete",
        Access::StaffWith(GROUP.may(Delete)),
        NOT_MORE,
        at("/staff/groups/{id}/delete/", &[], &[account::ID]),
    )
    .step_up(staff_action::DELETE_GROUP),
    query("/api/staff/departures", Access::StaffWith(DEPARTURE.may(View)), NO_RULE),
    query("/api/staff/audit", Access::StaffWith(AUDIT_ENTRY.may(View)), NO_RULE),
    query("/api/staff/articles", Access::StaffWith(ARTICLE.may(View)), NO_RULE),
    query("/api/articles/list", Access::Public, VIEW.name),
    query("/api/articles/detail", Access::Public, VIEW.name),
    query("/api/articles/editable", Access::Login, CHANGE.name),
    query("/api/articles/deletable", Access::Login, DELETE.name),
    form("/api/articles/create", Access::Login, NO_RULE, at("/articles/create/", WRITTEN, &[]).held()),
    form(
        "/api/articles/update",
        Access::Login,
        CHANGE.name,
        at("/articles/{id}/update/", WRITTEN, &[article::ID, article::VERSION]).held(),
    ),
    form("/api/articles/delete", Access::Login, DELETE.name, at("/articles/{id}/delete/", &[], &[article::ID])),
];

const RESET: &[&str] = &[account::USERNAME, account::NEW_PASSWORD1, account::NEW_PASSWORD2];
const FULL_USER: &[&str] = &[
    account::USERNAME,
    account::EMAIL,
    account::FIRST_NAME,
    account::LAST_NAME,
    staff_field::IS_ACTIVE,
    staff_field::IS_STAFF,
    staff_field::IS_SUPERUSER,
    staff_field::ADD_GROUP,
    staff_field::SEEN,
];
const SIGNUP: &[&str] = &[account::PASSWORD1, account::PASSWORD2, account::NEXT];
const PROFILE: &[&str] = &[account::EMAIL, account::FIRST_NAME, account::LAST_NAME];
/// The user name is for password managers; no code reads it.
const PASSWORDS: &[&str] = &[account::USERNAME, account::OLD_PASSWORD, account::NEW_PASSWORD1, account::NEW_PASSWORD2];
const WRITTEN: &[&str] = &[article::TITLE, article::CONTENT, article::VISIBILITY];
const DELETION: &[&str] = &[
    account::CONTENT,
    Reason::NotUsed.field(),
    Reason::NotUseful.field(),
    Reason::TooHard.field(),
    Reason::Privacy.field(),
    Reason::OtherAccount.field(),
    account::REASON,
];

/// Streams that an open page listens to.
pub const STREAMS: &[PageUrl] = &[page(paths::SESSION_EVENTS, Access::Public, OWN)];

/// Addresses that only redirect to a page.
pub const LINKS: &[PageUrl] = &[page(paths::RESET_LINK, Access::Public, WITH_LINK)];

/// For monitoring. Outside of all layers and of the table, because it has no viewer.
pub const HEALTH: &str = "/healthz";
