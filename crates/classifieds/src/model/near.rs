//! What lies around a point of the earth.

use super::location::LocationId;

/// How far is near, unless somebody says it, and at most, in kilometres.
pub(crate) const USUAL_KM: f64 = 50.0;
pub(crate) const MOST_KM: f64 = 500.0;
/// The earth's mean radius in kilometres.
const RADIUS_KM: f64 = 6_371.0;

/// A circle on the earth.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Near {
    /// Degrees north.
    pub latitude: f64,
    /// Degrees east.
    pub longitude: f64,
    pub within_km: f64,
}

/// A location within a circle, and how far it is from the middle.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct NearLocation {
    pub(crate) id: LocationId,
    pub(crate) km: f64,
}

impl Near {
    /// How far another point is, along the surface.
    pub(crate) fn km_to(&self, latitude: f64, longitude: f64) -> f64 {
        let half = |from: f64, to: f64| ((to - from).to_radians() / 2.0).sin().powi(2);
        let along = self.latitude.to_radians().cos() * latitude.to_radians().cos();
        let part = half(self.latitude, latitude) + along * half(self.longitude, longitude);
        2.0 * RADIUS_KM * part.clamp(0.0, 1.0).sqrt().asin()
    }

    /// Between which latitudes it lies.
    pub(crate) fn latitudes(&self) -> (f64, f64) {
        let degrees = (self.within_km / RADIUS_KM).to_degrees();
        (self.latitude - degrees, self.latitude + degrees)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn distances_are_those_of_a_map() {
        let near = |latitude, longitude| Near {
            latitude,
            longitude,
            within_km: 100.0,
        };
        // İzmir to Bursa, and around the line where days begin.
        let izmir = near(38.42, 27.14);
        assert!(
            (izmir.km_to(40.19, 29.06) - 256.0).abs() < 3.0,
            "{}",
            izmir.km_to(40.19, 29.06)
        );
        assert!(near(0.0, 179.9).km_to(0.0, -179.9) < 23.0);
        assert!(izmir.km_to(38.42, 27.14).abs() < f64::EPSILON);
        let (south, north) = near(0.0, 0.0).latitudes();
        assert!((north - 0.9).abs() < 0.01 && (south + north).abs() < f64::EPSILON);
    }
}
