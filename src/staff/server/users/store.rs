//! SQL of lists of users, and of what one user has. No query grows with the table: each reads along an index.

use crate::{
    accounts::{
        server::{email::email_key, username::key_of},
        types::{PermissionSet, UserId, display_name},
    },
    server::db::{Db, with_db},
    shared::{Cursor, Timestamp},
    staff::types::{GroupName, UserFilter, UserOrder, UserQuery, UserSummary},
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

/// The column that a list is sorted by, and the prefix that it is searched for.
struct Sorting {
    column: &'static str,
    prefix: Option<String>,
    is_ascending: bool,
}

impl Sorting {
    fn of(query: &UserQuery) -> Self {
        let text = query.text.trim();
        match (text, query.order) {
            ("", UserOrder::Newest) => Self { column: "id", prefix: None, is_ascending: false },
            ("", UserOrder::Name) => Self { column: "username_key", prefix: None, is_ascending: true },
            // A search with an @ looks for an e-mail address. A user name with an @ is found by the part before it.
            (text, _) if text.contains('@') => {
                Self { column: "email_key", prefix: Some(email_key(text)), is_ascending: true }
            }
            (text, _) => Self { column: "username_key", prefix: Some(key_of(text)), is_ascending: true },
        }
    }
}

/// The end of a search by prefix: the smallest text that sorts after every text with this prefix.
fn end_of(prefix: &str) -> String {
    format!("{prefix}{}", char::MAX)
}

/// The position of a user in each order.
#[derive(sqlx::FromRow)]
struct Position {
    id: i64,
    username_key: String,
    email_key: String,
}

/// `None` for a deleted user: the list then starts from its beginning.
async fn position_of(db: &Db, id: i64) -> Result<Option<Position>, sqlx::Error> {
    const SQL: &str = "SELECT id, username_key, email_key FROM users WHERE id = $1";
    with_db!(read db, |pool| sqlx::query_as(SQL).bind(id).fetch_optional(pool).await)
}

/// Up to `limit` users along the cursor; after a cursor they come in reverse order.
pub async fn find(db: &Db, query: &UserQuery, limit: u32) -> Result<Vec<UserSummary>, sqlx::Error> {
    const SELECT: &str = "SELECT id, username, first_name, last_name, email, is_active, is_staff, is_superuser, date_joined, \
        last_login FROM users WHERE ";
    let sorting = Sorting::of(query);
    let filter = match query.filter {
        UserFilter::Everyone => "id > 0",
        UserFilter::Staff => "is_staff = TRUE",
        UserFilter::Superusers => "is_superuser = TRUE",
        UserFilter::Inactive => "is_active = FALSE",
    };
    let (position, is_forward) = match query.cursor {
        Cursor::First => (None, true),
        Cursor::Before(id) => (position_of(db, id).await?, true),
        Cursor::After(id) => (position_of(db, id).await?, false),
    };
    let (comparison, direction) = match sorting.is_ascending == is_forward {
        true => (" > ", " ASC"),
        false => (" < ", " DESC"),
    };
    let rows: Vec<SummaryRow> = with_db!(read db, |pool| {
        let mut sql = sqlx::QueryBuilder::new(SELECT);
        sql.push(filter);
        if let Some(prefix) = &sorting.prefix {
            sql.push(" AND ").push(sorting.column).push(" >= ").push_bind(prefix.clone());
            sql.push(" AND ").push(sorting.column).push(" < ").push_bind(end_of(prefix));
        }
        match (&position, sorting.column) {
            (None, _) => {}
            (Some(position), "id") => _ = sql.push(" AND id").push(comparison).push_bind(position.id),
            (Some(position), "username_key") => {
                sql.push(" AND username_key").push(comparison).push_bind(position.username_key.clone());
            }
            // Several users may have one address: the id tells them apart.
            (Some(position), _) => {
                sql.push(" AND (email_key, id)").push(comparison).push("(").push_bind(position.email_key.clone());
                sql.push(", ").push_bind(position.id).push(")");
            }
        }
        sql.push(" ORDER BY ").push(sorting.column).push(direction);
        if sorting.column == "email_key" {
            sql.push(", id").push(direction);
        }
        sql.push(" LIMIT ").push_bind(i64::from(limit));
        sql.build_query_as().fetch_all(pool).await?
    });
    Ok(rows.into_iter().map(SummaryRow::summary).collect())
}

/// The groups of a user, by name.
pub async fn groups_of(db: &Db, user: UserId) -> Result<Vec<GroupName>, sqlx::Error> {
    let rows: Vec<(i64, String)> =
        with_db!(read db, |pool| sqlx::query_as(GROUPS_OF).bind(user.0).fetch_all(pool).await?);
    Ok(rows.into_iter().map(|(id, name)| GroupName { id, name }).collect())
}

/// The permissions that are granted to a user directly.
pub async fn own_permissions(db: &Db, user: UserId) -> Result<PermissionSet, sqlx::Error> {
    let names: Vec<String> =
        with_db!(read db, |pool| sqlx::query_scalar(OWN_PERMISSIONS).bind(user.0).fetch_all(pool).await?);
    Ok(names.into_iter().collect())
}

pub const GROUPS_OF: &str = "SELECT g.id, g.name FROM user_groups ug JOIN groups g ON g.id = ug.group_id \
    WHERE ug.user_id = $1 ORDER BY g.name_key";
pub const OWN_PERMISSIONS: &str =
    "SELECT p.name FROM user_permissions up JOIN permissions p ON p.id = up.permission_id WHERE up.user_id = $1";
