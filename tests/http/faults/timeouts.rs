//! PostgreSQL does not let a statement run, or wait, for longer than is set; who waited is told to try again.

use latchkey::server::db::Db;

use crate::support::{Kind, TestApp, number, run};

#[test]
#[cfg_attr(not(test_postgres), ignore = "TEST_POSTGRES_URL is not set")]
fn a_post_that_waits_for_a_lock_too_long_is_told_to_try_again_and_changes_nothing() {
    run(async {
        let app = TestApp::spawn_with(Kind::Postgres, |settings| settings.database.lock_timeout = number(1)).await;
        let mut client = app.member("joe").await;
        let Db::Postgres(pool) = &app.app.db else { unreachable!() };
        let mut other = pool.begin().await.unwrap();
        sqlx::query("UPDATE users SET first_name = 'other'").execute(&mut *other).await.unwrap();
        let fields = [("email", ""), ("first_name", "mine"), ("last_name", "")];
        let answer = client.post("/api/accounts/update", crate::support::Style::Json, &fields).await;
        assert_eq!((answer.status, answer.header("retry-after")), (503, Some("5")), "{}", answer.body);
        other.rollback().await.unwrap();
        assert_eq!(app.texts("SELECT first_name FROM users").await, [""]);
        assert_eq!(client.post("/api/accounts/update", crate::support::Style::Json, &fields).await.status, 200);
    });
}

#[test]
#[cfg_attr(not(test_postgres), ignore = "TEST_POSTGRES_URL is not set")]
fn a_statement_that_runs_too_long_is_ended() {
    run(async {
        let app = TestApp::spawn_with(Kind::Postgres, |settings| settings.database.statement_timeout = number(1)).await;
        let Db::Postgres(pool) = &app.app.db else { unreachable!() };
        let error = sqlx::query("SELECT pg_sleep(10)").execute(pool).await.unwrap_err();
        assert_eq!(error.as_database_error().unwrap().code().unwrap(), "57014", "{error}");
    });
}
