//! The serve loop: takes connections within their limits and speaks HTTP/1.1 on each. axum's own loop has no time limit for headers
//! and no limit on connections.

use std::{
    convert::Infallible,
    io::ErrorKind,
    net::SocketAddr,
    pin::{Pin, pin},
    task::{Context, Poll},
    time::Duration,
};

use axum::{
    Router,
    body::{Body, Bytes},
    extract::ConnectInfo,
    http::{HeaderValue, Method, Request, Response, header},
};
use hyper::{
    body::{Body as HttpBody, Frame, Incoming, SizeHint},
    server::conn::http1,
    service::service_fn,
};
use hyper_util::rt::{TokioIo, TokioTimer};
use tokio::{
    net::{TcpListener, TcpStream},
    sync::watch,
};
use tokio_util::{sync::CancellationToken, task::TaskTracker};
use tower::ServiceExt;

use super::{
    app::App,
    connections::{Entered, Place},
    messages,
    phase::Phase,
};
use crate::server::{flood_log::FloodLog, metrics::Counter};

/// How long the head of a request may take to arrive, and how long a connection may wait for its next one.
const HEAD_TIMEOUT: Duration = Duration::from_secs(10);

/// The same for a trusted proxy, which keeps its connections for the requests of others: longer than nginx and caddy keep them, or a
/// request could meet the end of its connection.
const PROXY_TIMEOUT: Duration = Duration::from_secs(150);

/// How much of a head is read before it is refused, in bytes; reads may go beyond it by one piece.
const BUFFER: usize = 72 * 1_024;

/// How long to wait when the process has no file descriptor left.
const OUT_OF_FILES: Duration = Duration::from_millis(200);

/// The answer where all connections are at work.
const BUSY: &[u8] =
    b"HTTP/1.1 503 Service Unavailable\r\nretry-after: 5\r\ncontent-length: 0\r\nconnection: close\r\n\r\n";

/// Serves until `stopped` is true, then takes no further connection, lets the requests in flight finish, and returns.
pub async fn serve(app: &App, router: Router, listener: TcpListener, mut stopped: watch::Receiver<bool>) {
    let tasks = TaskTracker::new();
    loop {
        let accepted = tokio::select! {
            accepted = listener.accept() => accepted,
            _ = stopped.wait_for(|stopped| *stopped) => break,
        };
        match accepted {
            Ok((stream, peer)) => {
                let entered = app.connections.enter(peer.ip());
                note(&entered);
                match entered {
                    Entered::In(place) | Entered::InsteadOf(place) => {
                        let server = Server { router: router.clone(), draining: app.draining.clone() };
                        _ = tasks.spawn(talk(stream, peer, place, server, stopped.clone()));
                    }
                    // As far as the client takes it; the stream is closed here.
                    Entered::Refused => _ = stream.try_write(BUSY),
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

/// What answers the requests of a connection.
#[derive(Clone)]
struct Server {
    router: Router,
    /// Once it is cancelled, each answer ends its connection, so that the client's next request finds another server.
    draining: CancellationToken,
}

static CLOSED: Counter = Counter::new();
static REFUSED: Counter = Counter::new();

/// How many connections were closed for others, and how many refused, since the start.
pub static TURNED_AWAY: [(&str, &Counter); 2] = [("closed", &CLOSED), ("refused", &REFUSED)];

/// Tells in the log of connections that were closed for others, or refused.
fn note(entered: &Entered) {
    static CLOSED_LOG: FloodLog = FloodLog::new();
    static REFUSED_LOG: FloodLog = FloodLog::new();
    let (event, log, counter) = match entered {
        Entered::In(_) => return,
        Entered::InsteadOf(_) => ("connections_closed", &CLOSED_LOG, &CLOSED),
        Entered::Refused => ("connections_refused", &REFUSED_LOG, &REFUSED),
    };
    counter.count();
    if let Some(count) = log.count() {
        tracing::warn!(event, count, "{}", messages::log::TOO_MANY_CONNECTIONS);
    }
}

/// Answers the requests of one connection.
async fn talk(stream: TcpStream, peer: SocketAddr, place: Place, server: Server, mut stopped: watch::Receiver<bool>) {
    // Without this each streamed answer waits 40 ms for an acknowledgement.
    _ = stream.set_nodelay(true);
    let its_place = place.clone();
    let service = service_fn(move |request| answer(server.clone(), request, peer, its_place.clone()));
    let mut protocol = http1::Builder::new();
    let patience = if place.is_proxy() { PROXY_TIMEOUT } else { HEAD_TIMEOUT };
    protocol.timer(TokioTimer::new()).header_read_timeout(patience).max_buf_size(BUFFER);
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
    server: Server,
    request: Request<Incoming>,
    peer: SocketAddr,
    place: Place,
) -> Result<Response<Answer>, Infallible> {
    let mut request = request.map(Body::new);
    // A post is at work once its body has been read (`layers/body.rs`).
    place.set(if request.method() == Method::POST { Phase::Receiving } else { Phase::Working });
    request.extensions_mut().insert(ConnectInfo(peer));
    request.extensions_mut().insert(place.clone());
    let mut answered = server.router.oneshot(request).await?;
    if server.draining.is_cancelled() {
        answered.headers_mut().insert(header::CONNECTION, HeaderValue::from_static("close"));
    }
    let is_stream = answered.headers().get(header::CONTENT_TYPE).is_some_and(|kind| kind == "text/event-stream");
    let phase = if is_stream { Phase::Streaming } else { Phase::Sending };
    place.set(phase);
    Ok(answered.map(|body| Answer { body, place, phase }))
}

/// The body of an answer; when it is sent, the connection waits for the next request.
struct Answer {
    body: Body,
    place: Place,
    phase: Phase,
}

impl HttpBody for Answer {
    type Data = Bytes;
    type Error = axum::Error;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, axum::Error>>> {
        // The client has taken what came before.
        self.place.set(self.phase);
        Pin::new(&mut self.body).poll_frame(context)
    }

    fn is_end_stream(&self) -> bool {
        self.body.is_end_stream()
    }

    fn size_hint(&self) -> SizeHint {
        self.body.size_hint()
    }
}

impl Drop for Answer {
    fn drop(&mut self) {
        self.place.set(Phase::Idle);
    }
}
