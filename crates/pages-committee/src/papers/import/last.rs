//! What differs from the last try of an import, which the page's form remembers.

use pages_kit::{Fields, Speech};
use serde::{Deserialize, Serialize};

use super::report::Report;

/// The field in which a form remembers.
pub(super) const LAST: &str = "_lalu";
/// Most findings that are remembered, and most that are shown of either kind.
const MOST: usize = 300;
const MOST_SHOWN: usize = 20;
/// The longest memory that is read, in bytes.
const LONGEST: usize = 200_000;

/// A try.
#[derive(Debug, Default, Serialize, Deserialize, PartialEq)]
pub(super) struct Try {
    /// How much there was of each thing.
    counts: Vec<i64>,
    findings: Vec<String>,
}

/// What differs between two tries.
pub(super) struct Difference {
    /// Names of things, and how much there was and is.
    pub(super) counts: Vec<(String, String)>,
    pub(super) gone: Vec<String>,
    pub(super) new: Vec<String>,
}

impl Try {
    pub(super) fn of(report: &Report) -> Self {
        let findings = report.findings.iter().take(MOST);
        Self {
            counts: report.numbers.clone(),
            findings: findings.map(super::report::Finding::line).collect(),
        }
    }

    /// What a form remembers.
    pub(super) fn read(fields: &Fields) -> Option<Self> {
        let kept = fields.get(LAST);
        (kept.len() <= LONGEST).then(|| serde_json::from_str(kept).ok())?
    }

    /// As a form remembers it.
    pub(super) fn keep(&self) -> String {
        // Nothing in it could fail.
        serde_json::to_string(self).unwrap_or_default()
    }
}

impl Difference {
    /// Between the try before and this one.
    pub(super) fn between(before: &Try, now: &Try, names: &[(String, String)], speech: Speech<'_>) -> Self {
        let counts = before.counts.iter().zip(&now.counts).zip(names);
        let counts = counts
            .filter(|((before, now), _)| before != now)
            .map(|((before, now), (name, _))| {
                (
                    name.clone(),
                    format!("{} → {}", speech.number(*before), speech.number(*now)),
                )
            });
        let missing = |of: &Try, other: &Try| {
            let found = of.findings.iter().filter(|one| !other.findings.contains(one));
            found.take(MOST_SHOWN).cloned().collect()
        };
        Self {
            counts: counts.collect(),
            gone: missing(before, now),
            new: missing(now, before),
        }
    }

    pub(super) fn is_nothing(&self) -> bool {
        self.counts.is_empty() && self.gone.is_empty() && self.new.is_empty()
    }
}
