//! `balai import`: what is brought in from files of others.

use std::path::PathBuf;

use clap::{Args, Subcommand};
use platform::{Clock, Error, Kind, auth::password::Cost};

use super::output;
use crate::{app::App, settings::Settings};

/// Lines about what was odd that are printed.
const TOLD: usize = 50;

#[derive(Subcommand)]
pub(super) enum Import {
    /// Recommend products that are sold elsewhere where there are too few of our own; replaces what was imported before
    Recommendations(Recommendations),
}

#[derive(Args)]
pub(super) struct Recommendations {
    /// CSV file with a line of names: `product_id`, `product_name`, `product_link`, and where known category, rating,
    /// `rating_count`, `about_product`
    #[arg(required_unless_present = "clear", conflicts_with = "clear")]
    file: Option<PathBuf>,
    /// Take away what was imported
    #[arg(long)]
    clear: bool,
    /// Only say what would be done
    #[arg(long)]
    dry_run: bool,
}

pub(super) async fn import(settings: &Settings, command: Import) -> Result<(), Error> {
    let Import::Recommendations(asked) = command;
    // Read first: a file that is not there leaves no trace.
    let table = asked.file.as_ref().map(read).transpose()?;
    let app = App::open(settings, Clock::system(), Cost::default(), None).await?;
    let done = recommendations(&app, table, asked.dry_run).await;
    app.db.close().await;
    done
}

fn read(path: &PathBuf) -> Result<Vec<u8>, Error> {
    std::fs::read(path).map_err(|cause| {
        let said = format!("{} cannot be read: {}", path.display(), crate::advice::advise(&cause));
        Error::new(Kind::Invalid, "import.unreadable", said).caused_by(cause)
    })
}

async fn recommendations(app: &App, table: Option<Vec<u8>>, is_trial: bool) -> Result<(), Error> {
    let trackmate = &app.wired.trackmate;
    let trial = if is_trial {
        " Nothing was changed: this was a trial."
    } else {
        ""
    };
    let Some(table) = table else {
        let removed = trackmate.clear_catalogue(is_trial).await?;
        output::line(&format!("Imported products taken away: {removed}.{trial}"));
        return Ok(());
    };
    let done = trackmate.import_catalogue(&table, is_trial).await?;
    for line in done.told.iter().take(TOLD) {
        output::line(line);
    }
    if let Some(more) = done.told.len().checked_sub(TOLD).filter(|more| *more > 0) {
        output::line(&format!("… and {more} more lines"));
    }
    output::line(&format!(
        "Products imported: {}, in place of {} from before.{trial}",
        done.products, done.removed
    ));
    Ok(())
}
