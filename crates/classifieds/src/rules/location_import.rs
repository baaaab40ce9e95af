//! What a file of locations means: which locations it makes and changes, or what is wrong with it.
//!
//! A record is the active location of the same country, city and district, or else a new one. What a record does not
//! speak of stays.

use std::collections::HashMap;

use platform::text::Check;

use super::{
    category::{STRING, set},
    import::{self, Findings, Making, Record},
    location::{LATITUDE, LONGITUDE, LocationContent, LocationKey, degrees},
};
use crate::{
    failures::Broken,
    model::location::{Location, LocationId},
};

/// The columns of a file, in the order in which an export writes them.
pub(crate) const COLUMNS: [&str; 6] = ["country", "city", "district", "postalCode", "latitude", "longitude"];
/// What else a location has when it is read; an import reads over it.
pub(crate) const ALSO: [&str; 6] = ["id", "isActive", "recordVersion", "createdAt", "updatedAt", "_owner"];

/// A record that is good by itself.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Row {
    number: usize,
    country: String,
    city: String,
    district: String,
    postal_code: Option<Option<String>>,
    latitude: Option<Option<f64>>,
    longitude: Option<Option<f64>>,
}

/// The rows of a file's records; what is wrong with a record by itself is a finding.
pub(crate) fn rows(records: &[Record], findings: &mut Findings) -> Vec<Row> {
    records.iter().filter_map(|record| row(record, findings)).collect()
}

fn row(record: &Record, findings: &mut Findings) -> Option<Row> {
    let mut check = Check::new();
    let names = ["country", "city", "district"].map(|field| {
        let name = record.required_text(&mut check, field)?.to_owned();
        Some(check.clean(field, &name, 1, STRING))
    });
    let postal_code = record
        .text(&mut check, "postalCode")
        .map(|code| code.map(str::to_owned));
    let postal_code = postal_code.map(|code| check.maybe_clean("postalCode", code.as_deref(), STRING));
    let [latitude, longitude] = [("latitude", LATITUDE), ("longitude", LONGITUDE)].map(|(field, most)| {
        let given = record.number(&mut check, field)?;
        Some(degrees(&mut check, field, given, most))
    });
    if !findings.check(record.row, check) {
        return None;
    }
    let [country, city, district] = names;
    Some(Row {
        number: record.row,
        country: country?,
        city: city?,
        district: district?,
        postal_code,
        latitude,
        longitude,
    })
}

/// What is to be stored.
pub(crate) type Plan = import::Plan<Location>;

/// What the rows mean for the active locations.
pub(crate) fn plan<F: FnMut() -> LocationId>(
    stored: Vec<Location>,
    rows: Vec<Row>,
    making: &mut Making<F>,
) -> Result<Plan, Findings> {
    let mut findings = Findings::default();
    let mut plan = Plan::default();
    let by_key: HashMap<LocationKey, Location> =
        stored.into_iter().map(|location| (location.key(), location)).collect();
    let mut seen: HashMap<LocationKey, usize> = HashMap::with_capacity(rows.len());
    for row in rows {
        let number = row.number;
        let key = LocationKey::of(&row.country, &row.city, &row.district);
        let before = by_key.get(&key).cloned();
        if let Some(earlier) = seen.insert(key, number) {
            findings.twice(number, Broken::LocationTaken, earlier);
            continue;
        }
        let after = row.apply_to(before.as_ref(), making);
        match before {
            Some(before) if before == after => plan.unchanged += 1,
            Some(before) => plan.steps.push((Some(before), after.touch(making.now))),
            None => plan.steps.push((None, after)),
        }
    }
    if findings.is_empty() { Ok(plan) } else { Err(findings) }
}

impl Row {
    /// The location as the row wants it.
    fn apply_to<F: FnMut() -> LocationId>(self, before: Option<&Location>, making: &mut Making<F>) -> Location {
        let content = LocationContent {
            country: self.country,
            city: self.city,
            district: self.district,
            latitude: before.and_then(|before| before.latitude),
            longitude: before.and_then(|before| before.longitude),
            postal_code: before.and_then(|before| before.postal_code.clone()),
        };
        let mut after = match before {
            Some(before) => content.replacing(before),
            None => content.make((making.new_id)(), making.owner.clone(), making.now),
        };
        set(&mut after.postal_code, self.postal_code);
        set(&mut after.latitude, self.latitude);
        set(&mut after.longitude, self.longitude);
        after
    }
}

#[cfg(test)]
mod tests {
    use platform::Timestamp;

    use super::*;
    use crate::rules::import::{Finding, Format, records};

    fn stored() -> Location {
        let content = LocationContent {
            country: "Türkiye".to_owned(),
            city: "İzmir".to_owned(),
            district: "Konak".to_owned(),
            latitude: Some(38.4),
            longitude: Some(27.1),
            postal_code: None,
        };
        content.make("1".into(), "admin".into(), Timestamp(0))
    }

    fn import(file: &str) -> Result<Plan, Vec<Finding>> {
        let mut findings = Findings::default();
        let records = records(Format::Csv, file.as_bytes(), &COLUMNS, &ALSO, &mut findings).unwrap();
        let rows = rows(&records, &mut findings);
        if !findings.is_empty() {
            return Err(findings.sorted());
        }
        plan(
            vec![stored()],
            rows,
            &mut Making {
                owner: "admin".into(),
                now: Timestamp(9),
                new_id: || LocationId::from("new"),
            },
        )
        .map_err(Findings::sorted)
    }

    #[test]
    fn a_record_is_a_known_location_or_a_new_one() {
        let plan =
            import("country,city,district,postalCode\nTÜRKİYE,IZMIR, konak ,35000\nTürkiye,Ankara,Çankaya,\n").unwrap();
        let [(Some(_), changed), (None, created)] = plan.steps.as_slice() else {
            panic!("{plan:?}")
        };
        assert_eq!(
            (
                changed.country.as_str(),
                changed.city.as_str(),
                changed.district.as_str()
            ),
            ("TÜRKİYE", "IZMIR", "konak")
        );
        assert_eq!(
            (changed.latitude, changed.postal_code.as_deref()),
            (Some(38.4), Some("35000"))
        );
        assert_eq!(
            (created.city.as_str(), created.latitude, created.record_version),
            ("Ankara", None, 1)
        );
        let same = import("country,city,district,latitude\nTürkiye,İzmir,Konak,38.4\n").unwrap();
        assert_eq!((same.unchanged, same.steps.len()), (1, 0));
    }

    #[test]
    fn every_mistake_is_found_with_its_row() {
        let found = |file: &str| -> Vec<(usize, String)> {
            import(file)
                .unwrap_err()
                .into_iter()
                .map(|f| (f.row, f.message))
                .collect()
        };
        assert_eq!(
            found("country,city,district,latitude,longitude\nA,,C,91,x\nA,B,C,NaN,inf\n"),
            [
                (2, "errMsg_cityisRequired".to_owned()),
                (2, "errMsg_latitudeTypeIsNotValid".to_owned()),
                (2, "errMsg_longitudeTypeIsNotValid".to_owned()),
                (3, "errMsg_latitudeTypeIsNotValid".to_owned()),
                (3, "errMsg_longitudeTypeIsNotValid".to_owned())
            ]
        );
        assert_eq!(
            found("country,city,district\nA,B,C\na,b,c\n"),
            [(
                3,
                "errMsg_DuplicateIndexErrorWithFields:country-city-district".to_owned()
            )]
        );
    }
}
