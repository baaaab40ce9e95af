//! Judging recommendations by leave-one-out: of each account, the last product that it liked is hidden, everything is
//! reckoned without it, and it is asked whether it comes back.
//!
//! Invariant: nothing that is reckoned knows what is hidden. Neighbours, taste and order are made by the functions that
//! answer.

use std::collections::{BTreeMap, HashMap, HashSet};

use super::{
    Lot,
    likeness::{Neighbour, Postings, Together, neighbours},
    measure::{Judge, Measures, PLACES},
    rank::{Asked, Candidate, rank},
    taste::{Signal, newest, taste},
    terms::{Term, weigh},
};
use crate::rules::score;

/// Most accounts that are asked.
pub(crate) const MOST_ASKED: usize = 2_000;
/// How many of the best and of the newest are candidates beside neighbours, as in answers.
const OF_ALL: usize = 20;

/// A product of a data set.
#[derive(Debug, Clone)]
pub(crate) struct Item {
    pub(crate) seq: i64,
    pub(crate) owner: String,
    pub(crate) name: String,
    pub(crate) terms: Vec<Term>,
    pub(crate) created_at: i64,
}

/// Products, and what accounts did with them.
#[derive(Debug, Default)]
pub(crate) struct DataSet {
    pub(crate) items: Vec<Item>,
    pub(crate) signals: BTreeMap<String, Vec<Signal>>,
    /// When the lists are asked for.
    pub(crate) now: i64,
}

/// What each way to recommend is worth.
#[derive(Debug, Clone, Default)]
pub struct Evaluation {
    pub products: usize,
    /// Accounts of which something was hidden.
    pub asked: usize,
    /// By name: ours first.
    pub ways: Vec<(&'static str, Measures)>,
}

/// Hides, reckons, asks.
pub(crate) fn evaluate(mut data: DataSet) -> Evaluation {
    let hidden = hide(&mut data);
    let model = Model::of(&data);
    let mut judges: [Judge; 4] = Default::default();
    for (account, product) in &hidden {
        let signals = data.signals.get(account).map_or(&[][..], Vec::as_slice);
        let lists = [
            model.ours(account, signals, data.now),
            model.by_lot(account, signals),
            first_of(&model.popular, signals),
            first_of(&model.rated, signals),
        ];
        for (judge, list) in judges.iter_mut().zip(lists) {
            judge.judge(&list, *product);
        }
    }
    let names = ["ours", "random", "most popular", "best rated"];
    let ways = names.into_iter().zip(&judges);
    Evaluation {
        products: data.items.len(),
        asked: hidden.len(),
        ways: ways
            .map(|(name, judge)| (name, judge.measures(data.items.len())))
            .collect(),
    }
}

/// Takes the last liked product of each account with several signals out of the data.
fn hide(data: &mut DataSet) -> Vec<(String, i64)> {
    let mut hidden = Vec::new();
    for (account, signals) in &mut data.signals {
        *signals = newest(std::mem::take(signals));
        let last = signals.iter().position(|one| one.is_liking());
        if let Some(at) = last.filter(|_| signals.len() > 1 && hidden.len() < MOST_ASKED) {
            hidden.push((account.clone(), signals.remove(at).seq));
        }
    }
    hidden
}

struct Model {
    neighbours: HashMap<i64, Vec<Neighbour>>,
    candidates: HashMap<i64, Candidate>,
    /// By how many people liked it.
    popular: Vec<i64>,
    /// By the mean of its ratings.
    rated: Vec<i64>,
    newest: Vec<i64>,
}

impl Model {
    fn of(data: &DataSet) -> Self {
        let mut stars: HashMap<i64, (i64, i64)> = HashMap::new();
        let mut fans: HashMap<i64, Vec<&str>> = HashMap::new();
        for (account, signals) in &data.signals {
            for signal in signals {
                if let Some(given) = signal.stars {
                    let (count, sum) = stars.entry(signal.seq).or_default();
                    (*count, *sum) = (*count + 1, *sum + given);
                }
                if signal.is_liking() {
                    fans.entry(signal.seq).or_default().push(account);
                }
            }
        }
        let candidates: HashMap<i64, Candidate> = data
            .items
            .iter()
            .map(|item| {
                let (count, sum) = stars.get(&item.seq).copied().unwrap_or_default();
                (item.seq, candidate(item, score(count, sum)))
            })
            .collect();
        let sorted = |key: &dyn Fn(i64) -> i64| {
            let mut all: Vec<i64> = data.items.iter().map(|item| item.seq).collect();
            all.sort_by_key(|seq| (-key(*seq), -seq));
            all
        };
        let likers = |seq: i64| {
            fans.get(&seq)
                .map_or(0, |all| i64::try_from(all.len()).unwrap_or(i64::MAX))
        };
        Self {
            neighbours: all_neighbours(data, &fans),
            popular: sorted(&likers),
            rated: sorted(&|seq| candidates.get(&seq).map_or(0, |one| one.score)),
            newest: sorted(&|seq| candidates.get(&seq).map_or(0, |one| one.created_at)),
            candidates,
        }
    }

    fn ours(&self, account: &str, signals: &[Signal], now: i64) -> Vec<i64> {
        let taste = taste(signals, &self.neighbours);
        let mut pool: HashSet<i64> = taste.keys().copied().collect();
        pool.extend(self.rated.iter().take(OF_ALL));
        pool.extend(self.newest.iter().take(OF_ALL));
        let mut pool: Vec<Candidate> = pool
            .iter()
            .filter_map(|seq| self.candidates.get(seq).cloned())
            .collect();
        pool.sort_by_key(|one| one.seq);
        let asked = Asked {
            who: account,
            signals,
            like: None,
            now,
        };
        rank(&pool, &taste, asked, PLACES)
    }

    fn by_lot(&self, account: &str, signals: &[Signal]) -> Vec<i64> {
        let mut lot = Lot::of(account);
        let drawn = (0..PLACES * 20).filter_map(|_| self.newest.get(lot.below(self.newest.len())).copied());
        let mut seen = HashSet::new();
        let drawn: Vec<i64> = drawn.filter(|seq| seen.insert(*seq)).collect();
        first_of(&drawn, signals)
    }
}

/// The first that somebody does not know.
fn first_of(order: &[i64], signals: &[Signal]) -> Vec<i64> {
    let known: HashSet<i64> = signals.iter().map(|one| one.seq).collect();
    let unknown = order.iter().copied().filter(|seq| !known.contains(seq));
    unknown.take(PLACES).collect()
}

fn candidate(item: &Item, score: i64) -> Candidate {
    Candidate {
        seq: item.seq,
        owner: item.owner.clone(),
        name: item.name.clone(),
        score,
        created_at: item.created_at,
    }
}

/// The neighbours of every product, as the background work makes them one by one.
fn all_neighbours(data: &DataSet, fans: &HashMap<i64, Vec<&str>>) -> HashMap<i64, Vec<Neighbour>> {
    let mut counts: HashMap<i64, i64> = HashMap::new();
    for term in data.items.iter().flat_map(|item| &item.terms) {
        *counts.entry(term.id).or_default() += 1;
    }
    let total = i64::try_from(data.items.len()).unwrap_or(i64::MAX);
    let own: HashMap<i64, Vec<(i64, i64)>> = data
        .items
        .iter()
        .map(|item| (item.seq, weigh(&item.terms, &counts, total)))
        .collect();
    let mut postings: HashMap<i64, Postings> = HashMap::new();
    for (seq, terms) in &own {
        for (term, weight) in terms {
            postings.entry(*term).or_default().push((*seq, *weight));
        }
    }
    let found = own.iter().map(|(seq, terms)| {
        let people = fans.get(seq).map_or(&[][..], Vec::as_slice);
        let count = i64::try_from(people.len()).unwrap_or(i64::MAX);
        let together = together(*seq, people, &data.signals, fans);
        (*seq, neighbours(*seq, terms, &postings, count, &together))
    });
    found.collect()
}

fn together(
    seq: i64,
    people: &[&str],
    signals: &BTreeMap<String, Vec<Signal>>,
    fans: &HashMap<i64, Vec<&str>>,
) -> Vec<Together> {
    let mut both: HashMap<i64, i64> = HashMap::new();
    for account in people {
        let liked = signals
            .get(*account)
            .into_iter()
            .flatten()
            .filter(|one| one.is_liking());
        for signal in liked.filter(|one| one.seq != seq) {
            *both.entry(signal.seq).or_default() += 1;
        }
    }
    let counted = both.into_iter().map(|(seq, both)| Together {
        seq,
        both,
        all: fans
            .get(&seq)
            .map_or(0, |all| i64::try_from(all.len()).unwrap_or(i64::MAX)),
    });
    counted.collect()
}

#[cfg(test)]
mod tests {
    use super::{super::seeded::data_set, *};

    fn measured(evaluation: &Evaluation, way: &str) -> Measures {
        evaluation.ways.iter().find(|(name, _)| *name == way).unwrap().1
    }

    #[test]
    fn ours_is_worth_more_than_twice_of_any_simple_way_where_tastes_differ() {
        let found = evaluate(data_set());
        let ours = measured(&found, "ours");
        for way in ["random", "most popular", "best rated"] {
            let other = measured(&found, way);
            assert!(ours.ndcg > 2.0 * other.ndcg, "{way}: {found:#?}");
        }
        assert!(ours.ndcg > 0.1 && ours.coverage > 0.3, "{found:#?}");
    }

    #[test]
    fn it_comes_to_the_same_each_time() {
        let of = || format!("{:?}", evaluate(data_set()).ways);
        assert_eq!(of(), of());
    }

    #[test]
    fn nothing_is_asked_where_nobody_did_anything() {
        let found = evaluate(DataSet::default());
        assert_eq!((found.asked, measured(&found, "ours")), (0, Measures::default()));
    }
}
