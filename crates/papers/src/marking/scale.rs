//! Conversion tables: what raw scores become on the scale that people know (31 to 68, band 6.5, level B2).
//!
//! Invariant: the bands of a [`Table`] are in order, neither overlap nor leave gaps, so that a score has at most one.

use base::{Message, Rule};

use crate::points::Points;

/// Most rows of a table.
const MOST: usize = 1000;

/// Raw scores that become the same scaled one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Band {
    /// The lowest raw score.
    pub from: Points,
    /// The highest one.
    pub to: Points,
    /// What they become.
    pub scaled: Points,
    /// What that is called (`B2`), if it has a name.
    pub name: Option<String>,
}

/// A conversion table; made by [`Table::new`] alone.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Table(Vec<Band>);

impl Table {
    /// A table of these bands, in any order. Fails with the index of a band that is inverted, overlaps another, or leaves a
    /// gap after the one below.
    pub fn new(bands: Vec<Band>) -> Result<Self, (usize, Rule)> {
        if bands.len() > MOST {
            return Err((MOST, Rule::TooMany(MOST)));
        }
        let step = step(&bands);
        let mut ordered: Vec<(usize, Band)> = bands.into_iter().enumerate().collect();
        ordered.sort_by_key(|(_, band)| band.from);
        if let Some((index, _)) = ordered.iter().find(|(_, band)| band.to < band.from) {
            return Err((*index, said("batas bawah melebihi batas atas", "begins above its end")));
        }
        for pair in ordered.windows(2) {
            let ((_, lower), (index, upper)) = (&pair[0], &pair[1]);
            if upper.from <= lower.to {
                return Err((*index, said("tumpang tindih dengan baris lain", "overlaps another row")));
            }
            if upper.from.0 - lower.to.0 > step {
                return Err((*index, said("menyisakan celah di bawahnya", "leaves a gap below it")));
            }
        }
        Ok(Self(ordered.into_iter().map(|(_, band)| band).collect()))
    }

    /// The band of a raw score. One between two bands (10.5 between 0–10 and 11–20) belongs to the lower one; one below all
    /// that begin at or below zero, as negative totals are, to the lowest; one above all has none.
    pub fn band(&self, raw: Points) -> Option<&Band> {
        let lowest = self.0.first()?;
        if raw < lowest.from {
            return (lowest.from <= Points::ZERO).then_some(lowest);
        }
        let above = self.0.partition_point(|band| band.from <= raw);
        let is_last = above == self.0.len();
        let band = &self.0[above - 1];
        (raw <= band.to || !is_last).then_some(band)
    }

    /// Its bands, from the lowest.
    pub fn bands(&self) -> &[Band] {
        &self.0
    }
}

/// How far the next band may begin from where one ends: one point where all ends are whole, else a hundredth.
fn step(bands: &[Band]) -> i64 {
    let whole = Points::whole(1).0;
    let is_whole = |points: Points| points.0 % whole == 0;
    if bands.iter().all(|band| is_whole(band.from) && is_whole(band.to)) {
        whole
    } else {
        1
    }
}

fn said(id: &'static str, en: &'static str) -> Rule {
    Rule::Other(Message::new(id, en))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn band(from: i64, to: i64, scaled: i64) -> Band {
        Band {
            from: Points(from),
            to: Points(to),
            scaled: Points::whole(scaled),
            name: None,
        }
    }

    fn find_broken_band(bands: Vec<Band>) -> Option<usize> {
        Table::new(bands).err().map(|(index, _)| index)
    }

    #[test]
    fn a_score_has_the_band_that_it_lies_in() {
        let table = Table::new(vec![band(2100, 4000, 68), band(0, 1000, 31), band(1100, 2000, 50)]).unwrap();
        let scaled = |raw: i64| table.band(Points(raw)).map(|band| band.scaled.0 / 100);
        assert_eq!(
            [0, 1000, 1050, 1100, 2000, 2099, 2100, 4000].map(scaled),
            [31, 31, 31, 50, 50, 50, 68, 68].map(Some)
        );
        assert_eq!(scaled(-300), Some(31));
        assert_eq!(scaled(4001), None);
        assert_eq!(table.bands().len(), 3);
    }

    #[test]
    fn a_table_that_begins_above_zero_says_nothing_of_less() {
        let table = Table::new(vec![band(500, 1000, 1)]).unwrap();
        assert_eq!(table.band(Points(499)), None);
        assert_eq!(Table::new(Vec::new()).unwrap().band(Points::ZERO), None);
    }

    #[test]
    fn overlaps_gaps_and_inverted_rows_are_refused_with_their_index() {
        assert_eq!(find_broken_band(vec![band(0, 1000, 1), band(1000, 2000, 2)]), Some(1));
        assert_eq!(find_broken_band(vec![band(1200, 2000, 2), band(0, 1000, 1)]), Some(0));
        assert_eq!(find_broken_band(vec![band(0, 1050, 1), band(1100, 2000, 2)]), Some(1));
        assert_eq!(find_broken_band(vec![band(0, 1050, 1), band(1051, 2000, 2)]), None);
        assert_eq!(find_broken_band(vec![band(0, 100, 1), band(300, 200, 2)]), Some(1));
        assert_eq!(
            find_broken_band((0..1001).map(|at| band(at * 100, at * 100, 1)).collect()),
            Some(1000)
        );
    }
}
