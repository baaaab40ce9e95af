//! `balai serve`.

use platform::{Clock, Error, Lang, auth::password::Cost};

use super::{demo, output};
use crate::{
    app::{App, prepare_folder},
    listeners, notices,
    serving_lock::ServingLock,
    settings::Settings,
    telemetry, wiring,
};

pub(super) async fn serve(settings: &Settings, demo: bool) -> Result<(), Error> {
    let settings = &Settings {
        shows_design: demo,
        ..settings.clone()
    };
    let _log = telemetry::start_log(settings)?;
    let prometheus = telemetry::start_metrics()?;
    tokio::spawn(telemetry::keep_metrics_small(prometheus.clone()));
    let stop = listeners::stop_signal()?;
    let mut sockets = Vec::new();
    for addr in &settings.listen {
        sockets.push(listeners::bind(*addr).await?);
    }
    let metrics = match settings.metrics_listen {
        Some(addr) => Some(listeners::bind(addr).await?),
        None => None,
    };
    prepare_folder(&settings.data)?;
    let lock = ServingLock::take(&settings.database)?;
    let app = App::open(settings, Clock::system(), Cost::default(), Some(prometheus)).await?;
    wiring::move_addresses(settings, &app.db).await?;
    app.connect_broker().await?;
    if lock.is_exclusive() {
        app.db.bus().serve_alone();
    }
    if demo {
        demo::fill(&app).await?;
    }
    announce(settings, &app);
    warn(settings);
    if !demo {
        invite(settings, &app).await?;
    }
    listeners::serve(app, sockets, metrics, settings, stop).await;
    output::line("Stopped.");
    Ok(())
}

/// Says what is served where.
fn announce(settings: &Settings, app: &App) {
    output::line(&format!("Balai {} serves", env!("CARGO_PKG_VERSION")));
    for module in &app.wired.modules {
        output::line(&format!("  {:<12} {}", module.manifest.name, module.manifest.about));
    }
    for addr in &settings.listen {
        output::line(&format!(
            "  at           http://{addr}  (API reference: http://{addr}/docs)"
        ));
    }
    if let Some(addr) = settings.metrics_listen {
        output::line(&format!("  metrics      http://{addr}/metrics"));
    }
    output::line(&format!("  database     {}", settings.database));
    output::line(&format!("  data folder  {}", settings.data.display()));
}

/// Says how the first administrator is made, where nobody is one. Not in the log: whoever reads that later need not know.
async fn invite(settings: &Settings, app: &App) -> Result<(), Error> {
    let (accounts, assessment) = (&app.wired.accounts, &app.wired.assessment);
    let has_somebody = accounts.has_administrator().await? || assessment.has_admins().await?;
    if has_somebody || !settings.serves(&assessment::MANIFEST) {
        return Ok(());
    }
    let link = format!(
        "{}{}#kode={}",
        settings.public_url,
        pages_committee::FIRST,
        assessment.open_setup()
    );
    output::line("");
    output::line("  Nobody can administer this server yet. To make the first administrator, open within 24 hours:");
    output::line(&format!("  {link}"));
    output::line("  The link is good once, for whoever has it, until there is an administrator or the server stops.");
    output::line("");
    tracing::info!("there is no administrator yet; standard output has the link by which the first one is made");
    Ok(())
}

/// Says what people will stumble over, where whoever starts the server looks, and in the log.
fn warn(settings: &Settings) {
    for notice in notices::standing_notices(settings) {
        let said = notice.said.text(Lang::En);
        output::line(&format!("  WARNING      {said}"));
        tracing::warn!(code = notice.code, "{said}");
    }
}
