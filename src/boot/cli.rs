//! The command line: which command runs, and with which settings. What a command does is in its domain. Django: `manage.py`.

use std::{io::IsTerminal, net::SocketAddr, path::PathBuf, process::ExitCode};

use clap::{Args, Parser, Subcommand};

use crate::{
    accounts::server::{commands, registration},
    articles::server::service,
    boot::{
        app::{App, StartError},
        deploy, messages, routes, serve, telemetry,
    },
    server::{
        db::{self, Db, address::without_addresses},
        settings::{Flags, Settings},
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
    Changepassword(commands::ChangePassword),
    /// Delete expired sessions
    Clearsessions,
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
    /// Fill an empty database for demos and benchmarks
    Seed {
        /// How many users to create
        #[arg(long, default_value_t = 3)]
        users: u32,
        /// How many articles to create
        #[arg(long, default_value_t = 30)]
        articles: u32,
    },
}

/// Runs the command. The exit code is 0, or 1 with a sentence on standard error.
pub fn main() -> ExitCode {
    let cli = match Cli::try_parse() {
        Ok(cli) => cli,
        Err(error) => return usage(&error),
    };
    let runtime = match tokio::runtime::Runtime::new() {
        Ok(runtime) => runtime,
        Err(error) => return fail(&StartError::Serve(error)),
    };
    match runtime.block_on(run(cli)) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => fail(&error),
    }
}

/// Prints what was asked for, or what is wrong with the command line. That may be an address with a password.
fn usage(error: &clap::Error) -> ExitCode {
    if error.use_stderr() {
        eprint!("{}", without_addresses(&error.render().to_string()));
    } else {
        _ = error.print();
    }
    ExitCode::from(u8::try_from(error.exit_code()).unwrap_or(2))
}

fn fail(error: &StartError) -> ExitCode {
    eprintln!("latchkey: {error}");
    ExitCode::FAILURE
}

async fn run(cli: Cli) -> Result<(), StartError> {
    let SettingsArgs { settings, database_url, addr } = cli.settings;
    if let Some(Command::Routes { json }) = cli.command {
        routes::check()?;
        print!("{}", if json { routes::json() } else { routes::print() });
        return Ok(());
    }
    let settings = Settings::load(&Flags { settings_file: settings, address: addr, database_url })?;
    telemetry::init(&settings.log)?;
    match cli.command.unwrap_or(Command::Serve) {
        Command::Serve => serve::serve(settings).await,
        Command::Migrate => migrate(settings).await,
        Command::Createsuperuser(command) => {
            let app = serve::ready(settings).await?;
            commands::watch_for_ctrl_c();
            command.run(&app.accounts, std::io::stdin().is_terminal()).await.map_err(StartError::Command)
        }
        Command::Changepassword(command) => {
            let app = serve::ready(settings).await?;
            commands::watch_for_ctrl_c();
            command.run(&app.accounts, std::io::stdin().is_terminal()).await.map_err(StartError::Command)
        }
        Command::Clearsessions => {
            let app = serve::ready(settings).await?;
            let count = commands::clear_sessions(&app.accounts).await.map_err(StartError::Command)?;
            println!("{}", messages::clearsessions::done(count));
            Ok(())
        }
        Command::Users(command) => {
            command.run(&serve::ready(settings).await?.accounts).await.map_err(StartError::Command)
        }
        Command::Groups(command) => {
            command.run(&serve::ready(settings).await?.accounts).await.map_err(StartError::Command)
        }
        Command::Grant(command) => {
            command.grant(&serve::ready(settings).await?.accounts).await.map_err(StartError::Command)
        }
        Command::Revoke(command) => {
            command.revoke(&serve::ready(settings).await?.accounts).await.map_err(StartError::Command)
        }
        Command::Audit(command) => {
            command.run(&serve::ready(settings).await?.accounts).await.map_err(StartError::Command)
        }
        Command::Departures(command) => {
            command.run(&serve::ready(settings).await?.accounts).await.map_err(StartError::Command)
        }
        Command::Check { deploy } => check(settings, deploy).await,
        Command::Seed { users, articles } => seed(settings, users, articles).await,
        Command::Routes { .. } => Ok(()),
    }
}

async fn check(settings: Settings, for_deployment: bool) -> Result<(), StartError> {
    routes::check()?;
    let app = App::open(settings).await?;
    app.site.warn_if_missing();
    let pending = db::pending(&app.db).await?;
    if matches!(app.db, Db::Postgres(_)) && !pending.is_empty() {
        return Err(StartError::PendingMigrations(pending.join(", ")));
    }
    if !pending.is_empty() {
        println!("{}", messages::check::pending(&pending));
    }
    println!("{}", messages::check::in_order(app.db.kind()));
    if app.accounts.password_rules().min_length < 15 {
        println!("{}", messages::check::LONGER_PASSWORDS);
    }
    if for_deployment {
        let findings = deploy::examine(&app).await?;
        findings.iter().for_each(|finding| println!("{finding}"));
        deploy::demand(&findings)?;
    }
    Ok(())
}

async fn migrate(settings: Settings) -> Result<(), StartError> {
    let app = App::open(settings).await?;
    let applied = db::migrate(&app.db).await?;
    app.synchronise().await?;
    match applied.as_slice() {
        [] => println!("{}", messages::migrate::nothing_to_do(app.db.kind())),
        applied => println!("{}", messages::migrate::applied(app.db.kind(), applied)),
    }
    Ok(())
}

async fn seed(settings: Settings, users: u32, articles: u32) -> Result<(), StartError> {
    let failed = |error: crate::shared::AppError| StartError::Command(messages::seed::failed(error));
    if users == 0 && articles > 0 {
        return Err(StartError::Command(messages::seed::NO_AUTHORS.to_owned()));
    }
    let app = App::open(settings).await?;
    db::migrate(&app.db).await?;
    app.synchronise().await?;
    if registration::any_user(&app.accounts).await.map_err(failed)? {
        return Err(StartError::Command(messages::seed::NOT_EMPTY.to_owned()));
    }
    let ids = registration::seed_users(&app.accounts, users, registration::SEED_PASSWORD).await.map_err(failed)?;
    service::seed(&app.articles, articles, &ids).await.map_err(failed)?;
    println!("{}", messages::seed::done(users, articles));
    if users > 0 {
        println!("{}", messages::seed::log_in(registration::SEED_PASSWORD));
    }
    Ok(())
}
