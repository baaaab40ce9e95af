//! A data set with known tastes, the same each time: products of twelve kinds, and people each of whom likes one kind most.

use super::{
    Lot,
    evaluate::{DataSet, Item},
    taste::Signal,
    terms::{Traits, terms},
};

/// The kinds, each by words of its own.
const KINDS: [&str; 12] = [
    "sambal cabai rawit terasi pedas bawang",
    "kopi arabika robusta sangrai gayo biji",
    "teh melati hijau daun seduh kebun",
    "madu hutan lebah kelulut sarang nektar",
    "keripik singkong renyah balado gurih pisang",
    "batik tulis katun canting sogan motif",
    "anyaman rotan keranjang pandan bambu tikar",
    "jamu kunyit temulawak jahe kencur rempah",
    "cokelat kakao fermentasi batang flores pahit",
    "rendang daging santan minang serai lengkuas",
    "tahu tempe kedelai segar fermentasi kacang",
    "tenun ikat sumba benang pewarna songket",
];
/// What is said of anything.
const COMMON: &str = "asli khas rumahan pilihan segar kemasan keluarga tradisional istimewa alami";
const OF_A_KIND: usize = 40;
const PEOPLE: usize = 600;
const SIGNALS: usize = 10;
const HOUR: i64 = 60 * 60 * 1_000_000;
const NOW: i64 = 1_700_000_000_000_000;

/// The data set.
pub(crate) fn data_set() -> DataSet {
    let mut lot = Lot::of("tastes");
    let items = (0..KINDS.len() * OF_A_KIND)
        .map(|number| item(number, &mut lot))
        .collect();
    let people = (0..PEOPLE).map(|number| (format!("person{number:04}"), signals(number, &mut lot)));
    DataSet {
        items,
        signals: people.collect(),
        now: NOW,
    }
}

fn draw<'a>(words: &[&'a str], lot: &mut Lot) -> &'a str {
    words.get(lot.below(words.len())).copied().unwrap_or_default()
}

fn number(count: usize) -> i64 {
    i64::try_from(count).unwrap_or(i64::MAX)
}

/// A product whose name has two words of its kind, and whose story has more beside what is said of anything.
fn item(at: usize, lot: &mut Lot) -> Item {
    let kind: Vec<&str> = KINDS[at % KINDS.len()].split(' ').collect();
    let common: Vec<&str> = COMMON.split(' ').collect();
    let name = format!("{} {} {}", draw(&kind, lot), draw(&kind, lot), draw(&common, lot));
    let mut story: Vec<&str> = (0..4).map(|_| draw(&common, lot)).collect();
    story.extend((0..2).map(|_| draw(&kind, lot)));
    let traits = Traits {
        description: story.join(" "),
        // Categories are wider than tastes.
        category: Some(number(at % KINDS.len() % 3)),
        price: number(lot.below(100_000)) * 100,
        name: name.clone(),
        ..Traits::default()
    };
    Item {
        seq: number(at),
        owner: format!("maker{:03}", at % 97),
        name: format!("{name} {at}"),
        terms: terms(&traits),
        created_at: NOW - number(lot.below(300)) * 24 * HOUR,
    }
}

/// Four of five signals are about the kind that somebody likes, and within it about what many like; what they rate there
/// they rate well.
fn signals(person: usize, lot: &mut Lot) -> Vec<Signal> {
    let liked = person % KINDS.len();
    let signal = |at: usize, lot: &mut Lot| {
        let is_liked = lot.share() < 0.8;
        let kind = if is_liked { liked } else { lot.below(KINDS.len()) };
        let depth = lot.share() * lot.share();
        let place = (0..OF_A_KIND)
            .rev()
            .find(|place| super::real(number(*place)) <= depth * super::real(number(OF_A_KIND)));
        let stars = (lot.share() < 0.6).then(|| {
            let best = number(lot.below(2));
            if is_liked { 4 + best } else { 2 + best }
        });
        Signal {
            seq: number(kind + place.unwrap_or(0).min(OF_A_KIND - 1) * KINDS.len()),
            stars,
            at: NOW - number(SIGNALS - at) * HOUR,
        }
    };
    (0..SIGNALS).map(|at| signal(at, lot)).collect()
}
