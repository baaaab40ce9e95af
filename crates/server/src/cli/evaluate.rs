//! `balai evaluate`: how good what the program guesses is.

use clap::Subcommand;
use platform::{Clock, Error, auth::password::Cost};
use trackmate::api::Evaluation;

use super::output;
use crate::{app::App, settings::Settings};

#[derive(Subcommand)]
pub(super) enum Evaluate {
    /// Hide what each account liked last, and see how often it is recommended; beside simple ways
    Recommendations {
        /// On a data set with known tastes, the same each time, in place of what is in the database
        #[arg(long)]
        seeded: bool,
    },
}

pub(super) async fn evaluate(settings: &Settings, command: Evaluate) -> Result<(), Error> {
    let Evaluate::Recommendations { seeded } = command;
    if seeded {
        print(&trackmate::evaluate_seeded());
        return Ok(());
    }
    let app = App::open(settings, Clock::system(), Cost::default(), None).await?;
    let found = app.wired.trackmate.evaluate_recommendations().await;
    app.db.close().await;
    print(&found?);
    Ok(())
}

fn print(found: &Evaluation) {
    output::line(&format!("{} products, {} accounts asked", found.products, found.asked));
    if found.asked == 0 {
        output::line("Nobody did something with two products yet, so there is nothing to judge by: try --seeded.");
        return;
    }
    output::line(&format!(
        "{:<14}{:>10}{:>10}{:>10}",
        "", "hit rate", "NDCG@5", "coverage"
    ));
    for (name, measures) in &found.ways {
        output::line(&format!(
            "{name:<14}{:>10.3}{:>10.3}{:>10.3}",
            measures.hit_rate, measures.ndcg, measures.coverage
        ));
    }
}
