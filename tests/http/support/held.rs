//! A user with an open article form, for the tests of submissions that are held until the login.

use super::{Client, Kind, TestApp};

/// The server function that the form posts to.
pub const CREATE: &str = "/api/articles/create";

/// The notice above a form that is shown with held values.
pub const NOTICE: &str = "Your text is back";

/// A user with the article form open, and the sealed owner that the form carries.
pub async fn writer(kind: Kind) -> (TestApp, Client, String) {
    let app = TestApp::spawn(kind).await;
    let mut client = app.member("joe").await;
    let owner = client.get("/articles/create/").await.value_of("owner");
    assert!(owner.len() > 40);
    (app, client, owner)
}

/// The fields of the article form.
pub fn article<'a>(owner: &'a str, title: &'a str) -> [(&'static str, &'a str); 3] {
    [("title", title), ("content", "Line one\r\n\r\nLine <two>"), ("owner", owner)]
}
