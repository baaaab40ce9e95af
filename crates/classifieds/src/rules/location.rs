//! What makes a location valid.

use accounts::AccountId;
use platform::{
    Error, Rule, Timestamp,
    text::{Check, fold, fold_case},
};

use super::category::{STRING, required, set};
use crate::{
    failures::nothing_to_change,
    input::{LocationChangeIn, LocationIn},
    model::location::{Location, LocationId},
};

/// What an administrator says about a location.
#[derive(Debug, Clone, PartialEq)]
pub struct LocationContent {
    /// As people write it.
    pub country: String,
    /// As people write it.
    pub city: String,
    /// As people write it.
    pub district: String,
    /// Degrees, -90 to 90.
    pub latitude: Option<f64>,
    /// Degrees, -180 to 180.
    pub longitude: Option<f64>,
    /// As people write it.
    pub postal_code: Option<String>,
}

/// What an administrator changes; `None` stays as it is.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct LocationChange {
    /// As people write it.
    pub country: Option<String>,
    /// As people write it.
    pub city: Option<String>,
    /// As people write it.
    pub district: Option<String>,
    /// Degrees, -90 to 90.
    pub latitude: Option<Option<f64>>,
    /// Degrees, -180 to 180.
    pub longitude: Option<Option<f64>>,
    /// As people write it.
    pub postal_code: Option<Option<String>>,
}

/// What makes two locations one: country, city and district but for case and outer blanks. An accent makes another place.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(crate) struct LocationKey {
    pub(crate) country: String,
    pub(crate) city: String,
    pub(crate) district: String,
}

impl LocationKey {
    /// The key of three names.
    pub(crate) fn of(country: &str, city: &str, district: &str) -> Self {
        Self {
            country: same(country),
            city: same(city),
            district: same(district),
        }
    }
}

fn same(name: &str) -> String {
    fold_case(name).trim().to_owned()
}

/// A name as it is looked for and sorted by: without case, accents (`İ` and `ı` are `i`) and outer blanks.
pub fn key(name: &str) -> String {
    fold(name).trim().to_owned()
}

/// A new location's content, if it is good by itself.
pub fn check_location(input: &LocationIn) -> Result<LocationContent, Error> {
    let mut check = Check::new();
    let content = LocationContent {
        country: check.clean("country", &input.country, 1, STRING),
        city: check.clean("city", &input.city, 1, STRING),
        district: check.clean("district", &input.district, 1, STRING),
        latitude: degrees(&mut check, "latitude", input.latitude, LATITUDE),
        longitude: degrees(&mut check, "longitude", input.longitude, LONGITUDE),
        postal_code: check.maybe_clean("postalCode", input.postal_code.as_deref(), STRING),
    };
    check.finish()?;
    Ok(content)
}

/// A change, if it is good by itself and changes anything at all.
pub fn check_location_change(input: &LocationChangeIn) -> Result<LocationChange, Error> {
    let mut check = Check::new();
    let mut name = |field, given: &Option<Option<String>>| {
        required(&mut check, field, given.as_ref()).map(|name| check.clean(field, name, 1, STRING))
    };
    let (country, city, district) = (
        name("country", &input.country),
        name("city", &input.city),
        name("district", &input.district),
    );
    let change = LocationChange {
        country,
        city,
        district,
        latitude: input
            .latitude
            .map(|given| degrees(&mut check, "latitude", given, LATITUDE)),
        longitude: input
            .longitude
            .map(|given| degrees(&mut check, "longitude", given, LONGITUDE)),
        postal_code: input
            .postal_code
            .as_ref()
            .map(|code| check.maybe_clean("postalCode", code.as_deref(), STRING)),
    };
    check.finish()?;
    if change == LocationChange::default() {
        return Err(nothing_to_change());
    }
    Ok(change)
}

/// Furthest north and south.
pub(crate) const LATITUDE: f64 = 90.0;
/// Furthest east and west.
pub(crate) const LONGITUDE: f64 = 180.0;

/// Degrees up to `most` in either direction.
pub(crate) fn degrees(check: &mut Check, field: &str, given: Option<f64>, most: f64) -> Option<f64> {
    if given.is_some_and(|given| !(-most..=most).contains(&given)) {
        check.note(field, Rule::OutOfRange((-most).to_string(), most.to_string()));
    }
    given
}

impl LocationContent {
    /// The location that this makes.
    pub(crate) fn make(self, id: LocationId, owner: AccountId, now: Timestamp) -> Location {
        Location {
            id,
            city: self.city,
            country: self.country,
            district: self.district,
            latitude: self.latitude,
            longitude: self.longitude,
            postal_code: self.postal_code,
            is_active: true,
            record_version: 1,
            created_at: now,
            updated_at: now,
            owner,
        }
    }
}

impl LocationContent {
    /// A location with this content instead of its own.
    pub(crate) fn replacing(self, before: &Location) -> Location {
        Location {
            city: self.city,
            country: self.country,
            district: self.district,
            latitude: self.latitude,
            longitude: self.longitude,
            postal_code: self.postal_code,
            ..before.clone()
        }
    }
}

impl Location {
    /// The next version.
    pub(crate) fn touch(mut self, now: Timestamp) -> Self {
        self.record_version += 1;
        self.updated_at = now;
        self
    }

    /// What is unique among active ones.
    pub(crate) fn key(&self) -> LocationKey {
        LocationKey::of(&self.country, &self.city, &self.district)
    }
}

impl LocationChange {
    /// A location with this change applied.
    pub(crate) fn apply_to(self, before: &Location) -> Location {
        let mut after = before.clone();
        set(&mut after.country, self.country);
        set(&mut after.city, self.city);
        set(&mut after.district, self.district);
        set(&mut after.latitude, self.latitude);
        set(&mut after.longitude, self.longitude);
        set(&mut after.postal_code, self.postal_code);
        after
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_have_no_case_or_outer_blanks_and_keep_accents() {
        assert_eq!(
            LocationKey::of("Türkiye ", " İZMİR", "Iğdır"),
            LocationKey::of("TÜRKIYE", "izmir", "IĞDIR")
        );
        assert_ne!(
            LocationKey::of("Sverige", "Håbo", "x"),
            LocationKey::of("Sverige", "Habo", "x")
        );
        assert_eq!(key("Håbo "), key("habo"));
        assert_ne!(LocationKey::of("a", "b", "c"), LocationKey::of("a", "c", "b"));
    }

    #[test]
    fn degrees_are_on_the_globe() {
        let with = |latitude: f64, longitude: f64| {
            check_location(&LocationIn {
                city: "a".into(),
                country: "b".into(),
                district: "c".into(),
                latitude: Some(latitude),
                longitude: Some(longitude),
                postal_code: None,
            })
        };
        assert!(with(90.0, -180.0).is_ok());
        for (latitude, longitude) in [(90.1, 0.0), (0.0, 180.1), (f64::NAN, 0.0), (0.0, f64::INFINITY)] {
            assert!(with(latitude, longitude).is_err());
        }
    }

    #[test]
    fn a_change_tells_absent_fields_from_cleared_ones() {
        let read = |json: &str| check_location_change(&serde_json::from_str(json).unwrap());
        let cleared = read(r#"{"latitude":null,"postalCode":null}"#).unwrap();
        assert_eq!(
            (cleared.latitude, cleared.postal_code, cleared.longitude),
            (Some(None), Some(None), None)
        );
        for refused in [r#"{"city":null}"#, r#"{"country":" "}"#, "{}", r#"{"latitude":91}"#] {
            assert!(read(refused).is_err(), "{refused}");
        }
    }
}
