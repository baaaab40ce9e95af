//! How good lists are: whether what somebody went on to like is in them, how high, and how much of the catalogue is ever
//! shown.

use std::collections::HashSet;

use super::real;

/// How many places a list has.
pub const PLACES: usize = 5;

/// What lists were worth, over everybody who was asked.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub struct Measures {
    /// Share of lists that have what was hidden.
    pub hit_rate: f64,
    /// The same, counting less the lower it stands (with one thing to find, NDCG is `1 / log2(place + 1)`).
    pub ndcg: f64,
    /// Share of the catalogue that is in any list.
    pub coverage: f64,
}

/// Lists that are judged one after the other.
#[derive(Debug, Default)]
pub(crate) struct Judge {
    lists: i64,
    hits: i64,
    gain: f64,
    shown: HashSet<i64>,
}

impl Judge {
    /// Counts a list that should have `hidden`.
    pub(crate) fn judge(&mut self, list: &[i64], hidden: i64) {
        self.lists += 1;
        self.shown.extend(list.iter().take(PLACES));
        let place = list.iter().take(PLACES).position(|one| *one == hidden);
        if let Some(place) = place {
            self.hits += 1;
            self.gain += 1.0 / (real(i64::try_from(place).unwrap_or(i64::MAX)) + 2.0).log2();
        }
    }

    /// What they were worth, of a catalogue of so many.
    pub(crate) fn measures(&self, catalogue: usize) -> Measures {
        let lists = real(self.lists).max(1.0);
        let size = |count: usize| real(i64::try_from(count).unwrap_or(i64::MAX));
        Measures {
            hit_rate: real(self.hits) / lists,
            ndcg: self.gain / lists,
            coverage: size(self.shown.len()) / size(catalogue).max(1.0),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_place_is_worth_all_and_lower_ones_less() {
        let worth = |list: &[i64]| {
            let mut judge = Judge::default();
            judge.judge(list, 1);
            judge.measures(10)
        };
        assert_eq!(
            worth(&[1, 2]),
            Measures {
                hit_rate: 1.0,
                ndcg: 1.0,
                coverage: 0.2
            }
        );
        assert!((worth(&[2, 3, 1]).ndcg - 0.5).abs() < 1e-9);
        assert_eq!(
            worth(&[2, 3, 4, 5, 6, 1]),
            Measures {
                hit_rate: 0.0,
                ndcg: 0.0,
                coverage: 0.5
            }
        );
        assert_eq!(Judge::default().measures(0), Measures::default());
    }
}
