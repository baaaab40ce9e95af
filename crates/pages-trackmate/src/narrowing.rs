//! What narrows the catalogue: a facet for each kind of choice, with how many products each would leave, and the choices that
//! were made, each with a way to take it back.

use pages_kit::{
    Speech,
    narrow::{Choice, Chosen, Facet},
    numbers::rupiah,
};
use trackmate::api::{Found, PriceBand};

use crate::{browse::Asked, cards::category_key};

/// All kinds of which there is something to choose.
pub(crate) fn facets(speech: Speech<'_>, asked: &Asked, found: &Found) -> Vec<Facet> {
    let all = [
        ("category", categories(speech, asked, found)),
        ("province", provinces(speech, asked, found)),
        ("price", prices(speech, asked, found)),
    ];
    Facet::offered(speech, all)
}

fn categories(speech: Speech<'_>, asked: &Asked, found: &Found) -> Vec<Choice> {
    let choice = |(category, count): &(i64, i64)| {
        let is_chosen = asked.choices.category == Some(*category);
        Some(Choice {
            text: speech.say(category_key(*category)?),
            path: asked.changed(|asked| asked.choices.category = (!is_chosen).then_some(*category)),
            count: speech.number(*count),
            is_chosen,
        })
    };
    found.categories.iter().filter_map(choice).collect()
}

/// By name, since numbers of provinces say nothing to people.
fn provinces(speech: Speech<'_>, asked: &Asked, found: &Found) -> Vec<Choice> {
    let mut choices: Vec<Choice> = found
        .provinces
        .iter()
        .map(|(province, count)| {
            let is_chosen = asked.choices.province == Some(*province);
            Choice {
                text: province.name().to_owned(),
                path: asked.changed(|asked| asked.choices.province = (!is_chosen).then_some(*province)),
                count: speech.number(*count),
                is_chosen,
            }
        })
        .collect();
    choices.sort_by(|one, other| one.text.cmp(&other.text));
    choices
}

fn prices(speech: Speech<'_>, asked: &Asked, found: &Found) -> Vec<Choice> {
    let choice = |(price, count): &(PriceBand, i64)| {
        let is_chosen = asked.choices.price == Some(*price);
        Choice {
            text: price_text(speech, *price),
            path: asked.changed(|asked| asked.choices.price = (!is_chosen).then_some(*price)),
            count: speech.number(*count),
            is_chosen,
        }
    };
    found.prices.iter().map(choice).collect()
}

/// Hundredths in a thousand rupiah.
const THOUSAND: i64 = 100_000;

fn price_text(speech: Speech<'_>, price: PriceBand) -> String {
    let amount = |thousands: i64| rupiah(speech.language, thousands * THOUSAND);
    match price.thousands() {
        (0, Some(to)) => speech.with("price-below", "to", amount(to)),
        (from, Some(to)) => speech.with_two("price-between", ("from", amount(from)), ("to", amount(to))),
        (from, None) => speech.with("price-from", "from", amount(from)),
    }
}

/// What is chosen, in the order of the facets.
pub(crate) fn chosen(speech: Speech<'_>, asked: &Asked) -> Vec<Chosen> {
    let choices = asked.choices;
    let chosen = |text, path| Chosen::new(speech, text, path);
    let category = choices.category.and_then(category_key).map(|key| {
        let path = asked.changed(|asked| asked.choices.category = None);
        chosen(speech.say(key), path)
    });
    let province = choices.province.map(|province| {
        let path = asked.changed(|asked| asked.choices.province = None);
        chosen(province.name().to_owned(), path)
    });
    let price = choices.price.map(|price| {
        let path = asked.changed(|asked| asked.choices.price = None);
        chosen(price_text(speech, price), path)
    });
    [category, province, price].into_iter().flatten().collect()
}
