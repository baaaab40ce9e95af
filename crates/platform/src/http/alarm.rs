//! The timer of one connection. Each request begins its own limit on how long its head may take, and nearly every one is
//! over at once: one timer of the runtime, which is moved when it goes off, serves all of them.

use std::{
    pin::Pin,
    sync::{Arc, Mutex, PoisonError},
    task::{Context, Poll, ready},
    time::{Duration, Instant},
};

use hyper::rt::{Sleep, Timer};

type Shared = Arc<Mutex<Option<Pin<Box<tokio::time::Sleep>>>>>;

/// For requests that follow each other; of several limits at once, only the one that was looked at last wakes its task.
#[derive(Clone, Default)]
pub(super) struct Alarm(Shared);

impl Timer for Alarm {
    fn sleep(&self, duration: Duration) -> Pin<Box<dyn Sleep>> {
        self.sleep_until(self.now() + duration)
    }

    fn sleep_until(&self, deadline: Instant) -> Pin<Box<dyn Sleep>> {
        Box::pin(Due {
            alarm: Arc::clone(&self.0),
            deadline: deadline.into(),
        })
    }

    fn now(&self) -> Instant {
        tokio::time::Instant::now().into()
    }
}

struct Due {
    alarm: Shared,
    deadline: tokio::time::Instant,
}

impl Future for Due {
    type Output = ();

    fn poll(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<()> {
        let deadline = self.deadline;
        let mut alarm = self.alarm.lock().unwrap_or_else(PoisonError::into_inner);
        let timer = alarm.get_or_insert_with(|| Box::pin(tokio::time::sleep_until(deadline)));
        if timer.deadline() > deadline {
            timer.as_mut().reset(deadline);
        }
        loop {
            ready!(timer.as_mut().poll(cx));
            if timer.deadline() >= deadline {
                return Poll::Ready(());
            }
            // It went off for an earlier request.
            timer.as_mut().reset(deadline);
        }
    }
}

impl Sleep for Due {}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn each_limit_ends_at_its_own_time_though_the_timer_is_shared() {
        let short = Duration::from_millis(20);
        let alarm = Alarm::default();
        let mut given_up = alarm.sleep(short);
        assert!(futures_util::poll!(given_up.as_mut()).is_pending());
        drop(given_up);
        // The timer goes off for the one that was given up, before this one's time.
        let began = Instant::now();
        alarm.sleep(short * 5).await;
        assert!(began.elapsed() >= short * 5);
        // A limit that is over leaves a timer behind that has gone off.
        let began = Instant::now();
        alarm.sleep(short).await;
        assert!(began.elapsed() >= short);
        // One that would go off in an hour serves a nearer limit, too.
        let mut far = alarm.sleep(Duration::from_hours(1));
        assert!(futures_util::poll!(far.as_mut()).is_pending());
        drop(far);
        alarm.sleep(short).await;
    }
}
