//! SQL of finding users. No list grows with the table: each follows an index.

use crate::{
    accounts::types::{PermissionSet, UserId, display_name},
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

/// By which column a list goes, and which beginning of it is looked for.
struct Way {
    column: &'static str,
    beginning: Option<String>,
    is_rising: bool,
}

impl Way {
    fn of(query: &UserQuery) -> Self {
        let text = query.text.trim();
        match (text, query.order) {
            ("", UserOrder::Newest) => Self { column: "id", beginning: None, is_rising: false },
            ("", UserOrder::Name) => Self { column: "username_key", beginning: None, is_rising: true },
            // An address is known by its sign; whoever has that sign in the user name is found by what is before it.
            (text, _) if text.contains('@') => {
                Self { column: "email_key", beginning: Some(text.to_lowercase()), is_rising: true }
            }
            (text, _) => {
                let beginning = Some(crate::accounts::server::username::fold(text));
                Self { column: "username_key", beginning, is_rising: true }
            }
        }
    }
}

/// The smallest text that is greater than every text with this beginning: where the search ends.
fn after(beginning: &str) -> String {
    format!("{beginning}{}", char::MAX)
}

/// Where a user stands in each order.
#[derive(sqlx::FromRow)]
struct Place {
    id: i64,
    username_key: String,
    email_key: String,
}

/// Nothing for somebody who is gone: the list then begins anew.
async fn place_of(db: &Db, id: i64) -> Result<Option<Place>, sqlx::Error> {
    const SQL: &str = "SELECT id, username_key, email_key FROM users WHERE id = $1";
    with_db!(read db, |pool| sqlx::query_as(SQL).bind(id).fetch_optional(pool).await)
}

/// Up to `limit` users along the cursor; after a cursor they come the other way round.
pub async fn find(db: &Db, query: &UserQuery, limit: u32) -> Result<Vec<UserSummary>, sqlx::Error> {
    const SELECT: &str = "SELECT id, username, first_name, last_name, email, is_active, is_staff, is_superuser, date_joined, \
        last_login FROM users WHERE ";
    let way = Way::of(query);
    let filter = match query.filter {
        UserFilter::Everybody => "id > 0",
        UserFilter::Staff => "is_staff = TRUE",
        UserFilter::Superusers => "is_superuser = TRUE",
        UserFilter::Inactive => "is_active = FALSE",
    };
    let (cursor, is_forward) = match query.cursor {
        Cursor::First => (None, true),
        Cursor::Before(id) => (place_of(db, id).await?, true),
        Cursor::After(id) => (place_of(db, id).await?, false),
    };
    let is_rising = way.is_rising == is_forward;
    let (comparison, direction) = if is_rising { (" > ", " ASC") } else { (" < ", " DESC") };
    let rows: Vec<SummaryRow> = with_db!(read db, |pool| {
        let mut sql = sqlx::QueryBuilder::new(SELECT);
        sql.push(filter);
        if let Some(beginning) = &way.beginning {
            sql.push(" AND ").push(way.column).push(" >= ").push_bind(beginning.clone());
            sql.push(" AND ").push(way.column).push(" < ").push_bind(after(beginning));
        }
        match (&cursor, way.column) {
            (None, _) => {}
            (Some(place), "id") => _ = sql.push(" AND id").push(comparison).push_bind(place.id),
            (Some(place), "username_key") => {
                sql.push(" AND username_key").push(comparison).push_bind(place.username_key.clone());
            }
            // Addresses repeat: the number tells the last two apart.
            (Some(place), _) => {
                sql.push(" AND (email_key, id)").push(comparison).push("(").push_bind(place.email_key.clone());
                sql.push(", ").push_bind(place.id).push(")");
            }
        }
        sql.push(" ORDER BY ").push(way.column).push(direction);
        if way.column == "email_key" {
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

/// The permissions that a user was given directly.
pub async fn own_permissions(db: &Db, user: UserId) -> Result<PermissionSet, sqlx::Error> {
    let names: Vec<String> =
        with_db!(read db, |pool| sqlx::query_scalar(OWN_PERMISSIONS).bind(user.0).fetch_all(pool).await?);
    Ok(names.into_iter().collect())
}

pub const GROUPS_OF: &str = "SELECT g.id, g.name FROM user_groups ug JOIN groups g ON g.id = ug.group_id \
    WHERE ug.user_id = $1 ORDER BY g.name_key";
pub const OWN_PERMISSIONS: &str =
    "SELECT p.name FROM user_permissions up JOIN permissions p ON p.id = up.permission_id WHERE up.user_id = $1";
