//! Places that are too near each other to be told apart, as one mark.

/// How near marks may be, in units of a map: a mark is 44 wide.
const NEAR: f64 = 50.0;

/// Places of one mark.
pub(super) struct Crowd {
    /// The middle of them.
    pub(super) at: (f64, f64),
    /// Which they are.
    pub(super) members: Vec<usize>,
}

/// Each place in one crowd: the nearest that is near enough, or a new one. The largest come first.
pub(super) fn crowds(spots: &[(f64, f64)]) -> Vec<Crowd> {
    let mut crowds: Vec<Crowd> = Vec::new();
    for (number, spot) in spots.iter().enumerate() {
        let away = |crowd: &Crowd| (crowd.at.0 - spot.0).hypot(crowd.at.1 - spot.1);
        let nearest = crowds.iter_mut().min_by(|one, other| away(one).total_cmp(&away(other)));
        match nearest.filter(|crowd| away(crowd) < NEAR) {
            Some(crowd) => crowd.take(number, *spot),
            None => crowds.push(Crowd {
                at: *spot,
                members: vec![number],
            }),
        }
    }
    crowds.sort_by_key(|crowd| std::cmp::Reverse(crowd.members.len()));
    crowds
}

impl Crowd {
    /// Takes one in more; its middle moves towards it.
    fn take(&mut self, member: usize, spot: (f64, f64)) {
        self.members.push(member);
        let share = 1.0 / f64::from(u32::try_from(self.members.len()).unwrap_or(u32::MAX));
        self.at.0 += (spot.0 - self.at.0) * share;
        self.at.1 += (spot.1 - self.at.1) * share;
    }
}

#[cfg(test)]
mod tests {
    use super::crowds;

    #[test]
    fn near_places_are_together_and_far_ones_apart() {
        let spots = [(0.0, 0.0), (300.0, 0.0), (310.0, 0.0), (320.0, 0.0)];
        let found: Vec<_> = crowds(&spots)
            .into_iter()
            .map(|crowd| (crowd.at, crowd.members))
            .collect();
        assert_eq!(found, [((310.0, 0.0), vec![1, 2, 3]), ((0.0, 0.0), vec![0])]);
    }
}
