//! What the query of an address says: it comes through the login as it is, is decoded once, and never fails a page. And forms that
//! are no text.

use latchkey::web::urls::PAGES;

use crate::support::{
    Answer, Client, FORM, PASSWORD, Style, TestApp, encode, on_both,
    repository::{files_in, root},
};

/// Queries as an address may have them. Each must come through the login as it is.
const QUERIES: [&str; 12] = [
    "q=a%20b%26c%3Dd",
    "a=1&b=2&c=%26%3D",
    "q=a+b%2Bc",
    "q=100%25&r=%25%32%35",
    "q=%2526%252525",
    "q=%ED%95%9C%EA%B8%80",
    "q={a}|b'c^[d]`e",
    "q=%E2%80%AE%F0%9F%98%80",
    "next=/accounts/%3Fa%3Db",
    "q=%zz%",
    "q=%00&r=%ff",
    "&&q==?/",
];

/// The first address on the page that begins like this.
fn link(page: &Answer, beginning: &str) -> String {
    let links = page.html.split("href=\"").skip(1).map(|rest| rest.split('"').next().unwrap().replace("&amp;", "&"));
    links.into_iter().find(|href| href.starts_with(beginning)).unwrap_or_else(|| panic!("{}", page.html))
}

on_both!(fault_d1_an_address_comes_through_the_login_as_it_is, async |kind| {
    let app = TestApp::spawn(kind).await;
    app.member("joe").await;
    for query in QUERIES {
        let address = format!("/articles/create/?{query}");
        let mut client = app.visitor();
        let refused = client.get(&address).await;
        let login = client.follow(&refused).await;
        assert_eq!(login.value_of("next"), address);
        let signup = client.get(&link(&login, "/accounts/signup/?next=")).await;
        assert_eq!(signup.value_of("next"), address);
        let login = client.get(&link(&signup, "/accounts/login/?next=")).await;
        assert_eq!(login.value_of("next"), address);
        let fields = [("username", "joe"), ("password", "wrong"), ("next", &address)];
        let wrong = client.post_form("/api/accounts/login", &fields).await;
        let login = client.follow(&wrong).await;
        assert_eq!(login.value_of("next"), address);
        let fields = [("username", "joe"), ("password", PASSWORD), ("next", &login.value_of("next"))];
        assert_eq!(client.post_form("/api/accounts/login", &fields).await.outcome(), format!("303 {address}"));
        logged_in(&mut client, &address).await;
    }
});

/// What an address given as `next` becomes on the pages of a user.
async fn logged_in(client: &mut Client, address: &str) {
    let next = encode(&[("next", address)]);
    for page in ["/accounts/login/", "/accounts/signup/"] {
        assert_eq!(client.get(&format!("{page}?{next}")).await.outcome(), format!("302 {address}"));
    }
    for page in ["/accounts/logout/", "/accounts/reauthenticate/"] {
        assert_eq!(client.get(&format!("{page}?{next}")).await.value_of("next"), address, "{page}");
    }
    let answer = client.post_form("/api/accounts/logout", &[("next", address)]).await;
    assert_eq!(answer.outcome(), format!("303 {address}"));
}

on_both!(fault_d1_a_next_is_decoded_once_wherever_it_stands, async |kind| {
    let app = TestApp::spawn(kind).await;
    app.member("joe").await;
    // As it stands in the address bar, and what it means.
    for (typed, next) in [
        ("next=/articles/?a=1", "/articles/?a=1"),
        ("next=/articles/?a=1&b=2&c=%26%3D", "/articles/?a=1"),
        ("next=/articles/%3Fa%3D1%26b%3D2%26c%3D%2526%253D", "/articles/?a=1&b=2&c=%26%3D"),
        ("next=%2Farticles%2F%3Fq%3D%252B%2B+x", "/articles/?q=%2B+%20x"),
        ("n%65xt=/a/&next=/b/&next=/c/", "/c/"),
    ] {
        for page in ["/accounts/login/", "/accounts/signup/"] {
            assert_eq!(app.visitor().get(&format!("{page}?{typed}")).await.value_of("next"), next, "{typed}");
        }
        let mut joe = app.visitor();
        joe.log_in("joe", PASSWORD).await;
        for page in ["/accounts/logout/", "/accounts/reauthenticate/"] {
            assert_eq!(joe.get(&format!("{page}?{typed}")).await.value_of("next"), next, "{page} {typed}");
        }
        assert_eq!(joe.get(&format!("/accounts/login/?{typed}")).await.outcome(), format!("302 {next}"));
    }
});

on_both!(fault_d1_a_page_is_told_exactly_what_was_looked_for, async |kind| {
    let app = TestApp::spawn(kind).await;
    let mut client = app.superuser("root").await;
    for text in ["a%20b", "a+b", "100%", "%25", "a&b=c", "한글", "%E2%82%AC", "\u{1f600}", "a#b?c"] {
        let query = encode(&[("q", text)]);
        assert_eq!(client.get(&format!("/staff/users/?{query}")).await.value_of("q"), text);
        let query = encode(&[("actor", text), ("target", text)]);
        let page = client.get(&format!("/staff/audit/?{query}")).await;
        assert_eq!((page.value_of("actor"), page.value_of("target")), (text.to_owned(), text.to_owned()));
    }
    let page = client.get("/staff/users/?q=no%2526body").await;
    assert_eq!(page.value_of("q"), "no%26body");
});

#[test]
fn fault_d1_one_function_reads_the_query_of_an_address() {
    let allowed = root().join("src/ui/address.rs");
    for path in files_in("src").into_iter().filter(|path| *path != allowed) {
        let text = std::fs::read_to_string(&path).unwrap_or_default();
        for name in
            ["use_query_map", "use_query(", "use_query::", "query_signal", "use_params", "search_params", "ParamsMap"]
        {
            assert!(!text.contains(name), "{} reads the address by {name}", path.display());
        }
    }
}

on_both!(fault_d4_a_value_that_is_no_text_counts_for_nothing_where_it_stands, async |kind| {
    let app = TestApp::spawn(kind).await;
    let mut root = app.superuser("root").await;
    let mut visitor = app.visitor();
    for bad in
        ["%00", "/articles/%00", "/articles/?q=%00", "/articles/%ff", "a%00b", "%ff", "%ED%95", "%c0%80", "%ed%a0%80"]
    {
        for page in ["login", "signup"] {
            let answer = visitor.get(&format!("/accounts/{page}/?next={bad}&x=1")).await;
            assert_eq!((answer.status, answer.value_of("next").as_str()), (200, ""), "{page} {bad}");
            let answer = root.get(&format!("/accounts/{page}/?next={bad}")).await;
            assert_eq!(answer.outcome(), "302 /articles/", "{page} {bad}");
        }
        for page in ["logout", "reauthenticate"] {
            let answer = root.get(&format!("/accounts/{page}/?next={bad}")).await;
            assert_eq!((answer.status, answer.value_of("next").as_str()), (200, ""), "{page} {bad}");
        }
        let lists = format!("q={bad}&actor={bad}&target={bad}&show={bad}&order={bad}&action={bad}&before={bad}");
        for (list, name) in [("users", "q"), ("audit", "actor"), ("audit", "target")] {
            let page = root.get(&format!("/staff/{list}/?{lists}")).await;
            assert_eq!(page.status, 200, "{list} {bad}");
            assert!(page.value_of(name).contains('\u{fffd}'), "what was looked for is no text, and nothing fits it");
            assert!(!page.has("<table"), "{list} {bad}");
        }
    }
    // Which users are shown, in which order: a value that is not offered is the first one.
    let users = root.get("/staff/users/?show=%00&order=%ff&after=%00").await;
    assert!(users.has("<bdi>root</bdi>"));
});

on_both!(fault_d4_no_page_fails_for_a_malformed_query, async |kind| {
    let app = TestApp::spawn(kind).await;
    let mut root = app.superuser("root").await;
    let id = root.create_article("T", "C").await.to_string();
    let queries =
        ["%", "%zz", "%4", "q=%", "q=%zz&q=%00", "%00=1", "a=%ff&%ff", "%00", "=%00=", "&&&", "before=%&after=%00"];
    for page in PAGES.iter().filter(|page| !page.path.contains("{id}") || page.path.starts_with("/articles/{id}")) {
        let path = page.path.replace("{id}", &id);
        let plain = root.get(&path).await.outcome();
        for query in queries {
            assert_eq!(root.get(&format!("{path}?{query}")).await.outcome(), plain, "{path}?{query}");
        }
    }
    let page = root.get("/staff/users/?q=100%").await;
    assert_eq!((page.status, page.value_of("q").as_str()), (200, "100%"), "as browsers read it");
    app.visitor().get("/nowhere/?q=%00").await.assert_error_page(404, "Page not found");
    let answer = app.visitor().get("/accounts/reset/%ff/").await;
    assert_eq!(answer.outcome(), "302 /accounts/reset/", "a link that is not valid");
    assert_eq!(app.visitor().get("/accounts/reset/1-2-%00/").await.outcome(), "302 /accounts/reset/");
});

on_both!(fault_d4_a_form_that_is_no_text_gives_its_values_back, async |kind| {
    let app = TestApp::spawn(kind).await;
    let mut client = app.member("joe").await;
    for (body, shown) in [
        ("title=Kept+one&content=a%00b", ["Kept one", "a\u{fffd}b"]),
        ("title=%ffx&content=Kept+two", ["\u{fffd}x", "Kept two"]),
        ("title=a%zz&content=Kept+three", ["a%zz", "Kept three"]),
    ] {
        let page = client.post_body("/api/articles/create", Style::Plain, FORM, body).await;
        page.assert_error_page(400, "We could not understand that");
        assert!(shown.iter().all(|value| page.has(&format!("<dd dir=\"auto\">{value}</dd>"))), "{}", page.body);
    }
    let page =
        app.visitor().post_body("/api/accounts/login", Style::Plain, FORM, "username=j%00e&password=secret%ff").await;
    page.assert_error_page(400, "We could not understand that");
    assert!(page.has(">j\u{fffd}e</dd>") && !page.body.contains("secret"), "{}", page.body);
});
