//! What is counted: requests per route, by class of status, and how long they took.

use std::{sync::Arc, time::Duration};

use metrics::{Counter, Histogram};

/// The counters of one route, looked up once when the route is made.
#[derive(Debug, Clone)]
pub struct RouteMetrics(Arc<Inner>);

#[derive(Debug)]
struct Inner {
    by_class: [Counter; 5],
    seconds: Histogram,
}

impl RouteMetrics {
    /// Counters under `method` and `route` (the pattern, never the address asked for).
    pub fn new(method: &'static str, route: &'static str) -> Self {
        let counter = |class: &'static str| metrics::counter!("balai_http_requests_total", "method" => method, "route" => route, "status" => class);
        Self(Arc::new(Inner {
            by_class: [
                counter("1xx"),
                counter("2xx"),
                counter("3xx"),
                counter("4xx"),
                counter("5xx"),
            ],
            seconds: metrics::histogram!("balai_http_request_seconds", "method" => method, "route" => route),
        }))
    }

    /// Counts one answer.
    pub fn record(&self, status: u16, took: Duration) {
        let class = usize::from(status / 100).clamp(1, 5) - 1;
        self.0.by_class[class].increment(1);
        self.0.seconds.record(took);
    }
}
