//! Serving until SIGTERM or Ctrl-C. At SIGTERM the health check sends new clients elsewhere while all goes on (`http.drain`). Then the
//! server takes no new request, and finishes those in flight within ten seconds.

use std::{net::SocketAddr, time::Duration};

use tokio::{net::TcpListener, sync::watch, task::JoinHandle};
use tokio_util::sync::CancellationToken;

use crate::{
    accounts::server::{activity, hash_costs, recovery, registration, securing, sessions, throttle::Throttle},
    articles::server::remaking,
    boot::{
        app::{App, StartError},
        deploy,
        http::router,
        listen, messages, metrics, routes,
        signals::{self, Stop, Stops},
        telemetry, traces,
    },
    server::{
        db::{self, Db},
        mail,
        settings::{Flags, LogFormat, Settings},
    },
    staff::server::invitations,
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

/// Serves the app with these settings, which the flags have chosen, and prints where.
pub async fn serve(settings: Settings, flags: Flags) -> Result<(), StartError> {
    // From the start on: a hangup must not end a server that is being started.
    let hangups = tokio::spawn(signals::reload_log(flags));
    let address = settings.serving().site_addr;
    let app = ready(settings).await?;
    app.accounts.sessions().ping().await?;
    app.site.warn_if_missing();
    traces::announce();
    if app.settings.sessions.https {
        deploy::demand(&deploy::examine(&app).await?)?;
    }
    allow_files(app.settings.http.connections.get());
    let listener = TcpListener::bind(address).await.map_err(|source| StartError::Listen { address, source })?;
    let metrics = metrics::bind(&app).await?;
    let stops = Stops::listen();
    announce(&app, listener.local_addr().unwrap_or(address)).await;
    let remaking = tokio::spawn(remaking::remake(app.articles.clone()));
    let beside =
        [hangups, remaking, tokio::spawn(sweep(app.clone())), tokio::spawn(metrics::serve(app.clone(), metrics))];
    let end_of_mail = CancellationToken::new();
    let sending = tokio::spawn(mail::run(app.mail.clone(), recovery::prepare(&app.accounts), end_of_mail.clone()));
    run(&app, listener, stops).await;
    beside.iter().for_each(JoinHandle::abort);
    end_of_mail.cancel();
    // What was not sent by then waits in the outbox for the next start.
    if tokio::time::timeout(GRACE, sending).await.is_err() {
        tracing::warn!("{}", messages::log::MAIL_CUT);
    }
    app.db.close().await;
    // What is sent is waited for on a thread of its own.
    _ = tokio::task::spawn_blocking(traces::finish).await;
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

/// Serves on a listener until a signal ends it.
async fn run(app: &App, listener: TcpListener, mut stops: Stops) {
    let (stopping, stopped) = watch::channel(false);
    let stop = async {
        let stop = stops.next().await;
        drain(app, stop, &mut stops).await;
        tracing::info!("{}", messages::log::STOPPING);
        // The pages that follow their session connect again, elsewhere.
        app.accounts.session_watch().close();
        _ = stopping.send(true);
        tokio::time::sleep(GRACE).await;
    };
    tokio::select! {
        () = listen::serve(app, router(app), listener, stopped) => {}
        () = stop => tracing::warn!("{}", messages::log::REQUESTS_CUT),
    }
    // A post whose client has gone away has no connection, but is still under way.
    app.posts.close();
    if tokio::time::timeout(GRACE, app.posts.wait()).await.is_err() {
        tracing::warn!(posts = app.posts.len(), "{}", messages::log::POSTS_CUT);
    }
}

/// Says that the server is about to stop, and lets all go on until proxies have noticed. A second signal cuts it short.
async fn drain(app: &App, stop: Stop, stops: &mut Stops) {
    app.draining.cancel();
    let seconds = app.settings.http.drain.get();
    if stop == Stop::AtOnce || seconds == 0 {
        return;
    }
    tracing::info!(seconds, "{}", messages::log::DRAINING);
    tokio::select! {
        () = tokio::time::sleep(Duration::from_secs(seconds.into())) => {}
        _ = stops.next() => {}
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
        (
            app.accounts.sessions().sweep(sessions::DELETED_AT_ONCE).await.map_err(|error| error.to_string()),
            sessions::DELETED_AT_ONCE,
        ),
        (activity::delete_old(&app.db, days, SWEEP_BATCH).await.map_err(|error| error.to_string()), SWEEP_BATCH),
        (app.mail.delete_old(SWEEP_BATCH).await.map_err(|error| error.to_string()), SWEEP_BATCH),
        (securing::delete_old(&app.db, SWEEP_BATCH).await.map_err(|error| error.to_string()), SWEEP_BATCH),
        (invitations::delete_old(&app.db, SWEEP_BATCH).await.map_err(|error| error.to_string()), SWEEP_BATCH),
        (recovery::delete_old(&app.db, SWEEP_BATCH).await.map_err(|error| error.to_string()), SWEEP_BATCH),
        (Throttle::delete_old(&app.db, SWEEP_BATCH).await.map_err(|error| error.to_string()), SWEEP_BATCH),
    ];
    for error in counts.iter().filter_map(|(count, _)| count.as_ref().err()) {
        tracing::warn!(cause = ?error, "{}", messages::log::NOT_SWEPT);
    }
    counts.iter().any(|(count, most)| count.as_ref().is_ok_and(|count| count == most))
}

async fn announce(app: &App, address: SocketAddr) {
    let format = app.settings.log.format;
    // For a person who has just built the program, not for a reader of logs.
    let is_empty = matches!(format, LogFormat::Pretty) && registration::any_user(&app.accounts).await == Ok(false);
    let ready = messages::serve::ready(address, app.db.kind());
    let lines = [Some(ready.as_str()), Some(messages::serve::NEXT_STEPS), is_empty.then_some(messages::serve::EMPTY)];
    lines.into_iter().flatten().for_each(|line| telemetry::announce(format, line));
}
