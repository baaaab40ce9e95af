//! Half a minute of constant writes with readers beside them: does the log stay bounded, and the memory?

use std::{
    path::Path,
    sync::{
        Arc,
        atomic::{AtomicU64, Ordering},
    },
    time::Duration,
};

use crate::{
    Outcome,
    measure::{drive, resident_mib},
    ours::Ours,
    thing::{self, Thing},
};

const LENGTH: Duration = Duration::from_secs(30);

/// Runs it: 32 writers and 4 readers, none of which ever pauses.
pub(crate) async fn run(dir: &Path) -> Outcome<()> {
    let path = dir.join("storm.db");
    thing::create(&path, 1)?;
    let ours = Ours::open(&path).await?;
    println!("idle after opening: {} MiB resident", resident_mib()?);
    let number = Arc::new(AtomicU64::new(1));
    let watch = tokio::spawn(watch(path.with_extension("db-wal"), Arc::clone(&number)));
    let (reader, stored) = (ours.clone(), Arc::clone(&number));
    let reads = tokio::spawn(drive(4, Duration::ZERO, LENGTH, move |random| {
        let (reader, number) = (reader.clone(), random % stored.load(Ordering::Relaxed));
        async move { reader.point(number).await.map(drop) }
    }));
    let handle = ours.clone();
    let writes = drive(32, Duration::ZERO, LENGTH, move |_| {
        let (writer, thing) = (handle.clone(), Thing::new(number.fetch_add(1, Ordering::Relaxed)));
        async move { writer.insert(thing).await }
    })
    .await?;
    let reads = reads.await??;
    let most = watch.await??;
    println!(
        "writes: {:.0}/s, p99 {:.1} ms; reads: {:.0}/s",
        writes.rate,
        writes.p99 / 1000.0,
        reads.rate
    );
    println!("largest log: {most} MiB; {} MiB resident at the end", resident_mib()?);
    ours.close().await;
    Ok(())
}

/// Prints the log's size every two seconds; answers the largest that it saw.
#[expect(clippy::disallowed_methods, reason = "it samples in real time")]
async fn watch(log: std::path::PathBuf, number: Arc<AtomicU64>) -> Outcome<u64> {
    let mut most = 0;
    for tick in 1..LENGTH.as_secs() * 20 {
        tokio::time::sleep(Duration::from_millis(50)).await;
        let size = std::fs::metadata(&log)?.len() / (1024 * 1024);
        most = most.max(size);
        if tick % 40 == 0 {
            println!(
                "after {:2} s: log {size} MiB, {} rows",
                tick / 20,
                number.load(Ordering::Relaxed)
            );
        }
    }
    Ok(most)
}
