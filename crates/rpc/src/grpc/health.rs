//! The health protocol: serving, until the server is about to stop.

use std::convert::Infallible;

use http::Request;
use tokio::sync::{OnceCell, watch};
use tonic_health::{
    ServingStatus,
    pb::health_server::HealthServer,
    server::{HealthReporter, HealthService},
};
use tower::ServiceExt as _;

use super::Body;

/// Its full name.
pub(super) const NAME: &str = "grpc.health.v1.Health";

/// What is told of the services' health.
pub(super) struct Health {
    names: Vec<&'static str>,
    closing: watch::Receiver<bool>,
    server: OnceCell<HealthServer<HealthService>>,
}

impl Health {
    pub(super) fn new(names: Vec<&'static str>, closing: watch::Receiver<bool>) -> Self {
        Self {
            names,
            closing,
            server: OnceCell::new(),
        }
    }

    pub(super) async fn answer(&self, request: Request<Body>) -> http::Response<Body> {
        let server = self.server.get_or_init(|| self.begin()).await;
        server
            .clone()
            .oneshot(request)
            .await
            .unwrap_or_else(|never: Infallible| match never {})
    }

    async fn begin(&self) -> HealthServer<HealthService> {
        let reporter = HealthReporter::new();
        report(&reporter, &self.names, ServingStatus::Serving).await;
        let (told, names, mut closing) = (reporter.clone(), self.names.clone(), self.closing.clone());
        tokio::spawn(async move {
            // Also if nobody can say so any more.
            drop(closing.wait_for(|closing| *closing).await);
            report(&told, &names, ServingStatus::NotServing).await;
        });
        HealthServer::new(HealthService::from_health_reporter(reporter))
    }
}

async fn report(reporter: &HealthReporter, names: &[&'static str], status: ServingStatus) {
    for name in names.iter().copied().chain([""]) {
        reporter.set_service_status(name, status).await;
    }
}
