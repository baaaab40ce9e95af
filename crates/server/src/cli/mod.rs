//! The command line: `balai serve`, `demo`, `admin`, `user`, `config`, `migrate`, `doctor`, `health`, `import`, `database`,
//! `backup`, `restore`, `mail`, `media`, `evaluate`, `openapi`, `asyncapi`, `completions`.
//!
//! Exit codes: 0 done, 1 it failed (the message says what to do), 2 the command line was wrong.

mod admin;
mod backup;
mod database;
mod demo;
mod doctor;
mod evaluate;
mod health;
mod import;
mod mail;
mod media;
mod output;
mod permission;
mod restore;
mod serve;
mod user;

use std::{path::PathBuf, process::ExitCode};

use clap::{CommandFactory as _, Parser, Subcommand};
use platform::{Clock, Error};

use crate::{
    settings::{Given, Settings},
    wiring,
};

/// One server for a community: traceable products, classifieds, conversations and exams.
#[derive(Parser)]
#[command(name = "balai", version, max_term_width = 110, arg_required_else_help = true)]
struct Cli {
    #[command(subcommand)]
    command: Command,
    /// Settings file (TOML; the names of the flags with underscores)
    #[arg(long, env = "BALAI_CONFIG", value_name = "FILE", global = true)]
    config: Option<PathBuf>,
    #[command(flatten, next_help_heading = "Settings")]
    given: Given,
}

#[derive(Subcommand)]
enum Command {
    /// Run the server
    Serve {
        /// Fill an empty database with demo data first
        #[arg(long)]
        demo: bool,
    },
    /// Fill an empty database with demo data and print the demo password
    Demo {
        /// Give those who can log in to the demo data that is there a new password, and print it
        #[arg(long)]
        password: bool,
    },
    /// Manage administrators, permissions and keys
    #[command(subcommand)]
    Admin(admin::Admin),
    /// List accounts, suspend them, and take that back
    #[command(subcommand)]
    User(user::User),
    /// Print the settings in force, secrets masked
    Config,
    /// Bring the database's tables up to date
    Migrate,
    /// Check data folder, database, clock, disk and ports, and say how to mend what is wrong
    Doctor,
    /// Ask a running server whether it is well: exit code 0 if it is, 1 if not
    Health {
        /// Address to ask, such as that of /health/ready [default: /health at the first address listened on]
        #[arg(long)]
        url: Option<String>,
    },
    /// Bring in what comes from files of others
    #[command(subcommand)]
    Import(import::Import),
    /// Manage databases
    #[command(subcommand)]
    Database(database::DatabaseCommand),
    /// Copy database and files to a folder, while servers run; what is there of earlier backups is not copied again
    Backup(backup::Backup),
    /// Bring a backup back into a new database, or try whether that would go well
    Restore(restore::Restore),
    /// Manage where files are kept
    #[command(subcommand)]
    Media(media::MediaCommand),
    /// Try the mail server, and list letters that have not arrived
    #[command(subcommand)]
    Mail(mail::MailCommand),
    /// Judge what the program guesses
    #[command(subcommand)]
    Evaluate(evaluate::Evaluate),
    /// Print the `OpenAPI` document
    Openapi,
    /// Print the `AsyncAPI` document: events and requests at the message broker
    Asyncapi,
    /// Print completions for a shell
    Completions {
        /// Which shell
        shell: clap_complete::Shell,
    },
}

/// Runs the program.
pub fn run() -> ExitCode {
    let cli = Cli::parse();
    match execute(cli) {
        Ok(code) => code,
        Err(error) => {
            output::error(&error);
            ExitCode::FAILURE
        }
    }
}

fn execute(cli: Cli) -> Result<ExitCode, Error> {
    if let Command::Completions { shell } = cli.command {
        let mut script = Vec::new();
        clap_complete::generate(shell, &mut Cli::command(), "balai", &mut script);
        output::text(&script);
        return Ok(ExitCode::SUCCESS);
    }
    let file = cli
        .config
        .as_deref()
        .map(Given::from_file)
        .transpose()?
        .unwrap_or_default();
    let settings = cli.given.or(file).settle(wiring::MODULES)?;
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build()
        .map_err(Error::internal)?;
    let done = runtime.block_on(async {
        match cli.command {
            Command::Serve { demo } => serve::serve(&settings, demo).await.map(|()| ExitCode::SUCCESS),
            Command::Demo { password } => demo::demo(&settings, password).await.map(|()| ExitCode::SUCCESS),
            Command::Admin(command) => admin::admin(&settings, command).await.map(|()| ExitCode::SUCCESS),
            Command::User(command) => user::user(&settings, command).await.map(|()| ExitCode::SUCCESS),
            Command::Migrate => migrate(&settings).await.map(|()| ExitCode::SUCCESS),
            Command::Doctor => Ok(doctor::doctor(&settings).await),
            Command::Health { url } => health::health(&settings, url.as_deref())
                .await
                .map(|()| ExitCode::SUCCESS),
            Command::Import(command) => import::import(&settings, command).await.map(|()| ExitCode::SUCCESS),
            Command::Database(command) => database::database(&settings, command).await.map(|()| ExitCode::SUCCESS),
            Command::Backup(asked) => backup::backup(&settings, asked).await.map(|()| ExitCode::SUCCESS),
            Command::Restore(asked) => restore::restore(&settings, asked).await.map(|()| ExitCode::SUCCESS),
            Command::Media(command) => media::media(&settings, command).await.map(|()| ExitCode::SUCCESS),
            Command::Mail(command) => mail::mail(&settings, command).await.map(|()| ExitCode::SUCCESS),
            Command::Evaluate(command) => evaluate::evaluate(&settings, command).await.map(|()| ExitCode::SUCCESS),
            Command::Config => config(&settings).map(|()| ExitCode::SUCCESS),
            Command::Openapi => document(wiring::openapi(&settings)),
            Command::Asyncapi => document(wiring::asyncapi(&settings)),
            Command::Completions { .. } => Ok(ExitCode::SUCCESS),
        }
    });
    // Nothing that is still running (a blocked read of a terminal, say) may keep the process.
    runtime.shutdown_background();
    done
}

fn config(settings: &Settings) -> Result<(), Error> {
    output::line(settings.print()?.trim_end());
    Ok(())
}

fn document(made: Result<String, Error>) -> Result<ExitCode, Error> {
    output::line(&made?);
    Ok(ExitCode::SUCCESS)
}

async fn migrate(settings: &Settings) -> Result<(), Error> {
    crate::app::prepare_folder(&settings.data)?;
    let db = wiring::connect(settings, Clock::system()).await?;
    let pending = db.pending(&wiring::migrations()).await?;
    let ran = db.migrate(&wiring::migrations()).await?;
    for name in &pending {
        output::line(&format!("ran {name}"));
    }
    output::line(&format!("{} is up to date ({ran} migrations ran)", settings.database));
    db.close().await;
    Ok(())
}
