//! The house's mark in the middle of a code: a roof on pillars, as in the icon of every page. What it covers of the code is
//! within what a code of the highest level gets back.

/// The icon's dark shapes, in its 64 by 64.
const SHAPES: [&[(f32, f32)]; 5] = [
    &[
        (32.0, 10.0),
        (58.0, 32.0),
        (50.0, 32.0),
        (50.0, 35.0),
        (14.0, 35.0),
        (14.0, 32.0),
        (6.0, 32.0),
    ],
    &[(17.0, 38.0), (22.0, 38.0), (22.0, 53.0), (17.0, 53.0)],
    &[(29.5, 38.0), (34.5, 38.0), (34.5, 53.0), (29.5, 53.0)],
    &[(42.0, 38.0), (47.0, 38.0), (47.0, 53.0), (42.0, 53.0)],
    &[(12.0, 53.0), (52.0, 53.0), (52.0, 57.0), (12.0, 57.0)],
];
/// What encloses them: the left edge, the top of a square around them, and its side.
const LEFT: f32 = 6.0;
const TOP: f32 = 7.5;
const SIDE: f32 = 52.0;

/// A mark that fills a square.
#[derive(Clone, Copy)]
pub struct Mark {
    /// Its left and upper edge.
    pub at: f32,
    pub side: f32,
}

impl Mark {
    /// The shapes, each as its corners.
    pub fn shapes(self) -> impl Iterator<Item = Vec<(f32, f32)>> {
        let scale = self.side / SIDE;
        let corner = move |(x, y): &(f32, f32)| (self.at + (x - LEFT) * scale, self.at + (y - TOP) * scale);
        SHAPES.into_iter().map(move |shape| shape.iter().map(corner).collect())
    }

    /// Whether a spot is within one of the shapes.
    pub fn covers(self, spot: (f32, f32)) -> bool {
        let is_near = |place: f32| (self.at..self.at + self.side).contains(&place);
        is_near(spot.0) && is_near(spot.1) && self.shapes().any(|shape| encloses(&shape, spot))
    }
}

/// Whether a line from the spot to the right leaves the shape: then it crosses its edge an odd number of times.
fn encloses(shape: &[(f32, f32)], (x, y): (f32, f32)) -> bool {
    let next = shape.iter().cycle().skip(1);
    let crossed = shape.iter().zip(next).filter(|(from, to)| {
        let is_beside = (from.1 > y) != (to.1 > y);
        is_beside && x < (to.0 - from.0) * (y - from.1) / (to.1 - from.1) + from.0
    });
    crossed.count() % 2 == 1
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_roof_stands_on_pillars() {
        let mark = Mark { at: 0.0, side: 52.0 };
        assert!(mark.covers((26.0, 10.0)) && mark.covers((26.0, 40.0)) && mark.covers((26.0, 47.0)));
        assert!(!mark.covers((2.0, 4.0)) && !mark.covers((19.0, 40.0)) && !mark.covers((26.0, 51.0)));
    }
}
