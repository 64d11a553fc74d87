//! D12: with a stolen session no thief makes a link or gives a right to its owner, and every other way to the account asks for the
//! password. The table of ways is walked as the owner, without a recent password and with one.

use latchkey::{
    staff::server::ways::{Check, Effect, WAYS, Way},
    web::urls::FUNCTIONS,
};

use crate::support::{
    Answer, Client, Kind, PASSWORD, Style, TestApp,
    forms::{Fields, borrowed, profile_form, user_form, with},
    mails::with_folder,
    on_both,
    rights::state,
};

/// A member of staff who may do everything with users and groups, and has one more right through a group; perhaps a superuser,
/// who has every right as long as they are one.
async fn helper(kind: Kind, is_superuser: bool) -> (TestApp, Client) {
    let app = with_folder(kind).await;
    let permissions =
        ["user", "group"].map(|model| ["add", "change", "delete", "view"].map(|act| format!("accounts.{act}_{model}")));
    let names: Vec<&str> = permissions.iter().flatten().map(String::as_str).collect();
    let helper = app.staff("helper", &names).await;
    for sql in [
        "INSERT INTO groups (name, name_key) VALUES ('Readers', 'readers'), ('Helpers', 'helpers')",
        "INSERT INTO user_groups (user_id, group_id) SELECT u.id, g.id FROM users u, groups g WHERE g.name = 'Readers'",
        "INSERT INTO group_permissions (group_id, permission_id) SELECT g.id, p.id FROM groups g, permissions p \
         WHERE g.name = 'Readers' AND p.name = 'articles.view_article'",
    ] {
        assert!(app.execute(sql).await > 0, "{sql}");
    }
    if is_superuser {
        app.superuser("root").await;
        assert_eq!(app.execute("UPDATE users SET is_superuser = TRUE WHERE username = 'helper'").await, 1);
    }
    helper.elsewhere("helper").await;
    (app, helper)
}

/// The ways of one kind, for a member of staff and for a superuser.
fn everyone(is_walked: fn(&Way) -> bool) -> impl Iterator<Item = (&'static Way, bool)> {
    WAYS.iter().filter(move |way| is_walked(way)).flat_map(|way| [(way, false), (way, true)])
}

/// What the helper sends to have this effect on themselves, without any password.
async fn fields(app: &TestApp, helper: &mut Client, way: &Way) -> Fields {
    let id = app.user_id("helper").await;
    let group = app.number("SELECT id FROM groups WHERE name = 'Readers'").await;
    let other_session = app.number(&format!("SELECT MAX(id) FROM sessions WHERE user_id = {id}")).await;
    let own = |fields: &[(&str, String)]| fields.iter().map(|(n, v)| ((*n).to_owned(), v.clone())).collect::<Fields>();
    let new = |names: [&str; 2]| own(&names.map(|name| (name, "seven copper kettles".to_owned())));
    match (way.function.trim_start_matches("/api/"), way.effect) {
        ("accounts/update", _) => own(&[("email", "thief@example.com".to_owned())]),
        ("accounts/password" | "accounts/reset", _) => new(["new_password1", "new_password2"]),
        ("accounts/sessions/end", _) => own(&[("id", other_session.to_string())]),
        ("staff/users/profile", _) => {
            let form = with(&profile_form(helper, id).await, "owner", "");
            with(&form, "email", "thief@example.com")
        }
        ("staff/users/update", effect) => {
            let form = with(&user_form(helper, id).await, "owner", "");
            match effect {
                Effect::RightGiven => with(&form, "permission_articles.view_article", "on"),
                _ => with(&form, "permission_accounts.delete_group", ""),
            }
        }
        ("staff/groups/create", _) => own(&[("name", "Mine".to_owned())]),
        ("staff/groups/update", effect) => {
            let seen = helper.get(&format!("/staff/groups/{group}/")).await.value_of("seen");
            let form = own(&[("id", group.to_string()), ("seen", seen), ("name", "Readers".to_owned())]);
            match effect {
                Effect::RightGiven => [
                    form,
                    own(&["articles.view_article", "accounts.view_user"]
                        .map(|name| (&*format!("permission_{name}").leak(), "on".to_owned()))),
                ]
                .concat(),
                _ => form,
            }
        }
        ("staff/users/activation", _) => own(&[(&*format!("user_{id}").leak(), "on".to_owned())]),
        ("staff/groups/delete", _) => own(&[("id", group.to_string())]),
        ("staff/users/create", _) => own(&[("username", "newcomer".to_owned())]),
        (path, _) if path.starts_with("staff/users/") => own(&[("id", id.to_string())]),
        ("staff/invitations/create", _) => {
            own(&[("email", "thief@example.com".to_owned()), ("permission_articles.view_article", "on".to_owned())])
        }
        ("staff/invitations/again", _) => {
            let invited = helper.post_json("/api/staff/invitations/create", &[("email", "thief@example.com")]).await;
            assert_eq!(invited.status, 200, "{}", invited.body);
            own(&[("id", app.number("SELECT MAX(id) FROM invitations").await.to_string())])
        }
        ("accounts/login", _) => own(&[("username", "helper".to_owned())]),
        _ => Fields::new(),
    }
}

async fn post(helper: &mut Client, way: &Way, fields: &[(String, String)]) -> Answer {
    helper.post(way.function, Style::Json, &borrowed(fields)).await
}

#[test]
fn fault_d12_every_form_of_the_accounts_and_of_the_staff_area_is_in_the_table_of_ways() {
    let is_ours = |path: &str| path.starts_with("/api/accounts/") || path.starts_with("/api/staff/");
    for function in FUNCTIONS.iter().filter(|function| is_ours(function.path) && function.form.is_some()) {
        assert!(WAYS.iter().any(|way| way.function == function.path), "{}", function.path);
    }
    for way in WAYS {
        let same = WAYS.iter().filter(|other| other.function == way.function && other.effect == way.effect);
        assert_eq!(same.count(), 1, "one check: {way:?}");
    }
    // What sets a password, or lets one be set, is never free and never had for a recent password alone.
    for way in WAYS.iter().filter(|way| matches!(way.effect, Effect::PasswordSet | Effect::LinkMade)) {
        assert!(matches!(way.check, Check::Password | Check::Link | Check::Refused), "{way:?}");
    }
}

on_both!(fault_d12_with_a_stolen_session_no_way_leads_to_its_owners_account, async |kind| {
    for (way, is_superuser) in everyone(|way| way.check != Check::Free) {
        let (app, mut helper) = helper(kind, is_superuser).await;
        let fields = fields(&app, &mut helper, way).await;
        app.forget_password_of(&helper).await;
        let before = state(&app).await;
        for with_guess in [false, true] {
            let guessed = ["password", "old_password"].map(|name| (name.to_owned(), "a wrong guess".to_owned()));
            let fields = if with_guess { [&fields[..], &guessed].concat() } else { fields.clone() };
            let answer = post(&mut helper, way, &fields).await;
            let expected: &[u16] = match way.check {
                Check::RecentPassword | Check::Refused => &[403],
                Check::Password => &[422],
                // Without a link the page says that there is none.
                Check::Link | Check::Free => &[200, 422],
            };
            assert!(expected.contains(&answer.status), "{way:?}: {} {}", answer.status, answer.body);
        }
        assert_eq!(state(&app).await, before, "{way:?}");
    }
});

on_both!(fault_d12_a_recent_password_makes_no_link_and_gives_no_right_to_oneself, async |kind| {
    for (way, is_superuser) in everyone(|way| matches!(way.check, Check::Refused | Check::RecentPassword)) {
        let (app, mut helper) = helper(kind, is_superuser).await;
        let fields = fields(&app, &mut helper, way).await;
        let before = state(&app).await;
        let answer = post(&mut helper, way, &fields).await;
        let is_refused = way.check == Check::Refused;
        assert_eq!(answer.status == 403, is_refused, "{way:?}: {} {}", answer.status, answer.body);
        assert!(!is_refused || !answer.body.contains("step_up"), "no password helps: {}", answer.body);
        assert_eq!(state(&app).await == before, is_refused, "{way:?}");
    }
});

on_both!(fault_d12_nobody_joins_a_group_by_themselves_and_the_page_offers_neither_link_nor_rights, async |kind| {
    let (app, mut helper) = helper(kind, false).await;
    let id = app.user_id("helper").await;
    let before = state(&app).await;
    let form = with(&with(&user_form(&mut helper, id).await, "owner", ""), "add_group", "Helpers");
    assert_eq!(helper.post_form("/api/staff/users/update", &borrowed(&form)).await.status, 403);
    assert_eq!(state(&app).await, before);
    let page = helper.get(&format!("/staff/users/{id}/")).await;
    assert!(!page.form_actions().contains(&"/api/staff/users/reset-link".to_owned()));
    assert!(page.control("permission_articles.view_article").contains("disabled"));
    // A superuser is no exception, and what is for others stays.
    let mut root = app.superuser("root").await;
    app.member("anna").await;
    for (name, status) in [("root", 403), ("anna", 200)] {
        let id = app.user_id(name).await.to_string();
        assert_eq!(root.post_json("/api/staff/users/reset-link", &[("id", &id)]).await.status, status, "{name}");
    }
    assert_eq!(helper.log_in("helper", PASSWORD).await.status, 303);
});
