//! Maps: land and borders as one small drawing, with places on it, the ways between them, and a list that says the same in
//! words.
//!
//! Invariants: a map says nothing that its list does not say; no more than a few thousand points are drawn, whatever it shows.

mod crowd;
mod ground;
mod outlines;
mod trace;
mod view;

use std::{borrow::Cow, sync::Arc};

use self::{
    crowd::{crowds, free_spot, wide_crowds},
    view::whole,
};
pub use self::{
    ground::{Ground, Grounds},
    view::{HEIGHT, Point, View, WIDTH},
};
use crate::Speech;

/// How far above its place the middle of a house is, in units.
const HOUSE: f64 = 34.0;
/// How many names of a crowd are told.
const TOLD: usize = 2;

/// A place with a name.
#[derive(Debug, Clone)]
pub struct Place {
    pub name: String,
    pub at: Point,
    /// What is told of it beside its name.
    pub note: String,
    /// Where more about it is.
    pub link: Option<String>,
}

/// How much there is at a place.
#[derive(Debug, Clone)]
pub struct Counted {
    /// The part of a larger place, such as a district; may be empty.
    pub name: String,
    /// The larger place, such as a city.
    pub area: String,
    pub at: Point,
    pub count: i64,
}

/// Places that one mark stands for, that with the most first.
#[derive(Debug)]
pub struct Gathered<'p> {
    pub places: Vec<&'p Counted>,
    pub count: i64,
    pub middle: Point,
    /// How far the outermost of them is from the middle.
    pub km: f64,
}

/// What a map says of places that are one mark.
#[derive(Debug)]
pub struct Told {
    pub name: String,
    pub note: String,
    /// Where they are seen nearer.
    pub link: String,
}

/// A mark on a map.
#[derive(Debug)]
pub struct Mark {
    pub x: i64,
    pub y: i64,
    /// What stands in it: the number of its entry in the list.
    pub sign: String,
    /// Whether it is where ways end.
    pub is_home: bool,
    /// Whether it stands for several places.
    pub is_crowd: bool,
    /// Where it leads, of a mark that says how much there is.
    pub link: Option<String>,
}

impl Mark {
    /// How wide a mark is whose sign is a number, in units.
    pub fn width(&self) -> i64 {
        36 + 18 * i64::try_from(self.sign.chars().count()).unwrap_or_default()
    }
}

/// What the list says of a mark.
#[derive(Debug)]
pub struct Entry {
    pub sign: String,
    pub is_home: bool,
    /// Names, and where more about each is.
    pub names: Vec<(String, Option<String>)>,
    pub note: String,
}

/// A map as templates show it.
#[derive(Debug)]
pub struct Map {
    pub ground: Arc<Ground>,
    /// What it shows, for who does not see it.
    pub title: String,
    pub ways: Vec<String>,
    pub marks: Vec<Mark>,
    pub entries: Vec<Entry>,
}

/// A map on which a place is chosen, and the fields that it fills in.
#[derive(Debug)]
pub struct Picker {
    pub map: Map,
    /// What says that one taps on it.
    pub tap: String,
    /// The names of the fields of latitude and longitude.
    pub lat: Cow<'static, str>,
    pub lng: Cow<'static, str>,
    /// Whether its ground comes when it is opened: of many on a page, few are.
    pub comes_later: bool,
}

impl Picker {
    /// What it shows at first: latitude and longitude of the middle, and how many degrees it is high.
    pub fn at(&self) -> String {
        self.map.ground.view.told()
    }
}

impl Map {
    /// Where things come from, and their ways to one place. Nothing where there is no place.
    pub fn of_ways(
        grounds: &Grounds,
        speech: Speech<'_>,
        title: String,
        (home, sources): (Option<Place>, Vec<Place>),
    ) -> Option<Self> {
        let places: Vec<Point> = sources.iter().chain(&home).map(|place| place.at).collect();
        let view = View::of(&places)?;
        let end = home.as_ref().map(|home| view.place(home.at));
        let mut map = Self::bare(grounds, view, title);
        // The house stands above its place.
        let mut taken: Vec<_> = end.iter().flat_map(|(x, y)| [(*x, *y), (*x, y - HOUSE)]).collect();
        for (number, source) in (1_i64..).zip(sources) {
            let at = free_spot(&taken, view.place(source.at));
            taken.push(at);
            map.ways.extend(end.map(|end| way(at, end)));
            let away = home.as_ref().map(|home| source.at.distance(home.at));
            let note = [source.note, away.map(|away| distance(speech, away)).unwrap_or_default()];
            let note: Vec<_> = note.into_iter().filter(|note| !note.is_empty()).collect();
            map.mark(at, number.to_string(), false, false);
            map.entries.push(Entry {
                sign: number.to_string(),
                is_home: false,
                names: vec![(source.name, source.link)],
                note: note.join(" · "),
            });
        }
        if let Some(home) = home {
            map.mark(view.place(home.at), String::new(), true, false);
            map.entries.push(Entry {
                sign: String::new(),
                is_home: true,
                names: vec![(home.name, home.link)],
                note: home.note,
            });
        }
        Some(map)
    }

    /// Where places are; those near each other are one mark. Nothing where there is no place.
    pub fn of_places(grounds: &Grounds, speech: Speech<'_>, title: String, places: Vec<Place>) -> Option<Self> {
        let points: Vec<Point> = places.iter().map(|place| place.at).collect();
        let view = View::of(&points)?;
        let mut map = Self::bare(grounds, view, title);
        let spots: Vec<_> = points.iter().map(|point| view.place(*point)).collect();
        for (number, crowd) in (1_i64..).zip(crowds(&spots)) {
            let sign = number.to_string();
            map.mark(crowd.at, sign.clone(), false, crowd.members.len() > 1);
            let told = crowd.members.iter().take(TOLD).map(|member| &places[*member]);
            let more = i64::try_from(crowd.members.len().saturating_sub(TOLD)).unwrap_or(i64::MAX);
            let note = match crowd.members.as_slice() {
                [one] => places[*one].note.clone(),
                _ if more > 0 => speech.with("map-more", "count", more),
                _ => String::new(),
            };
            map.entries.push(Entry {
                sign,
                is_home: false,
                names: told.map(|place| (place.name.clone(), place.link.clone())).collect(),
                note,
            });
        }
        Some(map)
    }

    /// How much there is where: those near each other are one mark, with their sum in it and a way to see them nearer. Nothing
    /// where there is no place.
    pub fn of_counts(
        grounds: &Grounds,
        speech: Speech<'_>,
        title: String,
        places: &[Counted],
        tell: impl Fn(&Gathered<'_>) -> Told,
    ) -> Option<Self> {
        let points: Vec<Point> = places.iter().map(|place| place.at).collect();
        let view = View::of(&points)?;
        let mut map = Self::bare(grounds, view, title);
        let spots: Vec<_> = points.iter().map(|point| view.place(*point)).collect();
        let mut gathered: Vec<_> = wide_crowds(&spots)
            .into_iter()
            .map(|crowd| (crowd.at, gathered(places, &crowd.members)))
            .collect();
        gathered.sort_by_key(|(_, one)| std::cmp::Reverse(one.count));
        for (at, one) in gathered {
            let (told, sign) = (tell(&one), speech.number(one.count));
            map.mark(at, sign.clone(), false, one.places.len() > 1);
            if let Some(mark) = map.marks.last_mut() {
                mark.link = Some(told.link.clone());
            }
            map.entries.push(Entry {
                sign,
                is_home: false,
                names: vec![(told.name, Some(told.link))],
                note: told.note,
            });
        }
        Some(map)
    }

    /// A view on which a place is chosen, with a mark where one is.
    pub fn to_choose(grounds: &Grounds, title: String, chosen: Option<Point>) -> Self {
        Self::choosing(grounds.of(choosing_view(chosen)), title, chosen)
    }

    /// The same, for a script that fetches the ground when somebody wants to see it.
    pub fn to_choose_later(title: String, chosen: Option<Point>) -> Self {
        let ground = Ground::bare(choosing_view(chosen));
        Self::choosing(Arc::new(ground), title, chosen)
    }

    fn choosing(ground: Arc<Ground>, title: String, chosen: Option<Point>) -> Self {
        let view = ground.view;
        let mut map = Self::on(ground, title);
        if let Some(at) = chosen {
            map.mark(view.place(at), String::new(), true, false);
        }
        map
    }

    fn bare(grounds: &Grounds, view: View, title: String) -> Self {
        Self::on(grounds.of(view), title)
    }

    fn on(ground: Arc<Ground>, title: String) -> Self {
        Self {
            ground,
            title,
            ways: Vec::new(),
            marks: Vec::new(),
            entries: Vec::new(),
        }
    }

    fn mark(&mut self, (x, y): (f64, f64), sign: String, is_home: bool, is_crowd: bool) {
        self.marks.push(Mark {
            x: whole(x),
            y: whole(y),
            sign,
            is_home,
            is_crowd,
            link: None,
        });
    }
}

fn gathered<'p>(places: &'p [Counted], members: &[usize]) -> Gathered<'p> {
    let mut places: Vec<&Counted> = members.iter().filter_map(|member| places.get(*member)).collect();
    places.sort_by_key(|place| std::cmp::Reverse(place.count));
    let mean = |part: fn(Point) -> f64| {
        let share = 1.0 / f64::from(u32::try_from(places.len().max(1)).unwrap_or(u32::MAX));
        places.iter().map(|place| part(place.at) * share).sum::<f64>()
    };
    let first = places.first().map(|place| place.at);
    let middle = Point::at(mean(Point::lat), mean(Point::lng)).or(first);
    let middle = middle.unwrap_or_else(|| View::home().middle());
    Gathered {
        count: places.iter().map(|place| place.count).sum(),
        km: places.iter().map(|place| place.at.distance(middle)).fold(0.0, f64::max),
        middle,
        places,
    }
}

fn choosing_view(chosen: Option<Point>) -> View {
    chosen.map_or_else(View::home, |at| View::around(at, 4.0))
}

/// A way between two spots, bent a little, so that several along one line are told apart.
fn way(from: (f64, f64), to: (f64, f64)) -> String {
    let (dx, dy) = (to.0 - from.0, to.1 - from.1);
    let bend = (
        f64::midpoint(from.0, to.0) + dy * 0.15,
        f64::midpoint(from.1, to.1) - dx * 0.15,
    );
    let spots = [from, bend, to].map(|(x, y)| (whole(x), whole(y)));
    let [(ax, ay), (bx, by), (cx, cy)] = spots;
    format!("M{ax} {ay}Q{bx} {by} {cx} {cy}")
}

/// A distance as it is said: whole kilometres, tens beyond a hundred, since nobody knows it better.
fn distance(speech: Speech<'_>, kilometres: f64) -> String {
    let rounded = match kilometres {
        ..1.0 => return speech.say("map-near"),
        ..100.0 => whole(kilometres),
        _ => whole(kilometres / 10.0) * 10,
    };
    speech.with("map-away", "km", speech.number(rounded))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Language, Words, words::KIT};

    fn place(name: &str, lat: f64, lng: f64) -> Place {
        Place {
            name: name.to_owned(),
            at: Point::at(lat, lng).unwrap(),
            note: String::new(),
            link: None,
        }
    }

    #[test]
    fn a_map_says_each_place_its_way_and_how_far_it_is() {
        let words = Words::of(&[KIT]).unwrap();
        let speech = words.in_language(Language::Indonesian);
        let home = place("Dapur", -6.2, 106.8);
        let sources = vec![place("Garam", -7.8, 110.4), place("Gula", -6.2, 106.801)];
        let map = Map::of_ways(&Grounds::default(), speech, "Asal".to_owned(), (Some(home), sources)).unwrap();
        assert_eq!((map.ways.len(), map.marks.len(), map.entries.len()), (2, 3, 3));
        let notes: Vec<_> = map.entries.iter().map(|entry| entry.note.as_str()).collect();
        assert_eq!(notes, ["440 km", "kurang dari 1 km", ""]);
        assert!(map.entries[2].is_home && map.ground.land.starts_with('M'));
        let nowhere = Map::of_ways(&Grounds::default(), speech, String::new(), (None, Vec::new()));
        assert!(nowhere.is_none());
    }

    #[test]
    fn counts_of_places_near_each_other_are_added_up_and_lead_nearer() {
        let words = Words::of(&[KIT]).unwrap();
        let speech = words.in_language(Language::Turkish);
        let counted = |name: &str, lat, lng, count| Counted {
            name: name.to_owned(),
            area: "İzmir".to_owned(),
            at: Point::at(lat, lng).unwrap(),
            count,
        };
        let places = [
            counted("Konak", 38.42, 27.14, 7),
            counted("Ankara", 39.93, 32.86, 5),
            counted("Bornova", 38.46, 27.22, 1_200),
        ];
        let tell = |one: &Gathered<'_>| Told {
            name: one
                .places
                .iter()
                .map(|place| place.name.as_str())
                .collect::<Vec<_>>()
                .join("+"),
            note: format!("{:.0}", one.km),
            link: "/x".to_owned(),
        };
        let map = Map::of_counts(&Grounds::default(), speech, String::new(), &places, tell).unwrap();
        let told: Vec<_> = map
            .entries
            .iter()
            .map(|one| (one.sign.as_str(), one.names[0].0.as_str(), one.note.as_str()))
            .collect();
        assert_eq!(told, [("1.207", "Bornova+Konak", "4"), ("5", "Ankara", "0")]);
        assert!(map.marks.iter().all(|mark| mark.link.is_some()));
        assert!(Map::of_counts(&Grounds::default(), speech, String::new(), &[], tell).is_none());
    }

    #[test]
    fn places_near_each_other_are_one_mark() {
        let words = Words::of(&[KIT]).unwrap();
        let speech = words.in_language(Language::English);
        let mut places: Vec<_> = (0..5)
            .map(|number| place(&format!("Maker {number}"), -6.9, 107.6))
            .collect();
        places.push(place("Far", 4.6, 96.8));
        let map = Map::of_places(&Grounds::default(), speech, String::new(), places).unwrap();
        assert_eq!(map.marks.len(), 2);
        assert_eq!(
            (map.entries[0].names.len(), map.entries[0].note.as_str()),
            (2, "and 3 more")
        );
        assert!(map.marks[0].is_crowd && !map.marks[1].is_crowd);
    }
}
