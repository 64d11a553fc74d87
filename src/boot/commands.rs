//! The commands on the whole site: check it, migrate its database, fill it for demos. Those on accounts and users are in their
//! domains. Django: `check`, `migrate`.

use crate::{
    accounts::server::{
        commands,
        hash_costs::{self, Costlier},
        registration,
        sessions::moving,
    },
    articles::server::service,
    boot::{
        app::{App, StartError},
        deploy::{self, Finding},
        messages, routes, serve,
    },
    server::{
        db::{self, Db, address::Address},
        output::{CommandError, say},
        settings::{SessionEngine, Settings},
    },
    shared::AppError,
};

/// The length that NIST SP 800-63B advises where a password is the only factor.
const ADVISED_LENGTH: u32 = 15;

pub async fn check(settings: Settings, for_deployment: bool) -> Result<(), StartError> {
    routes::check()?;
    let app = App::open(settings).await?;
    app.site.warn_if_missing();
    let pending = db::pending(&app.db).await?;
    if matches!(app.db, Db::Postgres(_)) && !pending.is_empty() {
        return Err(StartError::PendingMigrations(pending.join(", ")));
    }
    let costlier = match pending.is_empty() {
        true => hash_costs::measure(&app.accounts).await.map_err(|error| CommandError::from(error.to_string()))?,
        false => Costlier::default(),
    };
    app.accounts.sessions().ping().await?;
    let findings = if for_deployment { deploy::examine(&app).await? } else { Vec::new() };
    let said = say_findings(&app, &pending, &costlier, &findings);
    app.db.close().await;
    // An output without a reader does not turn a failure into a success.
    deploy::demand(&findings)?;
    Ok(said?)
}

fn say_findings(app: &App, pending: &[String], costlier: &Costlier, findings: &[Finding]) -> Result<(), CommandError> {
    if !pending.is_empty() {
        say(messages::check::pending(pending))?;
    }
    say(messages::check::in_order(app.db.kind()))?;
    if !is_safe(app) {
        say(messages::check::UNVERIFIED)?;
    }
    say(messages::check::sessions(app.settings.sessions.engine))?;
    if app.accounts.password_rules().min_length < ADVISED_LENGTH {
        say(messages::check::LONGER_PASSWORDS)?;
    }
    if costlier.count > 0 {
        say(messages::check::costlier_hashes(&costlier.names, costlier.count, costlier.times))?;
    }
    findings.iter().try_for_each(say)
}

/// Whether nothing that stands between the site and its database can read or change what they say.
fn is_safe(app: &App) -> bool {
    match Address::parse(&app.settings.database.url, &app.settings.base) {
        Ok(Address::Postgres(server)) => server.is_safe(),
        _ => true,
    }
}

pub async fn migrate(settings: Settings) -> Result<(), StartError> {
    let app = App::open(settings).await?;
    let applied = db::migrate(&app.db).await?;
    app.synchronise().await?;
    let kind = app.db.kind();
    app.db.close().await;
    Ok(match applied.as_slice() {
        [] => say(messages::migrate::nothing_to_do(kind)),
        applied => say(messages::migrate::applied(kind, applied)),
    }?)
}

pub async fn clear_sessions(settings: Settings) -> Result<(), StartError> {
    let app = serve::ready(settings).await?;
    let count = commands::clear_sessions(&app.accounts).await.map_err(CommandError::from)?;
    app.db.close().await;
    Ok(say(messages::clearsessions::done(count))?)
}

pub async fn move_sessions(settings: Settings, to: SessionEngine) -> Result<(), StartError> {
    let (from, sessions, base) = (settings.sessions.engine, settings.sessions.clone(), settings.base.clone());
    if from == to {
        return Err(CommandError::from(messages::sessions::already_there(to.name())).into());
    }
    if [from, to].contains(&SessionEngine::Cookie) {
        return Err(CommandError::from(messages::sessions::IN_COOKIES).into());
    }
    let app = serve::ready(settings).await?;
    let moved = moving::move_sessions(&app.db, &sessions, &base, to).await;
    app.db.close().await;
    Ok(say(messages::sessions::moved(moved?, from.name(), to.name()))?)
}

/// How many users and articles `seed` makes where only the other number is given.
const SEEDED: (u32, u32) = (3, 30);

/// Without numbers the articles are a magazine, whose authors have names; with one, exactly as many are made, for benchmarks.
pub async fn seed(settings: Settings, users: Option<u32>, articles: Option<u32>) -> Result<(), StartError> {
    let failed = |error: AppError| CommandError::from(messages::seed::failed(error));
    let is_magazine = users.is_none() && articles.is_none();
    let (users, articles) = match is_magazine {
        true => (registration::SEED_PEOPLE.len() as u32, service::MAGAZINE),
        false => (users.unwrap_or(SEEDED.0), articles.unwrap_or(SEEDED.1)),
    };
    if users == 0 && articles > 0 {
        return Err(CommandError::from(messages::seed::NO_AUTHORS).into());
    }
    let app = App::open(settings).await?;
    db::migrate(&app.db).await?;
    app.synchronise().await?;
    if registration::any_user(&app.accounts).await.map_err(failed)? {
        return Err(CommandError::from(messages::seed::NOT_EMPTY).into());
    }
    let ids = registration::seed_users(&app.accounts, users, registration::SEED_PASSWORD).await.map_err(failed)?;
    if is_magazine {
        registration::name_seeded(&app.accounts, &ids).await.map_err(failed)?;
    }
    service::seed(&app.articles, articles, &ids, is_magazine).await.map_err(failed)?;
    // Nothing stays in the log beside the file: a copy of the file alone is whole.
    app.db.close().await;
    say(messages::seed::done(users, articles))?;
    if users > 0 {
        say(messages::seed::log_in(registration::SEED_PASSWORD))?;
    }
    Ok(())
}
