//! The serve loop: takes connections within their limits and speaks HTTP/1.1 on each. axum's own loop has no time limit for headers
//! and no limit on connections.

use std::{convert::Infallible, io::ErrorKind, net::SocketAddr, pin::pin, time::Duration};

use axum::{
    Router,
    body::Body,
    extract::ConnectInfo,
    http::{Method, Request, Response},
};
use hyper::{body::Incoming, server::conn::http1, service::service_fn};
use hyper_util::rt::{TokioIo, TokioTimer};
use tokio::{
    net::{TcpListener, TcpStream},
    sync::watch,
};
use tokio_util::task::TaskTracker;
use tower::ServiceExt;

use super::connections::{Connections, Place};

/// How long the head of a request may take to arrive, and how long a connection may wait for its next one.
const HEAD_TIMEOUT: Duration = Duration::from_secs(10);

/// The longest head of a request, in bytes; the room for reading grows up to it.
const BUFFER: usize = 72 * 1_024;

/// How long to wait when the process has no file descriptor left.
const OUT_OF_FILES: Duration = Duration::from_millis(200);

/// Serves until `stopped` is true, then takes no further connection, lets the requests in flight finish, and returns.
pub async fn serve(
    router: Router,
    listener: TcpListener,
    connections: Connections,
    mut stopped: watch::Receiver<bool>,
) {
    let tasks = TaskTracker::new();
    loop {
        let accepted = tokio::select! {
            accepted = listener.accept() => accepted,
            _ = stopped.wait_for(|stopped| *stopped) => break,
        };
        match accepted {
            Ok((stream, peer)) => {
                // No place: the stream is closed here.
                if let Some(place) = connections.enter(peer.ip()) {
                    tasks.spawn(talk(stream, peer, place, router.clone(), stopped.clone()));
                }
            }
            // The client has gone away again.
            Err(error) if matches!(error.kind(), ErrorKind::ConnectionAborted | ErrorKind::ConnectionReset) => {}
            Err(error) => {
                tracing::error!(cause = ?error.to_string(), "a connection could not be accepted");
                tokio::time::sleep(OUT_OF_FILES).await;
            }
        }
    }
    drop(listener);
    tasks.close();
    tasks.wait().await;
}

/// Answers the requests of one connection.
async fn talk(stream: TcpStream, peer: SocketAddr, place: Place, router: Router, mut stopped: watch::Receiver<bool>) {
    // Without this each streamed answer waits 40 ms for an acknowledgement.
    _ = stream.set_nodelay(true);
    let its_place = place.clone();
    let service = service_fn(move |request| answer(router.clone(), request, peer, its_place.clone()));
    let mut protocol = http1::Builder::new();
    protocol.timer(TokioTimer::new()).header_read_timeout(HEAD_TIMEOUT).max_buf_size(BUFFER);
    let mut connection = pin!(protocol.serve_connection(TokioIo::new(stream), service));
    let mut is_stopping = false;
    loop {
        tokio::select! {
            // What breaks a connection is the client's affair, and is no fault of the server.
            _ = connection.as_mut() => return,
            () = place.closing() => return,
            _ = stopped.wait_for(|stopped| *stopped), if !is_stopping => {
                is_stopping = true;
                connection.as_mut().graceful_shutdown();
            }
        }
    }
}

async fn answer(
    router: Router,
    request: Request<Incoming>,
    peer: SocketAddr,
    place: Place,
) -> Result<Response<Body>, Infallible> {
    let mut request = request.map(Body::new);
    // A post is at work once its body has been read (`layers/body.rs`).
    place.set_busy(request.method() != Method::POST);
    request.extensions_mut().insert(ConnectInfo(peer));
    request.extensions_mut().insert(place.clone());
    let answered = router.oneshot(request).await;
    place.set_busy(false);
    answered
}
