//! What listings of a category say by name, as what narrows a list.

use classifieds::api::{AttributeCount, AttributeKind, InheritedAttribute, ValueCount};
use pages_kit::{
    Speech,
    narrow::{Choice, Facet},
};

use crate::{
    asked::{label, number_text},
    choices::{Asked, PriceRange},
};

/// Bands that a range of numbers is offered in.
const BANDS: i64 = 6;

/// A facet for each attribute that some listings have.
pub(crate) fn facets(speech: Speech<'_>, asked: &Asked, found: &[AttributeCount]) -> Vec<Facet> {
    let facet = |one: &AttributeCount| Facet {
        heading: heading(speech, one),
        choices: if one.kind.is_number() {
            bands(speech, asked, one)
        } else {
            let choice = |value: &ValueCount| value_choice(speech, asked, one, value);
            one.values.iter().map(choice).collect()
        },
    };
    let all = found.iter().map(facet);
    all.filter(|facet| !facet.choices.is_empty()).collect()
}

fn heading(speech: Speech<'_>, one: &AttributeCount) -> String {
    let name = one.names.of(speech.language.code());
    match &one.unit {
        Some(unit) => format!("{name} ({unit})"),
        None => name.to_owned(),
    }
}

/// A value beside which others can be chosen: any of them is wanted.
fn value_choice(speech: Speech<'_>, asked: &Asked, one: &AttributeCount, value: &ValueCount) -> Choice {
    let chosen = asked.attributes.get(&one.key);
    let is_chosen = chosen.is_some_and(|chosen| chosen.contains(&value.value));
    let text = match (one.kind, value.names.of(speech.language.code())) {
        (AttributeKind::YesNo, _) => speech.say(if value.value == "true" {
            "market-yes"
        } else {
            "market-no"
        }),
        (_, "") => value.value.clone(),
        (_, name) => name.to_owned(),
    };
    Choice {
        text,
        path: asked.changed(|asked| toggle(asked, &one.key, &value.value)),
        count: speech.number(value.count),
        is_chosen,
    }
}

fn toggle(asked: &mut Asked, key: &str, value: &str) {
    let values = asked.attributes.entry(key.to_owned()).or_default();
    match values.iter().position(|held| held == value) {
        Some(at) => {
            values.remove(at);
        }
        None => values.push(value.to_owned()),
    }
    if values.is_empty() {
        asked.attributes.remove(key);
    }
}

/// Even bands between the least and the most that there is.
fn bands(speech: Speech<'_>, asked: &Asked, one: &AttributeCount) -> Vec<Choice> {
    let chosen = asked.ranges.get(&one.key);
    let choice = |range: PriceRange| {
        let is_chosen = chosen == Some(&range);
        Choice {
            text: range_text(speech, one.kind, range),
            path: asked.changed(|asked| {
                asked.ranges.remove(&one.key);
                if !is_chosen {
                    asked.ranges.insert(one.key.clone(), range);
                }
            }),
            count: String::new(),
            is_chosen,
        }
    };
    ranges(one.least.unwrap_or_default(), one.most.unwrap_or_default())
        .into_iter()
        .map(choice)
        .collect()
}

/// Bands whose ends are round numbers; one alone narrows nothing.
fn ranges(least: f64, most: f64) -> Vec<PriceRange> {
    #[expect(clippy::cast_possible_truncation, reason = "held within what addresses write")]
    let whole = |number: f64| number.clamp(0.0, f64::from(u32::MAX)) as i64;
    let (least, most) = (whole(least.floor()), whole(most.ceil()));
    let step = step((most - least) / BANDS + 1);
    let first = least / step * step;
    let mut ranges = Vec::new();
    let mut from = first;
    while from <= most {
        let to = from + step;
        ranges.push(PriceRange {
            from,
            to: (to <= most).then_some(to - 1),
        });
        from = to;
    }
    if ranges.len() < 2 { Vec::new() } else { ranges }
}

/// The next of 1, 2, 5, 10, 20, 50 … that is no less.
fn step(least: i64) -> i64 {
    let mut ten = 1;
    loop {
        for step in [ten, 2 * ten, 5 * ten] {
            if step >= least {
                return step;
            }
        }
        ten *= 10;
    }
}

fn range_text(speech: Speech<'_>, kind: AttributeKind, range: PriceRange) -> String {
    #[expect(clippy::cast_precision_loss, reason = "held within what addresses write")]
    let text = |number: i64| match kind {
        AttributeKind::Year => number.to_string(),
        _ => number_text(speech, number as f64),
    };
    match (range.from, range.to) {
        (0, Some(to)) => speech.with("market-price-below", "to", text(to)),
        (from, Some(to)) if from == to => text(from),
        (from, Some(to)) => speech.with_two("market-price-between", ("from", text(from)), ("to", text(to))),
        (from, None) => speech.with("market-price-from", "from", text(from)),
    }
}

/// What was chosen, in words, and where it is not any more. What the category does not ask is told by its key.
pub(crate) fn chosen(speech: Speech<'_>, asked: &Asked, attributes: &[InheritedAttribute]) -> Vec<(String, String)> {
    let find = |key: &str| attributes.iter().map(|one| &one.definition).find(|one| one.key == key);
    let mut all = Vec::new();
    for (key, values) in &asked.attributes {
        let definition = find(key);
        for value in values {
            let text = match definition {
                Some(one) if one.kind == AttributeKind::YesNo => {
                    let so = speech.say(if value == "true" { "market-yes" } else { "market-no" });
                    format!("{}: {so}", one.names.of(speech.language.code()))
                }
                Some(one) => one
                    .options
                    .iter()
                    .find(|option| option.value == *value)
                    .map_or(value.as_str(), |option| option.named(speech.language.code()))
                    .to_owned(),
                None => value.clone(),
            };
            all.push((text, asked.changed(|asked| toggle(asked, key, value))));
        }
    }
    for (key, range) in &asked.ranges {
        let (name, kind) = match find(key) {
            Some(one) => (label(speech, one), one.kind),
            None => (key.clone(), AttributeKind::Number),
        };
        let text = format!("{name}: {}", range_text(speech, kind, *range));
        let without = asked.changed(|asked| {
            asked.ranges.remove(key);
        });
        all.push((text, without));
    }
    all
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told(least: f64, most: f64) -> Vec<(i64, Option<i64>)> {
        ranges(least, most)
            .into_iter()
            .map(|range| (range.from, range.to))
            .collect()
    }

    #[test]
    fn bands_are_round_few_and_cover_everything() {
        assert_eq!(
            told(2012.0, 2023.0),
            [
                (2012, Some(2013)),
                (2014, Some(2015)),
                (2016, Some(2017)),
                (2018, Some(2019)),
                (2020, Some(2021)),
                (2022, None)
            ]
        );
        assert_eq!(told(38_000.0, 176_000.0)[0], (0, Some(49_999)));
        assert_eq!(told(5.0, 5.0), []);
        for (least, most) in [(0.0, 1.0), (0.4, 1e12), (-5.0, 3.5), (1.0, 4_000_000_000.0)] {
            let all = ranges(least, most);
            assert!(all.len() <= 8, "{least} {most}: {}", all.len());
            assert!(all.last().is_none_or(|last| last.to.is_none()));
        }
    }
}
