//! What was found, on a map: how much there is where, and ways to look nearer.

use std::{cmp::Reverse, collections::BTreeMap};

use classifieds::api::{MappedListings, MappedPlace};
use pages_kit::{
    Speech, Visit,
    map::{Counted, Gathered, Map, Point, Told},
};

use crate::{
    cards::place_name,
    choices::{Around, Asked, CIRCLES},
};

/// Places nearer than this are not told apart by any map of the kit, so a list shows them.
const NEAR: i64 = 25;
/// Names that are told of a mark.
const NAMED: usize = 2;

/// The map of what was found; none where nothing of it has a place.
pub(crate) fn of(visit: &Visit, asked: &Asked, found: &MappedListings) -> Option<Map> {
    let speech = visit.speech();
    let places: Vec<Counted> = found.places.iter().filter_map(counted).collect();
    let tell = |one: &Gathered<'_>| Told {
        name: name(one),
        note: note(speech, one),
        link: nearer(asked, one),
    };
    Map::of_counts(
        visit.kit.grounds(),
        speech,
        speech.say("market-map-found"),
        &places,
        tell,
    )
}

fn counted(place: &MappedPlace) -> Option<Counted> {
    Some(Counted {
        name: place.district.clone(),
        area: place.city.clone(),
        at: Point::at(place.latitude, place.longitude)?,
        count: place.count,
    })
}

/// The places with the most, by their cities if there are several.
fn name(one: &Gathered<'_>) -> String {
    if let [place] = one.places.as_slice() {
        return place_name(&place.name, &place.area);
    }
    let areas = areas(one);
    if let [area] = areas.as_slice() {
        return (*area).to_owned();
    }
    areas.into_iter().take(NAMED).collect::<Vec<_>>().join(", ")
}

/// Each city once, that with the most first.
fn areas<'p>(one: &Gathered<'p>) -> Vec<&'p str> {
    let mut counts: BTreeMap<&str, i64> = BTreeMap::new();
    for place in &one.places {
        *counts.entry(&place.area).or_default() += place.count;
    }
    let mut areas: Vec<_> = counts.into_iter().collect();
    areas.sort_by_key(|(_, count)| Reverse(*count));
    areas.into_iter().map(|(area, _)| area).collect()
}

fn note(speech: Speech<'_>, one: &Gathered<'_>) -> String {
    let count = speech.with("market-count", "count", one.count);
    let more = areas(one).len().saturating_sub(NAMED);
    match i64::try_from(more) {
        Ok(more @ 1..) => format!("{} · {count}", speech.with("map-more", "count", more)),
        _ => count,
    }
}

/// Where a mark leads: to the list of its one place, or of its neighbourhood, or to a map of what is around it.
fn nearer(asked: &Asked, one: &Gathered<'_>) -> String {
    if let [place] = one.places.as_slice() {
        return asked.changed(|asked| {
            asked.is_map = false;
            place.area.clone_into(&mut asked.city);
            place.name.clone_into(&mut asked.district);
        });
    }
    // A point of an address is rounded, by less than a kilometre.
    let holds = |km: &i64| i32::try_from(*km).is_ok_and(|km| f64::from(km) >= one.km + 1.0);
    let circle = CIRCLES.into_iter().find(holds);
    let around = circle.and_then(|km| Around::at(one.middle.lat(), one.middle.lng(), km));
    asked.changed(|asked| {
        asked.is_map = around.is_none_or(|around| around.km > NEAR && asked.around != Some(around));
        asked.around = around;
    })
}

/// How many of what was found are on no map.
pub(crate) fn unplaced(speech: Speech<'_>, found: Option<&MappedListings>) -> String {
    match found.map_or(0, |found| found.unplaced) {
        0 => String::new(),
        count => speech.with("market-unplaced", "count", count),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn place(area: &str, name: &str, lat: f64, lng: f64) -> Counted {
        Counted {
            name: name.to_owned(),
            area: area.to_owned(),
            at: Point::at(lat, lng).unwrap(),
            count: 3,
        }
    }

    fn of(places: &[Counted], km: f64) -> Gathered<'_> {
        Gathered {
            count: 3,
            middle: places[0].at,
            km,
            places: places.iter().collect(),
        }
    }

    #[test]
    fn a_mark_leads_nearer_until_only_a_list_tells_places_apart() {
        let places = [
            place("İzmir", "Konak", 38.42, 27.14),
            place("Bursa", "Nilüfer", 40.21, 28.94),
        ];
        let asked = Asked {
            words: "bisiklet".to_owned(),
            is_map: true,
            ..Asked::default()
        };
        let one = nearer(&asked, &of(&places[..1], 0.0));
        assert_eq!(one, "/pasar/cari?q=bisiklet&kota=%C4%B0zmir&kecamatan=Konak");
        let wide = nearer(&asked, &of(&places, 130.0));
        assert_eq!(wide, "/pasar/cari?q=bisiklet&dekat=38.42%2C27.14&dalam=250&tampil=peta");
        let close = nearer(&asked, &of(&places, 9.5));
        assert_eq!(close, "/pasar/cari?q=bisiklet&dekat=38.42%2C27.14&dalam=25");
        // A way never leads to where one is.
        let mut here = Asked::read(None, Some("dekat=38.42,27.14&dalam=250&tampil=peta".to_owned()));
        assert_eq!(
            nearer(&here, &of(&places, 130.0)),
            "/pasar/cari?dekat=38.42%2C27.14&dalam=250"
        );
        here.around = None;
        assert_eq!(nearer(&here, &of(&places, 2_000.0)), "/pasar/cari?tampil=peta");
        assert_eq!(name(&of(&places, 1.0)), "Bursa, İzmir");
    }
}
