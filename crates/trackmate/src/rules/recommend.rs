//! What is recommended to whom. Pure: products as words, signals and ratings in, an order out.
//!
//! A product's neighbours are what has the same words (`terms`) and what the same people like (`likeness`). What suits
//! somebody is merged from the neighbours of what they looked at and rated (`taste`), and put in an order together with
//! ratings and age (`rank`). The same functions serve answers and judge themselves (`evaluate`).

pub(crate) mod catalogue;
pub(crate) mod elsewhere;
pub(crate) mod evaluate;
pub(crate) mod likeness;
pub(crate) mod measure;
pub(crate) mod rank;
pub(crate) mod seeded;
pub(crate) mod taste;
pub(crate) mod terms;

/// A count for reckoning with; beyond four thousand million all are alike.
pub(crate) fn real(count: i64) -> f64 {
    f64::from(u32::try_from(count.max(0)).unwrap_or(u32::MAX))
}

/// A small number in thousandths, as it is stored.
pub(crate) fn thousandths(number: f64) -> i64 {
    #[expect(clippy::cast_possible_truncation, reason = "clamped to what fits")]
    let rounded = (number * 1000.0).round().clamp(-1e9, 1e9) as i64;
    rounded
}

/// Numbers that look drawn by lot and are the same for the same seed everywhere (splitmix64).
pub(crate) struct Lot(u64);

impl Lot {
    /// From a text, such as a day and whom it is for.
    pub(crate) fn of(seed: &str) -> Self {
        Self(terms::digest(seed))
    }

    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    /// A number below `limit`; 0 if there is none.
    pub(crate) fn below(&mut self, limit: usize) -> usize {
        let limit = u64::try_from(limit).unwrap_or(u64::MAX).max(1);
        usize::try_from(self.next() % limit).unwrap_or(0)
    }

    /// From 0 to 1.
    pub(crate) fn share(&mut self) -> f64 {
        f64::from(u32::try_from(self.next() >> 32).unwrap_or(0)) / f64::from(u32::MAX)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_lot_is_the_same_for_the_same_seed_and_within_its_limit() {
        let draw = |seed: &str| {
            let mut lot = Lot::of(seed);
            (0..20).map(|_| lot.below(7)).collect::<Vec<_>>()
        };
        assert_eq!(draw("a"), draw("a"));
        assert_ne!(draw("a"), draw("b"));
        assert!(draw("a").iter().all(|number| *number < 7));
        assert_eq!(Lot::of("a").below(0), 0);
    }
}
