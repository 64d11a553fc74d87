//! The errors of the settings in words for the operator. The address of a database may have a password in it: wherever one was
//! put by mistake, no error shows it.

use figment::error::Kind;

use crate::server::db::address::without_addresses;

/// The environment variables of the framework that this server reads, with the key each one sets.
pub const LEPTOS_ENVIRONMENT: [(&str, &str); 4] = [
    ("LEPTOS_OUTPUT_NAME", "output-name"),
    ("LEPTOS_SITE_ROOT", "site-root"),
    ("LEPTOS_SITE_PKG_DIR", "site-pkg-dir"),
    ("LEPTOS_SITE_ADDR", "site-addr"),
];

/// One line for each error: the key, what is wrong, and where the value came from.
pub fn explain(error: figment::Error) -> String {
    let lines: Vec<String> = error
        .into_iter()
        .map(|problem| {
            let key = if problem.path.is_empty() { "the settings".to_owned() } else { problem.path.join(".") };
            let place = match problem.metadata.as_ref() {
                None => "the defaults".to_owned(),
                Some(metadata) if metadata.name.contains("environment") => {
                    format!("the environment: {}", environment_name(&problem.path))
                }
                Some(metadata) => match &metadata.source {
                    Some(source) => source.to_string(),
                    None => "the command line".to_owned(),
                },
            };
            format!("{key}: {} (from {place})", reason(&problem.path, &problem.kind))
        })
        .collect();
    lines.join("\n  ")
}

fn reason(path: &[String], kind: &Kind) -> String {
    let text = kind.to_string();
    match kind {
        Kind::InvalidType(_, expected) if expected.starts_with("struct ") => {
            "this is a table, not a single value".into()
        }
        // An address may have a password in it.
        Kind::InvalidType(..) if path == ["sessions", "redis_url"] => {
            "it must be a text, such as redis://127.0.0.1:6379".into()
        }
        Kind::InvalidType(..) if path == ["mail", "url"] => "it must be a text, such as smtps://HOST".into(),
        _ if path == ["database", "url"] => "it must be a text, such as sqlite:latchkey.sqlite3".into(),
        // The parser quotes the line that it could not read, between bars.
        Kind::Message(_) if text.contains('\n') => {
            text.lines().filter(|line| !line.contains('|')).collect::<Vec<_>>().join(": ")
        }
        _ => without_addresses(&text),
    }
}

/// The variable that sets this key.
fn environment_name(path: &[String]) -> String {
    let leptos = LEPTOS_ENVIRONMENT.iter().find(|(_, key)| path.last().is_some_and(|last| last == key));
    match (leptos, path) {
        (Some((name, _)), _) => (*name).to_owned(),
        (None, [table, key]) if table == "database" && key == "url" => "DATABASE_URL".to_owned(),
        (None, path) => format!("LATCHKEY_{}", path.join("__").to_uppercase()),
    }
}
