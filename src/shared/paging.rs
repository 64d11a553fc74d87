//! Paging by cursor: a page is a slice of a sorted list next to a known row, so every page costs equally little.
//! Not by offset: that query grows with the table.

use serde::{Deserialize, Serialize};

use super::id::plain_number;

/// Which slice: the newest rows, or those next to a row of another page.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Cursor {
    #[default]
    First,
    /// Older than this id.
    Before(i64),
    /// Newer than this id.
    After(i64),
}

impl Cursor {
    /// Reads `?before=` and `?after=`; anything that is not a number in its one spelling means the first page.
    pub fn from_query(before: Option<&str>, after: Option<&str>) -> Self {
        let number = |text: Option<&str>| text.and_then(plain_number);
        match (number(before), number(after)) {
            (Some(id), _) => Self::Before(id),
            (None, Some(id)) => Self::After(id),
            (None, None) => Self::First,
        }
    }

    /// The query for this direction, of the one that goes down from an id and the one that goes up, and the id to start from.
    pub fn pick<T>(self, before: T, after: T) -> (T, i64) {
        match self {
            Self::First => (before, i64::MAX),
            Self::Before(id) => (before, id),
            Self::After(id) => (after, id),
        }
    }
}

/// One slice of a list, newest first, and whether there are more rows on either side.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Page<T> {
    pub items: Vec<T>,
    pub has_newer: bool,
    pub has_older: bool,
}

impl<T> Page<T> {
    /// A page of up to `size + 1` rows, in the order in which a store reads them along the cursor.
    pub fn from_rows(cursor: Cursor, mut rows: Vec<T>, size: usize) -> Self {
        let more = rows.len() > size;
        rows.truncate(size);
        let (has_newer, has_older) = match cursor {
            Cursor::First => (false, more),
            Cursor::Before(_) => (true, more),
            Cursor::After(_) => {
                rows.reverse();
                (more, true)
            }
        };
        Self { items: rows, has_newer, has_older }
    }
}

impl<T> Page<T> {
    /// The addresses of the newer and the older slice, where there is one: `path` with the cursor in its query.
    pub fn neighbours(&self, path: &str, id: impl Fn(&T) -> i64) -> (Option<String>, Option<String>) {
        let sign = if path.contains('?') { '&' } else { '?' };
        let link = |cursor: &str, item: Option<&T>| item.map(|item| format!("{path}{sign}{cursor}={}", id(item)));
        let newer = link("after", self.items.first()).filter(|_| self.has_newer);
        let older = link("before", self.items.last()).filter(|_| self.has_older);
        (newer, older)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_page_after_a_cursor_is_turned_round_and_knows_both_neighbours() {
        let page = Page::from_rows(Cursor::After(3), vec![4, 5, 6], 2);
        assert_eq!(page, Page { items: vec![5, 4], has_newer: true, has_older: true });
    }

    #[test]
    fn a_first_page_that_is_not_full_has_no_neighbours() {
        let page = Page::from_rows(Cursor::First, vec![2, 1], 2);
        assert_eq!(page, Page { items: vec![2, 1], has_newer: false, has_older: false });
    }

    #[test]
    fn the_neighbours_of_a_page_keep_its_query() {
        let page = Page { items: vec![5, 4], has_newer: false, has_older: true };
        assert_eq!(page.neighbours("/a/", |id| *id), (None, Some("/a/?before=4".to_owned())));
        assert_eq!(page.neighbours("/a/?b=c", |id| *id), (None, Some("/a/?b=c&before=4".to_owned())));
    }

    #[test]
    fn a_cursor_that_is_no_number_means_the_first_page() {
        assert_eq!(Cursor::from_query(Some("x"), Some("")), Cursor::First);
        assert_eq!(Cursor::from_query(Some("7"), Some("9")), Cursor::Before(7));
        assert_eq!(Cursor::from_query(None, Some("0")), Cursor::After(0));
    }

    #[test]
    fn fault_d3_a_cursor_has_one_spelling() {
        for text in ["+5", "-5", "05", "00", " 5", "5 ", "5.0", "5e1", "0x5", "५", "9223372036854775808", ""] {
            assert_eq!(Cursor::from_query(Some(text), None), Cursor::First, "{text:?}");
            assert_eq!(Cursor::from_query(Some(text), Some("7")), Cursor::After(7), "{text:?}");
        }
    }
}
