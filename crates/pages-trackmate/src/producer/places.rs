//! Where an ingredient comes from: chosen on a map, typed as latitude and longitude, or a province, whose capital stands for
//! it.
//!
//! Invariant: a place that is called otherwise than before is another place, so coordinates that nobody typed anew go with the
//! old name.

use pages_kit::{Field, Fields, Speech, field::Takes};
use serde_json::{Value, json};
use trackmate::api::Province;

use super::{sheet::Fold, typed::Faults};
use crate::maps;

const PROVINCE: &str = "province";
const LAT: &str = "location.lat";
const LNG: &str = "location.lng";

/// The columns that fold.
pub(super) const COLUMNS: [&str; 3] = [PROVINCE, LAT, LNG];

/// The part of a row that folds.
pub(super) fn fold(speech: Speech<'_>, fields: &Fields, at: impl Fn(&str) -> String) -> Fold {
    let say = |key: &str| speech.say(key);
    let mut provinces: Vec<_> = Province::all()
        .map(|province| (province.number().to_string(), province.name().to_owned()))
        .collect();
    provinces.sort_by(|one, other| one.1.cmp(&other.1));
    provinces.insert(0, (String::new(), say("producer-resources-province-none")));
    Fold {
        heading: say("producer-resources-map"),
        lead: say("producer-resources-map-lead"),
        map: maps::source_picker(speech, fields, (at(LAT), at(LNG))),
        is_open: COLUMNS.iter().any(|column| !fields.get(&at(column)).is_empty()),
        fields: vec![
            Field::new(
                at(PROVINCE),
                say("producer-resources-province"),
                Takes::Choice(provinces),
            )
            .hint(say("producer-resources-province-hint")),
            Field::new(at(LAT), say("producer-resources-location-lat"), Takes::Number),
            Field::new(at(LNG), say("producer-resources-location-lng"), Takes::Number),
        ],
    }
}

/// A place as use cases take it, of the row whose fields are called `at`.
pub(super) fn input(fields: &Fields, faults: &mut Faults, at: impl Fn(&str) -> String, before: &Value) -> Value {
    let name = fields.get(&at("location.name")).trim();
    let (lat, lng) = (faults.number(fields, &at(LAT)), faults.number(fields, &at(LNG)));
    for (one, other) in [(LAT, LNG), (LNG, LAT)] {
        if fields.get(&at(one)).trim().is_empty() && !fields.get(&at(other)).trim().is_empty() {
            faults.say(
                &at(one),
                "diperlukan bersama angka yang satu lagi",
                "is needed together with the other number",
            );
        }
    }
    let is_renamed = before["name"]
        .as_str()
        .is_some_and(|before| !before.is_empty() && before != name);
    let is_old = lat.is_some() && (lat, lng) == (before["lat"].as_f64(), before["lng"].as_f64());
    let typed = lat.zip(lng).filter(|_| !(is_renamed && is_old));
    let province = fields.get(&at(PROVINCE)).parse().ok().and_then(Province::of_number);
    let point = typed.or_else(|| province.map(Province::capital));
    json!({
        "name": province.filter(|_| name.is_empty()).map_or(name, |province| province.name()),
        "lat": point.map(|(lat, _)| lat),
        "lng": point.map(|(_, lng)| lng),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn place(typed: [&str; 4], before: &Value) -> (Value, bool) {
        let names = ["location.name", LAT, LNG, PROVINCE];
        let owned = |(name, value): (&str, &str)| (name.to_owned(), value.to_owned());
        let fields: Fields = names.into_iter().zip(typed).map(owned).collect();
        let mut faults = Faults::default();
        let place = input(&fields, &mut faults, str::to_owned, before);
        (place, faults.settle().is_ok())
    }

    #[test]
    fn a_province_stands_for_a_place_that_nobody_knows_better() {
        let of = |typed| place(typed, &Value::Null).0;
        assert_eq!(
            of(["", "", "", "11"]),
            json!({"name": "Aceh", "lat": 5.55, "lng": 95.32})
        );
        assert_eq!(of(["Gayo", "", "", "11"])["name"], "Gayo");
        assert_eq!(
            of(["Gayo", "4,6", "96.8", "11"]),
            json!({"name": "Gayo", "lat": 4.6, "lng": 96.8})
        );
        assert_eq!(
            of(["Gayo", "", "", "999"]),
            json!({"name": "Gayo", "lat": null, "lng": null})
        );
    }

    #[test]
    fn half_a_place_and_what_is_no_number_are_told() {
        for typed in [["", "4.6", "", ""], ["", "", "96.8", ""], ["", "x", "96.8", ""]] {
            assert!(!place(typed, &Value::Null).1, "{typed:?}");
        }
    }

    #[test]
    fn coordinates_go_with_the_name_of_their_place_unless_they_were_typed_anew() {
        let before = json!({"name": "Aceh", "lat": 4.6, "lng": 96.8});
        assert_eq!(place(["Aceh", "4.6", "96.8", ""], &before).0, before);
        assert_eq!(place(["Bali", "4.6", "96.8", ""], &before).0["lat"], Value::Null);
        assert_eq!(place(["Bali", "-8.5", "115.2", ""], &before).0["lat"], -8.5);
        let bali = Province::of_number(51).unwrap().capital();
        assert_eq!(place(["Bali", "4.6", "96.8", "51"], &before).0["lat"], bali.0);
        // A place without a name that gets one is the same.
        let nameless = json!({"name": "", "lat": 4.6, "lng": 96.8});
        assert_eq!(place(["Gayo", "4.6", "96.8", ""], &nameless).0["lat"], 4.6);
    }
}
