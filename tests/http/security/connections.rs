//! Connections and bodies, on the built program: what one client can hold, and that others notice nothing.

use std::{
    fs,
    io::{Read, Write},
    net::TcpStream,
    time::{Duration, Instant},
};

use tokio::net::TcpSocket;

use crate::support::{Program, run, server::Server};

/// How long the tests wait for an answer that comes at once, or not at all.
const PATIENCE: Duration = Duration::from_secs(60);

fn open(server: &Server, request: &str) -> TcpStream {
    send(TcpStream::connect(&server.address).unwrap(), request)
}

/// Another address of this machine, which is another network.
const ELSEWHERE: &str = "127.0.0.2:0";

/// A connection from elsewhere.
fn open_elsewhere(server: &Server, request: &str) -> TcpStream {
    let connection = async {
        let socket = TcpSocket::new_v4().unwrap();
        socket.bind(ELSEWHERE.parse().unwrap()).unwrap();
        socket.connect(server.address.parse().unwrap()).await.unwrap().into_std().unwrap()
    };
    let stream = run(connection);
    stream.set_nonblocking(false).unwrap();
    send(stream, request)
}

fn send(mut stream: TcpStream, request: &str) -> TcpStream {
    stream.set_read_timeout(Some(PATIENCE)).unwrap();
    // The server may have closed it already.
    _ = stream.write_all(request.as_bytes());
    stream
}

/// Asks over a connection that stays open; gives the first line of the answer.
fn ask_again(stream: &mut TcpStream) -> String {
    stream.write_all(b"HEAD /articles/ HTTP/1.1\r\nHost: x\r\n\r\n").unwrap();
    let (mut head, mut byte) = (Vec::new(), [0]);
    while !head.ends_with(b"\r\n\r\n") {
        stream.read_exact(&mut byte).unwrap();
        head.push(byte[0]);
    }
    String::from_utf8(head).unwrap().lines().next().unwrap().to_owned()
}

/// Everything that comes until the server closes the connection.
fn rest(mut stream: TcpStream) -> String {
    let mut bytes = Vec::new();
    _ = stream.read_to_end(&mut bytes);
    String::from_utf8_lossy(&bytes).into_owned()
}

fn ask(server: &Server, method: &str, path: &str, headers: &str, body: &str) -> String {
    let length = if method == "POST" { format!("Content-Length: {}\r\n", body.len()) } else { String::new() };
    let address = &server.address;
    let head = format!("{method} {path} HTTP/1.1\r\nHost: {address}\r\nConnection: close\r\n{length}{headers}\r\n");
    rest(open(server, &(head + body)))
}

fn form(length: u64) -> String {
    format!(
        "POST /api/accounts/login HTTP/1.1\r\nHost: x\r\nContent-Type: application/x-www-form-urlencoded\r\n\
         Content-Length: {length}\r\n\r\n"
    )
}

/// The memory that the process has, in KiB.
fn memory(server: &Server) -> u64 {
    let status = fs::read_to_string(format!("/proc/{}/status", server.process_id())).unwrap();
    let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:")).unwrap();
    line.trim().split(' ').next().unwrap().parse().unwrap()
}

/// A page and a small form, from the address of the flood. Gives the server back, or fails with its log.
fn assert_others_get_in(server: Server) -> Server {
    let page = ask(&server, "GET", "/articles/", "", "");
    let kind = "Content-Type: application/x-www-form-urlencoded\r\nAccept: application/json\r\n";
    let answer = ask(&server, "POST", "/api/accounts/login", kind, "username=joe&password=wrong");
    if page.starts_with("HTTP/1.1 200") && answer.starts_with("HTTP/1.1 422") {
        return server;
    }
    let log = server.log();
    let errors: Vec<&str> = log.lines().filter(|line| line.contains("ERROR")).take(20).collect();
    panic!("{}\n{answer}\n{errors:#?}", &page[..page.len().min(200)]);
}

#[test]
fn fault_b4_a_size_over_the_limit_is_refused_as_soon_as_it_is_announced() {
    let server = Server::start(&Program::new());
    for length in [256 * 1_024 + 1, 10_737_418_240, 1 << 60] {
        let mut stream = open(&server, &form(length));
        let mut start = [0; 12];
        stream.read_exact(&mut start).unwrap();
        assert_eq!(&start, b"HTTP/1.1 413", "{length}");
    }
}

/// How long a body may take to arrive.
const BODY: Duration = Duration::from_secs(30);

#[test]
fn a_body_that_never_ends_is_refused_after_half_a_minute() {
    let mut server = Server::start(&Program::new());
    let begun = Instant::now();
    let waiting: Vec<TcpStream> = (0..40).map(|_| open(&server, &format!("{}username=", form(100)))).collect();
    server = assert_others_get_in(server);
    for mut stream in waiting {
        stream.set_read_timeout(Some(BODY + PATIENCE)).unwrap();
        let mut start = [0; 12];
        stream.read_exact(&mut start).unwrap();
        assert_eq!(&start, b"HTTP/1.1 400");
        assert!(begun.elapsed() >= BODY, "{:?}", begun.elapsed());
    }
    assert_others_get_in(server);
}

#[test]
fn fault_b4_a_head_that_never_ends_is_cut_and_so_is_a_connection_that_asks_nothing() {
    let mut server = Server::start(&Program::new());
    let starts = ["GET /articles/ HTTP/1.1\r\nHost: x\r\nX-Slow: ", ""];
    let waiting: Vec<TcpStream> = (0..100).map(|number| open(&server, starts[number % 2])).collect();
    server = assert_others_get_in(server);
    for stream in waiting {
        let answer = rest(stream);
        assert!(!answer.contains("200 OK"), "{answer}");
    }
    // Had one of them been open for longer than `PATIENCE`, it would count here still.
    assert_others_get_in(server);
}

#[test]
fn fault_b4_a_flood_of_half_bodies_holds_little_memory_and_keeps_no_other_out() {
    let mut server = Server::start(&Program::new());
    server = assert_others_get_in(server);
    let before = memory(&server);
    let half = format!("{}{}", form(250_000), "a=".repeat(60_000));
    let flood: Vec<TcpStream> = (0..600).map(|_| open(&server, &half)).collect();
    for _ in 0..3 {
        server = assert_others_get_in(server);
    }
    let held = memory(&server).saturating_sub(before);
    assert!(held < 80 * 1_024, "{held} KiB");
    drop(flood);
    assert_others_get_in(server);
}

#[test]
fn fault_b4_visitors_with_large_bodies_leave_room_for_users() {
    let program = Program::new()
        .with_setting("body_kib = 32_768", "body_kib = 1_024")
        .with_setting("body_network_kib = 4_096", "body_network_kib = 16_384");
    let server = Server::start(&program);
    let kind = "Content-Type: application/x-www-form-urlencoded\r\n";
    let sign_up = "username=joe&password1=quiet+river+47+lanterns&password2=quiet+river+47+lanterns";
    let answer = ask(&server, "POST", "/api/accounts/signup", kind, sign_up);
    let cookie = answer.split_once("set-cookie: sessionid=").unwrap().1.split(';').next().unwrap().to_owned();
    let half = format!("{}{}", form(250_000), "a=".repeat(60_000));
    let padding = "x".repeat(100_000);
    let of_a_visitor = || ask(&server, "POST", "/api/accounts/login", kind, &format!("username=x&padding={padding}"));
    // Bodies that wait are given up after a while, so the flood is repeated until it has filled its part.
    let flood: Vec<TcpStream> = (0..20)
        .map(|_| (0..40).map(|_| open(&server, &half)).collect())
        .find(|_: &Vec<TcpStream>| of_a_visitor().starts_with("HTTP/1.1 503"))
        .expect("a flood that fills its part");
    let kind = format!("{kind}Cookie: sessionid={cookie}\r\n");
    // A user's session is known by its last request.
    ask(&server, "GET", "/accounts/", &kind, "");
    let answer = ask(&server, "POST", "/api/articles/create", &kind, &format!("title=T&content=C&padding={padding}"));
    assert!(answer.starts_with("HTTP/1.1 303"), "{}", &answer[..answer.len().min(200)]);
    assert_others_get_in(server);
    drop(flood);
}

#[test]
fn fault_b4_idle_connections_make_room_for_new_ones() {
    // The limit of a network, and that of the process.
    for (setting, small) in
        [("connections_network = 512", "connections_network = 16"), ("connections = 2_048", "connections = 32")]
    {
        let mut server = Server::start(&Program::new().with_setting(setting, small));
        let mut reader = open_elsewhere(&server, "");
        assert_eq!(ask_again(&mut reader), "HTTP/1.1 200 OK");
        let idle: Vec<TcpStream> = (0..200).map(|_| open(&server, "")).collect();
        assert_eq!(ask_again(&mut reader), "HTTP/1.1 200 OK", "a connection from elsewhere stays open");
        assert_eq!(ask_again(&mut open_elsewhere(&server, "")), "HTTP/1.1 200 OK", "and there is room for another");
        server = assert_others_get_in(server);
        drop(idle);
        assert_others_get_in(server);
    }
}

/// The cookie of a user who has logged in.
fn log_in(server: &Server, name: &str) -> String {
    let kind = "Content-Type: application/x-www-form-urlencoded\r\n";
    let answer = ask(server, "POST", "/api/accounts/login", kind, &format!("username={name}&password={PASSWORD}"));
    let cookie = answer
        .lines()
        .find_map(|line| line.strip_prefix("set-cookie: sessionid="))
        .unwrap_or_else(|| panic!("{answer}"));
    format!("Cookie: sessionid={}\r\n", cookie.split(';').next().unwrap())
}

/// The password of seeded users, as a form has it.
const PASSWORD: &str = "correct+horse+battery+staple";

/// Pages that are asked for at once; the status lines of their answers.
fn at_once(server: &Server, count: usize) -> Vec<String> {
    let request = format!("GET /articles/ HTTP/1.1\r\nHost: {}\r\nConnection: close\r\n\r\n", server.address);
    let open: Vec<TcpStream> = (0..count).map(|_| open(server, &request)).collect();
    open.into_iter().map(|stream| rest(stream).chars().take(12).collect()).collect()
}

#[test]
fn fault_b4_pages_that_follow_their_session_close_no_page_that_loads() {
    let program = Program::seeded().with_setting("connections_network = 512", "connections_network = 32");
    let server = Server::start(&program);
    let cookie = log_in(&server, "user0");
    let listen = format!("GET /api/accounts/session-events HTTP/1.1\r\nHost: x\r\n{cookie}\r\n");
    let mut streams: Vec<TcpStream> = (0..40).map(|_| open(&server, &listen)).collect();
    // Each is a stream now, was refused or was closed: while the server decides, it is at work.
    streams.iter_mut().for_each(|stream| _ = stream.read(&mut [0]));
    for _ in 0..3 {
        let answers = at_once(&server, 12);
        assert!(answers.iter().all(|status| status == "HTTP/1.1 200"), "{answers:?}");
    }
    drop(streams);
    assert_others_get_in(server);
}

#[test]
fn fault_b4_a_body_that_arrives_slowly_is_not_cut_for_pages() {
    let program = Program::new().with_setting("connections_network = 512", "connections_network = 16");
    let server = Server::start(&program);
    let body = "username=kim&password=wrong";
    let head = format!(
        "POST /api/accounts/login HTTP/1.1\r\nHost: {}\r\nConnection: close\r\nAccept: application/json\r\n\
         Content-Type: application/x-www-form-urlencoded\r\nContent-Length: {}\r\n\r\n",
        server.address,
        body.len()
    );
    let mut slow: Vec<TcpStream> = (0..4).map(|_| open(&server, &head)).collect();
    for byte in body.as_bytes() {
        slow.iter_mut().for_each(|stream| stream.write_all(&[*byte]).unwrap());
        let answers = at_once(&server, 8);
        assert!(answers.iter().all(|status| status == "HTTP/1.1 200"), "{answers:?}");
    }
    for stream in slow {
        let answer = rest(stream);
        assert!(answer.starts_with("HTTP/1.1 422"), "{answer}");
    }
    assert_others_get_in(server);
}
