//! What a saved search asks for, as pages ask it and in words. Programs may ask for more than pages can: that is left out, and said.

use classifieds::{
    Condition, ListingType,
    api::{CategoryNode, InheritedAttribute, SavedFilters},
};
use pages_kit::Speech;

use crate::{
    browse::chosen_texts,
    choices::{Asked, PriceRange},
    tree,
};

/// What it asks for, as far as an address of these pages can.
pub(super) struct Readable {
    pub asked: Asked,
    /// The name of its category.
    pub category: Option<String>,
    /// Whether that is all of it.
    pub is_whole: bool,
}

/// The one value that was asked for; more than one are more than pages ask.
fn only<'v>(values: &'v [String], is_whole: &mut bool) -> Option<&'v str> {
    match values {
        [] => None,
        [one] => Some(one),
        _ => {
            *is_whole = false;
            None
        }
    }
}

/// Reads what was saved.
pub(super) fn read(filters: &SavedFilters, tree: &[CategoryNode]) -> Readable {
    let others = [
        &filters.location_id,
        &filters.country,
        &filters.user_id,
        &filters.premium_type,
    ];
    let mut is_whole = others.iter().all(|values| values.is_empty());
    let whole = &mut is_whole;
    let category = only(&filters.category_id, whole);
    let step = category.and_then(|id| tree::find(tree, &|node| node.category.id.as_str() == id)?.line.pop());
    *whole &= category.is_none() == step.is_none();
    let mut asked = Asked {
        words: filters.q.clone().unwrap_or_default(),
        category: step.as_ref().map(|step| step.slug.clone()),
        city: only(&filters.city, whole).unwrap_or_default().to_owned(),
        price: price(filters),
        page: 1,
        ..Asked::default()
    };
    let district = only(&filters.district, whole).unwrap_or_default();
    *whole &= district.is_empty() || !asked.city.is_empty();
    if !asked.city.is_empty() {
        district.clone_into(&mut asked.district);
    }
    let condition = only(&filters.condition, whole);
    asked.condition = condition.and_then(|name| Condition::ALL.iter().copied().find(|one| one.name() == name));
    *whole &= condition.is_none() == asked.condition.is_none();
    let kind = only(&filters.listing_type, whole);
    asked.kind = kind.and_then(|name| ListingType::ALL.iter().copied().find(|one| one.name() == name));
    *whole &= kind.is_none() == asked.kind.is_none();
    if let Some(near) = &filters.near {
        asked.around = crate::choices::Around::of(near, filters.within);
        *whole &= asked.around.is_some();
    }
    for text in &filters.attribute {
        *whole &= asked.take_attribute(text);
    }
    Readable {
        asked,
        category: step.map(|step| step.name),
        is_whole,
    }
}

/// A range of prices in whole units.
fn price(filters: &SavedFilters) -> Option<PriceRange> {
    #[expect(clippy::cast_possible_truncation, reason = "held within what addresses write")]
    let whole = |amount: f64| amount.clamp(0.0, f64::from(u32::MAX)) as i64;
    let from = filters.price_gte.map_or(0, |amount| whole(amount.ceil()));
    let to = filters.price_lte.map(|amount| whole(amount.floor()));
    (from > 0 || to.is_some()).then_some(PriceRange { from, to })
}

/// What it asks for, in words, piece by piece.
pub(super) fn told(speech: Speech<'_>, read: &Readable, attributes: &[InheritedAttribute]) -> Vec<String> {
    let words = Some(&read.asked.words).filter(|words| !words.is_empty());
    let words = words.map(|words| speech.with("search-words", "words", words.as_str()));
    let mut told: Vec<String> = words.into_iter().chain(read.category.clone()).collect();
    told.extend(chosen_texts(speech, &read.asked, attributes));
    told.extend((!read.is_whole).then(|| speech.say("search-more")));
    told
}
