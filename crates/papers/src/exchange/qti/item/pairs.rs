//! What is matched: two sides, of which each entry of the left one has one partner.

use marked::Text;

use super::words;
use crate::{
    exchange::{
        beside::BesideQuestion, gaps::unasked, gather::Gather, qti::scoring::Response, tree::Element, weigh::letter,
    },
    paper::{Choice, Key, Question, QuestionType, ScoringRule, is_premise},
};

/// Something to be matched: how it is called, and what it says.
type Side<'i> = Vec<(&'i str, Text)>;

fn side<'i>(gather: &mut Gather, of: &'i Element) -> Side<'i> {
    let mut found = Vec::new();
    for choice in of.all("simpleassociablechoice") {
        found.push((
            choice.attribute("identifier").unwrap_or_default(),
            words(gather, choice),
        ));
    }
    found
}

/// Pairs of places that are right.
fn pairs(response: &Response<'_>, left: &Side<'_>, right: &Side<'_>) -> Vec<(usize, usize)> {
    let place = |side: &Side<'_>, name: &str| side.iter().position(|(known, _)| *known == name);
    let pair = |value: &String| {
        let (one, other) = value.split_once(char::is_whitespace)?;
        let (one, other) = (one.trim(), other.trim());
        let straight = place(left, one).zip(place(right, other));
        straight.or_else(|| place(left, other).zip(place(right, one)))
    };
    let mut values: Vec<String> = response.right.clone();
    if values.is_empty() {
        values.extend(
            response
                .accepted(false)
                .into_iter()
                .filter(|(_, share)| *share > 0.0)
                .map(|(key, _)| key),
        );
    }
    values.iter().filter_map(pair).collect()
}

pub(super) fn matched(
    gather: &mut Gather,
    interaction: &Element,
    response: &Response<'_>,
    beside: &BesideQuestion,
) -> Option<Question> {
    let mut sets = interaction.all("simplematchset");
    let (left, right) = (sets.next()?, sets.next()?);
    let (mut left, mut right) = (side(gather, left), side(gather, right));
    let mut pairs = pairs(response, &left, &right);
    let is_free = |side: &Side<'_>, used: &dyn Fn(usize) -> bool| (0..side.len()).any(|place| !used(place));
    // What fits nothing can only be a response.
    if is_free(&left, &|place| pairs.iter().any(|(one, _)| *one == place)) {
        std::mem::swap(&mut left, &mut right);
        for (one, other) in &mut pairs {
            std::mem::swap(one, other);
        }
    }
    built(&left, &right, &pairs, beside)
}

pub(super) fn associated(gather: &mut Gather, interaction: &Element, response: &Response<'_>) -> Option<Question> {
    let all = side(gather, interaction);
    let pairs = pairs(response, &all, &all);
    let firsts: Vec<usize> = pairs.iter().map(|(one, _)| *one).collect();
    let (mut left, mut right) = (Side::new(), Side::new());
    for (place, one) in all.iter().enumerate() {
        if firsts.contains(&place) {
            left.push(one.clone());
        } else {
            right.push(one.clone());
        }
    }
    let place = |side: &Side<'_>, of: usize| side.iter().position(|(known, _)| *known == all[of].0);
    let pairs: Option<Vec<(usize, usize)>> = pairs
        .iter()
        .map(|(one, other)| place(&left, *one).zip(place(&right, *other)))
        .collect();
    built(&left, &right, &pairs?, &BesideQuestion::default())
}

/// A matching question; nothing if something on the left has several partners, or none.
fn built(left: &Side<'_>, right: &Side<'_>, pairs: &[(usize, usize)], beside: &BesideQuestion) -> Option<Question> {
    let is_held = (0..left.len()).all(|place| pairs.iter().filter(|(one, _)| *one == place).count() == 1);
    if !is_held || left.is_empty() || right.is_empty() {
        return None;
    }
    let (numbers, letters): (Vec<&String>, Vec<&String>) = beside.labels.iter().partition(|label| is_premise(label));
    let number = |place: usize| {
        numbers
            .get(place)
            .map_or_else(|| (place + 1).to_string(), |label| (*label).clone())
    };
    let letter = |place: usize| {
        letters
            .get(place)
            .map_or_else(|| letter(place), |label| (*label).clone())
    };
    let premises = left
        .iter()
        .enumerate()
        .map(|(place, (_, text))| (number(place), text.clone()));
    let responses = right
        .iter()
        .enumerate()
        .map(|(place, (_, text))| (letter(place), text.clone()));
    let mut pairs = pairs.to_vec();
    pairs.sort_unstable();
    Some(Question {
        options: premises
            .chain(responses)
            .map(|(label, value)| Choice { label, value })
            .collect(),
        key: pairs
            .iter()
            .map(|(one, other)| Key {
                answer: format!("{}-{}", number(*one), letter(*other)),
                weight: None,
            })
            .collect(),
        rule: beside.rule.unwrap_or(ScoringRule::PerOption),
        ..unasked(QuestionType::Matching)
    })
}
