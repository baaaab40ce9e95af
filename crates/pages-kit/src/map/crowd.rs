//! Places that are too near each other to be told apart, as one mark.

use super::view::{HEIGHT, WIDTH};

/// How near marks may be, in units of a map: a mark is 44 wide.
const NEAR: f64 = 50.0;

/// Places of one mark.
pub(super) struct Crowd {
    /// The middle of them.
    pub(super) at: (f64, f64),
    /// Which they are.
    pub(super) members: Vec<usize>,
}

/// The most crowds: a list of more is read by nobody.
pub(super) const MOST: usize = 12;

/// Each place in one crowd, the largest first. If there are too many, those that are farther apart are one as well.
pub(super) fn crowds(spots: &[(f64, f64)]) -> Vec<Crowd> {
    crowds_of(spots, NEAR)
}

/// The same for marks that are as wide as a number.
pub(super) fn wide_crowds(spots: &[(f64, f64)]) -> Vec<Crowd> {
    crowds_of(spots, 2.0 * NEAR)
}

fn crowds_of(spots: &[(f64, f64)], mut near: f64) -> Vec<Crowd> {
    loop {
        let crowds = gather(spots, near);
        if crowds.len() <= MOST {
            return crowds;
        }
        near *= 1.3;
    }
}

/// Each place in the nearest crowd that is near enough, or in a new one.
fn gather(spots: &[(f64, f64)], near: f64) -> Vec<Crowd> {
    let mut crowds: Vec<Crowd> = Vec::new();
    for (number, spot) in spots.iter().enumerate() {
        let away = |crowd: &Crowd| (crowd.at.0 - spot.0).hypot(crowd.at.1 - spot.1);
        let nearest = crowds.iter_mut().min_by(|one, other| away(one).total_cmp(&away(other)));
        match nearest.filter(|crowd| away(crowd) < near) {
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

/// How far a mark may be moved, in widths of one.
const MOVES: u8 = 3;
/// The width of a mark, with what has to be seen around it.
const WIDE: f64 = 46.0;

/// The spot nearest to where a mark belongs that none of the others covers: around it at first, and farther away if that is
/// taken as well. A mark that finds none lies on another.
pub(super) fn free_spot(taken: &[(f64, f64)], wanted: (f64, f64)) -> (f64, f64) {
    let is_free = |(x, y): (f64, f64)| {
        let is_seen = (WIDE..=WIDTH - WIDE).contains(&x) && (WIDE..=HEIGHT - WIDE).contains(&y);
        is_seen && taken.iter().all(|spot| (spot.0 - x).hypot(spot.1 - y) >= WIDE)
    };
    let around = (1..=MOVES).flat_map(|ring| {
        (0..12_u8).map(move |hour| {
            let (angle, away) = (f64::from(hour) * std::f64::consts::TAU / 12.0, f64::from(ring) * WIDE);
            (wanted.0 + angle.cos() * away, wanted.1 + angle.sin() * away)
        })
    });
    let mut spots = std::iter::once(wanted).chain(around);
    spots.find(|spot| is_free(*spot)).unwrap_or(wanted)
}

#[cfg(test)]
mod tests {
    use super::{MOST, crowds, free_spot};

    #[test]
    fn places_all_over_a_map_are_few_crowds() {
        let spots: Vec<_> = (0..300_u32)
            .map(|n| (f64::from(n * 37 % 800), f64::from(n * 91 % 500)))
            .collect();
        let found = crowds(&spots);
        assert!((2..=MOST).contains(&found.len()), "{}", found.len());
        assert_eq!(found.iter().map(|crowd| crowd.members.len()).sum::<usize>(), 300);
    }

    #[test]
    fn marks_of_one_place_are_beside_each_other() {
        let mut taken = Vec::new();
        for _ in 0..9 {
            let spot = free_spot(&taken, (400.0, 250.0));
            assert!(
                taken
                    .iter()
                    .all(|other: &(f64, f64)| (other.0 - spot.0).hypot(other.1 - spot.1) > 45.0)
            );
            taken.push(spot);
        }
        assert_eq!(taken[0], (400.0, 250.0));
    }

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
