//! What the address of a page says: a value of its query, a cursor, the id of a row. Every page reads it here.

use crate::shared::{AppError, Cursor, Id, decode_segment, query_value, query_values};

/// The path and the query of a page.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Address {
    whole: String,
    /// Where the query begins, after its `?`.
    query: usize,
}

impl Address {
    /// `path_and_query` is as it stands in the request, still encoded.
    pub fn new(path_and_query: impl Into<String>) -> Self {
        let whole = path_and_query.into();
        let query = whole.find('?').map_or(whole.len(), |mark| mark + 1);
        Self { whole, query }
    }

    /// Path and query.
    pub fn as_str(&self) -> &str {
        &self.whole
    }

    pub fn path(&self) -> &str {
        self.whole.split('?').next().unwrap_or_default()
    }

    /// A value of the query, decoded once.
    pub fn query(&self, name: &str) -> Option<String> {
        query_value(self.whole.get(self.query..)?, name)
    }

    /// The ids that a name has in the query, such as those of ticked boxes.
    pub fn ids(&self, name: &str) -> Vec<Id> {
        let values = query_values(self.whole.get(self.query..).unwrap_or_default(), name);
        values.iter().filter_map(|value| value.parse().ok()).collect()
    }

    /// A value of the query without spaces around it; empty if there is none.
    pub fn trimmed(&self, name: &str) -> String {
        self.query(name).unwrap_or_default().trim().to_owned()
    }

    /// The slice of the list that the address asks for.
    pub fn cursor(&self) -> Cursor {
        Cursor::from_query(self.query("before").as_deref(), self.query("after").as_deref())
    }

    /// The address of this page alone: with its cursor, and without what only looks like another page.
    pub fn canonical(&self) -> String {
        match self.cursor() {
            Cursor::First => self.path().to_owned(),
            Cursor::Before(id) => format!("{}?before={id}", self.path()),
            Cursor::After(id) => format!("{}?after={id}", self.path()),
        }
    }

    /// The name that is the last segment of the path.
    ///
    /// # Errors
    /// [`AppError::NotFound`] if there is none.
    pub fn name(&self) -> Result<String, AppError> {
        let last = self.path().trim_end_matches('/').rsplit('/').next();
        last.and_then(decode_segment).ok_or(AppError::NotFound)
    }

    /// The id in the path.
    ///
    /// # Errors
    /// [`AppError::NotFound`] if there is none.
    pub fn id(&self) -> Result<Id, AppError> {
        self.path().split('/').find_map(|segment| segment.parse().ok()).ok_or(AppError::NotFound)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_has_a_path_and_perhaps_an_id_and_a_query() {
        let address = Address::new("/staff/users/7/?q=a%20b&before=9");
        assert_eq!((address.path(), address.id().map(Id::get)), ("/staff/users/7/", Ok(7)));
        assert_eq!((address.query("q").as_deref(), address.query("x")), (Some("a b"), None));
        assert_eq!(address.cursor(), Cursor::Before(9));
        assert_eq!(address.canonical(), "/staff/users/7/?before=9");
        assert_eq!(Address::new("/articles/?utm=x").canonical(), "/articles/");
        assert_eq!(Address::new("/articles/").id(), Err(AppError::NotFound));
        assert_eq!(Address::new("/articles/").query("q"), None);
    }
}
