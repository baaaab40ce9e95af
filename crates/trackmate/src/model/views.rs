//! How often products are looked at: counted by day and way, and by nobody's name.

use platform::Timestamp;

/// How somebody came to a product's page.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Way {
    /// From a page of this place, or without a page that tells of itself.
    Page = 0,
    /// From the results of a search.
    Search = 1,
    /// By the code of a label.
    Code = 2,
    /// From another site.
    Link = 3,
    /// By a link that somebody shared.
    Share = 4,
}

impl Way {
    /// All of them, in the order of their numbers.
    pub const ALL: [Self; 5] = [Self::Page, Self::Search, Self::Code, Self::Link, Self::Share];
}

/// The day of a moment, since 1970 in UTC.
pub(crate) fn day_of(at: Timestamp) -> i64 {
    at.0.div_euclid(DAY)
}

/// A day in microseconds.
const DAY: i64 = 24 * 60 * 60 * 1_000_000;

/// Views of a day by one way.
#[derive(Debug, Clone, Copy)]
pub(crate) struct DayOfViews {
    pub(crate) day: i64,
    /// As it is stored.
    pub(crate) way: i64,
    pub(crate) views: i64,
}

/// Views within seven days.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct WeekOfViews {
    /// When its first day begins.
    pub from: Timestamp,
    /// By way, in the order of [`Way::ALL`].
    pub by_way: [i64; Way::ALL.len()],
}

impl WeekOfViews {
    /// By whatever way.
    pub fn total(&self) -> i64 {
        self.by_way.iter().sum()
    }
}

/// The last weeks, each of seven days, the newest last and ending with `today`.
pub(crate) fn by_week(days: &[DayOfViews], today: i64, weeks: i64) -> Vec<WeekOfViews> {
    let week = |ago: i64| {
        let last = today - ago * 7;
        let mut by_way = [0; Way::ALL.len()];
        for day in days.iter().filter(|day| (last - 6..=last).contains(&day.day)) {
            if let Some(sum) = usize::try_from(day.way).ok().and_then(|way| by_way.get_mut(way)) {
                *sum += day.views;
            }
        }
        WeekOfViews {
            from: Timestamp((last - 6) * DAY),
            by_way,
        }
    };
    (0..weeks).rev().map(week).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_fall_into_the_weeks_that_end_today() {
        let of = |day, way, views| DayOfViews { day, way, views };
        let days = [
            of(100, 0, 2),
            of(100, 2, 1),
            of(94, 1, 3),
            of(93, 0, 4),
            of(86, 0, 9),
            of(100, 7, 5),
        ];
        let weeks = by_week(&days, 100, 2);
        assert_eq!(
            weeks.iter().map(|week| week.by_way).collect::<Vec<_>>(),
            [[4, 0, 0, 0, 0], [2, 3, 1, 0, 0]]
        );
        assert_eq!((day_of(weeks[1].from), weeks[1].total()), (94, 6));
    }
}
