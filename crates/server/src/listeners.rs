//! Sockets and signals: serving until told to stop, then finishing what was accepted.

use std::net::SocketAddr;

use platform::{Error, http::listen, http::stack::Stack};
use tokio::{net::TcpListener, sync::watch};

use crate::{app::App, app::connection_limits, settings::Settings};

/// Binds an address; the message says what to do when that fails.
pub(crate) async fn bind(addr: SocketAddr) -> Result<TcpListener, Error> {
    TcpListener::bind(addr).await.map_err(|cause| {
        let hint = match cause.kind() {
            std::io::ErrorKind::AddrInUse => {
                "another program uses it; stop that program, or choose another with --listen"
            }
            std::io::ErrorKind::PermissionDenied => "ports below 1024 need rights; choose another with --listen",
            std::io::ErrorKind::AddrNotAvailable => "this machine has no such address; choose another with --listen",
            _ => "choose another with --listen",
        };
        Error::unavailable(
            "listen.failed",
            format!("cannot listen on {addr}: {cause}; {hint}"),
            std::time::Duration::ZERO,
        )
    })
}

/// Serves until `stop` turns true; then drains, ends jobs and relay, and closes the database.
pub(crate) async fn serve(
    app: App,
    listeners: Vec<TcpListener>,
    metrics: Option<TcpListener>,
    settings: &Settings,
    stop: watch::Receiver<bool>,
) {
    let (end, ended) = watch::channel(false);
    let jobs = app.start_jobs(&ended);
    let App {
        stack,
        db,
        relay,
        metrics: metrics_stack,
        closing,
        ..
    } = app;
    let mut stopping = stop.clone();
    tokio::spawn(async move {
        // An error means that nobody can stop the server any more; then nothing is left to close.
        if stopping.wait_for(|stop| *stop).await.is_ok() {
            closing.send_replace(true);
        }
    });
    let relay = tokio::spawn(async move { relay.run(ended).await });
    let limits = connection_limits(settings);
    let serving =
        |listener: TcpListener, stack: Stack| tokio::spawn(listen::serve(listener, stack, limits, stop.clone()));
    let mut tasks: Vec<_> = listeners
        .into_iter()
        .map(|listener| serving(listener, stack.clone()))
        .collect();
    tasks.extend(metrics.map(|listener| serving(listener, metrics_stack)));
    for task in tasks {
        if let Err(error) = task.await {
            tracing::error!(%error, "a listener ended in a panic");
        }
    }
    end.send_replace(true);
    for task in jobs.into_iter().chain([relay]) {
        if let Err(error) = task.await {
            tracing::error!(%error, "background work ended in a panic");
        }
    }
    db.close().await;
}

/// Turns true at the first SIGTERM or Ctrl-C. A second one ends the process at once.
pub(crate) fn stop_signal() -> Result<watch::Receiver<bool>, Error> {
    use tokio::signal::unix::{SignalKind, signal};
    let (stop, stopped) = watch::channel(false);
    let mut term = signal(SignalKind::terminate()).map_err(Error::internal)?;
    let mut int = signal(SignalKind::interrupt()).map_err(Error::internal)?;
    tokio::spawn(async move {
        for round in 0.. {
            tokio::select! { _ = term.recv() => {}, _ = int.recv() => {} }
            if round > 0 {
                tracing::warn!("stopping at once");
                std::process::exit(130);
            }
            tracing::info!("stopping: open requests are finished first; a second signal stops at once");
            stop.send_replace(true);
        }
    });
    Ok(stopped)
}
