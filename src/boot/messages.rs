//! Sentences that the operator reads: the output of commands, findings, and remedies in the log. Command help is in the doc
//! comments of `cli.rs`, start-up errors are in `app.rs`.

/// The settings name a folder for the built files that would hide addresses of the site.
pub fn reserved_folder(name: &str) -> String {
    format!("site-pkg-dir: the site has addresses below /{name}/ itself; choose another folder, such as pkg")
}

pub fn invalid_log_filter(filter: &str, cause: impl std::fmt::Display) -> String {
    format!("cannot use log.filter {filter:?}: {cause}; write a filter such as info or latchkey=debug")
}

pub fn permissions_not_stored(cause: impl std::fmt::Display) -> String {
    format!("cannot store the permissions in the database: {cause}")
}

pub fn groups_not_stored(cause: impl std::fmt::Display) -> String {
    format!("cannot store the names of groups in the database by the present rules: {cause}")
}

/// Differences between the URL table and what is served.
pub mod routes {
    pub fn undeclared(kind: &str, path: &str) -> String {
        format!("the {kind} {path} has no access: declare it in src/web/urls/")
    }

    pub fn not_served(kind: &str, path: &str) -> String {
        format!("the {kind} {path} is declared but does not exist: remove it from src/web/urls/")
    }
}

pub mod serve {
    pub const NEXT_STEPS: &str =
        "Sign up in the browser, or create a superuser with: latchkey createsuperuser. Ctrl-C stops the server.";

    /// There is no account yet.
    pub const EMPTY: &str =
        "There is no account yet. For people and articles to look at, stop the server and run: latchkey seed";

    pub fn ready(address: std::net::SocketAddr, database: &str) -> String {
        format!("Latchkey is ready on http://{address} ({database}).")
    }
}

pub mod migrate {
    pub fn nothing_to_do(database: &str) -> String {
        format!("The {database} database is up to date.")
    }

    pub fn applied(database: &str, migrations: &[String]) -> String {
        format!("Applied to the {database} database: {}.", migrations.join(", "))
    }
}

pub mod clearsessions {
    pub fn done(count: u64) -> String {
        format!("Deleted {count} expired sessions.")
    }
}

pub mod sessions {
    pub fn already_there(engine: &str) -> String {
        format!("sessions.engine is {engine} already: name the other engine with --to, before the setting is changed")
    }

    pub const IN_COOKIES: &str =
        "Sessions that are kept in cookies cannot be moved: they end when the setting changes, and users log in again.";

    pub fn moved(count: u64, from: &str, to: &str) -> String {
        format!("Moved {count} sessions from {from} to {to}. Now set sessions.engine = \"{to}\" and start the server.")
    }
}

pub mod check {
    use crate::server::settings::SessionEngine;

    pub const LONGER_PASSWORDS: &str = "Advice: set accounts.password_min_length = 15, because the password is the only factor \
                                        (NIST SP 800-63B).";

    pub const UNVERIFIED: &str = "Advice: the database is on another machine, and its certificate is not checked: add \
                                  sslmode=verify-full&sslrootcert=FILE to the parameters of DATABASE_URL.";

    pub fn pending(migrations: &[String]) -> String {
        format!("The database lacks migrations: {}. The server applies them when it starts.", migrations.join(", "))
    }

    pub fn costlier_hashes(names: &[String], count: usize, times: u64) -> String {
        let more = if count > names.len() { format!(" and {} more", count - names.len()) } else { String::new() };
        format!(
            "Advice: the password hashes of {}{more} cost more than accounts.hash_memory_kib and hash_iterations say, up to {times} \
             times as much, and so every wrong login does, for the time must not tell who has an account. Each becomes cheaper at \
             the next login of its user; or set a new password with latchkey changepassword, or deactivate the account.",
            names.join(", ")
        )
    }

    /// Where sessions live, what a crash may lose, and what that cannot do.
    pub fn sessions(engine: SessionEngine) -> &'static str {
        match engine {
            SessionEngine::Database => {
                "Sessions are in the database: as durable as that, and stored in one transaction with what a post changes."
            }
            SessionEngine::Cached => {
                "Sessions are in the database: as durable as that, and stored in one transaction with what a post changes. Data that has not \
                 changed is read from a cache, in memory or in sessions.redis_url; every request asks the database whether it has."
            }
            SessionEngine::File => {
                "Sessions are in files: for one machine; a power failure may lose the last seconds, and those users log in again. A post \
                 stores its session just after its changes."
            }
            SessionEngine::Cookie => {
                "Sessions are in the cookies of their browsers, sealed with the secret key; the database knows which have ended, and keeps what \
                 does not fit. Sessions of a user cannot be listed, counted, ended one by one or limited in number, and an old copy \
                 of a cookie that has not ended brings its notices back."
            }
            SessionEngine::Redis => {
                "Sessions are in Redis: for several machines; what Redis loses is gone, and those users log in again. While it does not \
                 answer, only visitors without a session are served. A post stores its session just after its changes."
            }
        }
    }

    pub fn in_order(database: &str) -> String {
        format!("Settings, routes and the {database} database are in order.")
    }
}

pub mod backup {
    use std::path::Path;

    pub fn done(file: &Path, bytes: u64) -> String {
        format!(
            "The database is in {} ({bytes} bytes). Keep the secret key too, in another place: what is sealed with it cannot be read without it.",
            file.display()
        )
    }

    pub fn restored(file: &Path, keeps_sessions: bool) -> String {
        let sessions = if keeps_sessions {
            "Its sessions live again, those that were ended since among them."
        } else {
            "All sessions have ended: users log in again."
        };
        let invitations = "Invitations that waited have expired: send them again from their list.";
        format!("{} is the database now. {sessions} {invitations}", file.display())
    }

    pub fn kept(kept: &Path) -> String {
        format!("The database of before is {}: remove it when you do not need it.", kept.display())
    }
}

/// The page for development with the mails that were sent.
pub mod mailbox {
    pub const HEADING: &str = "Mails of this site";
    pub const EMPTY: &str = "No mail yet.";
}

pub mod mail {
    use crate::server::mail::{Content, Listed};

    pub const NONE: &str = "There is no mail.";
    pub const NOT_FOUND: &str = "there is no mail with this number: see latchkey mail list";
    pub const NO_CONTENT: &str = "Its address and text are gone: it has been sent, or the secret key has changed.";
    pub const OFF: &str = "this site sends no mail: set mail.url";
    pub const TEST_SUBJECT: &str = "Latchkey can send mail";
    pub const TEST_TEXT: &str =
        "This is a test, sent by the command latchkey mail send-test. Nothing needs to be done.";
    pub const TEST_LINK: &str = "Open the site";
    pub const TEST_SENT: &str = "The mail server has taken the test. Look into the mailbox, and at the headers there: spf=pass, \
                                 dkim=pass and dmarc=pass are what keeps mail out of the junk.";

    pub fn unreadable(cause: impl std::fmt::Display) -> String {
        format!("cannot read the outbox: {cause}")
    }

    pub fn test_failed(problem: &str) -> String {
        format!("the test was not sent: {problem}; see mail.url and docs/mail.md")
    }

    pub fn retried(count: u64) -> String {
        format!("{count} mails are due now: the server sends them in the next seconds.")
    }

    pub fn line(mail: &Listed) -> String {
        let Listed { id, kind, state, made, attempts, problem, content, .. } = mail;
        let to = content.as_ref().map(|content| format!(" to {}", content.to)).unwrap_or_default();
        let problem = if problem.is_empty() { String::new() } else { format!(": {problem}") };
        format!("{id:>6}  {}  {state:<7}  {kind}{to}, attempts: {attempts}{problem}", made.machine())
    }

    pub fn content(content: &Content) -> String {
        format!("To: {}\nSubject: {}\n\n{}", content.to, content.subject, content.text.trim_end())
    }
}

pub mod seed {
    pub const NO_AUTHORS: &str = "articles need authors: use --users 1 or more";
    pub const NOT_EMPTY: &str =
        "the database has users already, and seed fills only an empty one: use another database";

    pub fn failed(cause: impl std::fmt::Display) -> String {
        format!("cannot fill the database: {cause}")
    }

    pub fn done(users: u32, articles: u32) -> String {
        format!("Created {users} users and {articles} articles.")
    }

    pub fn log_in(password: &str) -> String {
        format!("Log in as user0 with the password: {password}")
    }
}

/// What `check --deploy` examines: the good state, and the remedy when it is not so.
pub mod deploy {
    type Finding = (&'static str, &'static str);

    pub const MIGRATED: Finding = ("the database is up to date", "run latchkey migrate");
    pub const NO_SEEDED_USER: Finding = (
        "no user has the public password of latchkey seed",
        "use another database, or deactivate each of them: latchkey users deactivate user0",
    );
    pub const COOKIES: Finding = ("cookies are Secure and bound to the host", "set sessions.https = true");
    pub const HSTS: Finding = ("browsers are told to use https only", "set sessions.https = true");
    pub const ORIGINS: Finding = ("every trusted origin uses https", "name only https origins in http.trusted_origins");
    pub const PASSWORDS: Finding =
        ("short and common passwords are refused", "name too_short and too_common in accounts.password_rules");
    pub const THROTTLE: Finding = ("failed logins are slowed down", "set accounts.throttle = true");
    pub const PROXIES: Finding =
        ("clients cannot make up their address", "name only your own proxies in http.trusted_proxies");
    pub const LIFETIME: Finding =
        ("no login lasts longer than 30 days", "lower sessions.cookie_age and sessions.browser_session_age");
    pub const HASHES: Finding = (
        "password hashes are as expensive as they should be",
        "set accounts.hash_memory_kib to 19456 and accounts.hash_iterations to 2, or more",
    );
    pub const LOG: Finding = ("logins and refusals are logged", "let log.filter pass the level info");
    pub const KEY_FILE: Finding =
        ("only its owner can read the secret key", "chmod 600 the file that sessions.secret_key_file names");
    pub const DATABASE_FILE: Finding = (
        "only its owner can read the database file",
        "chmod 600 the file that database.url names, and its -wal and -shm",
    );
    pub const MAIL_LEAVES: Finding = (
        "mail leaves by SMTP, or is off",
        "set mail.url to smtps://USER:PASSWORD@HOST: console: and folder: are for development",
    );
    pub const MAIL_ENCRYPTED: Finding =
        ("mail crosses no network unencrypted", "begin mail.url with smtps://, or end it with ?tls=required");
    pub const MAIL_FROM: Finding = (
        "mail has a sender that can be answered and checked",
        "set mail.from to an address at a domain of yours, whose SPF record names the mail server, to which that server adds a DKIM \
         signature, and which has a DMARC record (docs/mail.md)",
    );
    pub const MAIL_ORIGIN: Finding = (
        "links in mails lead to this site over https",
        "set http.origin to the address of the site, such as https://www.example.com",
    );
    pub const SESSION_FOLDER: Finding =
        ("only its owner can read the sessions", "chmod 700 the folder that sessions.file_path names");
}

/// Why a request was taken for one from another site, and what to do.
pub mod origin {
    pub const OTHER_SITE: &str = "the browser says that the page belongs to another site; if that is one of yours, name it in http.trusted_origins";
    pub const HIDDEN: &str = "the browser hides which site the page belongs to: pass on the header Referrer-Policy of this server \
                              unchanged, and do not show the site in a sandboxed frame";
    pub const NO_HOST: &str =
        "the request has no Host header: let the proxy pass it (nginx: proxy_set_header Host $http_host)";
    pub const PLAIN_HTTP: &str =
        "the page was loaded over http, but sessions.https is on: redirect http to https in front of this server";
    pub const PORT: &str = "the host has another port than the page: let the proxy pass the Host header with its port (nginx: \
                            proxy_set_header Host $http_host)";
    pub const FORWARDED_HOST: &str = "the proxy passes the host of the page as X-Forwarded-Host, which is not read: let it pass the \
                                      Host header (nginx: proxy_set_header Host $http_host)";
    pub const OTHER_HOST: &str = "the page belongs to another host than the request names: if it is this site, let the proxy pass the \
                                  Host header (nginx: proxy_set_header Host $http_host); if it is another site of yours, name it in \
                                  http.trusted_origins";
}

/// In the log.
pub mod log {
    pub const NO_BUILT_SITE: &str = "no built site here, or no hash.txt with the names of its files beside the program, so pages \
                                     have no style: run make build";
    pub const NOT_ANNOUNCED: &str = "the first lines could not be printed";
    pub const DRAINING: &str =
        "about to stop: the health check sends new clients elsewhere, and all else goes on for http.drain seconds";
    pub const RELOADED: &str = "SIGHUP: the log has the filter of the settings; all else changes with a restart";
    pub const NOT_RELOADED: &str = "SIGHUP: the settings cannot be used, so the log keeps its filter";
    pub const STOPPING: &str = "stopping: finishing the requests in flight";
    pub const REQUESTS_CUT: &str = "some requests were not finished in time";
    pub const POSTS_CUT: &str = "some posts were not finished in time";
    pub const MAIL_CUT: &str = "a mail was being sent and was not finished in time; it is sent again";
    pub const TOO_MANY_CONNECTIONS: &str = "there are more connections than http.connections or http.connections_network allow, so \
                                            some were closed or refused";
    pub const FEW_FILES: &str = "the process may open fewer files than http.connections needs: raise its limit of open files \
                                 (LimitNOFILE, ulimit -n), or lower the setting";
    pub const NOT_SWEPT: &str = "expired rows could not be deleted";
}
