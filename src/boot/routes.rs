//! Compares the URL table with what the server really serves, and prints it. An address that is served without declared
//! access, or declared and not served, keeps the server from starting.

use std::collections::BTreeSet;

use serde::Serialize;

use crate::{
    boot::{
        app::StartError,
        http::{
            assets,
            router::{Endpoints, downloads, feeds, links, streams},
        },
        messages::routes as messages,
    },
    web::urls::{Access, DOWNLOADS, FEEDS, FILES, FUNCTIONS, LINKS, PAGES, STREAMS, Url},
};

/// Compares each kind of address with its part of the table. Of pages there is only the table, which says what makes each.
///
/// # Errors
/// Names every address that is served without a declaration, or declared and not served.
pub fn check() -> Result<(), StartError> {
    let functions = leptos::server_fn::axum::server_fn_paths().map(|(path, _)| path.to_owned()).collect();
    let declared_functions = FUNCTIONS.iter().map(|function| function.path.to_owned()).collect();
    compare("stream", &served(&streams()), &declared(STREAMS))?;
    compare("link", &served(&links()), &declared(LINKS))?;
    compare("feed", &served(&feeds()), &declared(FEEDS))?;
    compare("download", &served(&downloads()), &declared(DOWNLOADS))?;
    compare("file", &assets::FILES.map(str::to_owned).into(), &declared(FILES))?;
    compare("server function", &functions, &declared_functions)
}

fn served(endpoints: &Endpoints) -> BTreeSet<String> {
    endpoints.iter().map(|(path, _)| (*path).to_owned()).collect()
}

fn declared(rows: &[Url]) -> BTreeSet<String> {
    rows.iter().map(|row| row.path.to_owned()).collect()
}

fn compare(kind: &str, served: &BTreeSet<String>, declared: &BTreeSet<String>) -> Result<(), StartError> {
    let lines: Vec<String> = served
        .difference(declared)
        .map(|path| messages::undeclared(kind, path))
        .chain(declared.difference(served).map(|path| messages::not_served(kind, path)))
        .collect();
    if lines.is_empty() { Ok(()) } else { Err(StartError::Routes(lines.join("\n"))) }
}

/// One address of the table, as it is printed.
#[derive(Serialize)]
struct Row {
    kind: &'static str,
    path: &'static str,
    access: String,
    rule: String,
}

fn rows() -> Vec<Row> {
    let row =
        |kind, path, access: Access, rule: &str| Row { kind, path, access: access.to_string(), rule: rule.to_owned() };
    let mut rows: Vec<Row> = PAGES.iter().map(|page| row("page", page.path, page.access, page.rule)).collect();
    let others = [("link", LINKS), ("stream", STREAMS), ("feed", FEEDS), ("download", DOWNLOADS), ("file", FILES)];
    for (kind, urls) in others {
        rows.extend(urls.iter().map(|url| row(kind, url.path, url.access, url.rule)));
    }
    for function in FUNCTIONS {
        let step_up = function.step_up.map(|purpose| format!("recent password to {purpose}"));
        let rule = [function.rule, step_up.as_deref().unwrap_or_default()].join("; ");
        let rule = rule.trim_matches([';', ' ']).to_owned();
        rows.push(Row { kind: "function", path: function.path, access: function.access.to_string(), rule });
    }
    rows
}

/// The table as text, for people.
pub fn print() -> String {
    let line =
        |kind, path, access, rule| format!("{kind:<8} {path:<34} {access:<40} {rule}").trim_end().to_owned() + "\n";
    let rows = rows();
    let lines = rows.iter().map(|row| line(row.kind, row.path, row.access.as_str(), row.rule.as_str()));
    line("KIND", "PATH", "ACCESS", "RULE") + &lines.collect::<String>()
}

/// The table as JSON, for programs: a list of objects.
pub fn json() -> String {
    serde_json::to_string_pretty(&rows()).unwrap_or_default() + "\n"
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_address_that_is_served_has_its_access_declared() {
        check().unwrap();
    }

    #[test]
    fn a_route_without_access_is_named() {
        let served = BTreeSet::from(["/open/".to_owned()]);
        for kind in ["link", "stream", "feed"] {
            let error = compare(kind, &served, &BTreeSet::new()).unwrap_err();
            assert!(error.to_string().contains(&format!("{kind} /open/")));
        }
    }

    #[test]
    fn a_declared_route_that_is_not_served_is_named() {
        let error = compare("link", &BTreeSet::new(), &declared(LINKS)).unwrap_err();
        assert!(error.to_string().contains(LINKS[0].path));
    }
}
