//! Log lines and figures of the whole process.

use std::time::Duration;

use metrics_exporter_prometheus::{Matcher, PrometheusBuilder, PrometheusHandle};
use platform::Error;
use tracing_appender::non_blocking::{NonBlockingBuilder, WorkerGuard};
use tracing_subscriber::{Layer as _, filter::Targets, layer::SubscriberExt as _};

use crate::settings::{LogFormat, Settings};

/// Starts logging to standard error, through a thread of its own so that a slow terminal slows no request. The guard
/// writes what is left when it is dropped.
pub(crate) fn start_log(settings: &Settings) -> Result<WorkerGuard, Error> {
    let filter: Targets = settings.log_level.parse().map_err(|cause| {
        let said = format!(
            "the log filter `{}` cannot be read ({cause}); try `info`",
            settings.log_level
        );
        Error::new(platform::Kind::Invalid, "settings.log_level", said)
    })?;
    let (writer, guard) = NonBlockingBuilder::default().lossy(true).finish(std::io::stderr());
    let lines = tracing_subscriber::fmt::layer().with_writer(writer);
    let lines = match settings.log {
        LogFormat::Text => {
            let colours = std::io::IsTerminal::is_terminal(&std::io::stderr());
            lines.with_ansi(colours).compact().boxed()
        }
        LogFormat::Json => lines.json().flatten_event(true).boxed(),
    };
    let subscriber = tracing_subscriber::registry().with(filter).with(lines);
    tracing::subscriber::set_global_default(subscriber).map_err(Error::internal)?;
    Ok(guard)
}

/// Bounds of the histograms, in seconds.
const SECONDS: &[f64] = &[0.001, 0.005, 0.025, 0.1, 0.25, 0.5, 1.0, 2.5, 10.0];
const GROUP: &[f64] = &[1.0, 4.0, 16.0, 64.0, 256.0];

/// Starts counting. Must run before any counter is made.
pub(crate) fn start_metrics() -> Result<PrometheusHandle, Error> {
    let handle = PrometheusBuilder::new()
        .set_buckets_for_metric(Matcher::Suffix("_seconds".to_owned()), SECONDS)
        .and_then(|builder| builder.set_buckets_for_metric(Matcher::Suffix("_group_size".to_owned()), GROUP))
        .map_err(Error::internal)?
        .install_recorder()
        .map_err(Error::internal)?;
    platform::telemetry::describe();
    Ok(handle)
}

/// Folds raw figures together now and then, so that they take bounded memory while nobody asks for them.
#[expect(clippy::disallowed_methods, reason = "a rhythm")]
pub(crate) async fn keep_metrics_small(handle: PrometheusHandle) {
    loop {
        tokio::time::sleep(Duration::from_secs(5)).await;
        handle.run_upkeep();
    }
}
