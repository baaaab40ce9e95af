//! Provinces, recognised in what people write about a place.
//!
//! People write `Buleleng, Bali`, `Kab. Garut - Jabar` or a city alone. The last name that is known counts, since addresses
//! go from the small to the large; of names that begin at the same word the longest is meant (`Maluku Utara`). Where the
//! words say nothing, coordinates do, but only near a capital: a border cannot be guessed from a point.

use platform::text::{fold, words};

use self::known::{Known, PROVINCES};
use super::Place;

mod known;

/// A province of Indonesia, by the number that the ministry of home affairs gave it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Province(i64);

impl Province {
    /// The province of a number, if there is one.
    pub fn of_number(number: i64) -> Option<Self> {
        PROVINCES
            .iter()
            .any(|known| known.number == number)
            .then_some(Self(number))
    }

    /// All of them, by number.
    pub fn all() -> impl Iterator<Item = Self> {
        PROVINCES.iter().map(|known| Self(known.number))
    }

    /// Where its capital is, as latitude and longitude; nothing else is known of where a whole province is.
    pub fn capital(self) -> (f64, f64) {
        let found = PROVINCES.iter().find(|known| known.number == self.0);
        found.map_or((0.0, 0.0), |known| known.capital)
    }

    /// Its number.
    pub fn number(self) -> i64 {
        self.0
    }

    /// Its name, which is the same in every language.
    pub fn name(self) -> &'static str {
        let found = PROVINCES.iter().find(|known| known.number == self.0);
        found.map_or("", |known| known.name)
    }

    /// The province of a place, if it says enough.
    pub fn of_place(place: &Place) -> Option<Self> {
        of_words(&place.name).or_else(|| of_point(place.lat?, place.lng?))
    }
}

/// Most words of a place's name that are looked at, from its end.
const MOST_WORDS: usize = 60;
/// Most words that a name has.
const LONGEST_NAME: usize = 4;

fn of_words(name: &str) -> Option<Province> {
    let folded = fold(name);
    let mut all: Vec<&str> = words(&folded).collect();
    let all = all.split_off(all.len().saturating_sub(MOST_WORDS));
    let (mut at, mut last) = (0, None);
    while at < all.len() {
        let most = LONGEST_NAME.min(all.len() - at);
        let found = (1..=most)
            .rev()
            .find_map(|count| Some((count, called(&all[at..at + count].join(" "))?)));
        match found {
            Some((count, province)) => {
                last = Some(province);
                at += count;
            }
            None => at += 1,
        }
    }
    last
}

/// The province that is called so.
fn called(name: &str) -> Option<Province> {
    let is_called = |known: &&Known| fold(known.name) == name || known.others.split(',').any(|other| other == name);
    PROVINCES.iter().find(is_called).map(|known| Province(known.number))
}

/// Kilometres from a capital within which a place is in its province, if no other capital is nearly as near.
const NEAR: f64 = 60.0;
const CLEARLY: f64 = 1.5;
const KILOMETRES_PER_DEGREE: f64 = 111.2;

fn of_point(lat: f64, lng: f64) -> Option<Province> {
    let mut distances: Vec<(f64, i64)> = PROVINCES
        .iter()
        .map(|known| {
            let (north, east) = (lat - known.capital.0, (lng - known.capital.1) * lat.to_radians().cos());
            (north.hypot(east) * KILOMETRES_PER_DEGREE, known.number)
        })
        .collect();
    distances.sort_by(|one, other| one.0.total_cmp(&other.0));
    let [(nearest, number), (next, _), ..] = distances.as_slice() else {
        return None;
    };
    (*nearest <= NEAR && *next >= nearest * CLEARLY).then_some(Province(*number))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn recognised(name: &str) -> Option<&'static str> {
        let place = Place {
            name: name.to_owned(),
            ..Place::default()
        };
        Province::of_place(&place).map(Province::name)
    }

    #[test]
    fn provinces_are_recognised_in_what_people_write() {
        for (written, name) in [
            ("Buleleng, Bali", "Bali"),
            ("Kab. Garut - JABAR", "Jawa Barat"),
            ("Jl. Jawa Tengah 5, Cimahi, Jawa Barat, Indonesia", "Jawa Barat"),
            ("Ternate, Maluku Utara", "Maluku Utara"),
            ("Saparua, Maluku", "Maluku"),
            ("Sorong, Papua Barat Daya", "Papua Barat Daya"),
            ("Kepulauan Riau", "Kepulauan Riau"),
            ("Jogja", "DI Yogyakarta"),
            ("D.I. Yogyakarta", "DI Yogyakarta"),
            ("Medan, Sumatra Utara 20111", "Sumatera Utara"),
            ("West Java", "Jawa Barat"),
        ] {
            assert_eq!(recognised(written), Some(name), "{written}");
        }
        for written in ["", "di rumah", "Pulau Jawa", "Kuala Lumpur", &"a ".repeat(5000)] {
            assert_eq!(recognised(written), None, "{written}");
        }
    }

    #[test]
    fn coordinates_tell_near_a_capital_alone() {
        let at = |lat, lng| {
            let place = Place {
                lat: Some(lat),
                lng: Some(lng),
                name: "rumah".to_owned(),
            };
            Province::of_place(&place).map(Province::name)
        };
        assert_eq!(at(-8.5, 115.26), Some("Bali"));
        assert_eq!(at(-6.2, 106.5), None);
        assert_eq!([at(52.5, 13.4), at(f64::NAN, 0.0), at(-2.0, 112.0)], [None; 3]);
    }

    #[test]
    fn every_province_is_known_by_its_number_and_its_name() {
        for known in &PROVINCES {
            let province = Province::of_number(known.number).unwrap();
            assert_eq!((province.number(), province.name()), (known.number, known.name));
            assert_eq!(recognised(known.name), Some(known.name));
            for other in known.others.split(',') {
                assert_eq!(recognised(other), Some(known.name), "{other}");
            }
        }
        assert!(PROVINCES.is_sorted_by_key(|known| known.number));
        assert_eq!(Province::of_number(20), None);
    }
}
