//! `balai demo` and `balai serve --demo`.

use platform::{Clock, Error, auth::password::Cost};

use super::output;
use crate::{app::App, settings::Settings};

pub(super) async fn demo(settings: &Settings) -> Result<(), Error> {
    let app = App::open(settings, Clock::system(), Cost::default(), None).await?;
    let filled = fill(&app).await;
    app.db.close().await;
    filled
}

/// Fills in demo data and prints who can log in. The password is made anew for each database, so that a demo that
/// somebody can reach has no password that everybody knows.
pub(super) async fn fill(app: &App) -> Result<(), Error> {
    let password = format!("demo-{}", &platform::auth::keys::random_token()[..8]);
    let bar = output::progress("Filling in demo data");
    let watched = bar.clone();
    let progress = move |done: usize, all: usize| {
        watched.set_length(all as u64);
        watched.set_position(done as u64);
    };
    let filled = trackmate::demo::fill(&app.wired.trackmate, &password, progress).await?;
    bar.finish_and_clear();
    output::line(&format!(
        "Demo data: {} people, {} UMKM, {} products, {} ratings.",
        filled.users.len(),
        filled.umkm,
        filled.products,
        filled.ratings
    ));
    output::line(&format!(
        "  log in as    {} (owns a UMKM), {} (administrator), …",
        first(&filled.users),
        filled.administrator
    ));
    output::line(&format!(
        "  password     {password}   (the same for all of them; it is not shown again)"
    ));
    Ok(())
}

fn first(users: &[String]) -> &str {
    users.first().map_or("nobody", String::as_str)
}
