//! Where a request comes from: address, user agent, and the device cookie of a browser that has logged in before.
//! Django: `REMOTE_ADDR`, `HTTP_USER_AGENT`.

use std::net::{IpAddr, Ipv4Addr, SocketAddr};

use axum::{
    extract::{ConnectInfo, Request, State},
    http::{HeaderMap, HeaderValue, header},
    middleware::Next,
    response::Response,
};
use time::Duration;

use crate::{
    accounts::server::throttle::devices::{self, DeviceCookie},
    boot::{
        app::App,
        http::{
            layers::{cookies, finish::ClientGone},
            request::text_of,
        },
    },
    server::{context::Client, text::Text},
};

/// The longest `User-Agent` that is stored, in characters.
const AGENT_MAX: u32 = 256;

/// How long the device cookie lives after the last login.
const DEVICE_AGE: Duration = Duration::days(365);

/// Puts the client into the request, and a changed device cookie into the response.
pub async fn client(State(app): State<App>, mut request: Request, next: Next) -> Response {
    let (https, name) = (app.settings.sessions.https, app.settings.sessions.device_cookie_name.as_str());
    let client = Client {
        address: address(&app, &request).to_string(),
        user_agent: user_agent(request.headers()),
        device: cookies::values(request.headers(), &cookies::name(https, name)).find(|value| devices::is_ours(value)),
        gone: request.extensions().get::<ClientGone>().cloned().unwrap_or_default().0,
    };
    let device = DeviceCookie::default();
    request.extensions_mut().insert(client);
    request.extensions_mut().insert(device.clone());
    let mut response = next.run(request).await;
    // What could not be stored has not logged a user in or out.
    match device.take().filter(|_| !response.status().is_server_error()) {
        Some(value) if value.is_empty() => cookies::set(response.headers_mut(), &cookies::removal(https, name)),
        Some(value) => {
            let mut cookie = cookies::build(https, name, value);
            cookie.set_max_age(DEVICE_AGE);
            cookies::set(response.headers_mut(), &cookie);
        }
        None => {}
    }
    response
}

/// Where a request comes from.
pub fn address(app: &App, request: &Request) -> IpAddr {
    let peer = request.extensions().get::<ConnectInfo<SocketAddr>>().map(|info| info.0.ip().to_canonical());
    let forwarded = request.headers().get_all("x-forwarded-for").iter().map(HeaderValue::as_bytes);
    app.settings.http.trusted_proxies.client(peer.unwrap_or(Ipv4Addr::UNSPECIFIED.into()), forwarded)
}

fn user_agent(headers: &HeaderMap) -> String {
    Text::label(&text_of(headers, header::USER_AGENT), AGENT_MAX).into_string()
}
