//! Costly work that blocks: a few pieces at once, and a few that wait.
//!
//! Invariant: as many pieces run as there are lanes, whoever goes on waiting for them. A client that hangs up stops no work
//! that it asked for, so the work and not the request holds the lane.

use std::{fmt, sync::Arc, time::Duration};

use tokio::{
    sync::{OwnedSemaphorePermit, Semaphore},
    task::spawn_blocking,
};

use crate::error::{Error, Result};

/// Lanes for one kind of work. Clones share them.
#[derive(Clone)]
pub struct Lanes {
    /// One permit for each piece that runs or waits.
    admitted: Arc<Semaphore>,
    /// One permit for each piece that runs.
    running: Arc<Semaphore>,
    busy: fn() -> Error,
    broken: fn(String) -> Error,
}

impl fmt::Debug for Lanes {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Lanes")
            .field("free", &self.free())
            .finish_non_exhaustive()
    }
}

impl Lanes {
    /// At most `lanes` pieces run at a time (at least one) and at most `waiting` wait; more are refused with `busy`.
    pub fn new(lanes: usize, waiting: usize, busy: fn() -> Error) -> Self {
        let lanes = lanes.clamp(1, Semaphore::MAX_PERMITS / 2);
        let waiting = waiting.min(Semaphore::MAX_PERMITS / 2);
        Self {
            admitted: Arc::new(Semaphore::new(lanes + waiting)),
            running: Arc::new(Semaphore::new(lanes)),
            busy,
            broken: |cause| Error::internal(cause),
        }
    }

    /// The same, whose panics are the input's fault: of work that hands strangers' files to a library.
    #[must_use]
    pub fn blaming_input(mut self, broken: fn(String) -> Error) -> Self {
        self.broken = broken;
        self
    }

    /// Lanes on which nothing runs.
    pub fn free(&self) -> usize {
        self.running.available_permits()
    }

    /// How many more pieces would be taken.
    pub fn places(&self) -> usize {
        self.admitted.available_permits()
    }

    /// Runs a piece of work on a thread on which it may block.
    pub async fn run<T: Send + 'static>(&self, work: impl FnOnce() -> Result<T> + Send + 'static) -> Result<T> {
        let turn = self.take_turn().await?;
        self.spawn(turn, work).await
    }

    /// The same, given up after `patience`, which begins when the work does. What was given up runs on and keeps its lane
    /// until it ends.
    pub async fn run_within<T: Send + 'static>(
        &self,
        patience: Duration,
        too_slow: fn() -> Error,
        work: impl FnOnce() -> Result<T> + Send + 'static,
    ) -> Result<T> {
        let turn = self.take_turn().await?;
        let done = tokio::time::timeout(patience, self.spawn(turn, work)).await;
        done.map_err(|_elapsed| too_slow())?
    }

    async fn spawn<T: Send + 'static>(
        &self,
        turn: [OwnedSemaphorePermit; 2],
        work: impl FnOnce() -> Result<T> + Send + 'static,
    ) -> Result<T> {
        spawn_blocking(move || {
            let _turn = turn;
            work()
        })
        .await
        .map_err(|cause| (self.broken)(cause.to_string()))?
    }

    async fn take_turn(&self) -> Result<[OwnedSemaphorePermit; 2]> {
        // Neither is ever closed: all that can fail is to be admitted.
        let admitted = Arc::clone(&self.admitted)
            .try_acquire_owned()
            .map_err(|_full| (self.busy)())?;
        let lane = Arc::clone(&self.running)
            .acquire_owned()
            .await
            .map_err(Error::internal)?;
        Ok([admitted, lane])
    }
}

#[cfg(test)]
mod tests {
    use std::{sync::mpsc, time::Duration};

    use super::*;

    fn busy() -> Error {
        Error::unavailable("test.busy", "busy", Duration::ZERO)
    }

    #[tokio::test]
    async fn work_whose_caller_has_gone_keeps_its_lane() {
        let lanes = Lanes::new(1, 0, busy);
        let (end, ended) = mpsc::channel::<()>();
        let (begin, begun) = tokio::sync::oneshot::channel();
        let running = tokio::spawn({
            let lanes = lanes.clone();
            async move {
                lanes
                    .run(move || {
                        let _ = begin.send(());
                        let _ = ended.recv();
                        Ok(())
                    })
                    .await
            }
        });
        begun.await.unwrap();
        running.abort();
        assert!(running.await.unwrap_err().is_cancelled());
        assert_eq!(lanes.run(|| Ok(())).await.unwrap_err().code(), "test.busy");
        drop(end);
        // Its permits come back when the work has ended.
        while lanes.run(|| Ok(())).await.is_err() {
            tokio::task::yield_now().await;
        }
    }

    #[tokio::test]
    async fn work_that_takes_too_long_is_given_up_and_keeps_its_lane_until_it_ends() {
        let lanes = Lanes::new(1, 0, busy);
        let (end, ended) = mpsc::channel::<()>();
        let too_slow = || Error::new(crate::Kind::Invalid, "test.slow", "slow");
        let work = move || {
            let _ = ended.recv();
            Ok(())
        };
        let given_up = lanes.run_within(Duration::ZERO, too_slow, work).await;
        assert_eq!(given_up.unwrap_err().code(), "test.slow");
        assert_eq!(lanes.run(|| Ok(())).await.unwrap_err().code(), "test.busy");
        drop(end);
        while lanes.run(|| Ok(())).await.is_err() {
            tokio::task::yield_now().await;
        }
        let done = lanes.run_within(Duration::from_secs(60), too_slow, || Ok(7)).await;
        assert_eq!(done.unwrap(), 7);
    }

    #[tokio::test]
    async fn a_panic_is_told_as_whoever_runs_the_work_wants() {
        let lanes = Lanes::new(1, 0, busy);
        let failed = |lanes: Lanes| async move { lanes.run::<()>(|| panic!("on purpose")).await.unwrap_err() };
        assert_eq!(failed(lanes.clone()).await.kind(), crate::Kind::Internal);
        let lanes =
            lanes.blaming_input(|cause| Error::new(crate::Kind::Invalid, "test.broken", "broken").caused_by(cause));
        assert_eq!(failed(lanes).await.code(), "test.broken");
    }
}
