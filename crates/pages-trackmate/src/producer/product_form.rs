//! The form of a product: as it is shown, and as it is read.

use pages_kit::{Field, Fields, Visit, field::Takes, numbers};
use platform::{Error, Rule};
use serde::Serialize;
use serde_json::{Value, json};
use trackmate::api::{CATEGORIES, Contribution, Gtin, Price, ProductIn, ProductView, TradeNumber};

use super::{
    parts::KINDS,
    photos::{Photos, is_picture},
    sheet::{Group, Section},
    typed::{Faults, text},
};
use crate::cards::category_key;

const PICTURES: Photos = Photos {
    name: "image",
    removed: "image.remove",
    added: "picture",
    several: true,
};

/// Contributions that clients know by number, and pages by words.
const CONTRIBUTIONS: std::ops::RangeInclusive<i64> = 1..=9;

/// Fields of use cases that are called otherwise here.
pub(super) const NAMES: [(&str, &str); 1] = [("image", "picture")];

/// The button that brings more rows.
pub(super) const MORE: &str = "lagi";

/// Whether a field holds what was typed, and no picture.
pub(super) fn is_typed(field: &str) -> bool {
    !PICTURES.has(field) && !KINDS.iter().any(|kind| kind.has_picture(field))
}

fn contribution(number: i64) -> String {
    format!("contribution.{number}")
}

/// Parts as use cases show them.
fn stored<T: Serialize>(parts: &[T]) -> Result<Vec<Value>, Error> {
    let value = |part: &T| serde_json::to_value(part).map_err(Error::internal);
    parts.iter().map(value).collect()
}

/// The parts of a product, in the order of [`KINDS`].
fn stored_parts(product: Option<&ProductView>) -> Result<[Vec<Value>; 3], Error> {
    let Some(product) = product else {
        return Ok([const { Vec::new() }; 3]);
    };
    Ok([
        stored(&product.resources)?,
        stored(&product.production)?,
        stored(&product.impact)?,
    ])
}

/// A product as its form would have been sent.
pub(super) fn as_sent(visit: &Visit, product: &ProductView, number: Option<&TradeNumber>) -> Result<Fields, Error> {
    let price = numbers::rupiah(visit.language, product.price.0);
    let mut fields = vec![
        ("name".to_owned(), product.name.clone()),
        ("price".to_owned(), price.trim_start_matches("Rp").to_owned()),
        ("description".to_owned(), product.description.clone()),
    ];
    if let Some(category) = product.category {
        fields.push(("category".to_owned(), category.to_string()));
    }
    let pictures = product.image.iter().filter(|address| is_picture(address));
    fields.extend(pictures.map(|address| (PICTURES.name.to_owned(), address.clone())));
    for one in &product.contribution {
        if let Contribution::Number(number) = one {
            fields.push((contribution(*number), "ya".to_owned()));
        }
    }
    if let Some(number) = number {
        fields.push(("gtin".to_owned(), number.gtin.printed().to_owned()));
        if number.is_on_label {
            fields.push(("gtin.label".to_owned(), "ya".to_owned()));
        }
    }
    for (kind, parts) in KINDS.iter().zip(stored_parts(Some(product))?) {
        fields.extend(kind.as_sent(&parts));
    }
    Ok(fields.into_iter().collect())
}

/// What was sent, with its pictures and rows settled. Of the rows for which more are wanted, empty ones are kept.
pub(super) fn settle(fields: &Fields) -> Fields {
    let is_plain = |name: &str| !PICTURES.has(name) && name != MORE && !KINDS.iter().any(|kind| kind.has(name));
    let plain = fields.iter().filter(|(name, _)| is_plain(name));
    let plain = plain.map(|(name, value)| (name.to_owned(), value.to_owned()));
    let pictures = PICTURES.settle(fields).into_iter();
    let pictures = pictures.map(|address| (PICTURES.name.to_owned(), address));
    let rows = KINDS
        .iter()
        .flat_map(|kind| kind.settle(fields, fields.get(MORE) == kind.path));
    plain.chain(pictures).chain(rows).collect()
}

/// The form's sections.
pub(super) fn sections(visit: &Visit, fields: &Fields) -> Vec<Section> {
    let speech = visit.speech();
    let say = |key: &str| speech.say(key);
    let group = |fields| {
        vec![Group {
            fields,
            ..Group::default()
        }]
    };
    let facts = vec![
        Field::line("name", say("producer-product-name"))
            .required()
            .at_most(200),
        Field::new("price", say("producer-price"), Takes::Number)
            .required()
            .hint(say("producer-price-hint"))
            .at_most(30),
        Field::new(
            "category",
            say("producer-category"),
            Takes::Choice(categories(visit, fields)),
        ),
        Field::new("description", say("producer-product-about"), Takes::Lines)
            .hint(say("producer-product-about-hint"))
            .at_most(10_000),
    ];
    let number = vec![
        Field::line("gtin", say("producer-gtin"))
            .hint(say("producer-gtin-hint"))
            .at_most(30),
        Field::new("gtin.label", say("producer-gtin-label"), Takes::Tick),
    ];
    let pictures =
        vec![Field::new(PICTURES.added, say("producer-pictures"), Takes::Pictures).hint(say("producer-pictures-hint"))];
    let helps = CONTRIBUTIONS.map(|number| {
        let text = say(&format!("contribution-{number}"));
        Field::new(contribution(number), text, Takes::Tick)
    });
    let mut sections = vec![
        Section {
            heading: say("producer-section-facts"),
            groups: group(facts),
            ..Section::default()
        },
        Section {
            heading: say("producer-section-photos"),
            photos: vec![PICTURES.show(fields)],
            groups: group(pictures),
            ..Section::default()
        },
    ];
    sections.extend(KINDS.iter().map(|kind| kind.section(speech, fields)));
    sections.push(Section {
        heading: say("producer-section-number"),
        lead: say("producer-section-number-lead"),
        folds: true,
        is_open: !fields.get("gtin").is_empty(),
        groups: group(number),
        ..Section::default()
    });
    sections.push(Section {
        heading: say("producer-section-helps"),
        lead: say("producer-section-helps-lead"),
        folds: true,
        is_open: CONTRIBUTIONS
            .into_iter()
            .any(|number| fields.is_ticked(&contribution(number))),
        groups: group(helps.collect()),
        ..Section::default()
    });
    sections
}

/// The three, none, and the one that a product has that is none of them.
fn categories(visit: &Visit, fields: &Fields) -> Vec<(String, String)> {
    let speech = visit.speech();
    let mut choices = vec![(String::new(), speech.say("producer-category-none"))];
    choices.extend(CATEGORIES.iter().filter_map(|category| {
        let text = speech.say(category_key(category.id)?);
        Some((category.id.to_string(), text))
    }));
    let chosen = fields.get("category");
    let is_number = chosen.parse::<i64>().is_ok();
    if is_number && !choices.iter().any(|(value, _)| value == chosen) {
        choices.push((
            chosen.to_owned(),
            speech.with("producer-category-other", "number", chosen),
        ));
    }
    choices
}

/// What a use case takes. What the form does not show of a stored product stays.
pub(super) fn input(fields: &Fields, mut faults: Faults, stored: Option<&ProductView>) -> Result<ProductIn, Error> {
    let mut product = json!({
        "name": fields.get("name").trim(),
        "price": price(fields, &mut faults),
        "category": faults.whole(fields, "category"),
        "description": text(fields, "description"),
        "image": fields.all(PICTURES.name).collect::<Vec<_>>(),
        "contribution": contributions(fields, stored),
    });
    for (kind, parts) in KINDS.iter().zip(stored_parts(stored)?) {
        product[kind.path] = kind.input(fields, &mut faults, &parts);
    }
    let written = fields.get("gtin").trim();
    if let (false, Err(rule)) = (written.is_empty(), Gtin::read(written)) {
        faults.note("gtin", rule);
    }
    let mut product: ProductIn = faults.input(&product)?;
    let number = (!written.is_empty()).then(|| (written.to_owned(), fields.is_ticked("gtin.label")));
    product.number = Some(number);
    Ok(product)
}

pub(super) fn price(fields: &Fields, faults: &mut Faults) -> Option<Price> {
    let typed = fields.get("price");
    if typed.trim().is_empty() {
        faults.note("price", Rule::Required);
        return None;
    }
    let price = numbers::typed_price(typed).map(Price).filter(|price| {
        // Whether it is in bounds is for the module to say.
        let told = serde_json::to_value(price);
        told.is_ok_and(|told| serde_json::from_value::<Price>(told).is_ok())
    });
    if price.is_none() {
        faults.say(
            "price",
            "bukan harga; tulis seperti 25.000 atau 12,50",
            "is no price; write it like 25,000 or 12.50",
        );
    }
    price
}

/// Those that are ticked, and those that the form has no box for.
fn contributions(fields: &Fields, stored: Option<&ProductView>) -> Vec<Contribution> {
    let ticked = CONTRIBUTIONS.filter(|number| fields.is_ticked(&contribution(*number)));
    let has_no_box =
        |one: &&Contribution| !matches!(one, Contribution::Number(number) if CONTRIBUTIONS.contains(number));
    let others = stored.map(|product| product.contribution.iter().filter(has_no_box).cloned());
    ticked
        .map(Contribution::Number)
        .chain(others.into_iter().flatten())
        .collect()
}
