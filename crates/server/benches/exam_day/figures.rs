//! How long each action took, as whoever acts feels it: waiting for a connection and trying again included; and how many bytes
//! it brought.

use std::{
    collections::BTreeMap,
    sync::{Mutex, PoisonError},
    time::Duration,
};

/// What was measured.
#[derive(Default)]
pub(crate) struct Figures(Mutex<BTreeMap<&'static str, Action>>);

#[derive(Default)]
struct Action {
    took: Vec<Duration>,
    /// Answers that say no, by status.
    refused: BTreeMap<u16, usize>,
    /// Connections that broke.
    broken: usize,
    /// Bytes of bodies that came, as they came.
    received: usize,
}

impl Figures {
    fn action<T>(&self, name: &'static str, change: impl FnOnce(&mut Action) -> T) -> T {
        let mut all = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        change(all.entry(name).or_default())
    }

    pub(crate) fn took(&self, name: &'static str, took: Duration) {
        self.action(name, |action| action.took.push(took));
    }

    pub(crate) fn received(&self, name: &'static str, bytes: usize) {
        self.action(name, |action| action.received += bytes);
    }

    pub(crate) fn refused(&self, name: &'static str, status: u16) {
        self.action(name, |action| *action.refused.entry(status).or_default() += 1);
    }

    pub(crate) fn broke(&self, name: &'static str) {
        self.action(name, |action| action.broken += 1);
    }

    /// Prints a table of all actions.
    pub(crate) fn print(&self, whole: Duration) {
        println!("\n| action | times | per second | p50 ms | p95 ms | p99 ms | max ms | MB | refused | broken |");
        println!("|---|---|---|---|---|---|---|---|---|---|");
        let mut all = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        for (name, action) in all.iter_mut() {
            action.took.sort_unstable();
            let at = |share: f64| percentile(&action.took, share).as_secs_f64() * 1000.0;
            let times = u32::try_from(action.took.len()).unwrap_or(u32::MAX);
            println!(
                "| {name} | {times} | {:.0} | {:.1} | {:.1} | {:.1} | {:.1} | {:.1} | {:?} | {} |",
                f64::from(times) / whole.as_secs_f64(),
                at(0.5),
                at(0.95),
                at(0.99),
                at(1.0),
                f64::from(u32::try_from(action.received / 1000).unwrap_or(u32::MAX)) / 1000.0,
                action.refused,
                action.broken,
            );
        }
        println!();
    }
}

#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    clippy::cast_precision_loss,
    reason = "a place in a list that fits into memory"
)]
fn percentile(sorted: &[Duration], share: f64) -> Duration {
    let place = (sorted.len() as f64 * share).ceil() as usize;
    sorted.get(place.saturating_sub(1)).copied().unwrap_or_default()
}
