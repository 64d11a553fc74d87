//! The signals that a server gets: SIGTERM and Ctrl-C end it, SIGHUP reads the filter of the log anew and never ends it.

use tokio::signal::unix::{Signal, SignalKind, signal};

use crate::{
    boot::{messages, telemetry},
    server::settings::{Flags, Settings},
};

/// How a server is asked to stop.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Stop {
    /// By SIGTERM, as service managers do: others take over first.
    Drained,
    /// By Ctrl-C, at a terminal.
    AtOnce,
}

/// What asks the server to stop. From when this is made on, these signals do not end the process by themselves.
pub struct Stops {
    terminations: Option<Signal>,
    interrupts: Option<Signal>,
}

impl Stops {
    pub fn listen() -> Self {
        Self { terminations: signal(SignalKind::terminate()).ok(), interrupts: signal(SignalKind::interrupt()).ok() }
    }

    /// Waits until the server is asked to stop, once more.
    pub async fn next(&mut self) -> Stop {
        tokio::select! {
            () = next(&mut self.interrupts) => Stop::AtOnce,
            () = next(&mut self.terminations) => Stop::Drained,
        }
    }
}

/// Reads the filter of the log anew at each SIGHUP, as long as it runs. What is wrong is logged, and the old filter stays.
pub async fn reload_log(flags: Flags) {
    let mut hangups = signal(SignalKind::hangup()).ok();
    loop {
        next(&mut hangups).await;
        let read = Settings::load(&flags).map_err(|error| error.to_string());
        match read.and_then(|settings| telemetry::reload(&settings.log).map(|()| settings.log.filter)) {
            Ok(filter) => tracing::info!(?filter, "{}", messages::log::RELOADED),
            Err(cause) => tracing::warn!(?cause, "{}", messages::log::NOT_RELOADED),
        }
    }
}

/// Waits for a signal; for ever where the process cannot listen to it.
async fn next(signals: &mut Option<Signal>) {
    match signals {
        Some(signals) => _ = signals.recv().await,
        None => std::future::pending().await,
    }
}
