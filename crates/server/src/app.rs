//! The application: everything wired together, ready to be served or called in process.

use std::sync::Arc;

use axum::Router;
use metrics_exporter_prometheus::PrometheusHandle;
use pages_kit::landing::Part;
use platform::{
    Clock, Db, Error,
    auth::password::Cost,
    cache::Cache,
    db::Location,
    events::Relay,
    http::{
        Dialect, STANDARD,
        listen::ConnectionLimits,
        routes::{self, Shared},
        stack::Stack,
    },
    module::Module,
    telemetry::Traffic,
};
use rpc::broker::{Broker, Requests, wake_each_other};
use tokio::sync::watch;

use crate::{
    administration::{History, JobBoard, Steward},
    advice::advise,
    backups::Keeper,
    figures::LookedUp,
    media::MediaLocation,
    pages,
    settings::Settings,
    site::Site,
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
    broker: Option<Broker>,
    /// What requests at the broker may call.
    services: Vec<Arc<rpc::Service>>,
    /// What came of background jobs.
    board: JobBoard,
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
        let mut wired = wiring::wire(settings, db.clone(), &shared, cost)?;
        let looked_up = LookedUp::default();
        wired.jobs.extend(looked_up.jobs(settings)?);
        db.bus().watch_for(&shared.cache);
        db.bus().attach(wired.listeners.iter().cloned());
        for module in &wired.modules {
            db.bus().attach(module.listeners.iter().cloned());
        }
        let broker = wiring::broker(settings);
        let subscribers = wired.modules.iter().flat_map(|module| module.subscribers.clone());
        let announcer = broker
            .as_ref()
            .map(|broker| rpc::broker::announcer(broker.clone(), wiring::announces()));
        let relay = Relay::new(db.clone(), subscribers.chain(announcer).collect());
        let keeper = Keeper::new(settings, db.clock().clone());
        let traffic = Traffic::default();
        let history = History::new(db.clone(), traffic.clone());
        wired.jobs.extend([keeper.job(), history.job()]);
        let board = JobBoard::over(wired.every_job());
        let steward = Arc::new(Steward::new(settings, &wired, &looked_up, (&board, &keeper, &history)));
        let system = system::System::new(db.clone(), prometheus, settings, looked_up);
        // What no module knows is answered in the dialect of the module that lives at the root.
        let dialect = wired.modules.first().map_or(STANDARD, |module| module.manifest.dialect);
        let mut endpoints = Router::new();
        for module in &wired.modules {
            endpoints = endpoints.merge(module.router.clone());
        }
        let services = wiring::rpc_services(settings);
        let grpc = rpc::grpc::router(
            services.clone(),
            endpoints.clone(),
            shared.clock.clone(),
            shared.closing.clone(),
        );
        let router = routes::fallback(dialect, &below(&wired.modules), &shared)
            .merge(system.router(&shared))
            .merge(people_pages(settings, &wired, steward)?)
            .merge(endpoints)
            .merge(grpc);
        let router = pages::shown_pages(router, wired.kit.clone());
        let router = pages::showing_files_of(&settings.media, router)?;
        let router = match site(settings)? {
            Some(site) => site.beside(router),
            None => router,
        };
        let token_headers = wired
            .modules
            .iter()
            .flat_map(|module| module.manifest.dialect.token_headers());
        let token_headers = token_headers.chain(&rpc::grpc::WEB_HEADERS).copied().collect();
        let stack = |router: Router| {
            let most = usize::try_from(settings.max_requests).unwrap_or(usize::MAX);
            Stack::new(
                router,
                Stack::crowded_router(dialect, &shared),
                most,
                settings.trusted_proxy.clone(),
            )
            .counting(traffic.clone())
            .remembering(u64::from(settings.cache_mib) << 17)
            .allowing(&token_headers)
            .trusting(settings.allow_origin.iter().cloned().collect())
        };
        let metrics = stack(routes::fallback(STANDARD, &[], &shared).merge(system.open().router(&shared)));
        Ok(Self {
            stack: stack(router),
            db,
            relay,
            wired,
            metrics,
            closing,
            broker,
            services,
            board,
        })
    }

    /// Begins to connect to the message broker, if there is one.
    ///
    /// # Errors
    /// If its credentials cannot be read.
    pub async fn connect_broker(&self) -> Result<(), Error> {
        match &self.broker {
            Some(broker) => broker.connect().await,
            None => Ok(()),
        }
    }

    /// Starts background jobs; they end when `stop` turns true.
    pub fn start_jobs(&self, stop: &watch::Receiver<bool>) -> Vec<tokio::task::JoinHandle<()>> {
        let jobs = self.wired.every_job();
        jobs.map(|job| {
            tokio::spawn(
                self.board
                    .clone()
                    .repeat(job.clone(), self.db.clock().clone(), stop.clone()),
            )
        })
        .chain(self.start_broker(stop))
        .collect()
    }

    /// Starts to answer requests at the broker, and to hear what other servers write.
    fn start_broker(&self, stop: &watch::Receiver<bool>) -> Vec<tokio::task::JoinHandle<()>> {
        let Some(broker) = &self.broker else {
            return Vec::new();
        };
        let (services, clock) = (self.services.clone(), self.db.clock().clone());
        let requests = Requests::new(broker.clone(), services, self.stack.clone(), clock);
        let waking = wake_each_other(broker.clone(), self.db.bus().clone(), stop.clone());
        vec![tokio::spawn(requests.run(stop.clone())), tokio::spawn(waking)]
    }
}

/// Below which addresses what no route matches is answered in which dialect. Of several that fit, the first counts: what
/// second addresses are about, where documents put their routes, and what is left of where second addresses are.
fn below(modules: &[Module]) -> Vec<(&'static str, &'static dyn Dialect)> {
    let seconds: Vec<_> = modules
        .iter()
        .flat_map(|module| {
            module
                .endpoints
                .iter()
                .map(move |doc| (doc.alias, module.manifest.dialect))
        })
        .filter_map(|(alias, dialect)| Some((beginnings(alias?), dialect)))
        .collect();
    let bases = modules
        .iter()
        .filter_map(|module| Some((module.manifest.dialect.base()?, module.manifest.dialect)));
    let subjects = seconds.iter().map(|((_, subject), dialect)| (*subject, *dialect));
    let roots = seconds.iter().map(|((root, _), dialect)| (*root, *dialect));
    let mut all: Vec<_> = subjects.chain(bases).chain(roots).collect();
    all.dedup();
    all
}

/// `/v1/` and `/v1/questions` of `/v1/questions/{id}`.
fn beginnings(address: &'static str) -> (&'static str, &'static str) {
    let mut slashes = address.match_indices('/').map(|(at, _)| at).skip(1);
    let root = slashes.next().map_or(address, |at| &address[..=at]);
    let subject = slashes.next().map_or(address, |at| &address[..at]);
    (root, subject)
}

/// What a browser finds.
fn people_pages(settings: &Settings, wired: &Wired, steward: Arc<Steward>) -> Result<Router, Error> {
    let of = |make: fn(&Settings) -> Result<String, Error>| -> pages::Maker {
        let settings = settings.clone();
        Box::new(move || make(&settings))
    };
    let documents = pages::Documents {
        openapi: of(wiring::openapi),
        postman: of(wiring::postman),
        asyncapi: of(wiring::asyncapi),
    };
    let router = pages::router(documents, &settings.public_url)?;
    let shop = Some(&wired.trackmate).filter(|_| settings.serves(&trackmate::MANIFEST));
    let market = Some(&wired.classifieds).filter(|_| settings.serves(&classifieds::MANIFEST));
    let inbox = Some(&wired.conversations).filter(|_| settings.serves(&conversations::MANIFEST));
    let exams = Some(&wired.assessment).filter(|_| settings.serves(&assessment::MANIFEST));
    let parts = wired.modules.iter().map(|module| Part {
        name: module.manifest.name,
    });
    Ok(router.merge(pages::of_people(
        &wired.kit,
        (shop, market, inbox, exams),
        steward,
        parts.collect(),
        (settings.timeout(), settings.shows_design),
    )?))
}

/// The folder that is served beside them.
fn site(settings: &Settings) -> Result<Option<Site>, Error> {
    let database = match &settings.database {
        Location::Sqlite(file) => Some(file.as_path()),
        Location::Postgres(_) => None,
    };
    let media = match &settings.media {
        MediaLocation::Folder(folder) => Some(folder.as_path()),
        MediaLocation::Bucket(_) => None,
    };
    let kept = [&settings.data, &settings.keys].map(std::path::PathBuf::as_path);
    let kept: Vec<_> = kept.into_iter().chain(database).chain(media).collect();
    settings
        .site
        .as_deref()
        .map(|folder| Site::open(folder, &kept))
        .transpose()
}

/// Makes the data folder for this user alone.
pub(crate) fn prepare_folder(path: &std::path::Path) -> Result<(), Error> {
    use std::os::unix::fs::{DirBuilderExt as _, PermissionsExt as _};
    let made = std::fs::DirBuilder::new().recursive(true).mode(0o700).create(path);
    let private = || {
        let mode = std::fs::metadata(path)?.permissions().mode();
        // It may have been made by hand, as folders are made.
        if mode & 0o077 != 0 {
            std::fs::set_permissions(path, std::fs::Permissions::from_mode(0o700))?;
        }
        Ok::<_, std::io::Error>(())
    };
    if made.is_ok()
        && let Err(cause) = private()
    {
        tracing::warn!(%cause, folder = %path.display(), "others can read the data folder");
    }
    made.map_err(|cause| {
        let said = format!(
            "the data folder {} cannot be made: {cause}; {}",
            path.display(),
            advise(&cause)
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
