//! Serving until SIGTERM or Ctrl-C. Then the server takes no new request, and finishes those in flight within ten seconds.

use std::{future::Future, net::SocketAddr, time::Duration};

use tokio::{net::TcpListener, signal::unix, sync::watch};

use crate::{
    accounts::server::{activity, hash_costs, sessions, throttle::Throttle},
    boot::{
        app::{App, StartError},
        connections::Connections,
        deploy,
        http::router,
        listen, messages, routes, telemetry,
    },
    server::{
        db::{self, Db},
        settings::Settings,
    },
};

/// How long requests in flight may take to finish.
const GRACE: Duration = Duration::from_secs(10);

/// How many files the process needs besides its connections: the database, built files, the log.
const FILES_BESIDES: u64 = 256;

/// How often expired sessions, old activity and old failures are deleted, the maximum of one statement, and the pause after it
/// in which others write.
const SWEEP_EVERY: Duration = Duration::from_secs(600);
const SWEEP_BATCH: u32 = 200;
const SWEEP_PAUSE: Duration = Duration::from_millis(20);

/// An app that is ready to serve: every address has its access declared, and the database is migrated. SQLite is migrated here,
/// PostgreSQL must have been by `latchkey migrate`.
pub async fn ready(settings: Settings) -> Result<App, StartError> {
    routes::check()?;
    let app = App::open(settings).await?;
    if matches!(app.db, Db::Sqlite { .. }) {
        db::migrate(&app.db).await?;
    }
    let pending = db::pending(&app.db).await?;
    if !pending.is_empty() {
        return Err(StartError::PendingMigrations(pending.join(", ")));
    }
    app.synchronise().await?;
    hash_costs::measure(&app.accounts).await.map_err(|error| StartError::Command(error.to_string().into()))?;
    Ok(app)
}

/// Serves the app with these settings, and prints where.
pub async fn serve(settings: Settings) -> Result<(), StartError> {
    let address = settings.serving().site_addr;
    let app = ready(settings).await?;
    app.site.warn_if_missing();
    if app.settings.sessions.https {
        deploy::demand(&deploy::examine(&app).await?)?;
    }
    allow_files(app.settings.http.connections.get());
    let listener = TcpListener::bind(address).await.map_err(|source| StartError::Listen { address, source })?;
    announce(&app, listener.local_addr().unwrap_or(address));
    let sweeper = tokio::spawn(sweep(app.clone()));
    run(&app, listener, stop_signal()).await;
    sweeper.abort();
    app.db.close().await;
    Ok(())
}

/// Lets the process open a file for each connection and some besides, as far as the system allows.
fn allow_files(connections: u32) {
    let needed = u64::from(connections) + FILES_BESIDES;
    match rlimit::increase_nofile_limit(needed) {
        Ok(allowed) if allowed < needed => tracing::warn!(allowed, needed, "{}", messages::log::FEW_FILES),
        Ok(_) => {}
        Err(error) => tracing::warn!(cause = ?error.to_string(), needed, "{}", messages::log::FEW_FILES),
    }
}

/// Serves on a listener until `stop` is done.
pub async fn run(app: &App, listener: TcpListener, stop: impl Future<Output = ()> + Send + 'static) {
    let (stopping, stopped) = watch::channel(false);
    let session_watch = app.accounts.session_watch().clone();
    let stop = async move {
        stop.await;
        tracing::info!("{}", messages::log::STOPPING);
        session_watch.close();
        _ = stopping.send(true);
        tokio::time::sleep(GRACE).await;
    };
    tokio::select! {
        () = listen::serve(router(app), listener, Connections::new(&app.settings.http), stopped) => {}
        () = stop => tracing::warn!("{}", messages::log::REQUESTS_CUT),
    }
    // A post whose client has gone away has no connection, but is still under way.
    app.posts.close();
    if tokio::time::timeout(GRACE, app.posts.wait()).await.is_err() {
        tracing::warn!(posts = app.posts.len(), "{}", messages::log::POSTS_CUT);
    }
}

/// Deletes expired rows as long as the server runs.
async fn sweep(app: App) {
    loop {
        while sweep_some(&app).await {
            tokio::time::sleep(SWEEP_PAUSE).await;
        }
        app.db.forget_deleted().await;
        // Costlier hashes become fewer with each login. What is wrong has been logged.
        _ = hash_costs::measure(&app.accounts).await;
        tokio::time::sleep(SWEEP_EVERY).await;
    }
}

/// Deletes some expired rows; whether there may be more.
async fn sweep_some(app: &App) -> bool {
    let days = app.settings.accounts.activity_days.get();
    let counts = [
        (sessions::delete_expired(&app.db, sessions::DELETED_AT_ONCE).await, sessions::DELETED_AT_ONCE),
        (activity::delete_old(&app.db, days, SWEEP_BATCH).await, SWEEP_BATCH),
        (Throttle::delete_old(&app.db, SWEEP_BATCH).await, SWEEP_BATCH),
    ];
    for error in counts.iter().filter_map(|(count, _)| count.as_ref().err()) {
        tracing::warn!(cause = ?error.to_string(), "{}", messages::log::NOT_SWEPT);
    }
    counts.iter().any(|(count, most)| count.as_ref().is_ok_and(|count| count == most))
}

fn announce(app: &App, address: SocketAddr) {
    for line in [&messages::serve::ready(address, app.db.kind()), messages::serve::NEXT_STEPS] {
        telemetry::announce(app.settings.log.format, line);
    }
}

async fn stop_signal() {
    let terminated = async {
        match unix::signal(unix::SignalKind::terminate()) {
            Ok(mut signal) => _ = signal.recv().await,
            Err(_) => std::future::pending().await,
        }
    };
    tokio::select! {
        _ = tokio::signal::ctrl_c() => {}
        () = terminated => {}
    }
}
