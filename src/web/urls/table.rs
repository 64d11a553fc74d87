//! The rows of the table. A new page or server function starts here.

use leptos::server_fn::ServerFn;

use super::{
    Access, FunctionUrl, PageUrl,
    access::{NO_RULE, NOT_MORE, OWN, PUBLISHED, WITH_LINK},
    at,
    fields::{DELETION, PASSWORDS, PROFILE, RESET, SIGNUP, SIGNUP_SHOWN, USER_ACCESS, USER_PROFILE, WRITTEN},
    form, page, query,
};
use crate::{
    accounts::{
        api,
        forms::field as account,
        messages::step_up,
        pages as account_pages, paths,
        types::{
            AUDIT_ENTRY, EXIT_SURVEY, GROUP,
            PermissionAction::{Add, Change, Delete, View},
            USER,
        },
    },
    articles::{
        api as article_api,
        forms::field as article,
        messages::moderation,
        pages as article_pages, paths as articles,
        rules::{CHANGE, DELETE, VIEW},
        types::ARTICLE,
    },
    server::preferences::{CHOSEN, READING, USERNAME, WELCOME},
    staff::{
        api as staff_api,
        forms::staff_field,
        messages::step_up as staff_step_up,
        pages::{self as staff_pages, StaffLink},
        paths as staff,
    },
    web::{
        device::{api as device_api, forms::field as on_device, pages as device_pages, paths as device},
        messages::purpose,
        pages, paths as site,
    },
};

/// The articles' part of the staff area.
const MODERATION: StaffLink = StaffLink {
    href: articles::MODERATION,
    label: moderation::HEADING,
    text: moderation::IN_SHORT,
    permission: ARTICLE.may(View),
};

/// What makes a page, by the function with this path.
macro_rules! by {
    ($page:path) => {
        |address| Box::pin($page(address))
    };
}

mod invitations;

/// Every page.
pub const PAGES: &[PageUrl] = &[
    page(site::FRONT, Access::Public, PUBLISHED, by!(pages::front)).reads(&[WELCOME]),
    page(site::PRIVACY, Access::Public, NO_RULE, by!(pages::privacy)),
    page(site::STYLE, Access::Public, NO_RULE, by!(pages::style)),
    page(device::DEVICE, Access::Public, NO_RULE, by!(device_pages::device)).reads(&CHOSEN),
    page(articles::READING, Access::Public, VIEW.name, by!(article_pages::reading)).reads(&[READING]),
    page(articles::LIST, Access::Public, PUBLISHED, by!(article_pages::list)),
    page(articles::MINE, Access::Login, OWN, by!(article_pages::mine)).to(purpose::SEE_MINE),
    page(articles::PERSON, Access::Public, PUBLISHED, by!(article_pages::person)),
    page(articles::CREATE, Access::Confirmed, NO_RULE, by!(article_pages::create)).to(purpose::WRITE),
    page(articles::DETAIL, Access::Public, VIEW.name, by!(article_pages::detail)).reads(&[READING]),
    page(articles::UPDATE, Access::Confirmed, CHANGE.name, by!(article_pages::update)).to(purpose::EDIT),
    page(articles::DELETE, Access::Login, DELETE.name, by!(article_pages::delete)).to(purpose::DELETE_ARTICLE),
    page(paths::ACCOUNT, Access::Login, NO_RULE, by!(account_pages::account)).to(purpose::SEE_ACCOUNT),
    page(paths::LOGIN, Access::AnonymousOnly, NO_RULE, |address| {
        Box::pin(account_pages::login(address, super::purpose))
    })
    .reads(&[USERNAME]),
    page(paths::SIGNUP, Access::AnonymousOnly, NO_RULE, by!(account_pages::signup)),
    page(paths::LOGOUT, Access::Public, NO_RULE, by!(account_pages::logout)),
    page(paths::UPDATE, Access::Login, NO_RULE, by!(account_pages::update)).to(purpose::EDIT_PROFILE),
    page(paths::PASSWORD, Access::Login, NO_RULE, by!(account_pages::password)).to(purpose::CHANGE_PASSWORD),
    page(paths::PASSWORD_DONE, Access::Login, NO_RULE, by!(account_pages::password_done)).to(purpose::SEE_ACCOUNT),
    page(paths::SESSIONS, Access::Login, NO_RULE, by!(account_pages::sessions)).to(purpose::SEE_SESSIONS),
    page(paths::ACTIVITY, Access::Login, NO_RULE, by!(account_pages::activity)).to(purpose::SEE_ACTIVITY),
    page(paths::REAUTHENTICATE, Access::Login, NO_RULE, by!(account_pages::reauthenticate)).to(purpose::SEE_ACCOUNT),
    page(paths::DELETE, Access::Login, NO_RULE, by!(account_pages::delete)).to(purpose::DELETE_ACCOUNT),
    page(paths::GOODBYE, Access::Public, NO_RULE, by!(account_pages::goodbye)),
    page(paths::PASSWORD_RESET, Access::Public, NO_RULE, by!(account_pages::password_reset)),
    page(paths::PASSWORD_RESET_DONE, Access::Public, NO_RULE, by!(account_pages::password_reset_done)),
    page(paths::EMAIL_CONFIRM, Access::Public, WITH_LINK, by!(account_pages::email_confirm)),
    page(paths::EMAIL_DONE, Access::Public, NO_RULE, by!(account_pages::email_done)),
    page(paths::SECURE, Access::Public, WITH_LINK, by!(account_pages::secure)),
    page(paths::SECURE_DONE, Access::Public, NO_RULE, by!(account_pages::secured)),
    invitations::ACCEPT,
    page(paths::RESET, Access::Public, WITH_LINK, by!(account_pages::reset)),
    page(paths::RESET_DONE, Access::Public, NO_RULE, by!(account_pages::reset_done)),
    page(staff::HOME, Access::Staff, NO_RULE, |_| Box::pin(staff_pages::home(&[MODERATION]))),
    page(staff::USERS, Access::StaffWith(USER.may(View)), NO_RULE, by!(staff_pages::users)),
    page(staff::USER_CREATE, Access::StaffWith(USER.may(Add)), NO_RULE, by!(staff_pages::user_create)),
    page(staff::USERS_ACTIVATION, Access::StaffWith(USER.may(Change)), NOT_MORE, by!(staff_pages::activation)),
    page(staff::USER, Access::StaffWith(USER.may(View)), NO_RULE, by!(staff_pages::user)),
    page(staff::USER_DELETE, Access::StaffWith(USER.may(Delete)), NOT_MORE, by!(staff_pages::user_delete)),
    invitations::LIST,
    invitations::CREATE,
    invitations::DETAIL,
    page(staff::GROUPS, Access::StaffWith(GROUP.may(View)), NO_RULE, by!(staff_pages::groups)),
    page(staff::GROUP_CREATE, Access::StaffWith(GROUP.may(Add)), NO_RULE, by!(staff_pages::group_create)),
    page(staff::GROUP, Access::StaffWith(GROUP.may(View)), NO_RULE, by!(staff_pages::group)),
    page(staff::GROUP_DELETE, Access::StaffWith(GROUP.may(Delete)), NOT_MORE, by!(staff_pages::group_delete)),
    page(staff::EXIT_SURVEY, Access::StaffWith(EXIT_SURVEY.may(View)), NO_RULE, by!(staff_pages::exit_survey)),
    page(articles::MODERATION, Access::StaffWith(ARTICLE.may(View)), NO_RULE, by!(article_pages::moderation)),
    page(staff::AUDIT, Access::StaffWith(AUDIT_ENTRY.may(View)), NO_RULE, by!(staff_pages::audit)),
];

/// Every server function. Logging in is public: over another user's session it replaces that session (B35).
pub const FUNCTIONS: &[FunctionUrl] = &[
    form(api::Signup::PATH, Access::AnonymousOnly, NO_RULE, at(paths::SIGNUP, SIGNUP_SHOWN, SIGNUP)),
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
    query(api::CommonPasswords::PATH, Access::Public, NO_RULE),
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
    form(api::RequestPasswordReset::PATH, Access::Public, NO_RULE, at(paths::PASSWORD_RESET, &[account::EMAIL], &[])),
    form(
        api::EnterResetCode::PATH,
        Access::Public,
        NO_RULE,
        at(paths::PASSWORD_RESET_DONE, &[account::EMAIL], &[account::CODE]),
    ),
    form(api::SendConfirmation::PATH, Access::Login, OWN, at(paths::ACCOUNT, &[], &[])),
    form(
        api::ConfirmEmail::PATH,
        Access::Public,
        WITH_LINK,
        at(paths::EMAIL_CONFIRM, &[account::TOKEN], &[account::CODE]),
    ),
    form(api::SecureAccount::PATH, Access::Public, WITH_LINK, at(paths::SECURE, &[account::TOKEN], &[])),
    query(api::ResetOf::PATH, Access::Public, WITH_LINK),
    form(api::ResetPassword::PATH, Access::Public, WITH_LINK, at(paths::RESET, &[], RESET)),
    form(device_api::ChooseTheme::PATH, Access::Public, OWN, at(device::DEVICE, &[on_device::THEME], &[])),
    form(device_api::RememberUsername::PATH, Access::Login, OWN, at(device::DEVICE, &[on_device::REMEMBER], &[])),
    form(
        device_api::PutNoticeAway::PATH,
        Access::Public,
        OWN,
        at(device::DEVICE, &[], &[on_device::UNTIL, on_device::NEXT]),
    ),
    form(device_api::PutWelcomeAway::PATH, Access::Public, OWN, at(site::FRONT, &[], &[])),
    form(device_api::Forget::PATH, Access::Public, OWN, at(device::DEVICE, &[], &[])),
    query(staff_api::Users::PATH, Access::StaffWith(USER.may(View)), NO_RULE),
    query(staff_api::UsersCount::PATH, Access::StaffWith(USER.may(View)), NO_RULE),
    query(staff_api::User::PATH, Access::StaffWith(USER.may(View)), NO_RULE),
    form(
        staff_api::CreateUser::PATH,
        Access::StaffWith(USER.may(Add)),
        NO_RULE,
        at(staff::USER_CREATE, &[account::USERNAME, account::EMAIL], &[]).held(),
    ),
    form(
        staff_api::UpdateProfile::PATH,
        Access::StaffWith(USER.may(Change)),
        NOT_MORE,
        at(staff::USER, USER_PROFILE, &[account::ID]).held(),
    )
    .step_up(staff_step_up::UPDATE_PROFILE),
    form(
        staff_api::UpdateAccess::PATH,
        Access::StaffWith(USER.may(Change)),
        NOT_MORE,
        at(staff::USER, USER_ACCESS, &[account::ID])
            .with_boxes(&[staff_field::GROUP_PREFIX, staff_field::PERMISSION_PREFIX])
            .held(),
    )
    .step_up(staff_step_up::UPDATE_ACCESS),
    form(
        staff_api::SetActive::PATH,
        Access::StaffWith(USER.may(Change)),
        NOT_MORE,
        at(staff::USERS_ACTIVATION, &[staff_field::IS_ACTIVE, staff_field::LIST], &[])
            .with_boxes(&[staff_field::USER_PREFIX]),
    )
    .step_up(staff_step_up::SET_ACTIVE),
    query(staff_api::PreviewActivation::PATH, Access::StaffWith(USER.may(Change)), NO_RULE),
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
        at(staff::USER, &[], &[account::ID, staff_field::MAIL]),
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
    query(staff_api::Invitations::PATH, Access::StaffWith(USER.may(Add)), NO_RULE),
    query(staff_api::Invitation::PATH, Access::StaffWith(USER.may(Add)), NO_RULE),
    query(staff_api::NewInvitation::PATH, Access::StaffWith(USER.may(Add)), NO_RULE),
    invitations::SEND,
    invitations::SEND_AGAIN,
    invitations::WITHDRAW,
    invitations::ACCEPTED,
    query(staff_api::NewGroup::PATH, Access::StaffWith(GROUP.may(Add)), NO_RULE),
    query(staff_api::GroupDeletion::PATH, Access::StaffWith(GROUP.may(Delete)), NO_RULE),
    query(staff_api::Groups::PATH, Access::StaffWith(GROUP.may(View)), NO_RULE),
    query(staff_api::GroupNames::PATH, Access::StaffWith(GROUP.may(View)), NO_RULE),
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
    query(article_api::List::PATH, Access::Public, PUBLISHED),
    query(article_api::Search::PATH, Access::Public, PUBLISHED),
    query(article_api::ByAuthor::PATH, Access::Public, PUBLISHED),
    query(article_api::Preview::PATH, Access::Confirmed, NO_RULE),
    query(article_api::Mine::PATH, Access::Login, OWN),
    query(article_api::Detail::PATH, Access::Public, VIEW.name),
    query(article_api::Reading::PATH, Access::Public, OWN),
    query(article_api::IsSaved::PATH, Access::Public, OWN),
    query(article_api::Editable::PATH, Access::Confirmed, CHANGE.name),
    query(article_api::Deletable::PATH, Access::Login, DELETE.name),
    form(article_api::Save::PATH, Access::Public, VIEW.name, at(articles::DETAIL, &[], &[article::ID])),
    form(article_api::Unsave::PATH, Access::Public, OWN, at(articles::READING, &[], &[article::ID])),
    form(article_api::Create::PATH, Access::Confirmed, NO_RULE, at(articles::CREATE, WRITTEN, &[]).held()),
    form(
        article_api::Update::PATH,
        Access::Confirmed,
        CHANGE.name,
        at(articles::UPDATE, WRITTEN, &[article::ID, article::VERSION]).held(),
    ),
    form(article_api::Delete::PATH, Access::Login, DELETE.name, at(articles::DELETE, &[], &[article::ID])),
];
