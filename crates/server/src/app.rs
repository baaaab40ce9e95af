//! The application: everything wired together, ready to be served or called in process.

use axum::Router;
use metrics_exporter_prometheus::PrometheusHandle;
use platform::{
    Clock, Ctx, Db, Error,
    auth::password::Cost,
    cache::Cache,
    events::Relay,
    http::{
        Dialect,
        listen::ConnectionLimits,
        routes::{self, EndpointDoc, Shared},
        stack::Stack,
    },
    module::{Job, Module},
};
use tokio::sync::watch;

use crate::{
    pages,
    settings::Settings,
    system,
    wiring::{self, Wired},
};

/// A running application without its sockets.
pub struct App {
    /// Answers requests.
    pub stack: Stack,
    /// The database.
    pub db: Db,
    /// Delivers events.
    pub relay: Relay,
    /// The modules and shared parts.
    pub wired: Wired,
    /// Answers the separate metrics listener.
    pub metrics: Stack,
    /// Set to true when the server is about to stop: answers that never end by themselves end then.
    pub closing: watch::Sender<bool>,
}

impl App {
    /// Opens the database and puts everything together.
    pub async fn open(
        settings: &Settings,
        clock: Clock,
        cost: Cost,
        prometheus: Option<PrometheusHandle>,
    ) -> Result<Self, Error> {
        prepare_folder(&settings.data)?;
        let db = wiring::open_database(settings, clock).await?;
        Self::over(settings, db, cost, prometheus)
    }

    /// Puts everything together over an open, migrated database.
    pub fn over(settings: &Settings, db: Db, cost: Cost, prometheus: Option<PrometheusHandle>) -> Result<Self, Error> {
        prepare_folder(&settings.data)?;
        let (closing, closed) = watch::channel(false);
        let shared = Shared {
            cache: Cache::new(u64::from(settings.cache_mib) << 20),
            clock: db.clock().clone(),
            timeout: settings.timeout(),
            identify: None,
            closing: closed,
        };
        let wired = wiring::wire(settings, db.clone(), &shared, cost)?;
        let subscribers = wired
            .modules
            .iter()
            .flat_map(|module| module.subscribers.clone())
            .collect();
        let relay = Relay::new(db.clone(), subscribers);
        let system = system::System::new(db.clone(), prometheus, settings.metrics_public);
        // What no module knows is answered in the dialect of the module that lives at the root.
        let dialect = wired.modules.first().map_or(Dialect::Standard, |module| module.dialect);
        // Of two that a prefix belongs to, the first that is served answers.
        let exams = wired
            .modules
            .iter()
            .filter(|module| module.dialect == Dialect::Assessment);
        let exams = exams.flat_map(|module| &module.endpoints).filter_map(below_v1);
        let below: Vec<_> = exams.map(|prefix| (prefix, Dialect::Assessment)).collect();
        let below: Vec<_> = below
            .into_iter()
            .chain([
                ("/api/v1/", Dialect::Assessment),
                ("/v1/", Dialect::Service),
                ("/v1/", Dialect::Assessment),
            ])
            .filter(|(_, dialect)| wired.modules.iter().any(|module| module.dialect == *dialect))
            .collect();
        let mut router = routes::fallback(dialect, &below, &shared)
            .merge(system.router(&shared))
            .merge(people_pages(settings, &wired.modules)?);
        for module in &wired.modules {
            router = router.merge(module.router.clone());
        }
        let stack = |router: Router| {
            let most = usize::try_from(settings.max_requests).unwrap_or(usize::MAX);
            Stack::new(
                router,
                Stack::crowded_router(dialect, &shared),
                most,
                settings.trusted_proxy.clone(),
            )
        };
        let metrics = stack(routes::fallback(Dialect::Standard, &[], &shared).merge(system.open().router(&shared)));
        Ok(Self {
            stack: stack(router),
            db,
            relay,
            wired,
            metrics,
            closing,
        })
    }

    /// Starts background jobs; they end when `stop` turns true.
    pub fn start_jobs(&self, stop: &watch::Receiver<bool>) -> Vec<tokio::task::JoinHandle<()>> {
        let jobs = self
            .wired
            .jobs
            .iter()
            .chain(self.wired.modules.iter().flat_map(|module| &module.jobs));
        jobs.map(|job| tokio::spawn(repeat(job.clone(), self.db.clock().clone(), stop.clone())))
            .collect()
    }
}

#[expect(
    clippy::disallowed_methods,
    reason = "the rhythm of background jobs; a stop ends every wait"
)]
async fn repeat(job: Job, clock: Clock, mut stop: watch::Receiver<bool>) {
    while !*stop.borrow() {
        if let Err(error) = (job.run)(Ctx::background(clock.clone())).await {
            tracing::warn!(job = job.name, %error, "a background job failed; its next turn tries again");
        }
        tokio::select! {
            () = tokio::time::sleep(job.every) => {}
            _ = stop.changed() => {}
        }
    }
}

/// The first two segments of a second address: `/v1/questions`.
fn below_v1(doc: &EndpointDoc) -> Option<&'static str> {
    let alias = doc.alias?;
    let end = alias.match_indices('/').nth(2).map_or(alias.len(), |(at, _)| at);
    Some(&alias[..end])
}

/// What a browser finds.
fn people_pages(settings: &Settings, modules: &[Module]) -> Result<Router, Error> {
    let parts: Vec<_> = modules
        .iter()
        .map(|module| web::Part {
            name: module.name,
            about: module.about,
        })
        .collect();
    let landing = web::Landing {
        version: env!("CARGO_PKG_VERSION"),
        parts: &parts,
    };
    let documents = pages::Documents {
        openapi: wiring::openapi(settings)?,
        postman: wiring::postman(settings)?,
    };
    pages::router(documents, &settings.public_url, &landing)
}

/// Makes the data folder for this user alone.
pub(crate) fn prepare_folder(path: &std::path::Path) -> Result<(), Error> {
    use std::os::unix::fs::DirBuilderExt as _;
    std::fs::DirBuilder::new()
        .recursive(true)
        .mode(0o700)
        .create(path)
        .map_err(|cause| {
            let said = format!(
                "the data folder {} cannot be made: {cause}; name another one with --data",
                path.display()
            );
            Error::unavailable("settings.data", said, std::time::Duration::ZERO)
        })
}

/// Limits on connections as they are set.
pub fn connection_limits(settings: &Settings) -> ConnectionLimits {
    ConnectionLimits {
        connections: usize::try_from(settings.max_connections).unwrap_or(usize::MAX),
        drain: std::time::Duration::from_secs(settings.drain_seconds.into()),
        ..ConnectionLimits::default()
    }
}
