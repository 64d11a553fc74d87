//! SQL of users who were chosen together.

use crate::server::db::{Db, with_db};

#[derive(sqlx::FromRow)]
pub struct Chosen {
    pub id: i64,
    pub username: String,
    pub is_active: bool,
    pub is_superuser: bool,
}

/// The users with these ids, by user name.
pub async fn find(db: &Db, ids: &[i64]) -> Result<Vec<Chosen>, sqlx::Error> {
    if ids.is_empty() {
        return Ok(Vec::new());
    }
    with_db!(read db, |pool| {
        let mut sql = sqlx::QueryBuilder::new("SELECT id, username, is_active, is_superuser FROM users WHERE id IN (");
        let mut list = sql.separated(", ");
        ids.iter().for_each(|id| _ = list.push_bind(*id));
        sql.push(") ORDER BY username_key");
        sql.build_query_as().fetch_all(pool).await
    })
}

/// All permissions of these users, directly and by groups: each with the id of the user.
pub async fn permissions_of(db: &Db, ids: &[i64]) -> Result<Vec<(i64, String)>, sqlx::Error> {
    const OWN: &str = "SELECT up.user_id, p.name FROM user_permissions up JOIN permissions p ON p.id = up.permission_id \
        WHERE up.user_id IN (";
    const BY_GROUP: &str = ") UNION SELECT ug.user_id, p.name FROM user_groups ug JOIN group_permissions gp \
        ON gp.group_id = ug.group_id JOIN permissions p ON p.id = gp.permission_id WHERE ug.user_id IN (";
    if ids.is_empty() {
        return Ok(Vec::new());
    }
    with_db!(read db, |pool| {
        let mut sql = sqlx::QueryBuilder::new(OWN);
        let mut list = sql.separated(", ");
        ids.iter().for_each(|id| _ = list.push_bind(*id));
        sql.push(BY_GROUP);
        let mut list = sql.separated(", ");
        ids.iter().for_each(|id| _ = list.push_bind(*id));
        sql.push(")");
        sql.build_query_as().fetch_all(pool).await
    })
}
