//! Which questions of a section somebody is asked, and in which order: decided by a seed alone.
//!
//! Invariant: the same seed asks the same questions in the same order, on every machine and in every release; so the order
//! comes from digests, and not from a generator of random numbers that a library may change.

use std::collections::HashMap;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256};

use crate::paper::{Question, Section};

/// Most draws of a section.
pub const MOST_DRAWS: usize = 20;
/// Most questions of a draw.
pub const MOST_DRAWN: usize = 1_000;

/// How hard a question is meant to be.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Difficulty {
    Easy,
    Medium,
    Hard,
}

impl Difficulty {
    /// Every one.
    pub const ALL: [Self; 3] = [Self::Easy, Self::Medium, Self::Hard];

    /// As the API and the database write it.
    pub fn name(self) -> &'static str {
        match self {
            Self::Easy => "easy",
            Self::Medium => "medium",
            Self::Hard => "hard",
        }
    }

    /// The one of a name.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|one| one.name() == name)
    }
}

/// So many questions of a section, out of those that are like this.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Draw {
    /// How many.
    pub count: usize,
    /// Those that have this tag, without case; left out: all.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub tag: Option<String>,
    /// Those that are meant to be so hard; left out: all.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub difficulty: Option<Difficulty>,
}

/// A question that may be drawn.
#[derive(Debug, Clone, Copy)]
pub struct Candidate<'q> {
    /// What tells it from others, for ever.
    pub id: i64,
    pub tags: &'q [String],
    pub difficulty: Option<Difficulty>,
    /// What it must stand together with: the code of its passage.
    pub group: Option<&'q str>,
}

impl Draw {
    /// Whether it takes questions like this.
    pub fn takes(&self, candidate: &Candidate<'_>) -> bool {
        let has_tag = |tag: &String| {
            candidate
                .tags
                .iter()
                .any(|one| one.to_lowercase() == tag.to_lowercase())
        };
        self.tag.as_ref().is_none_or(has_tag) && (self.difficulty.is_none() || self.difficulty == candidate.difficulty)
    }

    /// How much it asks of a question; those that ask more choose first.
    fn conditions(&self) -> usize {
        usize::from(self.tag.is_some()) + usize::from(self.difficulty.is_some())
    }
}

/// The places of the questions that a seed asks, in the order in which it asks them. Without draws all are asked; unless
/// they are shuffled, they stay in their order. Questions of a group stay together, in their order.
pub fn draw(seed: i64, section: i64, candidates: &[Candidate<'_>], draws: &[Draw], is_shuffled: bool) -> Vec<usize> {
    let mut places = if draws.is_empty() {
        (0..candidates.len()).collect()
    } else {
        drawn(seed, section, candidates, draws)
    };
    if is_shuffled {
        // A group stands where its first question would.
        let mut leaders: HashMap<&str, i64> = HashMap::new();
        let ranks: HashMap<usize, [u8; 32]> = places
            .iter()
            .map(|place| {
                let candidate = &candidates[*place];
                let leader = candidate
                    .group
                    .map_or(candidate.id, |group| *leaders.entry(group).or_insert(candidate.id));
                (*place, rank(seed, section, b"order", leader))
            })
            .collect();
        places.sort_by_key(|place| (ranks[place], *place));
    }
    places
}

/// The first draw that cannot be met for every seed, by its place: what others may take before it is counted as taken.
pub fn unmet(candidates: &[Candidate<'_>], draws: &[Draw]) -> Option<usize> {
    let order = choosing_order(draws);
    order.iter().enumerate().find_map(|(turn, at)| {
        let wanted = &draws[*at];
        let all = candidates.iter().filter(|one| wanted.takes(one)).count();
        let before = order[..turn].iter().map(|earlier| &draws[*earlier]);
        let taken: usize = before
            .map(|earlier| {
                let shared = candidates
                    .iter()
                    .filter(|one| wanted.takes(one) && earlier.takes(one))
                    .count();
                shared.min(earlier.count)
            })
            .sum();
        (all.saturating_sub(taken) < wanted.count).then_some(*at)
    })
}

impl Section {
    /// The first of its draws that cannot be met for every participant, by its place.
    pub fn unmet_draw(&self) -> Option<usize> {
        let candidates: Vec<Candidate<'_>> = self.questions.iter().map(Question::candidate).collect();
        unmet(&candidates, &self.draws)
    }
}

impl Question {
    /// It as something that may be drawn; which one it is does not matter.
    pub fn candidate(&self) -> Candidate<'_> {
        Candidate {
            id: 0,
            tags: &self.tags,
            difficulty: self.difficulty,
            group: None,
        }
    }
}

/// The places of draws in the order in which they choose.
fn choosing_order(draws: &[Draw]) -> Vec<usize> {
    let mut order: Vec<usize> = (0..draws.len()).collect();
    order.sort_by_key(|at| std::cmp::Reverse(draws[*at].conditions()));
    order
}

fn drawn(seed: i64, section: i64, candidates: &[Candidate<'_>], draws: &[Draw]) -> Vec<usize> {
    let mut hat: Vec<usize> = (0..candidates.len()).collect();
    hat.sort_by_key(|place| rank(seed, section, b"draw", candidates[*place].id));
    let mut places = Vec::new();
    for at in choosing_order(draws) {
        let mut left = draws[at].count;
        hat.retain(|place| {
            let is_taken = left > 0 && draws[at].takes(&candidates[*place]);
            if is_taken {
                left -= 1;
                places.push(*place);
            }
            !is_taken
        });
    }
    places.sort_unstable();
    places
}

fn rank(seed: i64, section: i64, purpose: &[u8], id: i64) -> [u8; 32] {
    let mut hash = Sha256::new();
    for number in [seed, section, id] {
        hash.update(number.to_le_bytes());
    }
    hash.update(purpose);
    hash.finalize().into()
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    fn candidates(tags: &[Vec<String>]) -> Vec<Candidate<'_>> {
        (1..)
            .zip(tags)
            .map(|(id, tags)| Candidate {
                id,
                tags,
                difficulty: Some(Difficulty::ALL[usize::try_from(id).unwrap() % 3]),
                group: None,
            })
            .collect()
    }

    fn tagged(count: usize) -> Vec<Vec<String>> {
        (0..count)
            .map(|at| vec![if at % 2 == 0 { "Aljabar" } else { "geometri" }.to_owned()])
            .collect()
    }

    fn of(count: usize, tag: Option<&str>, difficulty: Option<Difficulty>) -> Draw {
        Draw {
            count,
            tag: tag.map(str::to_owned),
            difficulty,
        }
    }

    #[test]
    fn the_same_seed_asks_the_same_and_another_something_else() {
        let tags = tagged(40);
        let all = candidates(&tags);
        let draws = [of(10, None, None)];
        // What was once asked has to be asked again by every later release.
        assert_eq!(draw(7, 3, &all[..6], &[], true), [2, 4, 0, 1, 3, 5]);
        assert_eq!(draw(7, 3, &all, &draws, true), draw(7, 3, &all, &draws, true));
        assert_ne!(draw(7, 3, &all, &draws, true), draw(8, 3, &all, &draws, true));
        assert_ne!(draw(7, 3, &all, &draws, true), draw(7, 4, &all, &draws, true));
    }

    #[test]
    fn without_draws_all_are_asked_and_unshuffled_in_their_order() {
        let tags = tagged(6);
        let all = candidates(&tags);
        assert_eq!(draw(1, 1, &all, &[], false), [0, 1, 2, 3, 4, 5]);
        let mut shuffled = draw(1, 1, &all, &[], true);
        shuffled.sort_unstable();
        assert_eq!(shuffled, [0, 1, 2, 3, 4, 5]);
    }

    #[test]
    fn each_draw_gets_as_many_as_it_wants_whatever_others_take() {
        let tags = tagged(12);
        let all = candidates(&tags);
        let draws = [
            of(4, None, None),
            of(6, Some("ALJABAR"), None),
            of(1, None, Some(Difficulty::Hard)),
        ];
        assert_eq!(unmet(&all, &draws), None);
        for seed in 0..200 {
            let asked = draw(seed, 1, &all, &draws, false);
            assert_eq!(asked.iter().collect::<BTreeSet<_>>().len(), 11);
            assert!(asked.is_sorted());
            let algebra = asked.iter().filter(|place| tags[**place][0] == "Aljabar").count();
            assert_eq!(algebra, 6, "all six of them are wanted");
        }
        assert_eq!(unmet(&all, &[of(13, None, None)]), Some(0));
        assert_eq!(unmet(&all, &[of(7, None, None), of(6, Some("aljabar"), None)]), Some(0));
        assert_eq!(unmet(&all, &[of(1, Some("sejarah"), None)]), Some(0));
    }

    #[test]
    fn questions_about_one_passage_stay_together_and_in_order() {
        let none: Vec<String> = Vec::new();
        let all: Vec<Candidate<'_>> = (0..9)
            .map(|id| Candidate {
                id,
                tags: &none,
                difficulty: None,
                group: (3..6).contains(&id).then_some("P1"),
            })
            .collect();
        let mut firsts = BTreeSet::new();
        for seed in 0..100 {
            let order = draw(seed, 1, &all, &[], true);
            let at = order.iter().position(|place| *place == 3).unwrap();
            assert_eq!(order[at..at + 3], [3, 4, 5]);
            firsts.insert(order[0]);
        }
        assert!(firsts.len() > 4, "{firsts:?}");
    }
}
