//! The command line: which command runs, and with which settings. What a command does is in its domain. Django: `manage.py`.

use std::{
    env,
    ffi::OsString,
    io::{self, IsTerminal, Write},
    net::SocketAddr,
    path::PathBuf,
    process::ExitCode,
};

use clap::{Args, CommandFactory, FromArgMatches, Parser, Subcommand};

use crate::{
    accounts::server::{
        Accounts,
        commands::{ChangePassword, watch_for_ctrl_c},
    },
    boot::{app::StartError, backups, commands, mail_commands::MailArgs, routes, serve, telemetry},
    server::{
        db::address::without_addresses,
        huge_pages,
        output::{CommandError, complain, say_part},
        settings::{Flags, LogFormat, SessionEngine, Settings},
    },
    staff::server::commands as staff,
};

#[derive(Parser)]
#[command(name = "latchkey", version, about = "Accounts and articles: the server and its tools")]
struct Cli {
    #[command(flatten)]
    settings: SettingsArgs,
    #[command(subcommand)]
    command: Option<Command>,
}

#[derive(Args)]
struct SettingsArgs {
    /// The settings file [default: Leptos.toml] [env: LATCHKEY_SETTINGS_FILE]
    #[arg(long, global = true, value_name = "FILE")]
    settings: Option<PathBuf>,
    /// The database: sqlite:FILE or postgres://…
    #[arg(long, global = true, value_name = "URL")]
    database_url: Option<String>,
    /// The address to listen on, such as 127.0.0.1:3000
    #[arg(long, global = true, value_name = "ADDRESS")]
    addr: Option<SocketAddr>,
}

#[derive(Subcommand)]
enum Command {
    /// Serve the site (the default)
    Serve,
    /// Bring the database up to date
    Migrate,
    /// Create a user with every permission
    Createsuperuser(staff::CreateSuperuser),
    /// Set a user's password and end their sessions
    Changepassword(ChangePassword),
    /// Delete expired sessions
    Clearsessions,
    /// Move sessions to where another engine keeps them
    Sessions(SessionsArgs),
    /// List, show, activate and deactivate users, and end their sessions
    Users(staff::Users),
    /// List, create and delete groups
    Groups(staff::Groups),
    /// Give permissions, group membership or access to the staff area
    Grant(staff::Grant),
    /// Take permissions, group membership or access to the staff area away
    Revoke(staff::Grant),
    /// Print the audit trail: changes in the staff area and by commands
    Audit(staff::Audit),
    /// Summarise the exit surveys of deleted accounts
    Departures(staff::Departures),
    /// See what mail waits, was sent or given up; send a test; try again
    Mail(MailArgs),
    /// Print every page and server function, and who may use it
    Routes {
        /// Print JSON
        #[arg(long)]
        json: bool,
    },
    /// Check settings, routes, database and migrations
    Check {
        /// Check whether the site is safe on the internet, too
        #[arg(long)]
        deploy: bool,
    },
    /// Copy a SQLite database to a new file, while servers use it
    Backup {
        /// The new file
        file: PathBuf,
    },
    /// Replace a SQLite database by a backup, after a look through it
    Restore {
        /// The file that latchkey backup has made
        file: PathBuf,
        /// Let the sessions in the backup live again, those that were ended since among them
        #[arg(long)]
        keep_sessions: bool,
    },
    /// Fill an empty database for demos and benchmarks: without numbers with a small magazine by people with names
    Seed {
        /// How many users to create [default: 6 people]
        #[arg(long)]
        users: Option<u32>,
        /// How many articles to create [default: a magazine]
        #[arg(long)]
        articles: Option<u32>,
    },
}

#[derive(Args)]
struct SessionsArgs {
    #[command(subcommand)]
    command: SessionsCommand,
}

#[derive(Subcommand)]
enum SessionsCommand {
    /// Take all living sessions along to another engine, while the server stands still; then set sessions.engine
    Move {
        /// database, file or redis
        #[arg(long, value_name = "ENGINE")]
        to: SessionEngine,
    },
}

/// Runs the command. The exit code is 0, or 1 with a sentence on standard error; 2 for a wrong command line.
pub fn main() -> ExitCode {
    huge_pages::keep_off();
    let cli = match Cli::try_parse() {
        Ok(cli) => cli,
        Err(error) => return usage(&error),
    };
    let format = cli.format_of_errors();
    if matches!(format, LogFormat::Json) {
        telemetry::panics_as_json();
    }
    let runtime = match tokio::runtime::Runtime::new() {
        Ok(runtime) => runtime,
        Err(error) => return fail(format, &StartError::Threads(error)),
    };
    match runtime.block_on(run(cli)) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => fail(format, &error),
    }
}

impl Cli {
    /// The server's errors are read by what reads its log; those of the other commands by people.
    fn format_of_errors(&self) -> LogFormat {
        match self.command {
            None | Some(Command::Serve) => Settings::log_format(&self.settings.flags()),
            Some(_) => LogFormat::Pretty,
        }
    }
}

impl SettingsArgs {
    fn flags(&self) -> Flags {
        Flags { settings_file: self.settings.clone(), address: self.addr, database_url: self.database_url.clone() }
    }
}

/// Prints the help or the version, which were asked for, or what is wrong with the command line.
fn usage(error: &clap::Error) -> ExitCode {
    let exit_code = ExitCode::from(u8::try_from(error.exit_code()).unwrap_or(2));
    if !error.use_stderr() {
        let printed = error.print().and_then(|()| io::stdout().flush()).map_err(CommandError::from);
        return printed.map_or_else(|error| fail(LogFormat::Pretty, &error.into()), |()| exit_code);
    }
    let text = error.render().to_string();
    match understood().map_or(LogFormat::Pretty, |cli| cli.format_of_errors()) {
        LogFormat::Json => telemetry::report(LogFormat::Json, &without_addresses(text.trim())),
        LogFormat::Pretty => complain(without_addresses(text.trim_end())),
    }
    exit_code
}

/// As much of a wrong command line as can be understood: the command, and which settings file it names behind what is wrong.
fn understood() -> Option<Cli> {
    let found = Cli::command().ignore_errors(true).try_get_matches().ok()?;
    let mut cli = Cli::from_arg_matches(&found).ok()?;
    let words: Vec<OsString> = env::args_os().collect();
    let behind = words.iter().position(|word| word == "--settings").and_then(|place| words.get(place + 1));
    cli.settings.settings = cli.settings.settings.or_else(|| behind.map(PathBuf::from));
    Some(cli)
}

fn fail(format: LogFormat, error: &StartError) -> ExitCode {
    if matches!(error, StartError::Command(CommandError::ReaderGone)) {
        return ExitCode::SUCCESS;
    }
    telemetry::report(format, &error.to_string());
    ExitCode::FAILURE
}

async fn run(cli: Cli) -> Result<(), StartError> {
    if let Some(Command::Routes { json }) = cli.command {
        routes::check()?;
        return Ok(say_part(if json { routes::json() } else { routes::print() })?);
    }
    let flags = cli.settings.flags();
    let settings = Settings::load(&flags)?;
    telemetry::init(&settings.log)?;
    let is_terminal = io::stdin().is_terminal();
    match cli.command.unwrap_or(Command::Serve) {
        Command::Serve => serve::serve(settings, flags).await,
        Command::Migrate => commands::migrate(settings).await,
        Command::Check { deploy } => commands::check(settings, deploy).await,
        Command::Seed { users, articles } => commands::seed(settings, users, articles).await,
        Command::Backup { file } => backups::backup(&settings, &file).await,
        Command::Restore { file, keep_sessions } => backups::restore(&settings, &file, keep_sessions).await,
        Command::Clearsessions => commands::clear_sessions(settings).await,
        Command::Sessions(SessionsArgs { command: SessionsCommand::Move { to } }) => {
            commands::move_sessions(settings, to).await
        }
        Command::Createsuperuser(command) => {
            with_accounts(settings, async |accounts| {
                watch_for_ctrl_c();
                command.run(accounts, is_terminal).await
            })
            .await
        }
        Command::Changepassword(command) => {
            with_accounts(settings, async |accounts| {
                watch_for_ctrl_c();
                command.run(accounts, is_terminal).await
            })
            .await
        }
        Command::Users(command) => with_accounts(settings, async |accounts| command.run(accounts).await).await,
        Command::Groups(command) => with_accounts(settings, async |accounts| command.run(accounts).await).await,
        Command::Grant(command) => with_accounts(settings, async |accounts| command.grant(accounts).await).await,
        Command::Revoke(command) => with_accounts(settings, async |accounts| command.revoke(accounts).await).await,
        Command::Audit(command) => with_accounts(settings, async |accounts| command.run(accounts).await).await,
        Command::Departures(command) => with_accounts(settings, async |accounts| command.run(accounts).await).await,
        Command::Mail(command) => command.run(settings).await,
        Command::Routes { .. } => Ok(()),
    }
}

/// Runs a command on accounts, and closes the database: nothing of a SQLite file stays in the log beside it.
async fn with_accounts(
    settings: Settings,
    command: impl AsyncFnOnce(&Accounts) -> Result<(), CommandError>,
) -> Result<(), StartError> {
    let app = serve::ready(settings).await?;
    let done = command(&app.accounts).await;
    app.db.close().await;
    Ok(done?)
}
