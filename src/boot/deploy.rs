//! `latchkey check --deploy`: whether this site is safe on the internet. Also run before serving over https, when a failed finding
//! keeps the server from starting. Django: `check --deploy`.

use std::{fmt, fs, os::unix::fs::PermissionsExt, path::Path};

use tracing_subscriber::{EnvFilter, layer::SubscriberExt};

use crate::{
    accounts::server::registration,
    boot::{
        app::{App, StartError},
        messages::deploy as messages,
    },
    server::{
        db::{self, address::Address},
        mail::has_public_domain,
        output::CommandError,
        settings::{MailUrl, SessionEngine, Settings},
    },
    shared::PasswordRule,
};

/// The minimum of OWASP for argon2id.
const MEMORY_FLOOR_KIB: u32 = 19_456;
const PASSES_FLOOR: u32 = 2;
/// The maximum lifetime of a login (NIST SP 800-63B, 2.1.3), in seconds.
const LONGEST_SESSION: u32 = 30 * 86_400;

/// The result of one check.
pub struct Finding {
    is_ok: bool,
    /// The requirement of OWASP ASVS 5 that it checks.
    asvs: &'static str,
    /// What should be so, and the remedy when it is not.
    text: (&'static str, &'static str),
}

fn finding(is_ok: bool, asvs: &'static str, text: (&'static str, &'static str)) -> Finding {
    Finding { is_ok, asvs, text }
}

impl fmt::Display for Finding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { is_ok, asvs, text: (what, remedy) } = self;
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
    findings.extend(of_mail(&app.settings));
    findings.extend(of_files(&app.settings));
    findings.push(finding(pending.is_empty(), "16.5.3", messages::MIGRATED));
    // Without its tables the database has no users.
    let has_seeded_user = pending.is_empty()
        && registration::has_seeded_user(&app.accounts).await.map_err(|error| CommandError::from(error.to_string()))?;
    findings.push(finding(!has_seeded_user, "6.3.2", messages::NO_SEEDED_USER));
    Ok(findings)
}

/// Fails if a finding has failed.
///
/// # Errors
/// Every failed finding with its remedy.
pub fn demand(findings: &[Finding]) -> Result<(), StartError> {
    let failed: Vec<String> = findings.iter().filter(|finding| !finding.is_ok).map(ToString::to_string).collect();
    match failed.as_slice() {
        [] => Ok(()),
        failed => Err(StartError::Unsafe(failed.join("\n  "))),
    }
}

fn of_settings(settings: &Settings) -> Vec<Finding> {
    let Settings { sessions, accounts, http, log, .. } = settings;
    let strong_hashes =
        accounts.hash_memory_kib.get() >= MEMORY_FLOOR_KIB && accounts.hash_iterations.get() >= PASSES_FLOOR;
    let has_rule = |rule| accounts.password_rules.contains(&rule);
    let longest = sessions.cookie_age.get().max(sessions.browser_session_age.get());
    let only_https = http.trusted_origins.iter().all(|origin| origin.starts_with("https://"));
    let good_rules = has_rule(PasswordRule::TooShort) && has_rule(PasswordRule::TooCommon);
    vec![
        finding(sessions.https, "3.3.1", messages::COOKIES),
        finding(sessions.https, "3.4.1", messages::HSTS),
        finding(only_https, "3.5.1", messages::ORIGINS),
        finding(good_rules, "6.2.4", messages::PASSWORDS),
        finding(accounts.throttle, "6.3.1", messages::THROTTLE),
        finding(!http.trusted_proxies.is_everybody(), "6.3.1", messages::PROXIES),
        finding(longest <= LONGEST_SESSION, "7.3.2", messages::LIFETIME),
        finding(strong_hashes, "11.4.2", messages::HASHES),
        finding(logs_logins(&log.filter), "16.3.1", messages::LOG),
    ]
}

/// A site without mail has nothing to be wrong.
fn of_mail(settings: &Settings) -> Vec<Finding> {
    let (mail, origin) = (&settings.mail, settings.http.origin.get());
    let is_off = mail.url == MailUrl::Off;
    let is_public = is_off || has_public_domain(&mail.from);
    let leads_here = is_off || origin.is_some_and(|origin| origin.starts_with("https://"));
    vec![
        finding(!mail.url.is_for_development(), "6.4.3", messages::MAIL_LEAVES),
        finding(!mail.url.is_plain_on_a_network(), "12.3.1", messages::MAIL_ENCRYPTED),
        finding(is_public, "6.4.3", messages::MAIL_FROM),
        finding(leads_here, "6.4.3", messages::MAIL_ORIGIN),
    ]
}

/// Whether the filter passes the activity of accounts.
fn logs_logins(filter: &str) -> bool {
    let Ok(filter) = EnvFilter::try_new(filter) else { return false };
    let subscriber = tracing_subscriber::registry().with(filter);
    tracing::subscriber::with_default(
        subscriber,
        || tracing::enabled!(target: "latchkey::accounts::server::activity", tracing::Level::INFO),
    )
}

/// Files with secrets.
fn of_files(settings: &Settings) -> Vec<Finding> {
    let key = settings.base.join(&settings.sessions.secret_key_file);
    let database = match Address::parse(&settings.database.url, &settings.base) {
        Ok(Address::Sqlite(file)) => Some(file.path),
        Ok(Address::Postgres(_)) | Err(_) => None,
    };
    let sessions = settings.base.join(&settings.sessions.file_path);
    let keeps_files = settings.sessions.engine == SessionEngine::File;
    vec![
        finding(!keeps_files || is_for_owner_only(&sessions), "14.2.4", messages::SESSION_FOLDER),
        finding(is_for_owner_only(&key), "13.3.1", messages::KEY_FILE),
        finding(database.is_none_or(|file| is_for_owner_only(&file)), "14.2.4", messages::DATABASE_FILE),
    ]
}

/// Also true for a file that does not exist: then the secret is somewhere else.
fn is_for_owner_only(file: &Path) -> bool {
    fs::metadata(file).map_or(true, |metadata| metadata.permissions().mode() & 0o077 == 0)
}
