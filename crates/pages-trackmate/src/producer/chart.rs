//! A chart of views by week: bars for the eye, and the same numbers as a table for everybody.

use pages_kit::Speech;
use trackmate::api::{Way, WeekOfViews};

/// The plane on which bars are drawn.
const HEIGHT: i64 = 100;
/// From one bar to the next, and how wide each is.
const STEP: i64 = 30;
const WIDTH: i64 = 22;

/// A bar of the chart, in its plane.
pub(super) struct Bar {
    pub(super) x: i64,
    pub(super) y: i64,
    pub(super) height: i64,
}

/// A row of the table.
pub(super) struct Week {
    pub(super) from: String,
    pub(super) total: String,
    /// By way, in the order of the columns.
    pub(super) by_way: Vec<String>,
}

/// Views by week.
pub(super) struct Chart {
    pub(super) bars: Vec<Bar>,
    pub(super) weeks: Vec<Week>,
    /// Texts of the columns of ways.
    pub(super) ways: Vec<String>,
    pub(super) width: i64,
    pub(super) height: i64,
    pub(super) bar_width: i64,
    /// What the last week says.
    pub(super) lead: String,
    /// What the highest bar stands for; empty if there is nothing to draw.
    pub(super) highest: String,
}

fn text_of(way: Way) -> &'static str {
    match way {
        Way::Page => "producer-way-page",
        Way::Search => "producer-way-search",
        Way::Code => "producer-way-code",
    }
}

impl Chart {
    /// Of the last weeks, the newest last.
    pub(super) fn of(weeks: &[WeekOfViews], speech: Speech<'_>) -> Self {
        let totals: Vec<i64> = weeks.iter().map(WeekOfViews::total).collect();
        let most = totals.iter().copied().max().unwrap_or_default();
        let row = |week: &WeekOfViews| Week {
            from: speech.day(week.from),
            total: speech.number(week.total()),
            by_way: week.by_way.iter().map(|views| speech.number(*views)).collect(),
        };
        Self {
            bars: bars(&totals, most),
            weeks: weeks.iter().rev().map(row).collect(),
            ways: Way::ALL.into_iter().map(|way| speech.say(text_of(way))).collect(),
            width: STEP * i64::try_from(weeks.len()).unwrap_or_default(),
            height: HEIGHT,
            bar_width: WIDTH,
            lead: speech.with(
                "producer-views-lead",
                "count",
                totals.last().copied().unwrap_or_default(),
            ),
            highest: if most > 0 {
                speech.with("producer-views-most", "count", most)
            } else {
                String::new()
            },
        }
    }
}

/// One bar for each week; whatever was looked at at all can be seen.
fn bars(totals: &[i64], most: i64) -> Vec<Bar> {
    let bar = |(at, total): (i64, &i64)| {
        let height = if *total == 0 { 0 } else { (total * HEIGHT / most).max(2) };
        Bar {
            x: at * STEP + (STEP - WIDTH) / 2,
            y: HEIGHT - height,
            height,
        }
    };
    (0..).zip(totals).map(bar).collect()
}

#[cfg(test)]
mod tests {
    use super::bars;

    #[test]
    fn the_highest_bar_fills_the_plane_and_a_single_view_is_seen() {
        let drawn: Vec<_> = bars(&[0, 1, 500], 500)
            .into_iter()
            .map(|bar| (bar.y, bar.height))
            .collect();
        assert_eq!(drawn, [(100, 0), (98, 2), (0, 100)]);
        assert!(bars(&[0, 0], 0).iter().all(|bar| bar.height == 0));
    }
}
