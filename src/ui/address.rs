//! What the address of a page says: a value of its query, a cursor, the id of a row. Every page reads it here.

use leptos::prelude::*;
use leptos_router::hooks::{use_params_map, use_url};

use crate::shared::{Cursor, Id, query_value};

/// Reads values of the query by their names, decoded once.
pub fn query_of_address() -> impl Fn(&str) -> Option<String> + Copy + Send + Sync + 'static {
    let url = use_url();
    move |name| url.with(|url| query_value(url.search(), name))
}

/// The slice of the list that the address asks for.
pub fn cursor_of_address() -> impl Fn() -> Cursor + Copy + Send + Sync + 'static {
    let query = query_of_address();
    move || Cursor::from_query(query("before").as_deref(), query("after").as_deref())
}

/// The id in the path.
pub fn id_of_address() -> impl Fn() -> Option<Id> + Copy + Send + Sync + 'static {
    let params = use_params_map();
    move || params.with(|params| params.get_str("id")?.parse().ok())
}
