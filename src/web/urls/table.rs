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
            AUDIT_ENTRY, EXIT_SURVEY, GROUP,
            PermissionAction::{Add, Change, Delete, View},
            USER,
        },
    },
    articles::{
        api as article_api,
        forms::field as article,
        paths as articles,
        rules::{CHANGE, DELETE, VIEW},
        types::ARTICLE,
    },
    staff::{api as staff_api, forms::staff_field, messages::step_up as staff_step_up, paths as staff},
};

const NO_RULE: &str = "";
const OWN: &str = "own only";
const WITH_LINK: &str = "holder of a valid link";
const NOT_MORE: &str = "only rights that the viewer has";

/// Every page.
pub const PAGES: &[PageUrl] = &[
    page(articles::LIST, Access::Public, VIEW.name),
    page(articles::CREATE, Access::Login, NO_RULE),
    page(articles::DETAIL, Access::Public, VIEW.name),
    page(articles::UPDATE, Access::Login, CHANGE.name),
    page(articles::DELETE, Access::Login, DELETE.name),
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
    page(staff::HOME, Access::Staff, NO_RULE),
    page(staff::USERS, Access::StaffWith(USER.may(View)), NO_RULE),
    page(staff::USER_CREATE, Access::StaffWith(USER.may(Add)), NO_RULE),
    page(staff::USER, Access::StaffWith(USER.may(View)), NO_RULE),
    page(staff::USER_DELETE, Access::StaffWith(USER.may(Delete)), NOT_MORE),
    page(staff::GROUPS, Access::StaffWith(GROUP.may(View)), NO_RULE),
    page(staff::GROUP_CREATE, Access::StaffWith(GROUP.may(Add)), NO_RULE),
    page(staff::GROUP, Access::StaffWith(GROUP.may(View)), NO_RULE),
    page(staff::GROUP_DELETE, Access::StaffWith(GROUP.may(Delete)), NOT_MORE),
    page(staff::EXIT_SURVEY, Access::StaffWith(EXIT_SURVEY.may(View)), NO_RULE),
    page(articles::MODERATION, Access::StaffWith(ARTICLE.may(View)), NO_RULE),
    page(staff::AUDIT, Access::StaffWith(AUDIT_ENTRY.may(View)), NO_RULE),
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
    query(staff_api::Users::PATH, Access::StaffWith(USER.may(View)), NO_RULE),
    query(staff_api::User::PATH, Access::StaffWith(USER.may(View)), NO_RULE),
    form(
        staff_api::CreateUser::PATH,
        Access::StaffWith(USER.may(Add)),
        NO_RULE,
        at(staff::USER_CREATE, &[account::USERNAME, account::EMAIL], &[]).held(),
    ),
    form(
        staff_api::UpdateUser::PATH,
        Access::StaffWith(USER.may(Change)),
        NOT_MORE,
        at(staff::USER, FULL_USER, &[account::ID])
            .with_boxes(&[staff_field::GROUP_PREFIX, staff_field::PERMISSION_PREFIX])
            .held(),
    )
    .step_up(staff_step_up::UPDATE_USER),
    form(
        staff_api::EndSessions::PATH,
        Access::StaffWith(USER.may(Change)),
        NOT_MORE,
        at(staff::USER, &[], &[account::ID]),
    )
    .step_up(staff_step_up::END_SESSIONS),
    form(
        staff_api::MakeResetLink::PATH,
        Access::StaffWith(USER.may(Change)),
        NOT_MORE,
        at(staff::USER, &[], &[account::ID]),
    )
    .step_up(staff_step_up::MAKE_RESET_LINK),
    form(
        staff_api::DeleteUser::PATH,
        Access::StaffWith(USER.may(Delete)),
        NOT_MORE,
        at(staff::USER_DELETE, &[], &[account::ID]),
    )
    .step_up(staff_step_up::DELETE_USER),
    query(staff_api::UserDeletion::PATH, Access::StaffWith(USER.may(Delete)), NO_RULE),
    query(staff_api::NewGroup::PATH, Access::StaffWith(GROUP.may(Add)), NO_RULE),
    query(staff_api::GroupDeletion::PATH, Access::StaffWith(GROUP.may(Delete)), NO_RULE),
    query(staff_api::Groups::PATH, Access::StaffWith(GROUP.may(View)), NO_RULE),
    query(staff_api::Group::PATH, Access::StaffWith(GROUP.may(View)), NO_RULE),
    form(
        staff_api::CreateGroup::PATH,
        Access::StaffWith(GROUP.may(Add)),
        NOT_MORE,
        at(staff::GROUP_CREATE, &[staff_field::NAME], &[account::ID, staff_field::ETAG])
            .with_boxes(&[staff_field::PERMISSION_PREFIX])
            .held(),
    )
    .step_up(staff_step_up::CREATE_GROUP),
    form(
        staff_api::UpdateGroup::PATH,
        Access::StaffWith(GROUP.may(Change)),
        NOT_MORE,
        at(staff::GROUP, &[staff_field::NAME, staff_field::ETAG], &[account::ID])
            .with_boxes(&[staff_field::PERMISSION_PREFIX])
            .held(),
    )
    .step_up(staff_step_up::UPDATE_GROUP),
    form(
        staff_api::DeleteGroup::PATH,
        Access::StaffWith(GROUP.may(Delete)),
        NOT_MORE,
        at(staff::GROUP_DELETE, &[], &[account::ID]),
    )
    .step_up(staff_step_up::DELETE_GROUP),
    query(staff_api::ExitSurvey::PATH, Access::StaffWith(EXIT_SURVEY.may(View)), NO_RULE),
    query(staff_api::Audit::PATH, Access::StaffWith(AUDIT_ENTRY.may(View)), NO_RULE),
    query(article_api::Moderation::PATH, Access::StaffWith(ARTICLE.may(View)), NO_RULE),
    query(article_api::List::PATH, Access::Public, VIEW.name),
    query(article_api::Detail::PATH, Access::Public, VIEW.name),
    query(article_api::Editable::PATH, Access::Login, CHANGE.name),
    query(article_api::Deletable::PATH, Access::Login, DELETE.name),
    form(article_api::Create::PATH, Access::Login, NO_RULE, at(articles::CREATE, WRITTEN, &[]).held()),
    form(
        article_api::Update::PATH,
        Access::Login,
        CHANGE.name,
        at(articles::UPDATE, WRITTEN, &[article::ID, article::VERSION]).held(),
    ),
    form(article_api::Delete::PATH, Access::Login, DELETE.name, at(articles::DELETE, &[], &[article::ID])),
];

const RESET: &[&str] = &[account::LINK, account::USERNAME, account::NEW_PASSWORD1, account::NEW_PASSWORD2];
const FULL_USER: &[&str] = &[
    account::USERNAME,
    account::EMAIL,
    account::FIRST_NAME,
    account::LAST_NAME,
    staff_field::IS_ACTIVE,
    staff_field::IS_STAFF,
    staff_field::IS_SUPERUSER,
    staff_field::ADD_GROUP,
    staff_field::ETAG,
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
pub const LINKS: &[PageUrl] =
    &[page(paths::RESET_LINK, Access::Public, WITH_LINK), page(paths::CHANGE_PASSWORD, Access::Public, NO_RULE)];

/// Small files for browsers and crawlers, from `public/`.
pub const FILES: &[PageUrl] = &[
    page("/favicon.svg", Access::Public, NO_RULE),
    page("/favicon.ico", Access::Public, NO_RULE),
    page("/robots.txt", Access::Public, NO_RULE),
];

/// For monitoring. Outside of all layers and of the table, because it has no viewer.
pub const HEALTH: &str = "/healthz";
