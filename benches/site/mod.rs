//! A site in this process, on SQLite, with one user who has just signed up.

use std::path::Path;

use axum::{
    Router,
    body::Body,
    http::{Request, header},
};
use http_body_util::BodyExt;
use latchkey::{
    boot::{ready, router},
    server::{db::Db, settings::Settings},
};
use sqlx::AssertSqlSafe;
use tower::ServiceExt;

const PASSWORD: &str = "quiet river 47 lanterns";

pub struct Site {
    router: Router,
    cookie: String,
    db: Db,
    folder: tempfile::TempDir,
}

impl Site {
    /// With one user, whose id is 1 and whose cookie every request carries.
    #[allow(dead_code)] // not every benchmark asks
    pub async fn new() -> Self {
        Self::with(|_| {}).await
    }

    /// The same with other settings.
    pub async fn with(change: impl FnOnce(&mut Settings)) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let mut settings = Settings::defaults();
        folder.path().clone_into(&mut settings.base);
        change(&mut settings);
        let app = ready(settings).await.unwrap();
        let router = router(&app);
        let form = format!("username=joe&password1={PASSWORD}&password2={PASSWORD}").replace(' ', "+");
        let post = Request::post("/api/accounts/signup")
            .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded")
            .body(Body::from(form))
            .unwrap();
        let answer = router.clone().oneshot(post).await.unwrap();
        let cookies = answer.headers().get_all(header::SET_COOKIE).iter().map(|line| line.to_str().unwrap());
        let cookie = cookies.map(|line| line.split(';').next().unwrap()).collect::<Vec<_>>().join("; ");
        Self { router, cookie, db: app.db.clone(), folder }
    }

    /// Where its files are.
    #[allow(dead_code)] // not every benchmark asks
    pub fn folder(&self) -> &Path {
        self.folder.path()
    }

    /// Changes the database directly, and updates its statistics.
    pub async fn fill(&self, statements: impl IntoIterator<Item = String>) {
        let Db::Sqlite { writer, .. } = &self.db else { unreachable!("the settings say SQLite") };
        for sql in statements.into_iter().chain(["ANALYZE".to_owned()]) {
            sqlx::query(AssertSqlSafe(sql)).execute(writer).await.unwrap();
        }
    }

    /// The size of a page.
    pub async fn get(&self, path: &str) -> usize {
        let request = Request::get(path).header(header::COOKIE, &self.cookie).body(Body::empty()).unwrap();
        let answer = self.router.clone().oneshot(request).await.unwrap();
        assert_eq!(answer.status(), 200, "{path}");
        answer.into_body().collect().await.unwrap().to_bytes().len()
    }
}
