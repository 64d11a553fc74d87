//! The addresses that are neither pages nor server functions.

use super::{
    Access, Url,
    access::{NO_RULE, OWN, PUBLISHED, WITH_LINK},
    url,
};
use crate::{
    accounts::{
        paths,
        types::{PermissionAction::View, USER},
    },
    articles::paths as articles,
    staff::paths as staff,
};

/// What an open page learns of its session: a stream, and its present state.
pub const STREAMS: &[Url] =
    &[url(paths::SESSION_EVENTS, Access::Public, OWN), url(paths::SESSION_STATE, Access::Public, OWN)];

/// Addresses that only redirect to a page.
pub const LINKS: &[Url] = &[
    url(paths::RESET_LINK, Access::Public, WITH_LINK),
    url(paths::EMAIL_CONFIRM_LINK, Access::Public, WITH_LINK),
    url(paths::SECURE_LINK, Access::Public, WITH_LINK),
    url(paths::INVITATION_LINK, Access::Public, WITH_LINK),
    url(paths::CHANGE_PASSWORD, Access::Public, NO_RULE),
];

/// What feed readers read.
pub const FEEDS: &[Url] = &[url(articles::FEED, Access::Public, PUBLISHED)];

/// Lists as files. Their access is checked by what makes them, by these rows.
pub const DOWNLOADS: &[Url] = &[url(staff::USERS_CSV, Access::StaffWith(USER.may(View)), NO_RULE)];

/// Small files for browsers and crawlers, from `public/`.
pub const FILES: &[Url] = &[
    url("/favicon.svg", Access::Public, NO_RULE),
    url("/favicon.ico", Access::Public, NO_RULE),
    url("/robots.txt", Access::Public, NO_RULE),
];

/// For monitoring. Outside of all layers and of the table, because it has no viewer.
pub const HEALTH: &str = "/healthz";

/// The same, for what restarts a process that hangs: says that it answers, whatever the database does.
pub const ALIVE: &str = "/livez";
