//! Log lines and figures of the whole process.

use std::{
    io::{self, BufWriter, IsTerminal as _, Write},
    time::Duration,
};

use metrics_exporter_prometheus::{Matcher, PrometheusBuilder, PrometheusHandle};
use platform::Error;
use tracing_appender::non_blocking::{NonBlockingBuilder, WorkerGuard};
use tracing_subscriber::{
    Layer as _,
    filter::{LevelFilter, Targets},
    layer::SubscriberExt as _,
};

use crate::{
    log_line::PlainLines,
    log_ring::LINES,
    settings::{LogFormat, Settings},
};

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
    // The broker's client tells each of its many tries; what matters of it, we say ourselves.
    let filter = if settings.log_level.contains("async_nats") {
        filter
    } else {
        filter.with_target("async_nats", LevelFilter::OFF)
    };
    let batches = Batches::of(io::stderr());
    let (writer, guard) = NonBlockingBuilder::default().lossy(true).finish(batches);
    let lines = tracing_subscriber::fmt::layer().with_writer(writer);
    let lines = match settings.log {
        LogFormat::Text => {
            if io::stderr().is_terminal() {
                lines.compact().boxed()
            } else {
                lines.event_format(PlainLines).boxed()
            }
        }
        LogFormat::Json => lines.json().flatten_event(true).boxed(),
    };
    let subscriber = tracing_subscriber::registry().with(filter).with(lines);
    tracing::subscriber::set_global_default(subscriber).map_err(Error::internal)?;
    Ok(guard)
}

/// Writes lines that come close together with one call of the system, and lets the next ones gather meanwhile: a thread
/// that is woken for every line of a busy server takes a fifth of its time.
struct Batches<W: Write>(BufWriter<W>);

impl<W: Write> Batches<W> {
    fn of(out: W) -> Self {
        Self(BufWriter::with_capacity(64 * 1024, out))
    }
}

impl<W: Write> Write for Batches<W> {
    fn write(&mut self, line: &[u8]) -> io::Result<usize> {
        LINES.keep(line);
        self.0.write(line)
    }

    /// Called when no line waits. Only the log's own thread pauses.
    #[expect(clippy::disallowed_methods, reason = "a rhythm")]
    fn flush(&mut self) -> io::Result<()> {
        const GATHERING: Duration = Duration::from_millis(5);
        let flushed = self.0.flush();
        std::thread::sleep(GATHERING);
        flushed
    }
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
