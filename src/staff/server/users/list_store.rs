//! SQL of lists of users. Each reads along an index and stops when the page is full: along the ids, the user names, the members of a group,
//! or what the search has found. Two conditions at once cost what the first of them finds until the page is full: letters before groups,
//! groups before states.

use super::search_words;
use crate::{
    accounts::{
        server::username::key_of,
        types::{UserId, display_name},
    },
    server::db::{Db, with_db},
    shared::{Cursor, Timestamp},
    staff::types::{USERS_COUNTED, UserFilter, UserOrder, UserQuery, UserSummary},
};

#[derive(sqlx::FromRow)]
struct SummaryRow {
    id: i64,
    username: String,
    first_name: String,
    last_name: String,
    email: String,
    is_active: bool,
    is_staff: bool,
    is_superuser: bool,
    date_joined: i64,
    last_login: Option<i64>,
}

impl SummaryRow {
    fn summary(self) -> UserSummary {
        UserSummary {
            id: UserId(self.id),
            full_name: display_name("", &self.first_name, &self.last_name),
            username: self.username,
            email: self.email,
            is_active: self.is_active,
            is_staff: self.is_staff,
            is_superuser: self.is_superuser,
            date_joined: Timestamp(self.date_joined),
            last_login: self.last_login.map(Timestamp),
        }
    }
}

/// What a list is narrowed to: pieces of SQL, each with a value that it ends in.
struct Narrowed {
    pieces: Vec<(&'static str, Bound)>,
    /// The column that the list is read along.
    along: &'static str,
    is_ascending: bool,
}

enum Bound {
    Nothing,
    Text(String),
    Number(i64),
}

impl Narrowed {
    /// `None` for a search that finds nothing, because its text has no letter and no digit.
    fn of(db: &Db, query: &UserQuery) -> Option<Self> {
        let text = query.text.trim();
        let mut narrowed = match (text, query.group) {
            ("", Some(group)) => Self::along(
                "ug.user_id",
                "FROM user_groups ug JOIN users u ON u.id = ug.user_id WHERE ug.group_id = ",
                Bound::Number(group),
            ),
            ("", None) if query.order == UserOrder::Name => {
                let by_name = Self::along("u.username_key", "FROM users u WHERE u.id > 0", Bound::Nothing);
                Self { is_ascending: true, ..by_name }
            }
            ("", None) => Self::along("u.id", "FROM users u WHERE u.id > 0", Bound::Nothing),
            (text, group) => {
                let mut found = Self::found(db, text)?;
                if let Some(group) = group {
                    let is_member =
                        " AND EXISTS (SELECT 1 FROM user_groups ug WHERE ug.user_id = u.id AND ug.group_id = ";
                    found.pieces.extend([(is_member, Bound::Number(group)), (")", Bound::Nothing)]);
                }
                found
            }
        };
        let filter = match query.filter {
            UserFilter::Everyone => "",
            UserFilter::Active => " AND u.is_active = TRUE",
            UserFilter::Staff => " AND u.is_staff = TRUE",
            UserFilter::Superusers => " AND u.is_superuser = TRUE",
            UserFilter::Inactive => " AND u.is_active = FALSE",
        };
        narrowed.pieces.push((filter, Bound::Nothing));
        Some(narrowed)
    }

    fn along(along: &'static str, from: &'static str, bound: Bound) -> Self {
        Self { pieces: vec![(from, bound)], along, is_ascending: false }
    }

    /// By the index of letters, each database by its own.
    fn found(db: &Db, text: &str) -> Option<Self> {
        const ON_SQLITE: &str =
            "FROM user_search JOIN users u ON u.id = user_search.rowid WHERE user_search.grams MATCH ";
        const ON_POSTGRES: [&str; 2] = [
            "FROM users u WHERE user_grams(user_named(u.username, u.email, u.first_name, u.last_name)) @> string_to_array(",
            ", ' ') AND NOT EXISTS (SELECT 1 FROM unnest(string_to_array(",
        ];
        const WHOLE: &str =
            ", ' ')) run WHERE strpos(user_named(u.username, u.email, u.first_name, u.last_name), run) = 0)";
        let runs = search_words::runs(text);
        if runs.is_empty() {
            return None;
        }
        Some(match db {
            Db::Sqlite { .. } => Self::along("user_search.rowid", ON_SQLITE, Bound::Text(search_words::phrases(&runs))),
            Db::Postgres(_) => {
                let pieces = vec![
                    (ON_POSTGRES[0], Bound::Text(search_words::all_grams(&runs))),
                    (ON_POSTGRES[1], Bound::Text(runs.join(" "))),
                    (WHOLE, Bound::Nothing),
                ];
                Self { pieces, along: "u.id", is_ascending: false }
            }
        })
    }

    /// The user with exactly this name stands before all others, and not among them.
    fn without(mut self, key: &str) -> Self {
        self.pieces.push((" AND u.username_key <> ", Bound::Text(key.to_owned())));
        self
    }

    /// Only the user with this name.
    fn only(mut self, key: &str) -> Self {
        self.pieces.push((" AND u.username_key = ", Bound::Text(key.to_owned())));
        self
    }

    /// Further on than a user.
    fn from(mut self, position: &Position, comparison: &'static str) -> Self {
        let bound = match self.along {
            "u.username_key" => Bound::Text(position.username_key.clone()),
            _ => Bound::Number(position.id),
        };
        self.pieces.extend([(" AND ", Bound::Nothing), (self.along, Bound::Nothing), (comparison, bound)]);
        self
    }

    /// In this direction, up to this number.
    fn ordered(mut self, direction: &'static str, limit: u32) -> Self {
        self.pieces.extend([
            (" ORDER BY ", Bound::Nothing),
            (self.along, Bound::Nothing),
            (direction, Bound::Nothing),
            (" LIMIT ", Bound::Number(i64::from(limit))),
        ]);
        self
    }
}

/// Adds the pieces to a statement of either database.
macro_rules! push {
    ($narrowed:expr, $sql:ident) => {
        for (piece, bound) in &$narrowed.pieces {
            $sql.push(*piece);
            match bound {
                Bound::Nothing => {}
                Bound::Text(text) => _ = $sql.push_bind(text.clone()),
                Bound::Number(number) => _ = $sql.push_bind(*number),
            }
        }
    };
}

/// The position of a user in each order.
#[derive(sqlx::FromRow)]
struct Position {
    id: i64,
    username_key: String,
}

/// `None` for a deleted user: the list then starts from its beginning.
async fn position_of(db: &Db, id: i64) -> Result<Option<Position>, sqlx::Error> {
    const SQL: &str = "SELECT id, username_key FROM users WHERE id = $1";
    with_db!(read db, |pool| sqlx::query_as(SQL).bind(id).fetch_optional(pool).await)
}

async fn rows(db: &Db, narrowed: Narrowed) -> Result<Vec<SummaryRow>, sqlx::Error> {
    const SELECT: &str = "SELECT u.id, u.username, u.first_name, u.last_name, u.email, u.is_active, u.is_staff, u.is_superuser, \
        u.date_joined, u.last_login ";
    with_db!(read db, |pool| {
        let mut sql = sqlx::QueryBuilder::new(SELECT);
        push!(narrowed, sql);
        // PostgreSQL plans it for these letters: rare ones are found by their index, common ones along the ids.
        sql.build_query_as().persistent(false).fetch_all(pool).await
    })
}

/// Up to `limit` users along the cursor; after a cursor they come in reverse order. What a search finds is sorted by age, after the user
/// with exactly that name.
pub async fn find(db: &Db, query: &UserQuery, limit: u32) -> Result<Vec<UserSummary>, sqlx::Error> {
    let (from, is_forward) = match query.cursor {
        Cursor::First => (None, true),
        Cursor::Before(id) => (Some(id), true),
        Cursor::After(id) => (Some(id), false),
    };
    let is_by_name = query.text.trim().is_empty() && query.group.is_none() && query.order == UserOrder::Name;
    let position = match from {
        Some(id) if is_by_name => position_of(db, id).await?,
        from => from.map(|id| Position { id, username_key: String::new() }),
    };
    let key = key_of(&query.text);
    let mut found = match query.cursor {
        Cursor::First if !key.is_empty() => exact(db, query, &key).await?,
        _ => Vec::new(),
    };
    if let Some(mut narrowed) = Narrowed::of(db, query) {
        let (comparison, direction) = match narrowed.is_ascending == is_forward {
            true => (" > ", " ASC"),
            false => (" < ", " DESC"),
        };
        if !key.is_empty() {
            narrowed = narrowed.without(&key);
        }
        if let Some(position) = &position {
            narrowed = narrowed.from(position, comparison);
        }
        let rest = limit.saturating_sub(u32::try_from(found.len()).unwrap_or_default());
        found.extend(rows(db, narrowed.ordered(direction, rest)).await?);
    }
    // The way back to the first page ends at its first row.
    if matches!(query.cursor, Cursor::After(_)) && !key.is_empty() && found.len() < limit as usize {
        found.extend(exact(db, query, &key).await?);
    }
    Ok(found.into_iter().map(SummaryRow::summary).collect())
}

/// The user with exactly this name, in whatever spelling, if the list has them.
async fn exact(db: &Db, query: &UserQuery, key: &str) -> Result<Vec<SummaryRow>, sqlx::Error> {
    let all = UserQuery { text: String::new(), ..query.clone() };
    match Narrowed::of(db, &all) {
        Some(all) => rows(db, all.only(key).ordered(" ASC", 1)).await,
        None => Ok(Vec::new()),
    }
}

/// How many users a list has, up to [`USERS_COUNTED`].
pub async fn count(db: &Db, query: &UserQuery) -> Result<u32, sqlx::Error> {
    let Some(narrowed) = Narrowed::of(db, query) else { return Ok(0) };
    let count: i64 = with_db!(read db, |pool| {
        let mut sql = sqlx::QueryBuilder::new("SELECT COUNT(*) FROM (SELECT 1 AS one ");
        push!(narrowed, sql);
        sql.push(" LIMIT ").push_bind(i64::from(USERS_COUNTED)).push(") AS counted");
        sql.build_query_scalar().persistent(false).fetch_one(pool).await?
    });
    Ok(u32::try_from(count).unwrap_or(USERS_COUNTED))
}
