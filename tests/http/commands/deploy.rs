//! `latchkey check --deploy`: an unsafe site is reported, and not served over https.

use std::{
    fs::{Permissions, set_permissions},
    os::unix::fs::PermissionsExt,
};

use crate::support::{Program, server::Server};

/// A site that passes the check.
fn safe() -> Program {
    let program = Program::new().with_setting("https = false", "https = true ");
    assert!(program.run(&["migrate"]).ok);
    program
}

#[test]
fn a_safe_site_passes_and_each_line_names_its_requirement() {
    let ended = safe().run(&["check", "--deploy"]);
    assert!(ended.ok, "{ended:?}");
    let lines: Vec<&str> = ended.out.lines().filter(|line| line.starts_with("ok ")).collect();
    assert!(lines.len() >= 12 && !ended.out.contains("FAIL"), "{}", ended.out);
    for line in lines {
        let number = line.split_whitespace().nth(1).unwrap();
        assert_eq!(number.split('.').filter(|part| part.parse::<u32>().is_ok()).count(), 3, "{line}");
    }
}

#[test]
fn each_unsafe_setting_fails_the_check_and_is_named_with_its_remedy() {
    for (old, new, words) in [
        ("https = true ", "https = false", vec!["3.3.1", "sessions.https = true"]),
        ("throttle = true ", "throttle = false", vec!["6.3.1", "accounts.throttle = true"]),
        ("trusted_proxies = []", "trusted_proxies = [\"0.0.0.0/0\"]", vec!["6.3.1", "http.trusted_proxies"]),
        ("trusted_origins = []", "trusted_origins = [\"http://a.example\"]", vec!["3.5.1", "http.trusted_origins"]),
        ("\"too_common\", ", "", vec!["6.2.4", "accounts.password_rules"]),
        ("hash_memory_kib = 19_456", "hash_memory_kib = 19_000", vec!["11.4.2", "19456"]),
        ("hash_iterations = 2", "hash_iterations = 1", vec!["11.4.2"]),
        ("\nurl = \"\"", "\nurl = \"console:\"", vec!["6.4.3", "mail.url", "mail.from", "http.origin"]),
        ("\nurl = \"\"", "\nurl = \"smtp://mail.example\"", vec!["12.3.1", "smtps://"]),
        ("cookie_age = 1_209_600", "cookie_age = 9_209_600", vec!["7.3.2", "sessions.cookie_age"]),
        ("filter = \"info", "filter = \"warn,hyper=info", vec!["16.3.1", "log.filter"]),
    ] {
        let ended = safe().with_setting(old, new).run(&["check", "--deploy"]);
        assert!(!ended.ok && ended.out.contains("FAIL"), "{new}: {ended:?}");
        assert!(words.iter().all(|word| ended.error.contains(word)), "{new}: {}", ended.error);
        assert!(
            safe().with_setting(old, new).run(&["check"]).ok,
            "without --deploy that is the operator's choice: {new}"
        );
    }
}

#[test]
fn secret_files_that_others_can_read_are_reported_and_new_ones_are_private() {
    for name in ["latchkey.key", "latchkey.sqlite3"] {
        let program = safe();
        let file = program.folder.path().join(name);
        assert_eq!(std::fs::metadata(&file).unwrap().permissions().mode() & 0o777, 0o600, "{name}");
        set_permissions(&file, Permissions::from_mode(0o644)).unwrap();
        let ended = program.run(&["check", "--deploy"]);
        assert!(!ended.ok && ended.error.contains("chmod 600"), "{name}: {ended:?}");
    }
}

#[test]
fn asvs_6_3_2_the_well_known_password_of_seeded_users_is_found() {
    let program = Program::new().with_setting("https = false", "https = true ");
    assert!(program.run(&["seed", "--users", "2", "--articles", "0"]).ok);
    let ended = program.run(&["check", "--deploy"]);
    assert!(!ended.ok && ended.error.contains("6.3.2") && ended.error.contains("latchkey seed"), "{ended:?}");
    assert!(program.run(&["createsuperuser", "--noinput", "--username", "root"]).ok);
    assert!(program.run(&["users", "deactivate", "user0"]).ok);
    assert!(!program.run(&["check", "--deploy"]).ok, "user1 still has it");
    assert!(program.run(&["users", "deactivate", "user1"]).ok);
    assert!(program.run(&["check", "--deploy"]).ok);
}

#[test]
fn an_unsafe_site_is_not_served_over_https_and_plain_http_is_not_checked() {
    let unsafe_site = safe().with_setting("throttle = true ", "throttle = false");
    let ended = unsafe_site.run(&["serve", "--addr", "127.0.0.1:0"]);
    assert!(!ended.ok && ended.error.contains("not safe to serve") && ended.error.contains("accounts.throttle"));

    let plain = unsafe_site.with_setting("https = true ", "https = false");
    let server = Server::start(&plain);
    assert!(server.greeting.contains("ready"), "{}", server.greeting);
    server.log();
}
