//! Coasts and borders, unpacked from the file that `scripts/outlines` makes.
//!
//! The file is three layers one after another, each a count of lines, each line a count of points, each point its distance
//! from the one before: longitude and latitude in steps of a 250th of a degree. All numbers are of as many bytes as they
//! need, the lowest seven bits first; distances say their sign in the lowest bit.

use std::sync::LazyLock;

const PACKED: &[u8] = include_bytes!("../../assets/map/outlines.bin");

/// Steps in a degree.
const UNIT: f64 = 250.0;

/// What encloses a line, in degrees.
#[derive(Debug, Clone, Copy)]
pub(super) struct Extent {
    pub(super) west: f64,
    pub(super) south: f64,
    pub(super) east: f64,
    pub(super) north: f64,
}

impl Extent {
    pub(super) fn of(points: &[(f64, f64)]) -> Self {
        let none = Self {
            west: f64::INFINITY,
            south: f64::INFINITY,
            east: f64::NEG_INFINITY,
            north: f64::NEG_INFINITY,
        };
        points.iter().fold(none, |extent, (lng, lat)| Self {
            west: extent.west.min(*lng),
            south: extent.south.min(*lat),
            east: extent.east.max(*lng),
            north: extent.north.max(*lat),
        })
    }

    pub(super) fn meets(self, other: Self) -> bool {
        self.west <= other.east && other.west <= self.east && self.south <= other.north && other.south <= self.north
    }
}

/// A coast, or a piece of a border.
pub(super) struct Line {
    pub(super) extent: Extent,
    /// Longitude and latitude.
    pub(super) points: Vec<(f64, f64)>,
}

/// What there is to draw. Land is closed lines, of which those within others are holes.
pub(super) struct Outlines {
    pub(super) land: Vec<Line>,
    pub(super) borders: Vec<Line>,
    pub(super) provinces: Vec<Line>,
}

/// Unpacked when the first map is drawn.
pub(super) static OUTLINES: LazyLock<Outlines> = LazyLock::new(|| {
    let mut packed = Packed(PACKED);
    Outlines {
        land: packed.layer(),
        borders: packed.layer(),
        provinces: packed.layer(),
    }
});

/// What is left to be read.
struct Packed(&'static [u8]);

impl Packed {
    /// The next number; 0 behind the end, which the test below would find.
    fn number(&mut self) -> u32 {
        let mut number = 0;
        for shift in (0..32).step_by(7) {
            let Some((byte, rest)) = self.0.split_first() else {
                break;
            };
            self.0 = rest;
            number |= u32::from(byte & 127) << shift;
            if *byte < 128 {
                break;
            }
        }
        number
    }

    fn distance(&mut self) -> f64 {
        let number = self.number();
        let steps = f64::from(number.div_ceil(2)) / UNIT;
        if number.is_multiple_of(2) { steps } else { -steps }
    }

    fn layer(&mut self) -> Vec<Line> {
        (0..self.number()).map(|_| self.line()).collect()
    }

    fn line(&mut self) -> Line {
        let mut at = (0.0, 0.0);
        let points: Vec<_> = (0..self.number())
            .map(|_| {
                at = (at.0 + self.distance(), at.1 + self.distance());
                at
            })
            .collect();
        Line {
            extent: Extent::of(&points),
            points,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_file_is_read_to_its_end_and_is_small() {
        let mut packed = Packed(PACKED);
        let counts = [0; 3].map(|_: usize| packed.layer().len());
        assert!(
            packed.0.is_empty() && counts.iter().all(|count| *count > 100),
            "{counts:?}"
        );
        assert!(PACKED.len() < 150_000, "{}", PACKED.len());
        let all = [&OUTLINES.land, &OUTLINES.borders, &OUTLINES.provinces];
        for line in all.into_iter().flatten() {
            let Extent {
                west,
                south,
                east,
                north,
            } = line.extent;
            assert!(west >= -180.001 && east <= 180.001 && south >= -90.0 && north <= 90.0);
        }
        assert!(OUTLINES.land.iter().all(|line| is_closed(&line.points)));
    }

    fn is_closed(points: &[(f64, f64)]) -> bool {
        let (first, last) = (points[0], points[points.len() - 1]);
        (first.0 - last.0).abs() < 1e-6 && (first.1 - last.1).abs() < 1e-6
    }
}
