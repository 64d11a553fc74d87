//! Input that no browser sends: refused without a server error, and the server works on.

use axum::http::{HeaderValue, Method, header};

use crate::support::{Answer, Client, FORM, Kind, PASSWORD, Style, TestApp, number, on_both};

const CREATE: &str = "/api/articles/create";
const LOGIN: &str = "/api/accounts/login";

/// An app and a logged-in user.
async fn app_and_user(kind: Kind) -> (TestApp, Client) {
    let app = TestApp::spawn(kind).await;
    let client = app.member("joe").await;
    (app, client)
}

/// Checks a refusal in the style of the request.
fn assert_refused(answer: &Answer, style: Style, status: u16, code: &str) {
    match style {
        Style::Plain => {
            assert_eq!(answer.status, status, "{}", answer.body);
            assert!(answer.has("class=\"site-header\"") && answer.heading() != "Our fault");
        }
        Style::Json => {
            assert_eq!(answer.status, status, "{}", answer.body);
            assert!(answer.json().to_string().contains(code), "{}", answer.body);
        }
    }
}

on_both!(a_body_over_256_kib_is_refused_and_a_smaller_one_is_read, async |kind| {
    let (app, mut client) = app_and_user(kind).await;
    let body = |size: usize| format!("title=T&content={}", "x".repeat(size - "title=T&content=".len()));
    for style in Style::BOTH {
        for size in [256 * 1_024 + 1, 3 * 1_024 * 1_024] {
            let answer = client.post_body(CREATE, style, FORM, body(size)).await;
            assert_refused(&answer, style, 413, "\"limit_kib\":256");
        }
        let answer = client.post_body(CREATE, style, FORM, body(256 * 1_024)).await;
        assert!(answer.status == 422 || answer.outcome() == "303 /articles/create/", "{}", answer.status);
    }
    assert_eq!(app.rows("articles").await, 0);
    assert!(client.is_known_as("joe").await);
});

on_both!(a_body_that_is_not_a_valid_form_is_refused, async |kind| {
    let (app, mut client) = app_and_user(kind).await;
    let bodies: [&[u8]; 12] = [
        b"title=%",
        b"title=%4&content=x",
        b"title=%zz&content=x",
        b"title=%ff&content=x",
        b"title=\xff\xfe&content=x",
        b"%c3=x",
        b"title=a%00b&content=x",
        b"title=a\0b&content=x",
        b"ti\0tle=a",
        b"title=%ed%a0%80&content=x",
        b"title=%c0%80&content=x",
        b"title=T&content=%F4%90%80%80",
    ];
    for body in bodies {
        for style in Style::BOTH {
            for path in [CREATE, LOGIN, "/api/accounts/signup", "/api/accounts/logout", "/api/articles/list"] {
                let answer = client.post_body(path, style, FORM, body.to_vec()).await;
                assert_refused(&answer, style, 400, "bad_request");
            }
        }
    }
    assert_eq!(app.rows("articles").await, 0);
    assert!(client.is_known_as("joe").await);
});

on_both!(a_form_has_at_most_a_thousand_fields, async |kind| {
    let (app, mut client) = app_and_user(kind).await;
    for style in Style::BOTH {
        for count in [1_001, 10_000] {
            let body = vec!["a=1"; count].join("&");
            assert_refused(&client.post_body(CREATE, style, FORM, body).await, style, 400, "bad_request");
        }
    }
    let body = format!("title=T&content=C{}", (0..998).map(|number| format!("&x{number}=1")).collect::<String>());
    assert_eq!(client.post_body(CREATE, Style::Plain, FORM, body).await.status, 303);
    assert_eq!(app.rows("articles").await, 1);
});

on_both!(a_body_of_another_content_type_is_refused, async |kind| {
    let (app, mut client) = app_and_user(kind).await;
    let json = r#"{"title":"T","content":"C"}"#;
    for style in Style::BOTH {
        for (content_type, body) in [
            ("application/json", json),
            ("text/plain", "title=T&content=C"),
            (
                "multipart/form-data; boundary=x",
                "--x\r\nContent-Disposition: form-data; name=\"title\"\r\n\r\nT\r\n--x--",
            ),
            ("multipart/form-data", "--"),
            ("", "title=T&content=C"),
            ("application/x-www-form-urlencoded-not", "title=T&content=C"),
            ("application/cbor", "\u{1}"),
        ] {
            let answer = client.post_body(CREATE, style, content_type, body).await;
            assert_refused(&answer, style, 400, "bad_request");
        }
    }
    assert_eq!(app.rows("articles").await, 0);
});

on_both!(the_content_type_of_a_form_may_name_a_charset_and_ignores_case, async |kind| {
    let (app, mut client) = app_and_user(kind).await;
    for kind in ["application/x-www-form-urlencoded; charset=UTF-8", "Application/X-WWW-Form-URLencoded"] {
        let answer = client.post_body(CREATE, Style::Plain, kind, "title=T&content=C").await;
        assert_eq!(answer.status, 303, "{kind}");
    }
    assert_eq!(app.rows("articles").await, 2);
});

on_both!(bracketed_and_repeated_field_names_are_never_a_server_error, async |kind| {
    // Each try logs in anew.
    let app = TestApp::spawn_with(kind, |settings| settings.accounts.sessions_per_user = number(1_000)).await;
    let mut client = app.member("joe").await;
    for body in [
        "title[0]=a&content=b",
        "title[]=a&title[]=b&content=c",
        "title[a][b][c]=x&content=y",
        "title=a&title=b&content=c",
        "title=a&title[0]=b&content=c",
        "[]=x",
        "[[[[=x&]]]=y",
        "title[=a&content]=b",
        "a[b][c][d][e][f][g][h][i][j][k]=x",
        "=&=&&&==",
        "title",
        "%5B%5D=1&title%5B0%5D=x",
    ] {
        for style in Style::BOTH {
            for path in [
                CREATE,
                LOGIN,
                "/api/accounts/signup",
                "/api/accounts/logout",
                "/api/articles/list",
                "/api/articles/update",
            ] {
                let mut client = app.visitor();
                client.log_in("joe", PASSWORD).await;
                let answer = client.post_body(path, style, FORM, body).await;
                assert!(answer.status < 500, "{path} {body}: {} {}", answer.status, answer.body);
            }
        }
    }
    assert!(client.is_known_as("joe").await);
});

on_both!(the_check_and_the_change_read_one_value_of_a_repeated_field, async |kind| {
    let (app, mut client) = app_and_user(kind).await;
    let id = app.member("kim").await.create_article("Kim's", "x").await;
    let own = client.create_article("Joe's", "x").await;
    for (first, second) in [(own, id), (id, own)] {
        let body = format!("id={first}&id={second}&version=1&title=Stolen&content=y");
        client.post_body("/api/articles/update", Style::Json, FORM, body).await;
        client.post_body("/api/articles/delete", Style::Json, FORM, format!("id={first}&id={second}")).await;
    }
    assert_eq!(app.texts(&format!("SELECT title FROM articles WHERE id = {id}")).await, ["Kim's"]);
});

on_both!(an_id_without_an_article_is_400_or_404, async |kind| {
    let (_app, mut client) = app_and_user(kind).await;
    let ids = [
        "0",
        "-1",
        "-9223372036854775808",
        "9223372036854775807",
        "9223372036854775808",
        "1e3",
        "0x1",
        "",
        " 1",
        "１",
        "abc",
    ];
    for id in ids {
        for name in ["detail", "editable", "delete", "update"] {
            for style in Style::BOTH {
                let fields = [("id", id), ("version", "1"), ("title", "T"), ("content", "C")];
                let answer = client.post(&format!("/api/articles/{name}"), style, &fields).await;
                assert!(matches!(answer.status, 400 | 404), "{name} {id:?} {style:?}: {}", answer.outcome());
            }
        }
        if !id.is_empty() {
            let id = id.replace(' ', "%20").replace('１', "%EF%BC%91");
            for page in ["", "update/", "delete/"] {
                let answer = client.get(&format!("/articles/{id}/{page}")).await;
                answer.assert_error_page(404, "Page not found");
            }
        }
    }
    for version in ["", "x", "99999999999999999999"] {
        let id = client.create_article("T", "C").await.to_string();
        let fields = [("id", &*id), ("version", version), ("title", "T"), ("content", "C")];
        assert_eq!(client.post_json("/api/articles/update", &fields).await.status, 400, "{version:?}");
    }
});

on_both!(malformed_addresses_are_answered_by_a_page_of_the_site, async |kind| {
    let (_app, mut client) = app_and_user(kind).await;
    let long = format!("/articles/{}/", "a".repeat(20_000));
    for path in [
        "/articles/%00/",
        "/articles/%ff/",
        "/articles/%zz/",
        "/articles/%/",
        "/articles/%2e%2e/",
        "/articles/..%2f/",
        "/articles/%0d%0aSet-Cookie:x=1/",
        "/articles/1%2fupdate/",
        "//articles/",
        "/articles//",
        "/%ff",
        "/-/",
        "/articles/%3Cscript%3E/",
        "/accounts/login/x/",
        "/api/",
        "/api/nothing",
        &long,
    ] {
        let answer = client.get(path).await;
        assert!(matches!(answer.status, 301 | 400 | 404), "{path}: {}", answer.status);
        assert!(!answer.body.contains("<script>alert") && answer.cookies_set().is_empty(), "{path}");
        assert!(answer.status == 301 || answer.has("class=\"site-header\""), "{path}");
    }
    for query in ["%ff", "%zz", "next=%ff", "&&==", "next[]=x"] {
        for page in ["/accounts/logout/", "/articles/", "/articles/create/"] {
            assert_eq!(client.get(&format!("{page}?{query}")).await.status, 200, "{page}?{query}");
        }
        assert_eq!(client.get(&format!("/accounts/login/?{query}")).await.outcome(), "302 /articles/", "{query}");
    }
});

on_both!(giant_and_malformed_headers_do_no_harm, async |kind| {
    let (app, mut client) = app_and_user(kind).await;
    let giant = "x".repeat(60_000);
    let mut many = vec!["sessionid=AAAAAAAAAAAAAAAAAAAAAA".to_owned(); 300];
    many.push(giant.clone());
    let odd = HeaderValue::from_bytes(b"\xff\xfe=\x80").unwrap();
    for (name, value) in [
        (header::COOKIE, HeaderValue::from_str(&many.join("; ")).unwrap()),
        (header::COOKIE, odd.clone()),
        (header::COOKIE, HeaderValue::from_static(";;;=;a;=b; sessionid; sessionid=")),
        (header::USER_AGENT, HeaderValue::from_str(&giant).unwrap()),
        (header::USER_AGENT, odd.clone()),
        (header::ACCEPT, odd.clone()),
        (header::ACCEPT_LANGUAGE, HeaderValue::from_str(&giant).unwrap()),
        (header::REFERER, HeaderValue::from_static("http://[::bad/?__err=x&__path=y")),
        (header::CONTENT_TYPE, odd.clone()),
        (header::CONTENT_LENGTH, HeaderValue::from_static("99999999999")),
        (header::HOST, odd),
    ] {
        let mut client = app.visitor();
        let mut get = client.request(Method::GET, "/articles/", Style::Plain);
        get.headers_mut().insert(name.clone(), value.clone());
        assert_eq!(client.send(get).await.status, 200, "GET {name}");
        let mut post = client.request(Method::POST, LOGIN, Style::Plain);
        post.headers_mut().insert(header::CONTENT_TYPE, FORM.parse().unwrap());
        post.headers_mut().insert(name.clone(), value);
        *post.body_mut() = format!("username=joe&password={}", PASSWORD.replace(' ', "+")).into();
        let answer = client.send(post).await;
        assert!(matches!(answer.status, 303 | 400), "POST {name}: {}", answer.status);
    }
    assert!(app.texts("SELECT user_agent FROM sessions").await.iter().all(|agent| agent.chars().count() <= 256));
    assert!(client.is_known_as("joe").await);
});

on_both!(an_error_in_the_address_is_never_shown, async |kind| {
    let app = TestApp::spawn(kind).await;
    let mut visitor = app.visitor();
    // The framework itself puts errors into the address: as JSON in base64, with the path of the form.
    let errors = [
        "eyJpbnZhbGlkIjp7Il9fYWxsX18iOlsiaW52YWxpZF9sb2dpbiJdfX0=",
        "eyJpbnZhbGlkIjp7InVzZXJuYW1lIjpbInVzZXJuYW1lX3Rha2VuIl19fQ==",
        "ImZvcmJpZGRlbiI=",
        "RXZpbCB0ZXh0",
        "Evil%20text",
        "%ff",
    ];
    for page in ["/accounts/login/", "/accounts/signup/"] {
        for error in errors {
            for function in [LOGIN, "/api/accounts/signup", "%2Fapi%2Faccounts%2Flogin"] {
                let answer = visitor.get(&format!("{page}?__path={function}&__err={error}")).await;
                assert_eq!((answer.status, answer.alert()), (200, None), "{error}");
                assert!(answer.errors_on("username").is_empty(), "{error}");
                assert!(!answer.has("Evil") && !answer.has("is taken"), "{error}");
            }
        }
    }
});
