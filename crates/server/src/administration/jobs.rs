//! Background jobs: run in their rhythm, and what came of each since the start.

use std::{
    collections::BTreeMap,
    sync::{Arc, Mutex, PoisonError},
    time::Duration,
};

use pages_admin::place::JobState;
use platform::{Clock, Ctx, Error, Timestamp, module::Job};
use tokio::sync::watch;

/// What came of each job.
#[derive(Clone, Default)]
pub(crate) struct JobBoard(Arc<Mutex<BTreeMap<&'static str, JobState>>>);

impl JobBoard {
    /// Of jobs that have not run yet.
    pub(crate) fn over<'a>(jobs: impl Iterator<Item = &'a Job>) -> Self {
        let state = |job: &Job| JobState {
            name: job.name,
            every: job.every.as_secs(),
            runs: 0,
            last: None,
            took: None,
            failures: 0,
            failed: None,
        };
        Self(Arc::new(Mutex::new(jobs.map(|job| (job.name, state(job))).collect())))
    }

    /// All of them, by name.
    pub(crate) fn states(&self) -> Vec<JobState> {
        let board = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        board.values().cloned().collect()
    }

    /// Runs a job again and again, until `stop` turns true.
    #[expect(
        clippy::disallowed_methods,
        reason = "the rhythm of background jobs; a stop ends every wait"
    )]
    pub(crate) async fn repeat(self, job: Job, clock: Clock, mut stop: watch::Receiver<bool>) {
        while !*stop.borrow() {
            if let Err(error) = self.run(&job, &clock).await {
                tracing::warn!(job = job.name, %error, "a background job failed; its next turn tries again");
            }
            tokio::select! {
                () = tokio::time::sleep(job.every) => {}
                _ = stop.changed() => {}
            }
        }
    }

    /// Runs a job once, and notes what came of it.
    pub(crate) async fn run(&self, job: &Job, clock: &Clock) -> Result<(), Error> {
        let began = clock.now();
        self.note(job.name, |state| {
            state.last = Some(began);
            state.took = None;
        });
        let done = (job.run)(Ctx::background(clock.clone())).await;
        let took = clock.now().since(began);
        self.note(job.name, |state| settle(state, took, clock.now(), &done));
        done
    }

    fn note(&self, name: &str, change: impl FnOnce(&mut JobState)) {
        let mut board = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(state) = board.get_mut(name) {
            change(state);
        }
    }
}

fn settle(state: &mut JobState, took: Duration, now: Timestamp, done: &Result<(), Error>) {
    state.took = Some(u64::try_from(took.as_millis()).unwrap_or(u64::MAX));
    state.runs += 1;
    match done {
        Ok(()) => state.failures = 0,
        Err(error) => {
            state.failures += 1;
            state.failed = Some((now, error.to_string()));
        }
    }
}

#[cfg(test)]
mod tests {
    use std::sync::atomic::{AtomicBool, Ordering};

    use super::*;

    #[tokio::test]
    async fn what_came_of_a_job_is_known_and_a_good_run_ends_its_failures() {
        let fails = Arc::new(AtomicBool::new(true));
        let asked = Arc::clone(&fails);
        let job = Job {
            name: "test.job",
            every: Duration::from_secs(60),
            run: Arc::new(move |_| {
                let fails = asked.load(Ordering::SeqCst);
                Box::pin(async move {
                    if fails {
                        return Err(Error::internal("the disk is full"));
                    }
                    Ok(())
                })
            }),
        };
        let (board, clock) = (JobBoard::over([&job].into_iter()), Clock::manual(Timestamp(0)));
        assert_eq!(board.states()[0].last, None);
        for _ in 0..2 {
            assert!(board.run(&job, &clock).await.is_err());
        }
        let failing = board.states().remove(0);
        assert_eq!((failing.runs, failing.failures), (2, 2));
        assert!(failing.is_failing() && failing.failed.is_some());
        fails.store(false, Ordering::SeqCst);
        board.run(&job, &clock).await.unwrap();
        let well = board.states().remove(0);
        assert!(
            !well.is_failing() && well.failed.is_some(),
            "what went wrong is still told"
        );
    }
}
