//! What is counted: requests per route by class of status, how long they took per API, and what is under way.
//!
//! Lean on purpose: a program with hundreds of routes is asked for its figures every few seconds. A route has a line for
//! each class of status that it has answered with, and only APIs have histograms.

use std::{
    sync::{
        Arc, OnceLock,
        atomic::{AtomicU64, Ordering},
    },
    time::Duration,
};

use metrics::{Counter, Gauge, Histogram};

const REQUESTS: &str = "balai_http_requests_total";
const SECONDS: &str = "balai_http_request_seconds";
const IN_FLIGHT: &str = "balai_http_requests_in_flight";
const CONNECTIONS: &str = "balai_http_connections";
pub(crate) const GROUP_SIZE: &str = "balai_db_group_size";

/// Says what each of these figures means. Must run after the recorder is there.
pub fn describe() {
    metrics::describe_counter!(REQUESTS, "Answers, by route and class of status.");
    metrics::describe_histogram!(
        SECONDS,
        "Seconds that answers took, by API and whether the request changes anything."
    );
    metrics::describe_gauge!(IN_FLIGHT, "Requests whose answers have not been sent to their end.");
    metrics::describe_gauge!(CONNECTIONS, "Connections of clients that are open.");
    metrics::describe_histogram!(GROUP_SIZE, "Writes that one commit of SQLite made durable.");
}

/// The classes of statuses.
const CLASSES: [&str; 5] = ["1xx", "2xx", "3xx", "4xx", "5xx"];

/// The counters of one route, each made when it first counts.
#[derive(Debug, Clone)]
pub struct RouteMetrics(Arc<Inner>);

#[derive(Debug)]
struct Inner {
    api: &'static str,
    method: &'static str,
    route: &'static str,
    by_class: [OnceLock<Counter>; 5],
    seconds: OnceLock<Histogram>,
}

impl RouteMetrics {
    /// Counters under `method` and `route` (the pattern, never the address asked for); its times count for `api`.
    pub fn new(api: &'static str, method: &'static str, route: &'static str) -> Self {
        Self(Arc::new(Inner {
            api,
            method,
            route,
            by_class: Default::default(),
            seconds: OnceLock::new(),
        }))
    }

    /// Counts one answer.
    pub fn record(&self, status: u16, took: Duration) {
        let Inner {
            api,
            method,
            route,
            by_class,
            seconds,
        } = &*self.0;
        let class = usize::from(status / 100).clamp(1, 5) - 1;
        let counter = by_class[class].get_or_init(
            || metrics::counter!(REQUESTS, "method" => *method, "route" => *route, "status" => CLASSES[class]),
        );
        counter.increment(1);
        let kind = if *method == "GET" { "read" } else { "change" };
        let seconds = seconds.get_or_init(|| metrics::histogram!(SECONDS, "api" => *api, "kind" => kind));
        seconds.record(took);
    }
}

/// What was answered since the start, pages included; clones share it.
#[derive(Debug, Clone, Default)]
pub struct Traffic(Arc<Sums>);

#[derive(Debug, Default)]
struct Sums {
    answers: AtomicU64,
    failures: AtomicU64,
    micros: AtomicU64,
}

/// What was answered up to a moment.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Answered {
    pub answers: u64,
    /// Answers that say the server failed.
    pub failures: u64,
    /// Microseconds that all of them took.
    pub micros: u64,
}

impl Traffic {
    /// Adds an answer with its status and the microseconds that it took.
    pub(crate) fn count(&self, (status, micros): (u16, u64)) {
        self.0.answers.fetch_add(1, Ordering::Relaxed);
        self.0.micros.fetch_add(micros, Ordering::Relaxed);
        if status >= 500 {
            self.0.failures.fetch_add(1, Ordering::Relaxed);
        }
    }

    /// All of it up to now.
    pub fn read(&self) -> Answered {
        Answered {
            answers: self.0.answers.load(Ordering::Relaxed),
            failures: self.0.failures.load(Ordering::Relaxed),
            micros: self.0.micros.load(Ordering::Relaxed),
        }
    }
}

/// How many of something there are at this moment.
#[derive(Clone)]
pub(crate) struct Level(Gauge);

impl Level {
    /// Requests under way.
    pub(crate) fn of_requests() -> Self {
        Self(metrics::gauge!(IN_FLIGHT))
    }

    /// Open connections.
    pub(crate) fn of_connections() -> Self {
        Self(metrics::gauge!(CONNECTIONS))
    }

    /// One more, until what is answered is dropped.
    pub(crate) fn enter(&self) -> Counted {
        self.0.increment(1.0);
        Counted(self.0.clone())
    }
}

/// One of those that a [`Level`] counts.
pub(crate) struct Counted(Gauge);

impl Drop for Counted {
    fn drop(&mut self) {
        self.0.decrement(1.0);
    }
}
