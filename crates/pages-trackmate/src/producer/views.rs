//! Views by week: a chart for the eye, and the same numbers by way as a table for everybody.

use pages_kit::{Speech, chart::Chart};
use trackmate::api::{Way, WeekOfViews};

/// A row of the table.
pub(super) struct Week {
    pub(super) from: String,
    pub(super) total: String,
    /// By way, in the order of the columns.
    pub(super) by_way: Vec<String>,
}

/// Views by week.
pub(super) struct Views {
    /// What the last week says.
    pub(super) lead: String,
    /// Nothing while nobody looked.
    pub(super) chart: Option<Chart>,
    pub(super) weeks: Vec<Week>,
    /// Texts of the columns of ways.
    pub(super) ways: Vec<String>,
}

fn text_of(way: Way) -> &'static str {
    match way {
        Way::Page => "producer-way-page",
        Way::Search => "producer-way-search",
        Way::Code => "producer-way-code",
        Way::Link => "producer-way-link",
        Way::Share => "producer-way-share",
    }
}

impl Views {
    /// Of the last weeks, the newest last.
    pub(super) fn of(weeks: &[WeekOfViews], speech: Speech<'_>) -> Self {
        let most = weeks.iter().map(WeekOfViews::total).max().unwrap_or_default();
        let row = |week: &WeekOfViews| Week {
            from: speech.day(week.from),
            total: speech.number(week.total()),
            by_way: week.by_way.iter().map(|views| speech.number(*views)).collect(),
        };
        let bar = |week: &WeekOfViews| {
            let total = week.total();
            let height = u64::try_from(total).unwrap_or_default();
            (speech.short_day(week.from), speech.number(total), height)
        };
        let title = speech.with("producer-views-most", "count", most);
        Self {
            lead: speech.with(
                "producer-views-lead",
                "count",
                weeks.last().map(WeekOfViews::total).unwrap_or_default(),
            ),
            chart: (most > 0).then(|| Chart::bars(title, weeks.iter().map(bar))),
            weeks: weeks.iter().rev().map(row).collect(),
            ways: Way::ALL.into_iter().map(|way| speech.say(text_of(way))).collect(),
        }
    }
}
