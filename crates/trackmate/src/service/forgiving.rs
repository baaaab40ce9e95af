//! What a search means beyond its letters.
//!
//! Words made of the same word always count, after those that were typed. A slip is forgiven only where nothing is found
//! otherwise, however little that is: whoever types `beras` and finds rice is not shown what is *keras*.

use platform::{Conn, Error};

use crate::{
    model::{Known, Sought, are_of_one_stem, slip_traces, stem_traces},
    store,
};

/// Most ways to say what was meant.
const MOST_MEANT: usize = 3;
/// How many words are weighed for a word that was typed wrong.
const MOST_WEIGHED: usize = 5;

/// What is looked for, and what may have been meant by it.
#[derive(Debug)]
pub(super) struct Understood {
    pub(super) sought: Sought,
    /// As the catalogue spells it, the most frequent first; nothing where something is found as it was typed.
    pub(super) meant: Vec<String>,
}

/// Understands a search: with words of the same stem, and with slips forgiven if nothing is found without.
pub(super) async fn understand(conn: &mut Conn<'_>, typed: &str) -> Result<Understood, Error> {
    let mut sought = Sought::of(typed);
    let traces: Vec<String> = sought.plain().into_iter().flat_map(stem_traces).collect();
    let known = store::vocabulary::like(conn, &traces).await?;
    sought.forgive(&known, are_of_one_stem);
    if sought.is_empty() || store::search::is_found(conn, &sought).await? {
        return Ok(Understood {
            sought,
            meant: Vec::new(),
        });
    }
    forgive_slips(conn, sought).await
}

/// A word that nobody has, and what may have been meant by it.
struct Unknown {
    word: String,
    candidates: Vec<Known>,
}

async fn forgive_slips(conn: &mut Conn<'_>, mut sought: Sought) -> Result<Understood, Error> {
    let traces: Vec<String> = sought.plain().into_iter().flat_map(slip_traces).collect();
    let known = store::vocabulary::like(conn, &traces).await?;
    let mut unknown: Vec<Unknown> = Vec::new();
    for one in &mut sought.words {
        let alone = Sought {
            words: vec![one.clone()],
        };
        if store::search::is_found(conn, &alone).await? {
            continue;
        }
        let like: Vec<Known> = known
            .iter()
            .filter(|known| platform::text::is_slip(&one.word, &known.word))
            .cloned()
            .collect();
        let candidates = weigh(conn, like).await?;
        one.others.extend(candidates.iter().map(|known| known.word.clone()));
        unknown.push(Unknown {
            word: one.word.clone(),
            candidates,
        });
    }
    let is_found = store::search::is_found(conn, &sought).await?;
    let meant = if is_found {
        whole(&sought, &unknown)
    } else {
        words(&unknown)
    };
    Ok(Understood { sought, meant })
}

/// Those that products have, the most frequent first.
async fn weigh(conn: &mut Conn<'_>, candidates: Vec<Known>) -> Result<Vec<Known>, Error> {
    let mut weighed = Vec::new();
    for candidate in candidates.into_iter().take(MOST_WEIGHED) {
        let products = store::search::count_with(conn, &candidate.word).await?;
        if products > 0 {
            weighed.push(Known { products, ..candidate });
        }
    }
    weighed.sort_by(|one, other| {
        other
            .products
            .cmp(&one.products)
            .then_with(|| one.word.cmp(&other.word))
    });
    Ok(weighed)
}

/// The whole search with the unknown words as they may have been meant: a way for each word that the first of them may be.
fn whole(sought: &Sought, unknown: &[Unknown]) -> Vec<String> {
    let Some(first) = unknown.iter().find(|one| !one.candidates.is_empty()) else {
        return Vec::new();
    };
    let say = |choice: &Known| {
        let word = |word: &str| {
            let of = unknown.iter().find(|one| one.word == word);
            let meant = of.and_then(|one| {
                if one.word == first.word {
                    Some(choice)
                } else {
                    one.candidates.first()
                }
            });
            meant.map_or_else(|| word.to_owned(), |known| known.spelled.clone())
        };
        sought.plain().into_iter().map(word).collect::<Vec<_>>().join(" ")
    };
    first.candidates.iter().take(MOST_MEANT).map(say).collect()
}

/// The words alone that may have been meant: together they are nowhere.
fn words(unknown: &[Unknown]) -> Vec<String> {
    let mut all: Vec<&Known> = unknown.iter().flat_map(|one| &one.candidates).collect();
    all.sort_by_key(|known| std::cmp::Reverse(known.products));
    all.into_iter()
        .take(MOST_MEANT)
        .map(|known| known.spelled.clone())
        .collect()
}
