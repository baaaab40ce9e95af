//! Which part of the world a map shows, and where on it a place is.

use super::outlines::Extent;

/// Units along the edges of a map.
pub const WIDTH: f64 = 800.0;
/// The same, from top to bottom.
pub const HEIGHT: f64 = 500.0;

/// A place on the globe.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Point {
    lat: f64,
    lng: f64,
}

impl Point {
    /// At a latitude and a longitude in degrees, if there is such a place.
    pub fn at(lat: f64, lng: f64) -> Option<Self> {
        ((-90.0..=90.0).contains(&lat) && (-180.0..=180.0).contains(&lng)).then_some(Self { lat, lng })
    }

    /// The same of what is known of a place.
    pub fn maybe(lat: Option<f64>, lng: Option<f64>) -> Option<Self> {
        Self::at(lat?, lng?)
    }

    pub fn lat(self) -> f64 {
        self.lat
    }

    pub fn lng(self) -> f64 {
        self.lng
    }

    /// Kilometres to another place, as a bird flies.
    pub fn distance(self, other: Self) -> f64 {
        const EARTH: f64 = 6371.0;
        let half = |from: f64, to: f64| ((to - from).to_radians() / 2.0).sin().powi(2);
        let across = self.lat.to_radians().cos() * other.lat.to_radians().cos() * half(self.lng, other.lng);
        2.0 * EARTH * (half(self.lat, other.lat) + across).sqrt().min(1.0).asin()
    }
}

/// The least and the greatest height of a view, in degrees: outlines are too coarse for less, and there is no more.
const LOWEST: f64 = 1.6;
const HIGHEST: f64 = 230.0;
/// How much is around the outermost places, as a share of what is between them.
const AROUND: f64 = 1.45;
/// Views start and end at such parts of a degree, so that places near each other share a drawing.
const GRID: f64 = 20.0;

/// A part of the world: where its middle is, and how high it is in degrees. Degrees of longitude are as short as they are in
/// its middle.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct View {
    middle: Point,
    height: f64,
}

impl View {
    /// Around a place.
    pub fn around(middle: Point, height: f64) -> Self {
        let height = if height.is_finite() {
            height.clamp(LOWEST, HIGHEST)
        } else {
            HIGHEST
        };
        let height = (height * GRID).round() / GRID;
        // Nobody sees farther than the poles, or the ice around them.
        let most = (80.0 - height / 2.0).max(0.0);
        let on_grid = |degrees: f64| (degrees * GRID).round() / GRID;
        let middle = Point {
            lat: on_grid(middle.lat).clamp(-most, most),
            lng: on_grid(middle.lng),
        };
        Self { middle, height }
    }

    /// Of places, with enough around them. Nothing without places.
    pub fn of(places: &[Point]) -> Option<Self> {
        if places.is_empty() {
            return None;
        }
        let all: Vec<_> = places.iter().map(|place| (place.lng, place.lat)).collect();
        let extent = Extent::of(&all);
        let middle = Point {
            lat: f64::midpoint(extent.north, extent.south),
            lng: f64::midpoint(extent.east, extent.west),
        };
        let across = (extent.east - extent.west) * middle.lat.to_radians().cos() * HEIGHT / WIDTH;
        let height = (extent.north - extent.south).max(across) * AROUND;
        // Of one place alone, what is around it says where it is.
        let least = if height > 0.0 { LOWEST } else { LOWEST * 2.0 };
        Some(Self::around(middle, height.max(least)))
    }

    /// Indonesia.
    pub fn home() -> Self {
        let middle = Point { lat: -2.3, lng: 118.0 };
        Self::around(middle, 30.0)
    }

    /// What tells views apart, in parts of a degree.
    pub(super) fn key(self) -> [i64; 3] {
        [self.middle.lat, self.middle.lng, self.height].map(|degrees| whole(degrees * GRID))
    }

    pub fn middle(self) -> Point {
        self.middle
    }

    /// For scripts: latitude and longitude of its middle, and its height.
    pub(super) fn told(self) -> String {
        format!("{},{},{}", self.middle.lat, self.middle.lng, self.height)
    }

    /// In degrees.
    pub fn height(self) -> f64 {
        self.height
    }

    /// Units in a degree of longitude and of latitude.
    fn scale(self) -> (f64, f64) {
        let scale = HEIGHT / self.height;
        (scale * self.middle.lat.to_radians().cos(), scale)
    }

    /// Where a longitude and latitude are, in units from the upper left corner.
    pub(super) fn project(self, (lng, lat): (f64, f64)) -> (f64, f64) {
        let (across, up) = self.scale();
        (
            WIDTH / 2.0 + (lng - self.middle.lng) * across,
            HEIGHT / 2.0 - (lat - self.middle.lat) * up,
        )
    }

    /// Where a place is, in units from the upper left corner.
    pub fn place(self, place: Point) -> (f64, f64) {
        self.project((place.lng, place.lat))
    }

    /// What it shows, with a little more.
    pub(super) fn extent(self) -> Extent {
        let (across, up) = self.scale();
        let (wide, high) = (WIDTH / 2.0 / across * 1.05, HEIGHT / 2.0 / up * 1.05);
        Extent {
            west: self.middle.lng - wide,
            south: self.middle.lat - high,
            east: self.middle.lng + wide,
            north: self.middle.lat + high,
        }
    }
}

/// The nearest whole number.
#[expect(
    clippy::cast_possible_truncation,
    reason = "degrees, units and kilometres of this world are far below the bounds"
)]
pub(crate) fn whole(number: f64) -> i64 {
    number.round() as i64
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(lat: f64, lng: f64) -> Point {
        Point::at(lat, lng).unwrap()
    }

    #[test]
    fn distances_are_those_of_the_globe() {
        let jakarta = at(-6.2, 106.8);
        assert_eq!(whole(jakarta.distance(at(-7.8, 110.4))), 435);
        assert_eq!(whole(jakarta.distance(at(41.0, 29.0)) / 100.0), 94);
        assert!(jakarta.distance(jakarta) < 1e-9);
        assert_eq!(Point::at(90.5, 0.0), None);
        assert_eq!(Point::at(f64::NAN, 0.0), None);
        assert_eq!(Point::maybe(Some(1.0), None), None);
    }

    #[test]
    fn every_place_is_within_its_view_and_not_at_its_edge() {
        let lists = [
            vec![at(-6.2, 106.8)],
            vec![at(4.6, 96.8), at(-8.5, 140.4)],
            vec![at(41.0, 29.0), at(-6.2, 106.8)],
            vec![at(64.0, -150.0), at(-54.0, 170.0), at(0.0, 0.0)],
        ];
        for places in lists {
            let view = View::of(&places).unwrap();
            for place in places {
                let (x, y) = view.place(place);
                assert!(
                    (20.0..=WIDTH - 20.0).contains(&x) && (20.0..=HEIGHT - 20.0).contains(&y),
                    "{place:?}: {x} {y}"
                );
            }
        }
        assert_eq!(View::of(&[]), None);
    }

    #[test]
    fn a_view_is_kept_within_the_world() {
        for (lat, height) in [(90.0, 10.0), (-90.0, 1000.0), (0.0, 0.0), (3.0, f64::NAN)] {
            let view = View::around(at(lat, 0.0), height);
            assert!((LOWEST..=HIGHEST).contains(&view.height()) && view.middle().lat().abs() <= 80.0);
        }
    }
}
