//! The table, and what it was measured on.

use std::{fs::read_to_string, path::Path};

use crate::{Line, Outcome, Side, measure::Sample};

/// The smallest acceptable share of plain rusqlite's rate.
const LEAST_SHARE: f64 = 0.7;
/// How many times as many inserts a grouped commit must store at 64 tasks as a commit for each.
const LEAST_GAIN: f64 = 5.0;

/// The head of the table.
pub(crate) const HEAD: &str = "\
| case | tasks | platform::db, ops/s (min–max) | rusqlite, ops/s (min–max) | ratio | p99 µs, ours / raw | CPU µs/op, ours / raw |
|---|--:|--:|--:|--:|--:|--:|";

/// Processor, kernel, SQLite and disk.
pub(crate) fn machine(dir: &Path) -> Outcome<String> {
    let cores = std::thread::available_parallelism()?;
    let cpu = read_to_string("/proc/cpuinfo").unwrap_or_default();
    let model = cpu
        .lines()
        .find_map(|line| line.strip_prefix("model name"))
        .unwrap_or_default();
    let kernel = read_to_string("/proc/sys/kernel/osrelease").unwrap_or_default();
    Ok(format!(
        "{cores} cores ({}), Linux {}, SQLite {}, files in {}, tokio with 2 workers, load {}",
        model.trim_start_matches(['\t', ' ', ':']),
        kernel.trim(),
        rusqlite::version(),
        dir.parent().unwrap_or(dir).display(),
        read_to_string("/proc/loadavg")
            .unwrap_or_default()
            .split(' ')
            .next()
            .unwrap_or_default(),
    ))
}

/// One line, or two where single commits were measured.
pub(crate) fn line(line: &Line) -> String {
    let (ours, raw) = (Figures::of(line, Side::Ours), Figures::of(line, Side::Raw));
    let mut text = row(line.case.name(), line.tasks, &ours, &raw);
    if line.samples.iter().any(|(side, _)| *side == Side::RawSingle) {
        let single = Figures::of(line, Side::RawSingle);
        text = format!(
            "{text}\n{}",
            row("… against one commit per insert", line.tasks, &ours, &single)
        );
    }
    text
}

fn row(name: &str, tasks: u64, ours: &Figures, raw: &Figures) -> String {
    format!(
        "| {name} | {tasks} | {} | {} | **{:.2}** | {:.0} / {:.0} | {:.1} / {:.1} |",
        ours.rate(),
        raw.rate(),
        ours.median / raw.median,
        ours.p99,
        raw.p99,
        ours.cpu,
        raw.cpu
    )
}

/// Whether the targets are met, and which are not.
pub(crate) fn verdict(lines: &[Line]) -> String {
    let mut missed = Vec::new();
    for line in lines {
        let ours = Figures::of(line, Side::Ours).median;
        let share = ours / Figures::of(line, Side::Raw).median;
        if share < LEAST_SHARE {
            missed.push(format!(
                "{} at {}: {share:.2} of rusqlite",
                line.case.name(),
                line.tasks
            ));
        }
        let gain = ours / Figures::of(line, Side::RawSingle).median;
        if line.tasks >= 64 && gain < LEAST_GAIN {
            missed.push(format!(
                "{} at {}: {gain:.1} times single commits",
                line.case.name(),
                line.tasks
            ));
        }
    }
    if missed.is_empty() {
        format!(
            "Targets met: at least {LEAST_SHARE} of rusqlite, grouped inserts at least {LEAST_GAIN} times single ones."
        )
    } else {
        format!("Targets missed: {}.", missed.join("; "))
    }
}

/// Medians of one side of a line; NaN, which compares as neither, where nothing was measured.
struct Figures {
    median: f64,
    least: f64,
    most: f64,
    p99: f64,
    cpu: f64,
}

impl Figures {
    fn of(line: &Line, side: Side) -> Self {
        let sorted = |pick: fn(&Sample) -> f64| {
            let mut values: Vec<f64> = line
                .samples
                .iter()
                .filter(|(of, _)| *of == side)
                .map(|(_, sample)| pick(sample))
                .collect();
            values.sort_by(f64::total_cmp);
            values
        };
        let median = |values: &[f64]| values.get(values.len() / 2).copied().unwrap_or(f64::NAN);
        let rates = sorted(|sample| sample.rate);
        Self {
            median: median(&rates),
            least: rates.first().copied().unwrap_or(f64::NAN),
            most: rates.last().copied().unwrap_or(f64::NAN),
            p99: median(&sorted(|sample| sample.p99)),
            cpu: median(&sorted(|sample| sample.cpu)),
        }
    }

    fn rate(&self) -> String {
        format!("{:.0} ({:.0}–{:.0})", self.median, self.least, self.most)
    }
}
