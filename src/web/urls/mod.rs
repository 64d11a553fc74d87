//! The URL table: every page and every server function, and who may use it. The server refuses to start when a route or a server
//! function is missing here, and the access that is declared is enforced before anything runs. Django: `urls.py` with its decorators.

mod access;
mod endpoints;
mod fields;
mod table;

use std::{pin::Pin, sync::LazyLock};

pub use access::{Access, WITH_LINK, purpose};
pub use endpoints::{ALIVE, DOWNLOADS, FEEDS, FILES, HEALTH, LINKS, STREAMS};
pub use table::{FUNCTIONS, PAGES};

use crate::{
    shared::{Id, NEXT_DEFAULT, decode_segment},
    ui::{Address, HELD_ID, OWNER, PageView},
};

/// Fetches what a page shows, and makes it.
pub type View = fn(Address) -> Pin<Box<dyn Future<Output = PageView> + Send>>;

/// A page: its path with `{parameters}`, who may open it, and what makes it.
#[derive(Debug)]
pub struct PageUrl {
    pub path: &'static str,
    pub access: Access,
    /// What the service checks besides.
    pub rule: &'static str,
    pub view: View,
    /// What a visitor logs in for who is sent to the login from here, after "Log in to".
    pub purpose: Option<&'static str>,
    /// Cookies that a visitor's page depends on: a visitor who sends one gets no page that is kept for all.
    pub reads: &'static [&'static str],
}

impl PageUrl {
    const fn to(self, purpose: &'static str) -> Self {
        Self { purpose: Some(purpose), ..self }
    }

    const fn reads(self, reads: &'static [&'static str]) -> Self {
        Self { reads, ..self }
    }
}

/// An address that is no page: a stream, a link, a file.
#[derive(Debug)]
pub struct Url {
    pub path: &'static str,
    pub access: Access,
    pub rule: &'static str,
}

/// A server function: its path, who may call it, and the form that posts to it, if one does.
#[derive(Debug)]
pub struct FunctionUrl {
    pub path: &'static str,
    pub access: Access,
    pub rule: &'static str,
    /// What it does, after "to", where that may need a recent password.
    pub step_up: Option<&'static str>,
    pub form: Option<FormUrl>,
}

/// The page that owns a form, and which of its values are remembered when it is refused.
#[derive(Debug)]
pub struct FormUrl {
    /// The page's path; `{id}` is filled from the posted field of that name.
    pub page: &'static str,
    /// The fields whose values are remembered. Never a password.
    pub remembered: &'static [&'static str],
    /// Its other fields.
    pub also: &'static [&'static str],
    /// Prefixes of the names of boxes, which are remembered too.
    pub boxes: &'static [&'static str],
    /// The submission of a visitor is held until the login.
    pub is_held: bool,
}

impl FormUrl {
    /// Whether the form has a field of that name.
    pub fn has(&self, name: &str) -> bool {
        self.remembers(name) || self.also.contains(&name) || [OWNER, HELD_ID].contains(&name)
    }

    /// The path of the page.
    pub fn path(&self, id: Option<&str>) -> String {
        let id = id.filter(|id| id.parse::<Id>().is_ok());
        match id {
            Some(id) => self.page.replace("{id}", id),
            None if self.page.contains('{') => NEXT_DEFAULT.to_owned(),
            None => self.page.to_owned(),
        }
    }

    /// Whether the value of this field may be remembered.
    pub fn remembers(&self, name: &str) -> bool {
        self.remembered.contains(&name) || self.boxes.iter().any(|prefix| name.starts_with(prefix))
    }

    /// Adds boxes whose names begin with these prefixes.
    const fn with_boxes(self, boxes: &'static [&'static str]) -> Self {
        Self { boxes, ..self }
    }

    /// Holds its submission until the login, so that its text is not lost when a session ends (L2).
    const fn held(self) -> Self {
        Self { is_held: true, ..self }
    }
}

const fn page(path: &'static str, access: Access, rule: &'static str, view: View) -> PageUrl {
    PageUrl { path, access, rule, view, purpose: access.purpose(), reads: &[] }
}

const fn url(path: &'static str, access: Access, rule: &'static str) -> Url {
    Url { path, access, rule }
}

const fn query(path: &'static str, access: Access, rule: &'static str) -> FunctionUrl {
    FunctionUrl { path, access, rule, step_up: None, form: None }
}

const fn form(path: &'static str, access: Access, rule: &'static str, form: FormUrl) -> FunctionUrl {
    FunctionUrl { path, access, rule, step_up: None, form: Some(form) }
}

const fn at(page: &'static str, remembered: &'static [&'static str], also: &'static [&'static str]) -> FormUrl {
    FormUrl { page, remembered, also, boxes: &[], is_held: false }
}

impl FunctionUrl {
    const fn step_up(self, purpose: &'static str) -> Self {
        Self { step_up: Some(purpose), ..self }
    }
}

/// The paths of the forms that ask for a password, and of their pages.
static PASSWORD_FORMS: LazyLock<Vec<&str>> = LazyLock::new(|| {
    let asks = |form: &&FormUrl| form.also.iter().any(|name| name.contains("password"));
    let forms = FUNCTIONS.iter().filter_map(|function| Some((function.path, function.form.as_ref().filter(asks)?)));
    forms.flat_map(|(path, form)| [path, form.page]).collect()
});

/// Whether an answer may have a form that asks for a password: `path` is that of the page in the table, or of a function. No cache
/// keeps such an answer.
pub fn asks_for_password(path: &str) -> bool {
    // The page of styles, which is for development, shows such a field.
    PASSWORD_FORMS.contains(&path) || path == super::paths::STYLE
}

/// The server function with this path.
pub fn find_function(path: &str) -> Option<&'static FunctionUrl> {
    FUNCTIONS.iter().find(|function| function.path == path)
}

/// The page at a path, exactly as it stands in the address. This alone decides which page an address is: the router only
/// follows (L8). `{id}` is the id of a row, so it is never a fixed segment such as `create`; beside `{name}`, which may be any, there is
/// none.
pub fn resolve(path: &str) -> Option<&'static PageUrl> {
    let fits = |page: &&PageUrl| {
        let (mut pattern, mut actual) = (page.path.split('/'), path.split('/'));
        loop {
            match (pattern.next(), actual.next()) {
                (None, None) => return true,
                (Some("{id}"), Some(actual)) if actual.parse::<Id>().is_ok() => {}
                (Some("{name}"), Some(actual)) if decode_segment(actual).is_some() => {}
                (Some(pattern), Some(actual)) if pattern == actual && !pattern.starts_with('{') => {}
                _ => return false,
            }
        }
    };
    PAGES.iter().find(fits)
}

/// Whether addresses of the site begin with this segment, so that no folder of files can be served under it.
pub fn is_reserved(segment: &str) -> bool {
    let urls = LINKS.iter().chain(STREAMS).chain(FEEDS).chain(DOWNLOADS).map(|url| url.path);
    let pages = PAGES.iter().map(|page| page.path).chain(urls);
    let mut paths = pages.chain(FUNCTIONS.iter().map(|function| function.path)).chain([HEALTH, ALIVE]);
    paths.any(|path| path.split('/').nth(1) == Some(segment))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{accounts::paths, shared::NextPath};

    #[test]
    fn the_first_segment_of_every_address_is_reserved() {
        for taken in ["accounts", "articles", "staff", "api", "healthz", "livez"] {
            assert!(is_reserved(taken), "{taken}");
        }
        assert!(!is_reserved("pkg") && !is_reserved("users"));
    }

    #[test]
    fn every_page_that_asks_for_a_login_says_what_for() {
        for page in PAGES {
            let asks = !matches!(page.access, Access::Public | Access::AnonymousOnly);
            assert_eq!(page.purpose.is_some(), asks, "{}", page.path);
        }
        assert!(purpose(&Address::new("/articles/7/update/?x=1")).is_some() && purpose(&Address::new("/x/")).is_none());
    }

    #[test]
    fn an_address_resolves_to_its_page() {
        assert_eq!(resolve("/articles/7/").unwrap().path, "/articles/{id}/");
        assert_eq!(resolve("/articles/create/").unwrap().path, "/articles/create/");
        assert!(resolve("/articles/7").is_none() && resolve("/nowhere/").is_none());
    }

    #[test]
    fn fault_d2_d3_an_address_in_another_spelling_is_no_page() {
        for path in [
            "/articles/./create/",
            "/articles/%2e/create/",
            "/articles/x/../create/",
            "/articles/../articles/",
            "/articles/.",
            "//articles/",
            "/articles//",
            "/articles//create/",
            "/articles/create//",
            "/ARTICLES/",
            "/Articles/create/",
            "/%61rticles/create/",
            "/articles/cr%65ate/",
            "/articles%2fcreate/",
            "/articles\\create/",
            "/articles/create/;x",
            "articles/",
            "/articles/+1/",
            "/articles/01/",
            "/articles/1%20/",
            "/articles/ 1/",
            "/articles/%31/",
            "/articles/0/",
            "/articles/-1/",
            "/articles/9223372036854775808/",
            "/articles/1/update/x/",
            "/staff/users/+1/",
            "/staff/groups/01/delete/",
            "/articles/{id}/",
        ] {
            assert!(resolve(path).is_none(), "{path}");
        }
    }

    #[test]
    fn only_ids_and_names_are_parameters_of_pages_and_a_name_has_no_neighbours() {
        let parameters = PAGES.iter().flat_map(|page| page.path.split('/')).filter(|segment| segment.contains('{'));
        assert!(parameters.into_iter().all(|parameter| ["{id}", "{name}"].contains(&parameter)));
        for page in PAGES {
            let Some((before, after)) = page.path.split_once("{name}") else { continue };
            let beside = PAGES.iter().filter(|other| other.path.starts_with(before) && other.path.ends_with(after));
            assert_eq!(beside.count(), 1, "{}", page.path);
        }
    }

    #[test]
    fn a_name_in_an_address_has_one_spelling() {
        for path in ["/people/joe/", "/people/a@b.c/", "/people/%ED%99%8D/", "/people/7/"] {
            assert_eq!(resolve(path).unwrap().path, "/people/{name}/", "{path}");
        }
        for path in
            ["/people/", "/people//", "/people/%6Aoe/", "/people/홍/", "/people/../", "/people/%2e/", "/people/a/b/"]
        {
            assert!(resolve(path).is_none(), "{path}");
        }
    }

    #[test]
    fn the_addresses_that_redirects_know_are_those_of_the_table() {
        assert!(resolve(NEXT_DEFAULT).is_some_and(|page| matches!(page.access, Access::Public)));
        assert!(NextPath::own("/x/").login_url().starts_with(&format!("{}?", paths::LOGIN)));
        for never in [paths::LOGIN, paths::LOGOUT, paths::SIGNUP]
            .into_iter()
            .chain(FUNCTIONS.iter().map(|function| function.path))
        {
            assert!(NextPath::parse(never).is_none(), "{never}");
        }
    }

    #[test]
    fn no_form_remembers_a_password() {
        for function in FUNCTIONS {
            let remembered = function.form.iter().flat_map(|form| form.remembered);
            assert!(remembered.into_iter().all(|name| !name.contains("password")), "{}", function.path);
        }
    }

    #[test]
    fn every_form_belongs_to_a_page_of_the_table() {
        for form in FUNCTIONS.iter().filter_map(|function| function.form.as_ref()) {
            assert!(PAGES.iter().any(|page| page.path == form.page), "{}", form.page);
        }
    }
}
