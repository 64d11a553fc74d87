//! What the script of a page gets for a form: a refusal in sentences, success as any script does.

use axum::http::{Method, header};
use serde_json::{Value, json};

use crate::support::{Answer, Client, PASSWORD, Style, TestApp, on_both};

const ACCEPT: &str = "application/x-form-answer+json, application/json";

async fn post(client: &mut Client, path: &str, body: String) -> Answer {
    let mut request = client.request(Method::POST, path, Style::Plain);
    request.headers_mut().insert(header::ACCEPT, ACCEPT.parse().unwrap());
    request.headers_mut().insert(header::CONTENT_TYPE, "application/x-www-form-urlencoded".parse().unwrap());
    *request.body_mut() = body.into();
    client.send(request).await
}

fn refusal(answer: &Answer, status: u16) -> Value {
    let kind = answer.header("content-type");
    assert_eq!((answer.status, kind), (status, Some("application/x-form-answer+json")), "{}", answer.body);
    serde_json::from_str(&answer.body).unwrap()
}

on_both!(a_refused_form_is_answered_in_sentences_and_a_good_one_leads_on, async |kind| {
    let app = TestApp::spawn(kind).await;
    app.member("joe").await;
    let mut client = app.visitor();
    let empty = post(&mut client, "/api/accounts/login", "username=joe&password=".to_owned()).await;
    let empty = refusal(&empty, 422);
    assert_eq!((&empty["code"], &empty["fields"]), (&json!("invalid"), &json!({"password": ["Enter your password."]})));
    let create = post(&mut client, "/api/articles/create", "title=a&content=b".to_owned()).await;
    let create = refusal(&create, 401);
    assert_eq!((&create["code"], &create["plainly"]), (&json!("login_required"), &json!(true)));
    let right = format!("username=joe&password={}", PASSWORD.replace(' ', "+"));
    let right = post(&mut client, "/api/accounts/login", right).await;
    assert_eq!((right.status, &right.json()["go"]), (200, &json!("/articles/")));
});
