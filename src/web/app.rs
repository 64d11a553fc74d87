//! The app, on both sides: provides the context of all pages and maps addresses to them.

use leptos::prelude::*;
use leptos_meta::provide_meta_context;
use leptos_router::{
    Lazy, SsrMode,
    components::{Route, Router, Routes},
    path,
};

use super::{
    ErrorDocument, FirstPage,
    layout::{EachPageLoaded, Layout},
    sentences::sentence,
};
use crate::{
    accounts::{
        pages::{
            AccountPage, ActivityPage, DeletePage, GoodbyePage, LoginPage, LogoutPage, PasswordDonePage, PasswordPage,
            ReauthenticatePage, ResetDonePage, ResetPage, SessionsPage, SignupPage, UpdatePage,
        },
        types::PermissionAction,
    },
    articles::{
        self,
        pages::{
            ArticleCreatePage, ArticleDeletePage, ArticleDetailPage, ArticleListPage, ArticleUpdatePage, ModerationPage,
        },
        types::ARTICLE,
    },
    shared::AppError,
    staff::pages::{
        AuditPage, ExitSurveyPage, GroupCreatePage, GroupDeletePage, GroupPage, GroupsPage, StaffHomePage, StaffLink,
        StaffLinks, UserCreatePage, UserDeletePage, UserPage, UsersPage,
    },
    ui::{DraftsOf, ErrorPage, FirstNotice, FirstSubmission, Navigated, RequestId, Sentences, StepUp, UnderWay},
};

/// The articles' part of the staff area.
const MODERATION: StaffLink = StaffLink {
    href: articles::paths::MODERATION,
    label: articles::messages::moderation::HEADING,
    text: articles::messages::moderation::IN_SHORT,
    permission: ARTICLE.may(PermissionAction::View),
};

#[component]
pub fn App() -> impl IntoView {
    provide_meta_context();
    let first = FirstPage::hand_over();
    provide_context(DraftsOf(StoredValue::new(first.viewer.user().map(|user| user.id.0))));
    provide_context(first.viewer);
    provide_context(first.password_rules);
    provide_context(FirstSubmission(RwSignal::new(first.submission)));
    provide_context(EachPageLoaded(first.submissions_held || first.error.is_some()));
    provide_context(Sentences(sentence));
    provide_context(FirstNotice(RwSignal::new(first.notice)));
    provide_context(first.sealed_owner);
    provide_context(StepUp(RwSignal::new(None)));
    provide_context(RequestId(RwSignal::new(Some(first.request_id))));
    provide_context(UnderWay(RwSignal::new(0)));
    provide_context(Navigated(RwSignal::new(false)));
    provide_context(StaffLinks::with([MODERATION]));

    let is_routing = RwSignal::new(false);
    view! {
        <Router set_is_routing=is_routing.write_only()>
            <Layout is_routing here=first.error.as_ref().map(|error| error.here.clone())>
                {match first.error {
                    Some(error) => view! { <RefusedDocument error/> }.into_any(),
                    None => view! { <Pages/> }.into_any(),
                }}
            </Layout>
        </Router>
    }
}

/// A document that is an error page as a whole.
#[component]
fn RefusedDocument(error: ErrorDocument) -> impl IntoView {
    match error.values {
        Some(values) => view! { <ErrorPage error=error.error status=error.status here=error.here values/> }.into_any(),
        None => view! { <ErrorPage error=error.error status=error.status here=error.here/> }.into_any(),
    }
}

/// Every page at its address. The URL table has these paths too; the server refuses to start when they differ.
#[component]
fn Pages() -> impl IntoView {
    view! {
        <Routes fallback=|| view! { <ErrorPage error=AppError::NotFound/> }>
            <Route path=path!("/articles/") view={Lazy::<ArticleListPage>::new()} ssr=SsrMode::Async/>
            <Route path=path!("/articles/create/") view={Lazy::<ArticleCreatePage>::new()} ssr=SsrMode::Async/>
            <Route path=path!("/articles/:id/") view={Lazy::<ArticleDetailPage>::new()} ssr=SsrMode::Async/>
            <Route path=path!("/articles/:id/update/") view={Lazy::<ArticleUpdatePage>::new()} ssr=SsrMode::Async/>
            <Route path=path!("/articles/:id/delete/") view={Lazy::<ArticleDeletePage>::new()} ssr=SsrMode::Async/>
            <Route path=path!("/staff/articles/") view={Lazy::<ModerationPage>::new()} ssr=SsrMode::Async/>
            <Route path=path!("/accounts/") view={Lazy::<AccountPage>::new()} ssr=SsrMode::Async/>
            <Route path=path!("/accounts/login/") view={Lazy::<LoginPage>::new()} ssr=SsrMode::Async/>
            <Route path=path!("/accounts/signup/") view={Lazy::<SignupPage>::new()} ssr=SsrMode::Async/>
            <Route path=path!("/accounts/logout/") view={Lazy::<LogoutPage>::new()} ssr=SsrMode::Async/>
            <Route path=path!("/accounts/update/") view={Lazy::<UpdatePage>::new()} ssr=SsrMode::Async/>
            <Route path=path!("/accounts/password/") view={Lazy::<PasswordPage>::new()} ssr=SsrMode::Async/>
            <Route path=path!("/accounts/password/done/") view={Lazy::<PasswordDonePage>::new()} ssr=SsrMode::Async/>
            <Route path=path!("/accounts/sessions/") view={Lazy::<SessionsPage>::new()} ssr=SsrMode::Async/>
            <Route path=path!("/accounts/activity/") view={Lazy::<ActivityPage>::new()} ssr=SsrMode::Async/>
            <Route path=path!("/accounts/reauthenticate/") view={Lazy::<ReauthenticatePage>::new()} ssr=SsrMode::Async/>
            <Route path=path!("/accounts/delete/") view={Lazy::<DeletePage>::new()} ssr=SsrMode::Async/>
            <Route path=path!("/accounts/goodbye/") view={Lazy::<GoodbyePage>::new()} ssr=SsrMode::Async/>
            <Route path=path!("/accounts/reset/") view={Lazy::<ResetPage>::new()} ssr=SsrMode::Async/>
            <Route path=path!("/accounts/reset/done/") view={Lazy::<ResetDonePage>::new()} ssr=SsrMode::Async/>
            <Route path=path!("/staff/") view={Lazy::<StaffHomePage>::new()} ssr=SsrMode::Async/>
            <Route path=path!("/staff/users/") view={Lazy::<UsersPage>::new()} ssr=SsrMode::Async/>
            <Route path=path!("/staff/users/create/") view={Lazy::<UserCreatePage>::new()} ssr=SsrMode::Async/>
            <Route path=path!("/staff/users/:id/") view={Lazy::<UserPage>::new()} ssr=SsrMode::Async/>
            <Route path=path!("/staff/users/:id/delete/") view={Lazy::<UserDeletePage>::new()} ssr=SsrMode::Async/>
            <Route path=path!("/staff/groups/") view={Lazy::<GroupsPage>::new()} ssr=SsrMode::Async/>
            <Route path=path!("/staff/groups/create/") view={Lazy::<GroupCreatePage>::new()} ssr=SsrMode::Async/>
            <Route path=path!("/staff/groups/:id/") view={Lazy::<GroupPage>::new()} ssr=SsrMode::Async/>
            <Route path=path!("/staff/groups/:id/delete/") view={Lazy::<GroupDeletePage>::new()} ssr=SsrMode::Async/>
            <Route path=path!("/staff/departures/") view={Lazy::<ExitSurveyPage>::new()} ssr=SsrMode::Async/>
            <Route path=path!("/staff/audit/") view={Lazy::<AuditPage>::new()} ssr=SsrMode::Async/>
        </Routes>
    }
}
