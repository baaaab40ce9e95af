//! Closed-loop measurement: so many tasks, each doing one operation after the other until the time is up.

use std::{
    sync::Arc,
    time::{Duration, Instant},
};

use crate::Outcome;

/// What one round measured.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Sample {
    /// Operations per second.
    pub(crate) rate: f64,
    /// The latency that 99 of 100 operations stay under, in microseconds.
    pub(crate) p99: f64,
    /// Processor time of the whole process per operation, in microseconds.
    pub(crate) cpu: f64,
}

/// Runs `tasks` tasks for `warm_up` and then `window`; only the latter counts. Each call of `operation` gets a new random
/// number.
pub(crate) async fn drive<F, O>(tasks: u64, warm_up: Duration, window: Duration, operation: F) -> Outcome<Sample>
where
    F: Fn(u64) -> O + Send + Sync + 'static,
    O: Future<Output = Outcome<()>> + Send,
{
    let operation = Arc::new(operation);
    rounds(tasks, warm_up, &operation).await?;
    let (cpu, started) = (processor_time()?, Instant::now());
    let mut latencies = rounds(tasks, window, &operation).await?;
    let (elapsed, cpu) = (started.elapsed(), processor_time()?.saturating_sub(cpu));
    latencies.sort_unstable();
    let count = f64::from(u32::try_from(latencies.len())?.max(1));
    let p99 = latencies.get(latencies.len() * 99 / 100).copied().unwrap_or_default();
    Ok(Sample {
        rate: count / elapsed.as_secs_f64(),
        p99: f64::from(p99) / 1000.0,
        cpu: cpu.as_secs_f64() * 1e6 / count,
    })
}

/// The latencies in nanoseconds.
async fn rounds<F, O>(tasks: u64, window: Duration, operation: &Arc<F>) -> Outcome<Vec<u32>>
where
    F: Fn(u64) -> O + Send + Sync + 'static,
    O: Future<Output = Outcome<()>> + Send,
{
    let end = Instant::now() + window;
    let running: Vec<_> = (0..tasks)
        .map(|_| {
            let operation = Arc::clone(operation);
            tokio::spawn(async move {
                let mut random = fastrand::Rng::new();
                let mut latencies = Vec::with_capacity(4096);
                let mut before = Instant::now();
                while before < end {
                    operation(random.u64(..)).await?;
                    let after = Instant::now();
                    latencies.push(u32::try_from((after - before).as_nanos()).unwrap_or(u32::MAX));
                    before = after;
                    // What never waits would keep the other tasks of its thread out.
                    if latencies.len() % 32 == 0 {
                        tokio::task::yield_now().await;
                        before = Instant::now();
                    }
                }
                Outcome::Ok(latencies)
            })
        })
        .collect();
    let mut all = Vec::new();
    for task in running {
        all.extend(task.await??);
    }
    Ok(all)
}

/// User and system time of this process so far. Linux counts it in hundredths of a second.
fn processor_time() -> Outcome<Duration> {
    let stat = std::fs::read_to_string("/proc/self/stat")?;
    let fields = stat.rsplit_once(')').map_or("", |(_, rest)| rest).split_whitespace();
    let ticks: u64 = fields
        .skip(11)
        .take(2)
        .filter_map(|field| field.parse::<u64>().ok())
        .sum();
    Ok(Duration::from_millis(ticks * 10))
}

/// Resident memory of this process in MiB.
pub(crate) fn resident_mib() -> Outcome<u64> {
    let status = std::fs::read_to_string("/proc/self/status")?;
    let line = status
        .lines()
        .find(|line| line.starts_with("VmRSS:"))
        .unwrap_or_default();
    Ok(line.split_whitespace().nth(1).unwrap_or("0").parse::<u64>()? / 1024)
}
