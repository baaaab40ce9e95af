//! How busy the server was in the last hours: a sample each minute, in memory.

use std::{
    collections::VecDeque,
    sync::{Arc, Mutex, PoisonError},
    time::Duration,
};

use pages_admin::place::Sample;
use platform::{
    Db, Error, events,
    module::Job,
    telemetry::{Answered, Traffic},
};

/// From one sample to the next.
const EVERY: Duration = Duration::from_mins(1);
/// Samples that are kept: twelve hours.
const KEPT: usize = 12 * 60;

/// The samples; clones share them.
#[derive(Clone)]
pub(crate) struct History(Arc<Inner>);

struct Inner {
    db: Db,
    traffic: Traffic,
    samples: Mutex<Samples>,
}

#[derive(Default)]
struct Samples {
    all: VecDeque<Sample>,
    /// What was answered when the last one was taken.
    before: Answered,
}

impl History {
    pub(crate) fn new(db: Db, traffic: Traffic) -> Self {
        Self(Arc::new(Inner {
            db,
            traffic,
            samples: Mutex::default(),
        }))
    }

    /// The work that takes samples.
    pub(crate) fn job(&self) -> Job {
        let history = self.clone();
        Job {
            name: "server.sample",
            every: EVERY,
            run: Arc::new(move |_| {
                let history = history.clone();
                Box::pin(async move { history.take().await })
            }),
        }
    }

    /// All of them, oldest first.
    pub(crate) fn samples(&self) -> Vec<Sample> {
        let samples = self.0.samples.lock().unwrap_or_else(PoisonError::into_inner);
        samples.all.iter().copied().collect()
    }

    async fn take(&self) -> Result<(), Error> {
        let backlog = events::read_backlog(&self.0.db).await?;
        let waiting = self.0.db.waiting();
        let now = self.0.traffic.read();
        let mut samples = self.0.samples.lock().unwrap_or_else(PoisonError::into_inner);
        let before = std::mem::replace(&mut samples.before, now);
        samples.all.push_back(Sample {
            at: self.0.db.clock().now(),
            answers: now.answers - before.answers,
            failures: now.failures - before.failures,
            micros: now.micros - before.micros,
            queued: backlog.owed + (waiting.reads + waiting.writes) as u64,
        });
        while samples.all.len() > KEPT {
            samples.all.pop_front();
        }
        Ok(())
    }
}
