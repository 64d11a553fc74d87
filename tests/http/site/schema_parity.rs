//! The two schemas are equal: the same migrations, and from scratch the same tables, columns, keys and indexes. Only the index of words is
//! each database's own: a virtual table on SQLite, on PostgreSQL an index of an expression.

use std::{collections::BTreeSet, fs, path::Path};

use crate::support::{Kind, TestApp};

/// The file names of the migrations for one database.
fn files(kind: &str) -> Vec<String> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("migrations").join(kind);
    let mut names: Vec<String> =
        fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
    names.sort();
    names
}

#[test]
fn both_databases_have_migrations_of_the_same_numbers_and_names_without_a_gap() {
    let names = files("sqlite");
    assert_eq!(names, files("postgres"));
    for (index, name) in names.iter().enumerate() {
        assert!(name.starts_with(&format!("{:04}_", index + 1)) && name.ends_with(".sql"), "{name}");
    }
}

const SQLITE_COLUMNS: &str = "SELECT m.name || '.' || c.name || ' ' || \
    CASE WHEN m.sql LIKE '%CHECK (' || c.name || ' IN (0, 1))%' THEN 'boolean' ELSE lower(c.type) END || \
    CASE WHEN c.\"notnull\" = 1 OR c.pk > 0 THEN ' not null' ELSE '' END || \
    CASE WHEN c.pk > 0 THEN ' key' ELSE '' END || coalesce(' default ' || c.dflt_value, '') \
    FROM sqlite_master m JOIN pragma_table_info(m.name) c \
    WHERE m.type = 'table' AND m.name NOT LIKE 'sqlite_%' AND m.name <> '_sqlx_migrations' \
    AND m.name NOT LIKE 'article_search%' AND m.name NOT LIKE 'user_search%'";

const POSTGRES_COLUMNS: &str = "SELECT c.table_name || '.' || c.column_name || ' ' || \
    CASE c.data_type WHEN 'bigint' THEN 'integer' ELSE c.data_type END || \
    CASE WHEN c.is_nullable = 'NO' THEN ' not null' ELSE '' END || \
    CASE WHEN EXISTS (SELECT 1 FROM pg_index i JOIN pg_attribute a ON a.attrelid = i.indrelid AND a.attnum = ANY(i.indkey) \
        WHERE i.indisprimary AND i.indrelid = c.table_name::regclass AND a.attname = c.column_name) \
        THEN ' key' ELSE '' END || \
    coalesce(' default ' || replace(CASE c.column_default WHEN 'true' THEN '1' WHEN 'false' THEN '0' \
        ELSE c.column_default END, '::text', ''), '') \
    FROM information_schema.columns c WHERE c.table_schema = 'public' AND c.table_name <> '_sqlx_migrations'";

const SQLITE_INDEXES: &str = "SELECT m.name || '.' || i.name || ' ' || i.seqno || ' unique ' || l.\"unique\" || \
    CASE WHEN l.origin = 'c' THEN ' ' || l.name ELSE '' END \
    FROM sqlite_master m JOIN pragma_index_list(m.name) l JOIN pragma_index_info(l.name) i \
    WHERE m.type = 'table' AND m.name <> '_sqlx_migrations' AND m.name NOT LIKE 'article_search%' AND m.name NOT LIKE 'user_search%' AND l.origin <> 'pk'";

const POSTGRES_INDEXES: &str = "SELECT t.relname || '.' || a.attname || ' ' || (k.place - 1) || ' unique ' || \
    i.indisunique::int || CASE WHEN EXISTS (SELECT 1 FROM pg_constraint c WHERE c.conindid = i.indexrelid AND c.contype = 'u') \
        THEN '' ELSE ' ' || n.relname END \
    FROM pg_index i JOIN pg_class t ON t.oid = i.indrelid JOIN pg_class n ON n.oid = i.indexrelid \
    JOIN pg_namespace s ON s.oid = t.relnamespace \
    CROSS JOIN LATERAL unnest(i.indkey::int2[]) WITH ORDINALITY AS k(number, place) \
    JOIN pg_attribute a ON a.attrelid = t.oid AND a.attnum = k.number \
    WHERE s.nspname = 'public' AND NOT i.indisprimary AND t.relname <> '_sqlx_migrations'";

const SQLITE_REFERENCES: &str = "SELECT m.name || '.' || f.\"from\" || ' to ' || f.\"table\" || '.' || f.\"to\" || ' ' || \
    f.on_delete FROM sqlite_master m JOIN pragma_foreign_key_list(m.name) f WHERE m.type = 'table'";

const POSTGRES_REFERENCES: &str = "SELECT k.table_name || '.' || k.column_name || ' to ' || u.table_name || '.' || \
    u.column_name || ' ' || r.delete_rule FROM information_schema.referential_constraints r \
    JOIN information_schema.key_column_usage k ON k.constraint_name = r.constraint_name \
    JOIN information_schema.constraint_column_usage u ON u.constraint_name = r.constraint_name";

async fn compare(sqlite: &TestApp, postgres: &TestApp, of_sqlite: &str, of_postgres: &str, at_least: usize) {
    let left: BTreeSet<String> = sqlite.texts(of_sqlite).await.into_iter().collect();
    let right: BTreeSet<String> = postgres.texts(of_postgres).await.into_iter().collect();
    let differing: Vec<&String> = left.symmetric_difference(&right).collect();
    assert!(differing.is_empty(), "in one schema only: {differing:#?}");
    assert!(left.len() >= at_least, "too few were compared: {left:#?}");
}

#[test]
#[cfg_attr(not(test_postgres), ignore = "TEST_POSTGRES_URL is not set")]
fn both_schemas_created_from_scratch_are_equal() {
    crate::support::run(async {
        let (sqlite, postgres) = (TestApp::spawn(Kind::Sqlite).await, TestApp::spawn(Kind::Postgres).await);
        compare(&sqlite, &postgres, SQLITE_COLUMNS, POSTGRES_COLUMNS, 72).await;
        compare(&sqlite, &postgres, SQLITE_INDEXES, POSTGRES_INDEXES, 33).await;
        compare(&sqlite, &postgres, SQLITE_REFERENCES, POSTGRES_REFERENCES, 9).await;
    });
}

#[test]
fn every_table_of_sqlite_is_strict() {
    crate::support::run(async {
        let app = TestApp::spawn(Kind::Sqlite).await;
        let loose = "SELECT name FROM pragma_table_list WHERE schema = 'main' AND type = 'table' AND NOT strict \
        AND name NOT LIKE 'sqlite_%' AND name <> '_sqlx_migrations'";
        assert_eq!(app.texts(loose).await, Vec::<String>::new());
    });
}
