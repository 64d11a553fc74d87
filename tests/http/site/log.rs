//! The log of a server in use: every attempt and refusal is in it, no secret is, and no line can be forged.

use serde_json::Value;

use crate::support::logged::log_of_a_server_in_use;

#[test]
fn asvs_16_the_log_has_every_attempt_and_refusal_no_secret_and_no_forged_line() {
    let (lines, secrets) = log_of_a_server_in_use("json");
    for line in &lines {
        assert!(secrets.iter().all(|secret| !line.contains(secret.as_str())), "{line}");
        assert!(!line.chars().any(char::is_control), "{line:?}");
    }
    let entries: Vec<Value> =
        lines.iter().map(|line| serde_json::from_str(line).unwrap_or_else(|_| panic!("{line}"))).collect();
    let with = |event: &str| entries.iter().filter(|entry| entry["event"] == event).collect::<Vec<_>>();
    assert_eq!((with("signup").len(), with("login").len(), with("logout").len()), (1, 1, 1), "{lines:#?}");
    for event in ["login_failed", "throttled", "wrong_password", "session_not_found"] {
        let found = with(event);
        assert!(!found.is_empty(), "{event}: {lines:#?}");
        assert!(found.iter().all(|entry| entry["address"] == "127.0.0.1"), "{event}");
    }
    assert!(!with("function_refused").is_empty() && !with("parked").is_empty());
    let foreign = with("unexpected_fields");
    assert!(foreign[0]["names"].as_str().unwrap().contains("evil\\nname"), "{foreign:?}");
}
