//! The operator's commands for rights: `groups`, `grant`, `revoke`, `audit`, `routes --json`.

use crate::support::{Program, run};

#[test]
fn groups_are_created_shown_listed_and_deleted() {
    let program = Program::seeded();
    assert!(program.run(&["groups"]).out.contains("There are no groups"));
    assert!(program.run(&["groups", "create", "Editors", "articles.change_article"]).ok);
    let again = program.run(&["groups", "create", "EDITORS"]);
    assert!(!again.ok && again.error.contains("That group name is taken."), "{again:?}");
    let unknown = program.run(&["groups", "create", "Others", "change_article"]);
    assert!(!unknown.ok && unknown.error.contains("articles.change_article"), "{unknown:?}");
    assert!(program.run(&["grant", "user1", "--member", "editors"]).ok);
    assert!(program.run(&["groups"]).out.contains("1 members, 1 permissions"));
    let shown = program.run(&["groups", "show", "editors"]);
    assert!(shown.out.contains("articles.change_article") && shown.out.contains("user1"), "{shown:?}");
    assert!(program.run(&["groups", "delete", "Editors"]).ok);
    let gone = program.run(&["groups", "show", "Editors"]);
    assert!(!gone.ok && gone.error.contains("there is no group"));
}

#[test]
fn grant_and_revoke_change_users_and_groups_and_report_the_change() {
    run(async {
        let program = Program::seeded();
        let given = program.run(&["grant", "user0", "articles.view_article", "accounts.view_user", "--staff"]);
        assert!(given.ok && given.out.contains("articles.view_article") && given.out.contains("staff"), "{given:?}");
        assert!(program.run(&["grant", "user0", "articles.view_article"]).out.contains("Nothing to change"));
        let shown = program.run(&["users", "show", "user0"]).out;
        assert!(shown.contains("accounts.view_user, articles.view_article"), "{shown}");
        assert!(program.run(&["revoke", "user0", "articles.view_article", "--staff"]).ok);
        assert_eq!(
            program.texts("SELECT p.name FROM user_permissions up JOIN permissions p ON p.id = up.permission_id").await,
            ["accounts.view_user"]
        );
        assert!(program.run(&["groups", "create", "Editors"]).ok);
        assert!(program.run(&["grant", "--group", "Editors", "articles.change_article"]).ok);
        assert!(program.run(&["grant", "user1", "--member", "Editors"]).ok);
        assert!(program.run(&["revoke", "user1", "--member", "Editors"]).ok);
        assert!(program.run(&["revoke", "--group", "Editors", "articles.change_article"]).ok);
        assert!(program.texts("SELECT 'x' FROM group_permissions UNION SELECT 'y' FROM user_groups").await.is_empty());
        for (args, words) in [
            (vec!["grant", "user0"], "name permissions"),
            (vec!["grant", "nobody", "articles.view_article"], "there is no user"),
            (vec!["grant", "user0", "nothing"], "there is no permission"),
            (vec!["grant", "user0", "--member", "none"], "there is no group"),
        ] {
            let ended = program.run(&args);
            assert!(!ended.ok && ended.error.contains(words), "{ended:?}");
        }
    });
}

#[test]
fn revoke_keeps_the_last_superuser() {
    let program = Program::seeded();
    assert!(program.run(&["grant", "user0", "--superuser"]).ok);
    let ended = program.run(&["revoke", "user0", "--superuser"]);
    assert!(!ended.ok && ended.error.contains("the only superuser"), "{ended:?}");
    assert!(program.run(&["grant", "user1", "--superuser"]).ok);
    assert!(program.run(&["revoke", "user0", "--superuser"]).ok);
}

#[test]
fn changes_by_commands_are_in_the_audit_trail() {
    let program = Program::seeded();
    assert!(program.run(&["audit"]).out.contains("No entries."));
    program.run(&["grant", "user0", "articles.view_article"]);
    program.run(&["groups", "create", "Editors"]);
    let all = program.run(&["audit"]);
    assert!(all.out.contains("\"command line\" created group \"Editors\"") && all.out.contains("user0"), "{all:?}");
    program.run(&["createsuperuser", "--noinput", "--username", "root"]);
    for action in ["deactivate", "activate", "end-sessions"] {
        assert!(program.run(&["users", action, "user1"]).ok);
    }
    let all = program.run(&["audit"]).out;
    for words in
        ["created user \"root\"", "superuser", "changed user \"user1\"", "ended all sessions of user \"user1\""]
    {
        assert!(all.contains(words), "{words}: {all}");
    }
    let one = program.run(&["audit", "--target", "user0", "--json"]);
    assert_eq!(one.out.lines().count(), 1, "{one:?}");
    let entry: serde_json::Value = serde_json::from_str(one.out.trim()).unwrap();
    assert_eq!(entry["changes"][0]["after"], "articles.view_article");
    assert!(!program.run(&["audit", "--action", "burnt"]).ok);
}

#[test]
fn routes_can_be_printed_as_json() {
    let program = Program::new();
    let rows: serde_json::Value = serde_json::from_str(&program.run(&["routes", "--json"]).out).unwrap();
    let find = |path: &str| rows.as_array().unwrap().iter().find(|row| row["path"] == path).cloned().unwrap();
    assert_eq!(find("/staff/users/")["access"], "staff with accounts.view_user");
    assert_eq!(find("/api/articles/create")["kind"], "function");
}
