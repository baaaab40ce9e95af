//! `balai database copy`: everything from one database into another, of either engine.

use clap::{Args, Subcommand};
use platform::{
    Clock, Error, Kind,
    auth::password::Cost,
    db::{
        Location,
        copy::{self, CopyProgress},
    },
};

use super::output;
use crate::{app::App, serving_lock::ServingLock, settings::Settings, wiring};

#[derive(Subcommand)]
pub(super) enum DatabaseCommand {
    /// Copy all rows into a new database of either engine and compare both; a copy that was stopped goes on when it is begun
    /// again
    Copy(Copy),
}

#[derive(Args)]
pub(super) struct Copy {
    /// Where from: sqlite:FILE or postgres://… [default: the database of the settings]
    #[arg(long, value_name = "URL")]
    from: Option<String>,
    /// Where to: a database that does not exist yet, or an empty one
    #[arg(long, value_name = "URL")]
    to: String,
}

pub(super) async fn database(settings: &Settings, command: DatabaseCommand) -> Result<(), Error> {
    let DatabaseCommand::Copy(asked) = command;
    let from = asked.from.as_deref().map(|url| settings.database_at(url)).transpose()?;
    let from = from.unwrap_or_else(|| settings.database.clone());
    let to = settings.database_at(&asked.to)?;
    // Whoever starts a server meanwhile is told so.
    let _locks = [ServingLock::take(&from)?, ServingLock::take(&to)?];
    if copy::is_served(&from).await? {
        let said = format!("a server runs on {from}: stop it first, so that nothing is written that is not copied");
        return Err(Error::new(Kind::Conflict, "copy.served", said));
    }
    copy_database(&from, &to).await?;
    rebuild_search(settings, &to).await?;
    output::line(&format!("Start the servers with --database '{to}' from now on."));
    Ok(())
}

/// Copies all tables, tells how far it is, and says what was copied.
pub(super) async fn copy_database(from: &Location, to: &Location) -> Result<(), Error> {
    let bar = output::progress("tables");
    let mut told = |progress: CopyProgress<'_>| {
        bar.set_length(2 * progress.of as u64);
        bar.set_position(progress.number as u64 + if progress.is_check { progress.of as u64 } else { 0 });
    };
    let copied = copy::copy(from, to, &wiring::migrations(), &mut told).await?;
    bar.finish_and_clear();
    let rows: u64 = copied.values().map(|sum| sum.rows).sum();
    output::line(&format!(
        "{} tables with {rows} rows copied from {from} to {to}, and read back alike.",
        copied.len()
    ));
    Ok(())
}

/// Makes everything findable in a database into which rows were brought.
pub(super) async fn rebuild_search(settings: &Settings, database: &Location) -> Result<(), Error> {
    let settings = Settings {
        database: database.clone(),
        ..settings.clone()
    };
    let app = App::open(&settings, Clock::system(), Cost::default(), None).await?;
    let rebuilt = async {
        let products = app.wired.trackmate.rebuild_search().await?;
        let listings = app.wired.classifieds.rebuild_search().await?;
        let messages = app.wired.conversations.rebuild_search().await?;
        Ok::<_, Error>((products, listings, messages))
    };
    let rebuilt = rebuilt.await;
    app.db.close().await;
    let (products, listings, messages) = rebuilt?;
    output::line(&format!(
        "Search is made anew for {products} products, {listings} listings and {messages} messages."
    ));
    Ok(())
}
