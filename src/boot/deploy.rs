//! `latchkey check --deploy`: whether this site may be shown to the internet. Also run before serving over https, and then a
//! finding keeps the server from starting. Django: `check --deploy`.

use std::{fmt, fs, os::unix::fs::PermissionsExt, path::Path};

use tracing_subscriber::{EnvFilter, layer::SubscriberExt};

use crate::{
    accounts::server::registration,
    boot::app::{App, StartError},
    server::{db, settings::Settings},
    shared::PasswordRule,
};

/// The OWASP floor for argon2id.
const MEMORY_FLOOR_KIB: u32 = 19_456;
const PASSES_FLOOR: u32 = 2;
/// The longest time that a sign-in may last (NIST SP 800-63B, 2.1.3), in seconds.
const LONGEST_SESSION: u32 = 30 * 86_400;

/// One thing that was examined.
pub struct Finding {
    pub is_ok: bool,
    /// The requirement of OWASP ASVS 5 that it serves.
    asvs: &'static str,
    what: &'static str,
    remedy: &'static str,
}

impl fmt::Display for Finding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { is_ok, asvs, what, remedy } = self;
        match is_ok {
            true => write!(f, "ok    {asvs:<7} {what}"),
            false => write!(f, "FAIL  {asvs:<7} {what}: {remedy}"),
        }
    }
}

/// Examines settings, files and database.
///
/// # Errors
/// When the database does not answer.
pub async fn examine(app: &App) -> Result<Vec<Finding>, StartError> {
    let pending = db::pending(&app.db).await?;
    let mut findings = of_settings(&app.settings);
    findings.extend(of_files(&app.settings));
    findings.push(Finding {
        is_ok: pending.is_empty(),
        asvs: "16.5.3",
        what: "the database is up to date",
        remedy: "run latchkey migrate",
    });
    // Without its tables there is nobody yet.
    let has_default = pending.is_empty()
        && registration::has_seeded_user(&app.accounts)
            .await
            .map_err(|error| StartError::Command(error.to_string()))?;
    findings.push(Finding {
        is_ok: !has_default,
        asvs: "6.3.2",
        what: "no account of latchkey seed has its well-known password",
        remedy: "use another database, or latchkey users deactivate user0, and so on",
    });
    Ok(findings)
}

/// Refuses to go on when something is not as it must be.
///
/// # Errors
/// Every finding that failed, with its remedy.
pub fn demand(findings: &[Finding]) -> Result<(), StartError> {
    let failed: Vec<String> = findings.iter().filter(|finding| !finding.is_ok).map(ToString::to_string).collect();
    match failed.as_slice() {
        [] => Ok(()),
        failed => Err(StartError::Unsafe(failed.join("\n  "))),
    }
}

fn of_settings(settings: &Settings) -> Vec<Finding> {
    let Settings { sessions, accounts, http, log, .. } = settings;
    let finding = |is_ok, asvs, what, remedy| Finding { is_ok, asvs, what, remedy };
    let strong_hashes =
        accounts.hash_memory_kib.get() >= MEMORY_FLOOR_KIB && accounts.hash_iterations.get() >= PASSES_FLOOR;
    let has_rule = |rule| accounts.password_rules.contains(&rule);
    let longest = sessions.cookie_age.get().max(sessions.browser_session_age.get());
    vec![
        finding(sessions.https, "3.3.1", "cookies are Secure and bound to the host", "set sessions.https = true"),
        finding(sessions.https, "3.4.1", "browsers are told to stay with https", "set sessions.https = true"),
        finding(
            http.trusted_origins.iter().all(|origin| origin.starts_with("https://")),
            "3.5.1",
            "every trusted origin uses https",
            "name only https origins in http.trusted_origins",
        ),
        finding(
            has_rule(PasswordRule::TooShort) && has_rule(PasswordRule::TooCommon),
            "6.2.4",
            "short and common passwords are refused",
            "name too_short and too_common in accounts.password_rules",
        ),
        finding(accounts.throttle, "6.3.1", "failed attempts have to wait", "set accounts.throttle = true"),
        finding(
            !http.trusted_proxies.is_everybody(),
            "6.3.1",
            "not everybody is believed about the address he asks for",
            "name only your own proxies in http.trusted_proxies",
        ),
        finding(
            longest <= LONGEST_SESSION,
            "7.3.2",
            "no sign-in lasts longer than 30 days",
            "lower sessions.cookie_age and sessions.browser_session_age",
        ),
        finding(
            strong_hashes,
            "11.4.2",
            "password hashes cost what they should",
            "set accounts.hash_memory_kib to 19456 and accounts.hash_iterations to 2, or more",
        ),
        finding(
            logs_sign_ins(&log.filter),
            "16.3.1",
            "sign-ins and refusals are logged",
            "let log.filter pass the level info",
        ),
    ]
}

/// Whether the filter lets through what the accounts write down.
fn logs_sign_ins(filter: &str) -> bool {
    let Ok(filter) = EnvFilter::try_new(filter) else { return false };
    let subscriber = tracing_subscriber::registry().with(filter);
    tracing::subscriber::with_default(
        subscriber,
        || tracing::enabled!(target: "latchkey::accounts::server::activity", tracing::Level::INFO),
    )
}

/// Files that hold secrets are for their owner only.
fn of_files(settings: &Settings) -> Vec<Finding> {
    let key = settings.base.join(&settings.sessions.secret_key_file);
    let database =
        settings.database.url.strip_prefix("sqlite:").map(|file| settings.base.join(file.trim_start_matches("//")));
    vec![
        Finding {
            is_ok: is_for_owner_only(&key),
            asvs: "13.3.1",
            what: "the secret key is readable for its owner only",
            remedy: "chmod 600 the file that sessions.secret_key_file names",
        },
        Finding {
            is_ok: database.is_none_or(|file| is_for_owner_only(&file)),
            asvs: "14.2.4",
            what: "the database file is readable for its owner only",
            remedy: "chmod 600 the file that database.url names, and its -wal and -shm",
        },
    ]
}

/// True as well for a file that does not exist: then the secret is elsewhere.
fn is_for_owner_only(file: &Path) -> bool {
    fs::metadata(file).map_or(true, |metadata| metadata.permissions().mode() & 0o077 == 0)
}
