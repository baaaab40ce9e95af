//! Choices as conditions of a statement: one set of conditions for each set of choices, so that indexes serve them.

use std::fmt::Write as _;

use platform::db::Value;

use crate::model::{Choices, PriceBand, Province};

/// Which choices were made.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub(crate) struct Narrowed {
    category: bool,
    province: bool,
    price: bool,
}

impl Narrowed {
    pub(super) const ALL: [Self; 8] = {
        let mut all = [Self {
            category: false,
            province: false,
            price: false,
        }; 8];
        let mut at = 0;
        while at < 8 {
            all[at] = Self {
                category: at & 1 > 0,
                province: at & 2 > 0,
                price: at & 4 > 0,
            };
            at += 1;
        }
        all
    };

    pub(super) fn by(choices: Choices) -> Self {
        Self {
            category: choices.category.is_some(),
            province: choices.province.is_some(),
            price: choices.price.is_some(),
        }
    }

    /// Its conditions, whose parameters come after so many; and how many there are then.
    pub(super) fn conditions(self, mut parameters: usize) -> (String, usize) {
        let mut text = String::new();
        let conditions = [
            (self.category, "p.category ="),
            (self.province, "p.province ="),
            (self.price, "p.price >="),
            (self.price, "p.price <"),
        ];
        for (_, condition) in conditions.iter().filter(|(is_chosen, _)| *is_chosen) {
            parameters += 1;
            let _ = write!(text, " and {condition} ${parameters}");
        }
        (text, parameters)
    }
}

/// The parameters of choices, in the order of [`Narrowed::conditions`].
pub(super) fn values(choices: Choices) -> Vec<Value<'static>> {
    let mut values: Vec<i64> = choices.category.into_iter().collect();
    values.extend(choices.province.map(Province::number));
    if let Some((from, to)) = choices.price.map(PriceBand::range) {
        values.extend([from, to]);
    }
    values.into_iter().map(Value::Int).collect()
}
