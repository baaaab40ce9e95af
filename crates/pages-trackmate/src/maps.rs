//! What is shown on maps: where a product comes from, where its maker is, where all makers are.

use axum::extract::State;
use axum::{
    extract::RawQuery,
    http::header,
    response::{IntoResponse, Response},
};
use pages_kit::{
    Fields, Kit, Speech, Visit,
    map::{Map, Picker, Place, Point, View},
};
use trackmate::api::{ProductView, UmkmView, Whereabouts};

use crate::address;

/// A product's ingredients on their way to its maker, as far as it is known where they are.
pub(crate) fn of_product(visit: &Visit, product: &ProductView) -> Option<Map> {
    let speech = visit.speech();
    let sources = product.resources.iter().filter_map(|one| {
        Some(Place {
            name: one.name.clone(),
            at: Point::maybe(one.location.lat, one.location.lng)?,
            note: one.location.name.clone(),
            link: None,
        })
    });
    let maker = &product.umkm;
    let home = Point::maybe(maker.location.lat, maker.location.lng).map(|at| Place {
        name: maker.name.clone(),
        at,
        note: maker.location.name.clone(),
        link: Some(address::maker(maker.id.as_str(), &maker.name)),
    });
    let title = speech.with("map-product", "name", product.name.as_str());
    Map::of_ways(visit.kit.grounds(), speech, title, (home, sources.collect()))
}

/// Where a maker is.
pub(crate) fn of_maker(visit: &Visit, umkm: &UmkmView) -> Option<Map> {
    let speech = visit.speech();
    let home = Place {
        name: umkm.name.clone(),
        at: Point::maybe(umkm.location.lat, umkm.location.lng)?,
        note: umkm.location.name.clone(),
        link: None,
    };
    let title = speech.with("map-maker", "name", umkm.name.as_str());
    Map::of_ways(visit.kit.grounds(), speech, title, (Some(home), Vec::new()))
}

/// Where makers are.
pub(crate) fn of_makers(visit: &Visit, makers: Vec<Whereabouts>) -> Option<Map> {
    let speech = visit.speech();
    let places = makers.into_iter().filter_map(|maker| {
        Some(Place {
            at: Point::maybe(maker.place.lat, maker.place.lng)?,
            link: Some(address::maker(maker.id.as_str(), &maker.name)),
            note: maker.place.name,
            name: maker.name,
        })
    });
    Map::of_places(visit.kit.grounds(), speech, speech.say("map-makers"), places.collect())
}

/// What is typed into two fields, if it is a place.
fn typed(fields: &Fields, lat: &str, lng: &str) -> Option<Point> {
    let number = |name| fields.get(name).trim().replace(',', ".").parse().ok();
    Point::maybe(number(lat), number(lng))
}

/// A map that fills in two fields of a business's form.
pub(crate) fn picker(visit: &Visit, fields: &Fields, (lat, lng): (&'static str, &'static str)) -> Picker {
    let speech = visit.speech();
    let chosen = typed(fields, lat, lng);
    Picker {
        map: Map::to_choose(visit.kit.grounds(), speech.say("map-picker"), chosen),
        tap: speech.say("map-tap"),
        lat: lat.into(),
        lng: lng.into(),
        comes_later: false,
    }
}

/// The same for one of many ingredients.
pub(crate) fn source_picker(speech: Speech<'_>, fields: &Fields, (lat, lng): (String, String)) -> Picker {
    let chosen = typed(fields, &lat, &lng);
    Picker {
        map: Map::to_choose_later(speech.say("map-picker-source"), chosen),
        tap: speech.say("map-tap-source"),
        lat: lat.into(),
        lng: lng.into(),
        comes_later: true,
    }
}

/// `GET /peta.svg?di=LAT,LNG,DEGREES`: land and borders, for the script with which a place is chosen. What is no place shows
/// Indonesia.
pub(crate) async fn ground(State(kit): State<Kit>, RawQuery(query): RawQuery) -> Response {
    let query = Fields::read(query.unwrap_or_default().as_bytes());
    let view = match query.get("di").split(',').map(str::parse).collect::<Vec<_>>()[..] {
        [Ok(lat), Ok(lng), Ok(height)] => Point::at(lat, lng).map(|middle| View::around(middle, height)),
        _ => None,
    };
    let ground = kit.grounds().of(view.unwrap_or_else(View::home));
    let headers = [
        (header::CONTENT_TYPE, "image/svg+xml"),
        (header::CACHE_CONTROL, "public, max-age=86400"),
        (header::CONTENT_SECURITY_POLICY, "default-src 'none'; sandbox"),
        (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
    ];
    (headers, ground.svg()).into_response()
}
