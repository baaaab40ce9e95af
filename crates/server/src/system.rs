//! The server's own routes: health and metrics. They answer in the Standard Response.

use std::sync::Arc;

use axum::{
    Router,
    extract::{Extension, State},
    response::{IntoResponse as _, Response},
};
use http::{HeaderValue, header};
use metrics_exporter_prometheus::PrometheusHandle;
use platform::{
    Clock, Db, Error, Message, Timestamp,
    http::{
        Fault, Outcome, Peer, Reply, STANDARD, fault,
        routes::{self, Endpoint, EndpointDoc, Shared, get},
    },
};
use serde::Serialize;

use crate::{
    figures::{LookedUp, write_figures},
    notices::{NoticeView, standing_notices},
    settings::Settings,
    wiring,
};

#[derive(Clone)]
pub(crate) struct System {
    db: Db,
    prometheus: Option<PrometheusHandle>,
    metrics_public: bool,
    looked_up: LookedUp,
    started: Timestamp,
    warnings: Arc<[NoticeView]>,
}

#[derive(Serialize, schemars::JsonSchema)]
struct Health {
    status: &'static str,
    version: &'static str,
    uptime_seconds: u64,
    /// What whoever runs the server should look at; left out if there is nothing.
    #[serde(skip_serializing_if = "is_empty")]
    warnings: Arc<[NoticeView]>,
}

fn is_empty(warnings: &Arc<[NoticeView]>) -> bool {
    warnings.is_empty()
}

#[derive(Serialize, schemars::JsonSchema)]
struct Readiness {
    database: &'static str,
    migrations: &'static str,
}

impl System {
    pub(crate) fn new(db: Db, prometheus: Option<PrometheusHandle>, settings: &Settings, looked_up: LookedUp) -> Self {
        let notices = standing_notices(settings);
        Self {
            db,
            prometheus,
            looked_up,
            metrics_public: settings.metrics_public,
            started: Clock::system().now(),
            warnings: notices.iter().map(NoticeView::from).collect(),
        }
    }

    /// The same for a listener that only operators reach.
    pub(crate) fn open(&self) -> Self {
        Self {
            metrics_public: true,
            ..self.clone()
        }
    }

    pub(crate) fn router(&self, shared: &Shared) -> Router {
        routes::router(STANDARD, shared, self, endpoints()).0
    }
}

fn endpoints() -> Vec<Endpoint<System>> {
    vec![
        get("/health", health)
            .says("Whether the process lives")
            .gives::<Health>(r#"{"status":"ok","version":"0.1.0","uptime_seconds":12}"#),
        get("/admin/health", health)
            .says("The same by the name that the service documents have for it")
            .gives::<Health>(r#"{"status":"ok","version":"0.1.0","uptime_seconds":12}"#),
        get("/health/ready", ready)
            .says("Whether it can do its work")
            .gives::<Readiness>(r#"{"database":"ok","migrations":"ok"}"#)
            .fails(not_migrated),
        get("/metrics", metrics)
            .says("Figures for Prometheus; only for this machine unless configured")
            .gives_media("text/plain"),
    ]
}

/// What is known about each of the server's own routes.
pub(crate) fn endpoint_docs() -> Vec<EndpointDoc> {
    endpoints().into_iter().map(Endpoint::into_doc).collect()
}

/// `GET /health` and `/admin/health` — the process lives.
async fn health(State(system): State<System>) -> Outcome<Health> {
    let uptime_seconds = Clock::system().now().since(system.started).as_secs();
    Ok(Reply::ok(Health {
        status: "ok",
        version: env!("CARGO_PKG_VERSION"),
        uptime_seconds,
        warnings: system.warnings,
    }))
}

/// `GET /health/ready` — the database answers and has every migration.
async fn ready(State(system): State<System>) -> Outcome<Readiness> {
    system.db.answers().await?;
    let pending = system.db.pending(&wiring::migrations()).await?;
    if !pending.is_empty() {
        return Err(not_migrated().into());
    }
    Ok(Reply::ok(Readiness {
        database: "ok",
        migrations: "ok",
    }))
}

fn not_migrated() -> Error {
    let said = Message::new(
        "Migrasi basis data belum lengkap.",
        "Database migrations are missing: run `balai migrate`.",
    );
    Error::unavailable("database.not_migrated", said, std::time::Duration::from_secs(5))
}

/// `GET /metrics` — for this machine, or for everybody if the settings say so.
async fn metrics(State(system): State<System>, Extension(peer): Extension<Peer>) -> Result<Response, Fault> {
    let Some(handle) = system.prometheus.filter(|_| peer.local || system.metrics_public) else {
        return Err(fault::no_route().into());
    };
    let now = Clock::system().now();
    let text = handle.render() + &write_figures(&system.db, &system.looked_up, now).await;
    let mut response = text.into_response();
    let text = HeaderValue::from_static("text/plain; version=0.0.4; charset=utf-8");
    response.headers_mut().insert(header::CONTENT_TYPE, text);
    Ok(response)
}
