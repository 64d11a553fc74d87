//! A database that fails on purpose: at a chosen commit, at every commit, or because its disk is full. Reading goes on, and so it
//! does again after [`Faults::mend`], on connections of the same pool.

use std::sync::{
    Arc,
    atomic::{AtomicBool, AtomicI64, Ordering},
};

use latchkey::{
    accounts::server::{Accounts, sessions},
    articles::server::Articles,
    boot::{App, Services, domains},
    server::db::{Db, Health},
};
use sqlx::{AssertSqlSafe, Connection, PgPool, SqliteConnection, sqlite::SqlitePoolOptions};

use super::{Client, TestApp};

/// No commit fails, or every one. A number above is the commit that fails, counted from now.
const NONE: i64 = 0;
const EVERY: i64 = -1;

/// More pages than a test ever has.
const ROOM: i64 = 1_000_000_000;

pub enum Faults {
    Sqlite(Arc<Plan>),
    Postgres(PgPool),
}

/// What goes wrong on SQLite's connection that writes, whichever connection that is.
#[derive(Default)]
pub struct Plan {
    fails_at: AtomicI64,
    has_struck: AtomicBool,
    is_full: AtomicBool,
}

impl Plan {
    /// Puts the plan onto a connection that is about to be used.
    async fn put_on(self: Arc<Self>, connection: &mut SqliteConnection) -> Result<(), sqlx::Error> {
        // Fewer pages than there are means: not one more.
        let pages = if self.is_full.load(Ordering::SeqCst) { 1 } else { ROOM };
        let sql = AssertSqlSafe(format!("PRAGMA max_page_count = {pages}"));
        sqlx::query(sql).fetch_all(&mut *connection).await?;
        connection.lock_handle().await?.set_commit_hook(move || !self.strikes());
        Ok(())
    }

    fn strikes(&self) -> bool {
        let fails_at = self.fails_at.load(Ordering::SeqCst);
        if fails_at > 0 {
            self.fails_at.store(fails_at - 1, Ordering::SeqCst);
        }
        let strikes = fails_at == 1 || fails_at == EVERY;
        self.has_struck.fetch_or(strikes, Ordering::SeqCst);
        strikes
    }
}

impl Faults {
    /// Makes the database of an app one that can fail. Clients that the app has given out before go on with the old one.
    pub async fn install(app: &mut TestApp) -> Self {
        let (db, faults) = match &app.app.db {
            Db::Sqlite { readers, writer, in_use } => {
                let options = (*writer.connect_options()).clone();
                writer.close().await;
                let plan = Arc::new(Plan::default());
                let (first, again) = (plan.clone(), plan.clone());
                let pool = SqlitePoolOptions::new()
                    .max_connections(1)
                    .after_connect(move |connection, _| Box::pin(first.clone().put_on(connection)))
                    .before_acquire(move |connection, _| {
                        let plan = again.clone();
                        Box::pin(async move { plan.put_on(connection).await.map(|()| true) })
                    });
                let writer = pool.connect_with(options).await.unwrap();
                (Db::Sqlite { readers: readers.clone(), writer, in_use: in_use.clone() }, Self::Sqlite(plan))
            }
            Db::Postgres(pool) => {
                sqlx::raw_sql(POSTGRES).execute(pool).await.unwrap();
                (Db::Postgres(pool.clone()), Self::Postgres(pool.clone()))
            }
        };
        let settings = app.app.settings.clone();
        app.app = Services {
            accounts: Accounts::new(
                db.clone(),
                sessions::open(&db, &app.app.secret_key, &settings.sessions, &settings.base).unwrap(),
                app.app.secret_key.clone(),
                app.app.mail.clone(),
                &settings.accounts,
                domains(),
            ),
            articles: Articles::new(db.clone(), &settings.articles),
            health: Health::default(),
            db,
            ..Services::clone(&app.app)
        }
        .into();
        faults
    }

    /// Lets the n-th commit from now fail, and no other.
    pub async fn fail_commit(&self, nth: i64) {
        self.set(nth, false).await;
    }

    pub async fn fail_every_commit(&self) {
        self.set(EVERY, false).await;
    }

    pub async fn fill_disk(&self) {
        self.set(NONE, true).await;
    }

    /// Everything works again.
    pub async fn mend(&self) {
        self.set(NONE, false).await;
    }

    /// Whether a commit has failed since the plan was made.
    pub async fn has_struck(&self) -> bool {
        const SQL: &str = "SELECT is_called AND (f.fails_at = -1 OR c.last_value >= f.fails_at) FROM fault f, fault_commits c \
            WHERE f.fails_at <> 0";
        match self {
            Self::Sqlite(plan) => plan.has_struck.load(Ordering::SeqCst),
            Self::Postgres(pool) => sqlx::query_scalar(SQL).fetch_optional(pool).await.unwrap().unwrap_or(false),
        }
    }

    async fn set(&self, fails_at: i64, is_full: bool) {
        const SQL: &str = "UPDATE fault SET fails_at = $1, is_full = $2 RETURNING setval('fault_commits', 1, FALSE)";
        match self {
            Self::Sqlite(plan) => {
                plan.fails_at.store(fails_at, Ordering::SeqCst);
                plan.is_full.store(is_full, Ordering::SeqCst);
                plan.has_struck.store(false, Ordering::SeqCst);
            }
            Self::Postgres(pool) => _ = sqlx::query(SQL).bind(fails_at).bind(is_full).execute(pool).await.unwrap(),
        }
    }
}

/// Whether the app says that it is ready, asked anew: an answer would be given again for a second.
pub async fn is_healthy(app: &TestApp) -> bool {
    let asked: App = Services { health: Health::default(), ..Services::clone(&app.app) }.into();
    let status = Client::of(&asked).get("/healthz").await.status;
    assert!([200, 503].contains(&status), "{status}");
    status == 200
}

/// What is set on the connection that writes, where the server sets something on it.
pub async fn writer_settings(app: &TestApp) -> Vec<i64> {
    let mut settings = Vec::new();
    if let Db::Sqlite { writer, .. } = &app.app.db {
        for sql in [
            "PRAGMA busy_timeout",
            "PRAGMA foreign_keys",
            "PRAGMA secure_delete",
            "PRAGMA synchronous",
            "PRAGMA query_only",
        ] {
            settings.push(sqlx::query_scalar(sql).fetch_one(writer).await.unwrap());
        }
    }
    settings
}

/// Another program that reads the SQLite file, in a state that becomes old. Nothing on PostgreSQL.
pub async fn reader(app: &TestApp) -> Option<SqliteConnection> {
    let Db::Sqlite { readers, .. } = &app.app.db else { return None };
    let mut connection = SqliteConnection::connect_with(&readers.connect_options()).await.unwrap();
    sqlx::raw_sql("BEGIN; SELECT COUNT(*) FROM users").execute(&mut connection).await.unwrap();
    Some(connection)
}

/// A commit fails by a deferred trigger, the first of a transaction; a full disk refuses every new and every changed row. Sequences
/// count on when a transaction is rolled back.
const POSTGRES: &str = "
    CREATE TABLE fault (fails_at BIGINT NOT NULL, is_full BOOLEAN NOT NULL);
    INSERT INTO fault VALUES (0, FALSE);
    CREATE SEQUENCE fault_commits;
    CREATE FUNCTION fault_commit() RETURNS trigger LANGUAGE plpgsql AS $$
    DECLARE planned BIGINT;
    BEGIN
        SELECT fails_at INTO planned FROM fault;
        IF planned = 0 OR current_setting('fault.counted', TRUE) = txid_current()::TEXT THEN RETURN NULL; END IF;
        PERFORM set_config('fault.counted', txid_current()::TEXT, TRUE);
        IF nextval('fault_commits') = planned OR planned = -1 THEN RAISE EXCEPTION 'this commit fails'; END IF;
        RETURN NULL;
    END $$;
    CREATE FUNCTION fault_disk() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        IF (SELECT is_full FROM fault) THEN
            RAISE EXCEPTION 'could not extend file: No space left on device' USING ERRCODE = '53100';
        END IF;
        RETURN NEW;
    END $$;
    DO $$
    DECLARE name TEXT;
    BEGIN
        FOR name IN SELECT tablename FROM pg_tables WHERE schemaname = 'public' AND tablename NOT IN ('fault', '_sqlx_migrations')
        LOOP
            EXECUTE format('CREATE CONSTRAINT TRIGGER fault_commit AFTER INSERT OR UPDATE OR DELETE ON %I
                DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION fault_commit()', name);
            EXECUTE format('CREATE TRIGGER fault_disk BEFORE INSERT OR UPDATE ON %I
                FOR EACH ROW EXECUTE FUNCTION fault_disk()', name);
        END LOOP;
    END $$;
";
