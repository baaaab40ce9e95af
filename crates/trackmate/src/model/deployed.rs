//! The shapes that the published clients were built for. They read less than there is to tell, so what is told here is a
//! projection: prices are whole numbers of 32 bits, contributions are codes, and lists show every picture.

use platform::Timestamp;
use serde::Serialize;

use super::{
    Contribution, EffectView, Icon, IngredientView, ListedProduct, Maker, Price, ProductId, ProductView, StepView,
};

/// A price in whole units: rounded to the nearest, half a unit upwards; what is beyond 2,147,483,647 is told as that.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, schemars::JsonSchema)]
#[serde(transparent)]
pub struct WholePrice(i32);

impl From<Price> for WholePrice {
    fn from(price: Price) -> Self {
        Self(i32::try_from((price.0 + 50) / 100).unwrap_or(i32::MAX))
    }
}

impl From<WholePrice> for Price {
    fn from(WholePrice(units): WholePrice) -> Self {
        Self(i64::from(units) * 100)
    }
}

/// The largest code that is told: clients read a code into a byte.
const LARGEST_CODE: i64 = 127;

/// The codes of contributions: those that are numbers, and the drawings of those that are described. What has no code is
/// left out: one entry that is none makes the clients refuse the whole product.
pub(crate) fn codes(contributions: &[Contribution]) -> Vec<i64> {
    let code = |contribution: &Contribution| match contribution {
        Contribution::Number(number) => Some(*number),
        Contribution::Described(described) => match described.icon {
            Some(Icon::Number(number)) => Some(number),
            Some(Icon::Address(_)) | None => None,
        },
    };
    let codes = contributions.iter().filter_map(code);
    codes.filter(|code| (0..=LARGEST_CODE).contains(code)).collect()
}

/// A category, if it is a number that clients can hold.
pub(crate) fn category(category: Option<i64>) -> Option<i64> {
    category.filter(|number| i32::try_from(*number).is_ok())
}

/// A product in a list, in the deployed shape.
#[derive(Debug, Serialize, schemars::JsonSchema)]
pub struct DeployedProductBrief {
    pub id: ProductId,
    pub name: String,
    /// All pictures; at least one.
    pub image: Vec<String>,
    pub price: WholePrice,
    pub category: Option<i64>,
}

impl From<ListedProduct> for DeployedProductBrief {
    fn from(listed: ListedProduct) -> Self {
        Self {
            id: listed.id,
            name: listed.name,
            image: listed.images,
            price: listed.price.into(),
            category: category(listed.category),
        }
    }
}

/// A product with everything that can be traced about it, in the deployed shape.
#[derive(Debug, Serialize, schemars::JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct DeployedProductView {
    pub id: ProductId,
    pub name: String,
    /// All pictures; at least one.
    pub image: Vec<String>,
    pub price: WholePrice,
    pub description: String,
    /// What it is made of.
    pub resources: Vec<IngredientView>,
    /// How it is made, in order.
    pub production: Vec<StepView>,
    /// What making it changes.
    pub impact: Vec<EffectView>,
    /// What buying it contributes to: codes from 0 to 127.
    pub contribution: Vec<i64>,
    /// Who makes it.
    pub umkm: Maker,
    pub category: Option<i64>,
    /// When it was added.
    pub created_at: Timestamp,
    /// When it was last changed.
    pub updated_at: Timestamp,
}

impl From<ProductView> for DeployedProductView {
    fn from(view: ProductView) -> Self {
        Self {
            contribution: codes(&view.contribution),
            id: view.id,
            name: view.name,
            image: view.image,
            price: view.price.into(),
            description: view.description,
            resources: view.resources,
            production: view.production,
            impact: view.impact,
            umkm: view.umkm,
            category: category(view.category),
            created_at: view.created_at,
            updated_at: view.updated_at,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Described;

    #[test]
    fn a_price_is_a_whole_number_of_32_bits() {
        for (hundredths, told) in [
            (0, 0),
            (1_250_000, 12_500),
            (1_250_049, 12_500),
            (1_250_050, 12_501),
            (214_748_364_749, 2_147_483_647),
            (214_748_364_750, i32::MAX),
            (1_000_000_000_000_000, i32::MAX),
        ] {
            assert_eq!(WholePrice::from(Price(hundredths)), WholePrice(told), "{hundredths}");
        }
    }

    #[test]
    fn contributions_are_codes_that_fit_into_a_byte() {
        let described = |icon| {
            Contribution::Described(Described {
                icon,
                description: Some("a".into()),
            })
        };
        let all = [
            Contribution::Number(4),
            Contribution::Number(128),
            Contribution::Number(-1),
            described(Some(Icon::Number(5))),
            described(Some(Icon::Address("https://a".into()))),
            described(None),
        ];
        assert_eq!(codes(&all), [4, 5]);
    }

    #[test]
    fn a_category_beyond_32_bits_is_not_told() {
        assert_eq!(
            (category(Some(3)), category(Some(1 << 40)), category(None)),
            (Some(3), None, None)
        );
    }
}
