//! Products as cards.

use pages_kit::{Speech, numbers::rupiah};
use trackmate::api::{Distribution, EffectView, ProductCard, Ratings, StepView};

use crate::address;

/// What a card shows.
pub(crate) struct Card {
    pub path: String,
    pub name: String,
    pub picture: Option<String>,
    pub price: String,
    pub maker: String,
    pub place: String,
    pub stars: Option<Stars>,
}

/// A mean of ratings, as it is written and read aloud.
pub(crate) struct Stars {
    /// `4,7`
    pub mean: String,
    /// `4,7 dari 5, 12 penilaian`
    pub spoken: String,
    pub count: String,
}

impl Stars {
    /// Of ratings; nothing while there are none.
    pub fn of(ratings: Ratings, speech: Speech<'_>) -> Option<Self> {
        let tenths = ratings.tenths()?;
        let point = if speech.language == pages_kit::Language::English {
            '.'
        } else {
            ','
        };
        let mean = format!("{}{point}{}", tenths / 10, tenths % 10);
        Some(Self {
            spoken: speech.with_two("stars", ("mean", mean.as_str()), ("count", ratings.count)),
            count: speech.number(ratings.count),
            mean,
        })
    }
}

impl Card {
    /// Of a product.
    pub fn of(card: &ProductCard, speech: Speech<'_>) -> Self {
        Self {
            path: address::product(card.id.as_str(), &card.name),
            picture: card.picture.as_deref().and_then(pages_kit::picture::own),
            price: rupiah(speech.language, card.price.0),
            maker: card.maker_name.clone(),
            place: card.place.name.clone(),
            stars: Stars::of(card.ratings, speech),
            name: card.name.clone(),
        }
    }

    /// Of several.
    pub fn all(cards: &[ProductCard], speech: Speech<'_>) -> Vec<Self> {
        cards.iter().map(|card| Self::of(card, speech)).collect()
    }
}

/// How often a number of stars was given.
pub(crate) struct Bar {
    pub stars: usize,
    pub count: String,
    /// Of all, in hundredths.
    pub share: i64,
}

impl Bar {
    /// Five bars, the best first; none while nobody has rated.
    pub fn all(distribution: Distribution, speech: Speech<'_>) -> Vec<Self> {
        let total: i64 = distribution.0.iter().sum();
        let best_first = distribution.0.into_iter().enumerate().rev();
        let bars = best_first.filter(|_| total > 0).map(|(place, count)| Self {
            stars: place + 1,
            count: speech.number(count),
            share: (count * 100 + total / 2) / total,
        });
        bars.collect()
    }
}

/// A step of production, or an impact.
pub(crate) struct Told {
    pub name: String,
    pub description: String,
    pub picture: Option<String>,
}

impl Told {
    /// Of a step.
    pub fn of_step(step: &StepView) -> Self {
        Self::of(&step.name, &step.description, &step.image)
    }

    /// Of an impact.
    pub fn of_effect(effect: &EffectView) -> Self {
        Self::of(&effect.name, &effect.description, &effect.image)
    }

    fn of(name: &str, description: &str, image: &str) -> Self {
        Self {
            name: name.to_owned(),
            description: description.to_owned(),
            picture: pages_kit::picture::own(image),
        }
    }
}

/// The key of a category's name; other numbers have none.
pub(crate) fn category_key(category: i64) -> Option<&'static str> {
    match category {
        1 => Some("category-1"),
        2 => Some("category-2"),
        3 => Some("category-3"),
        _ => None,
    }
}
