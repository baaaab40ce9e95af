//! Kinds of listings, and how one is drawn from them: each word is picked once, so that title, text and attributes agree.

use std::collections::BTreeMap;

use platform::Error;
use serde::Deserialize;
use serde_json::{Map, Value};

use crate::model::listing::Status;

#[derive(Deserialize)]
struct Kinds {
    kind: Vec<Kind>,
}

/// One kind, as `demo/listings.toml` writes it.
#[derive(Deserialize)]
pub(super) struct Kind {
    pub(super) category: String,
    listing_type: String,
    price: [i64; 2],
    condition: Vec<String>,
    titles: Vec<String>,
    words: BTreeMap<String, Vec<String>>,
    description: Vec<String>,
    #[serde(default)]
    attributes: BTreeMap<String, Vec<String>>,
    #[serde(default)]
    numbers: BTreeMap<String, String>,
}

/// A listing that is about to be made.
pub(super) struct Draft {
    /// What `POST /v1/listings` takes.
    pub(super) fields: Map<String, Value>,
    /// Which of the people offers it.
    pub(super) seller: usize,
    /// Where it ends up.
    pub(super) status: Status,
}

pub(super) fn read(text: &str) -> Result<Vec<Kind>, Error> {
    let kinds: Kinds = toml::from_str(text).map_err(Error::internal)?;
    Ok(kinds.kind)
}

fn pick<'a>(dice: &mut fastrand::Rng, from: &'a [String]) -> &'a str {
    from.get(dice.usize(..from.len().max(1))).map_or("", String::as_str)
}

impl Kind {
    /// Draws one.
    pub(super) fn draft(&self, dice: &mut fastrand::Rng) -> Draft {
        let words: Vec<(String, &str)> = self
            .words
            .iter()
            .map(|(name, values)| (format!("{{{name}}}"), pick(dice, values)))
            .collect();
        let filled = |template: &str| {
            let text = words
                .iter()
                .fold(template.to_owned(), |text, (name, word)| text.replace(name, word));
            capitalised(&text)
        };
        let attributes = self.attributes.iter();
        let mut attributes: Map<String, Value> = attributes
            .map(|(name, values)| (name.clone(), filled(pick(dice, values)).into()))
            .collect();
        let number = |(name, text): (&String, &String)| Some((name.clone(), number(&filled(text))?.into()));
        attributes.extend(self.numbers.iter().filter_map(number));
        let sentences: Vec<String> = self.description.iter().map(|sentence| filled(sentence)).collect();
        let mut fields = Map::new();
        fields.insert("title".to_owned(), filled(pick(dice, &self.titles)).into());
        fields.insert("description".to_owned(), sentences.join(" ").into());
        fields.insert("attributes".to_owned(), attributes.into());
        fields.insert(
            "price".to_owned(),
            rounded(dice.i64(self.price[0]..=self.price[1])).into(),
        );
        fields.insert("listingType".to_owned(), self.listing_type.as_str().into());
        if !self.condition.is_empty() {
            fields.insert("condition".to_owned(), pick(dice, &self.condition).into());
        }
        Draft {
            fields,
            seller: 0,
            status: Status::Active,
        }
    }
}

/// The first letter in upper case as Turkish has it, unless a name such as `iPhone` begins there.
fn capitalised(text: &str) -> String {
    let mut letters = text.chars();
    let Some(first) = letters.next() else {
        return String::new();
    };
    let rest = letters.as_str();
    if rest.chars().next().is_some_and(char::is_uppercase) {
        return text.to_owned();
    }
    match first {
        'i' => format!("İ{rest}"),
        'ı' => format!("I{rest}"),
        other => other.to_uppercase().chain(rest.chars()).collect(),
    }
}

/// A number whose digits are grouped by dots.
fn number(text: &str) -> Option<i64> {
    text.replace('.', "").parse().ok()
}

/// Prices as people write them: two or three figures that count.
fn rounded(price: i64) -> i64 {
    let step = match price {
        ..100 => 5,
        100..1_000 => 10,
        1_000..10_000 => 50,
        10_000..100_000 => 500,
        _ => 5_000,
    };
    (price + step / 2) / step * step
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_agree_and_letters_are_turkish() {
        let kinds = read(super::super::LISTINGS).unwrap();
        let mut dice = fastrand::Rng::with_seed(1);
        for kind in &kinds {
            for _ in 0..20 {
                let draft = kind.draft(&mut dice);
                let said = draft.fields["attributes"].as_object().unwrap();
                assert!(kind.numbers.keys().all(|name| said[name].is_i64()), "{said:?}");
                let text = serde_json::to_string(&draft.fields).unwrap();
                assert!(!draft.fields["title"].as_str().unwrap().contains('{'), "{text}");
            }
        }
        assert_eq!(capitalised("ilk sahibinden"), "İlk sahibinden");
        assert_eq!(capitalised("ıhlamur"), "Ihlamur");
        assert_eq!(capitalised("iPhone 12"), "iPhone 12");
        assert_eq!((rounded(487_321), rounded(1_234), rounded(3)), (485_000, 1_250, 5));
    }
}
