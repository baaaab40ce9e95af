//! What the system knows of this process, as Linux tells it in `/proc/self`.
//!
//! What cannot be read there is left out: figures are no reason to fail.

use std::fs;

/// Parts of a second in which `/proc` counts time: the same on every Linux, whatever the kernel's own clock does.
const TICKS: f64 = 100.0;
/// `status` counts memory in these.
const KIB: f64 = 1024.0;

/// Memory, processor, files and age of this process.
#[derive(Debug, Default, PartialEq)]
pub(crate) struct Process {
    /// Seconds of processor time, of all threads.
    pub(crate) cpu_seconds: Option<f64>,
    /// Bytes that are in memory.
    pub(crate) resident_bytes: Option<f64>,
    /// Bytes of address space.
    pub(crate) virtual_bytes: Option<f64>,
    pub(crate) threads: Option<f64>,
    pub(crate) open_files: Option<f64>,
    /// How many files may be open; none if there is no limit.
    pub(crate) most_files: Option<f64>,
    /// Seconds since 1970.
    pub(crate) started_at: Option<f64>,
}

/// Looks.
pub(crate) fn read_process() -> Process {
    let text = |path: &str| fs::read_to_string(path).unwrap_or_default();
    let (stat, status) = (text("/proc/self/stat"), text("/proc/self/status"));
    let times = read_times(&stat);
    let booted = line_value(&text("/proc/stat"), "btime");
    Process {
        cpu_seconds: times.map(|times| times.cpu),
        started_at: times.zip(booted).map(|(times, booted)| booted + times.since_boot),
        resident_bytes: line_value(&status, "VmRSS:").map(|kib| kib * KIB),
        virtual_bytes: line_value(&status, "VmSize:").map(|kib| kib * KIB),
        threads: line_value(&status, "Threads:"),
        open_files: count_files(),
        most_files: most_files().map(f64::from),
    }
}

/// How many files this process may have open; `None` if there is no limit or it cannot be read.
pub(crate) fn most_files() -> Option<u32> {
    let limits = fs::read_to_string("/proc/self/limits").ok()?;
    let line = limits.lines().find_map(|line| line.strip_prefix("Max open files"))?;
    let soft: u64 = line.split_whitespace().next()?.parse().ok()?;
    Some(u32::try_from(soft).unwrap_or(u32::MAX))
}

fn count_files() -> Option<f64> {
    let count = fs::read_dir("/proc/self/fd").ok()?.count();
    // The folder itself was open while it was counted.
    u32::try_from(count.saturating_sub(1)).ok().map(f64::from)
}

/// The number after a word that begins a line.
fn line_value(text: &str, name: &str) -> Option<f64> {
    let line = text.lines().find_map(|line| line.strip_prefix(name))?;
    line.split_whitespace().next()?.parse().ok()
}

#[derive(Debug, Clone, Copy, PartialEq)]
struct Times {
    cpu: f64,
    since_boot: f64,
}

/// Fields 14, 15 and 22 of `stat`. The second one is the program's name in brackets, which may hold blanks.
fn read_times(stat: &str) -> Option<Times> {
    let (_, rest) = stat.rsplit_once(')')?;
    let fields: Vec<&str> = rest.split_whitespace().collect();
    let ticks = |field: usize| fields.get(field - 3)?.parse::<f64>().ok();
    Some(Times {
        cpu: (ticks(14)? + ticks(15)?) / TICKS,
        since_boot: ticks(22)? / TICKS,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_are_read_past_a_name_with_blanks_and_brackets() {
        let stat = "7 (a (b) c) S 1 7 7 0 -1 4194304 1 0 0 0 150 50 0 0 20 0 9 0 12345 1 2 3";
        let wanted = Times {
            cpu: 2.0,
            since_boot: 123.45,
        };
        assert_eq!(read_times(stat), Some(wanted));
        assert_eq!(read_times("nonsense"), None);
    }

    #[test]
    fn this_process_has_memory_files_and_an_age() {
        let process = read_process();
        let some = [
            process.resident_bytes,
            process.virtual_bytes,
            process.threads,
            process.open_files,
        ];
        assert!(
            some.iter().all(|value| value.is_some_and(|value| value > 0.0)),
            "{process:?}"
        );
        // 2020: it is a point in time and no duration.
        assert!(process.started_at.unwrap() > 1_577_836_800.0, "{process:?}");
    }
}
