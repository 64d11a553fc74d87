//! What the environment says: an empty variable is unset, and a secret is one that can be typed.

use crate::support::{Program, run};

const SUPERUSER: [&str; 4] = ["createsuperuser", "--noinput", "--username", "root"];
const KEY: &str = "LATCHKEY_SESSIONS__SECRET_KEY";
const FALLBACKS: &str = "LATCHKEY_SESSIONS__SECRET_KEY_FALLBACKS";
const PASSWORD: &str = "LATCHKEY_SUPERUSER_PASSWORD";

#[test]
fn fault_e6_an_empty_variable_is_unset() {
    for name in [
        "DATABASE_URL",
        "LATCHKEY_DATABASE__URL",
        "LATCHKEY_DATABASE",
        KEY,
        FALLBACKS,
        "LATCHKEY_SESSIONS__HTTPS",
        "LATCHKEY_SESSIONS__SECRET_KEY_FILE",
        "LATCHKEY_ACCOUNTS__THROTTLE",
        "LATCHKEY_ACCOUNTS__PASSWORD_RULES",
        "LATCHKEY_ARTICLES__PAGE_SIZE",
        "LATCHKEY_ARTICLES__NOTHING",
        "LATCHKEY_HTTP__TRUSTED_PROXIES",
        "LATCHKEY_LOG__FORMAT",
        "LATCHKEY_LOG__FILTER",
        "LATCHKEY_SETTINGS_FILE",
        "LEPTOS_SITE_ADDR",
        "LEPTOS_SITE_ROOT",
        "LEPTOS_SITE_PKG_DIR",
        "LEPTOS_OUTPUT_NAME",
        "LATCHKEY_SUPERUSER_USERNAME",
        "LATCHKEY_SUPERUSER_EMAIL",
        PASSWORD,
    ] {
        let program = Program::new().with_environment(name, "");
        let ended = program.run(&SUPERUSER);
        assert!(ended.ok && ended.out.contains("no password"), "{name}: {ended:?}");
        assert!(program.folder.path().join("latchkey.sqlite3").exists(), "{name}");
        assert!(program.folder.path().join("latchkey.key").exists(), "{name}");
    }
    let program = Program::new().with_environment("LATCHKEY_SETTINGS_FILE", "");
    let mut command = std::process::Command::new(env!("CARGO_BIN_EXE_latchkey"));
    command.env_clear().env("LATCHKEY_SETTINGS_FILE", "").current_dir(program.folder.path());
    assert!(command.arg("check").status().unwrap().success(), "the file in this folder");
}

#[test]
fn fault_e6_an_empty_variable_leaves_what_the_file_says() {
    let program = Program::new().with_setting("sqlite:latchkey.sqlite3", "sqlite:other.sqlite3");
    let program = program.with_environment("DATABASE_URL", "");
    assert!(program.run(&["migrate"]).ok);
    assert!(program.folder.path().join("other.sqlite3").exists());
}

#[test]
fn fault_e7_a_secret_with_a_line_break_is_refused_with_the_reason() {
    run(async {
        let long = "a secret key that is only for this one test";
        for end in ["\r", "\n", "\r\n", "\t", "\u{7f}"] {
            for (name, secret) in [(PASSWORD, "quiet river 47 lanterns"), (KEY, long), (FALLBACKS, long)] {
                let program = Program::new().with_environment(name, &format!("{secret}{end}"));
                let ended = program.run(&SUPERUSER);
                assert!(!ended.ok && ended.error.contains(name), "{name} {end:?}: {ended:?}");
                assert!(ended.error.contains("line break") && !ended.error.contains(secret), "{ended:?}");
            }
        }
        let program = Program::new();
        let two = format!("{long},{long}\n{long}");
        assert!(!program.with_environment(FALLBACKS, &two).run(&["check"]).ok);
    });
}

#[test]
fn fault_e7_a_secret_that_is_no_text_is_refused_and_not_taken_for_none() {
    use std::{ffi::OsStr, os::unix::ffi::OsStrExt};
    for name in [PASSWORD, KEY, FALLBACKS] {
        let program = Program::new();
        let value = OsStr::from_bytes(b"quiet river 47 lanterns and more words \xff");
        let output = program.command(&SUPERUSER).env(name, value).output().unwrap();
        let error = String::from_utf8(output.stderr).unwrap();
        assert!(
            !output.status.success() && error.contains(name) && error.contains("not valid text"),
            "{name}: {error}"
        );
    }
}

#[test]
fn fault_e7_a_key_file_that_a_crash_has_filled_with_zeros_is_refused() {
    let program = Program::new();
    let file = program.folder.path().join("latchkey.key");
    std::fs::write(&file, [0; 65]).unwrap();
    let ended = program.run(&["check"]);
    assert!(!ended.ok && ended.error.contains("latchkey.key"), "{ended:?}");
    std::fs::write(&file, "a secret key that is only for this one test\r\n").unwrap();
    assert!(program.run(&["check"]).ok, "a line has its end");
}
