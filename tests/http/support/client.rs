//! A browser without a window: it stores cookies, posts forms in both styles, and follows redirects on request.

use std::{
    collections::BTreeMap,
    net::{IpAddr, SocketAddr},
    time::Duration,
};

use axum::{
    Router,
    body::Body,
    extract::ConnectInfo,
    http::{HeaderMap, Method, Request, header},
};
use http_body_util::BodyExt;
use latchkey::boot::{App, router};
use tokio::time::timeout;
use tower::ServiceExt;

use super::Answer;

/// The password of every user in these tests.
pub const PASSWORD: &str = "quiet river 47 lanterns";

/// The time after which a request counts as unanswered.
const PATIENCE: Duration = Duration::from_secs(40);

/// The content type of a form.
pub const FORM: &str = "application/x-www-form-urlencoded";

/// How a form is posted: by the browser itself, or by the hydrated page.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Style {
    Plain,
    Json,
}

impl Style {
    pub const BOTH: [Self; 2] = [Self::Plain, Self::Json];

    pub fn accept(self) -> &'static str {
        match self {
            Self::Plain => "text/html,application/xhtml+xml,*/*;q=0.8",
            Self::Json => "application/json",
        }
    }
}

#[derive(Clone)]
pub struct Client {
    router: Router,
    pub cookies: BTreeMap<String, String>,
    /// Where its requests come from.
    pub address: IpAddr,
}

impl Client {
    pub fn of(app: &App) -> Self {
        Self { router: router(app), cookies: BTreeMap::new(), address: IpAddr::from([192, 0, 2, 7]) }
    }

    /// The same client with another address.
    pub fn at(mut self, address: &str) -> Self {
        self.address = address.parse().unwrap();
        self
    }

    pub async fn get(&mut self, path: &str) -> Answer {
        self.send(self.request(Method::GET, path, Style::Plain)).await
    }

    /// A request without a body, by any method.
    pub async fn ask(&mut self, method: Method, path: &str) -> Answer {
        self.send(self.request(method, path, Style::Plain)).await
    }

    /// A form posted by the browser itself.
    pub async fn post_form(&mut self, path: &str, fields: &[(&str, &str)]) -> Answer {
        self.post(path, Style::Plain, fields).await
    }

    /// A form posted by the hydrated page.
    pub async fn post_json(&mut self, path: &str, fields: &[(&str, &str)]) -> Answer {
        self.post(path, Style::Json, fields).await
    }

    pub async fn post(&mut self, path: &str, style: Style, fields: &[(&str, &str)]) -> Answer {
        self.post_body(path, style, FORM, encode(fields)).await
    }

    /// A post with any body and content type.
    pub async fn post_body(&mut self, path: &str, style: Style, kind: &str, body: impl Into<Body>) -> Answer {
        let mut request = self.request(Method::POST, path, style);
        request.headers_mut().insert(header::CONTENT_TYPE, kind.parse().unwrap());
        *request.body_mut() = body.into();
        self.send(request).await
    }

    /// A request of this client, which a test may change before it sends it.
    pub fn request(&self, method: Method, path: &str, style: Style) -> Request<Body> {
        let mut request = Request::new(Body::empty());
        *request.method_mut() = method;
        *request.uri_mut() = path.parse().unwrap();
        let headers = request.headers_mut();
        headers.insert(header::HOST, "testserver".parse().unwrap());
        headers.insert(header::ACCEPT, style.accept().parse().unwrap());
        headers.insert(header::USER_AGENT, "Latchkey tests".parse().unwrap());
        if !self.cookies.is_empty() {
            let pairs: Vec<String> = self.cookies.iter().map(|(name, value)| format!("{name}={value}")).collect();
            headers.insert(header::COOKIE, pairs.join("; ").parse().unwrap());
        }
        request.extensions_mut().insert(ConnectInfo(SocketAddr::new(self.address, 40_000)));
        request
    }

    pub async fn send(&mut self, request: Request<Body>) -> Answer {
        let asked = format!("{} {}", request.method(), request.uri());
        let answer = async {
            let response = self.answer(request).await;
            let (parts, body) = response.into_parts();
            (parts, body.collect().await.unwrap().to_bytes())
        };
        let answer = timeout(PATIENCE, answer).await;
        let (parts, bytes) = answer.unwrap_or_else(|_| panic!("no answer to {asked}"));
        self.keep_cookies(&parts.headers);
        Answer::new(asked, parts, &bytes)
    }

    /// The response with its body unread.
    pub async fn answer(&self, request: Request<Body>) -> axum::response::Response {
        self.router.clone().oneshot(request).await.unwrap()
    }

    /// Follows a redirect.
    pub async fn follow(&mut self, answer: &Answer) -> Answer {
        self.get(answer.location()).await
    }

    fn keep_cookies(&mut self, headers: &HeaderMap) {
        for line in headers.get_all(header::SET_COOKIE) {
            let line = line.to_str().unwrap();
            let (name, value) = line.split(';').next().unwrap().split_once('=').unwrap();
            if line.contains("Max-Age=0") {
                self.cookies.remove(name);
            } else {
                self.cookies.insert(name.to_owned(), value.to_owned());
            }
        }
    }

    /// The value of the session cookie.
    pub fn session(&self) -> Option<&str> {
        self.cookies.get("sessionid").map(String::as_str)
    }

    /// Replaces the session cookie.
    pub fn pretend(&mut self, session: &str) {
        self.cookies.insert("sessionid".to_owned(), session.to_owned());
    }

    /// Signs up with [`PASSWORD`], which logs in.
    pub async fn sign_up(&mut self, name: &str) {
        let fields = [("username", name), ("password1", PASSWORD), ("password2", PASSWORD)];
        let answer = self.post_form("/api/accounts/signup", &fields).await;
        assert_eq!((answer.status, answer.location()), (303, "/articles/"), "{}", answer.body);
    }

    /// The login form as it stands on the page: "Keep me signed in" is ticked.
    pub async fn log_in(&mut self, name: &str, password: &str) -> Answer {
        let fields = [("username", name), ("password", password), ("keep", "on"), ("next", "")];
        self.post_form("/api/accounts/login", &fields).await
    }

    pub async fn create_article(&mut self, title: &str, content: &str) -> i64 {
        let answer = self.post_form("/api/articles/create", &[("title", title), ("content", content)]).await;
        assert_eq!(answer.status, 303, "{}", answer.body);
        let id = answer.location().strip_prefix("/articles/").unwrap().strip_suffix('/').unwrap();
        id.parse().unwrap()
    }

    /// Another browser, logged in as this user.
    pub async fn elsewhere(&self, name: &str) -> Self {
        let mut other = Self { cookies: BTreeMap::new(), ..self.clone() };
        assert_eq!(other.log_in(name, PASSWORD).await.status, 303);
        other
    }

    /// True when the page header has this user name.
    pub async fn is_known_as(&mut self, name: &str) -> bool {
        let page = self.get("/articles/").await;
        assert_eq!(page.status, 200);
        page.user_name().as_deref() == Some(name)
    }
}

/// Fields as a browser encodes them.
pub fn encode(fields: &[(&str, &str)]) -> String {
    form_urlencoded::Serializer::new(String::new()).extend_pairs(fields).finish()
}
