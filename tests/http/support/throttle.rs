//! Failed logins on a site with throttling.

use super::{Kind, TestApp};

pub const LOGIN: &str = "/api/accounts/login";

/// The number of logins that may fail before the next one has to wait.
pub const FREE: usize = 6;

/// An app with throttling, which is off in other tests.
pub async fn throttled(kind: Kind) -> TestApp {
    TestApp::spawn_with(kind, |settings| settings.accounts.throttle = true).await
}

/// The fields of the login form.
pub fn credentials<'a>(name: &'a str, password: &'a str) -> [(&'static str, &'a str); 3] {
    [("username", name), ("password", password), ("keep", "on")]
}

/// Uses up the free attempts for a name, so that the next one has to wait.
pub async fn use_up(app: &TestApp, name: &str) {
    for _ in 0..FREE {
        assert_eq!(app.visitor().post_json(LOGIN, &credentials(name, "wrong")).await.status, 422);
    }
}
