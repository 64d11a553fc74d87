//! The command line: which command, with which settings. Each command's work is in its domain. Django: `manage.py`.

use std::{io::IsTerminal, net::SocketAddr, path::PathBuf, process::ExitCode};

use clap::{Args, Parser, Subcommand};

use crate::{
    accounts::server::{commands, registration},
    articles::server::service,
    boot::{
        app::{App, StartError},
        deploy, routes, serve, telemetry,
    },
    server::{
        db::{self, Db},
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
    /// The settings file [default: Leptos.toml]
    #[arg(long, global = true, value_name = "FILE", env = "LATCHKEY_SETTINGS_FILE")]
    settings: Option<PathBuf>,
    /// The database: sqlite:FILE or postgres://…
    #[arg(long, global = true, value_name = "URL")]
    database_url: Option<String>,
    /// The address to listen on, for instance 127.0.0.1:3000
    #[arg(long, global = true, value_name = "ADDRESS")]
    addr: Option<SocketAddr>,
}

#[derive(Subcommand)]
enum Command {
    /// Serve the site (the default)
    Serve,
    /// Bring the database up to date
    Migrate,
    /// Make a user with every right
    Createsuperuser(staff::CreateSuperuser),
    /// Set a user's password and end their sessions
    Changepassword(commands::ChangePassword),
    /// Delete sessions that have expired
    Clearsessions,
    /// Find and show users, let them in or keep them out, end their sessions
    Users(staff::Users),
    /// See, make and delete groups
    Groups(staff::Groups),
    /// Give a user or a group permissions, membership, the staff area
    Grant(staff::Grant),
    /// Take them away
    Revoke(staff::Grant),
    /// Print what was changed in the staff area and by command
    Audit(staff::Audit),
    /// Sum up why people left
    Departures(staff::Departures),
    /// Print every page and server function with who may use it
    Routes {
        /// As JSON
        #[arg(long)]
        json: bool,
    },
    /// Check settings, routes, database and migrations without serving
    Check {
        /// Examine whether the site may be shown to the internet
        #[arg(long)]
        deploy: bool,
    },
    /// Fill an empty database for demos and benchmarks
    Seed {
        #[arg(long, default_value_t = 3)]
        users: u32,
        #[arg(long, default_value_t = 30)]
        articles: u32,
    },
}

/// Runs the command and gives the exit code: 0, or 1 with a sentence on the standard error.
pub fn main() -> ExitCode {
    let cli = Cli::parse();
    let runtime = match tokio::runtime::Runtime::new() {
        Ok(runtime) => runtime,
        Err(error) => return fail(&StartError::Serve(error)),
    };
    match runtime.block_on(run(cli)) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => fail(&error),
    }
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
            println!("Deleted {count} expired sessions.");
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
        println!("The database lacks migrations: {}. They are applied when the server starts.", pending.join(", "));
    }
    println!("Settings, routes and {} database are in order.", app.db.kind());
    if app.accounts.password_rules().min_length < 15 {
        println!("Advice: accounts.password_min_length = 15 where a password is the only factor (NIST SP 800-63B).");
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
        [] => println!("The {} database is up to date.", app.db.kind()),
        applied => println!("Applied to the {} database: {}.", app.db.kind(), applied.join(", ")),
    }
    Ok(())
}

async fn seed(settings: Settings, users: u32, articles: u32) -> Result<(), StartError> {
    let failed = |error: crate::shared::AppError| StartError::Command(format!("seeding failed: {error}"));
    if users == 0 && articles > 0 {
        return Err(StartError::Command("articles need authors: give --users 1 or more".to_owned()));
    }
    let app = App::open(settings).await?;
    db::migrate(&app.db).await?;
    app.synchronise().await?;
    if registration::any_user(&app.accounts).await.map_err(failed)? {
        return Err(StartError::Command("the database has users already: seed fills an empty one only".to_owned()));
    }
    let ids = registration::seed_users(&app.accounts, users, registration::SEED_PASSWORD).await.map_err(failed)?;
    service::seed(&app.articles, articles, &ids).await.map_err(failed)?;
    println!("Made {users} users and {articles} articles.");
    if users > 0 {
        println!("Log in as user0 with the password: {}", registration::SEED_PASSWORD);
    }
    Ok(())
}
