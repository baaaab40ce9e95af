//! Products: as they are stored, shown, listed, changed and rated.

use accounts::AccountId;
use platform::{Error, Result, Timestamp, text::index_words};
use serde::{Deserialize, Serialize};

use super::{Contribution, ImpactEntry, Place, Price, ProductId, ResourceEntry, Stored, UmkmId, json};

/// A product in a list.
#[derive(Debug, Serialize, schemars::JsonSchema)]
pub struct ProductBrief {
    pub id: ProductId,
    pub name: String,
    /// Its first picture.
    pub image: Option<String>,
    pub price: Price,
    pub category: Option<i64>,
}

/// A product with everything that can be traced about it.
#[derive(Debug, Serialize, schemars::JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct ProductView {
    pub id: ProductId,
    pub name: String,
    /// All pictures.
    #[schemars(with = "Vec<String>")]
    pub image: Stored,
    pub price: Price,
    pub description: Option<String>,
    /// What it is made of.
    #[schemars(with = "Vec<ResourceEntry>")]
    pub resources: Stored,
    /// How it is made, in order.
    #[schemars(with = "Vec<Step>")]
    pub production: Stored,
    /// What making it changes.
    #[schemars(with = "Vec<ImpactEntry>")]
    pub impact: Stored,
    /// What buying it contributes to.
    #[schemars(with = "Vec<Contribution>")]
    pub contribution: Stored,
    /// Who makes it.
    pub umkm: Maker,
    pub category: Option<i64>,
    /// When it was added.
    pub created_at: Timestamp,
    /// When it was last changed.
    pub updated_at: Timestamp,
}

/// The UMKM as a product shows it.
#[derive(Debug, Serialize, schemars::JsonSchema)]
pub struct Maker {
    pub id: UmkmId,
    pub logo: Option<String>,
    pub name: String,
    /// Where it is.
    #[schemars(with = "Option<Place>")]
    pub location: Option<Stored>,
    /// How many people work there.
    pub employe: Option<i64>,
}

/// A step of production.
#[derive(Debug, Clone, Serialize, Deserialize, schemars::JsonSchema)]
pub struct Step {
    pub name: String,
    /// Picture.
    pub image: Option<String>,
    pub description: Option<String>,
}

/// A recommended product, in the shape that the documented clients read.
#[derive(Debug, Serialize, schemars::JsonSchema)]
pub struct Recommended {
    pub product_id: ProductId,
    pub product_name: String,
    /// Mean of its ratings to one decimal; 0 while nobody has rated it.
    pub rating_x: f64,
    /// Where it can be read.
    pub product_link: String,
}

/// An entry as it is stored within a product: the id of a stored thing, or the thing as it is shown.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(untagged)]
pub(crate) enum ProductEntry<T> {
    /// To be looked up when the product is shown.
    Stored {
        #[serde(rename = "ref")]
        id: String,
    },
    /// Shown as it is.
    Inline(T),
}

/// The checked content of a product; `None` where the input said nothing.
#[derive(Debug, Clone)]
pub(crate) struct ProductChange {
    pub(crate) name: Option<String>,
    pub(crate) images: Option<Vec<String>>,
    pub(crate) price: Option<Price>,
    pub(crate) description: Option<Option<String>>,
    pub(crate) resources: Option<Vec<ProductEntry<ResourceEntry>>>,
    pub(crate) production: Option<Vec<Step>>,
    pub(crate) impact: Option<Vec<ProductEntry<ImpactEntry>>>,
    pub(crate) contribution: Option<Vec<Contribution>>,
    pub(crate) category: Option<Option<i64>>,
}

/// What ownership is decided by.
pub(crate) struct ProductKey {
    pub(crate) seq: i64,
    pub(crate) id: ProductId,
    pub(crate) owner: AccountId,
    pub(crate) umkm: UmkmId,
}

/// The columns that an owner edits, as they are stored.
#[derive(Clone)]
pub(crate) struct ProductContent {
    pub(crate) name: String,
    pub(crate) images: String,
    pub(crate) price: Price,
    pub(crate) category: Option<i64>,
    pub(crate) description: Option<String>,
    pub(crate) resources: String,
    pub(crate) production: String,
    pub(crate) impact: String,
    pub(crate) contribution: String,
}

impl ProductContent {
    /// The content of a product that nothing is known of.
    pub(crate) fn empty() -> Self {
        let none = || "[]".to_owned();
        Self {
            name: String::new(),
            images: none(),
            price: Price(0),
            category: None,
            description: None,
            resources: none(),
            production: none(),
            impact: none(),
            contribution: none(),
        }
    }

    /// This content with a change applied; what the change does not mention stays.
    pub(crate) fn apply(mut self, change: &ProductChange) -> Result<Self> {
        if let Some(name) = &change.name {
            self.name.clone_from(name);
        }
        if let Some(images) = &change.images {
            self.images = json(images)?;
        }
        if let Some(price) = change.price {
            self.price = price;
        }
        if let Some(category) = change.category {
            self.category = category;
        }
        if let Some(description) = &change.description {
            self.description.clone_from(description);
        }
        if let Some(resources) = &change.resources {
            self.resources = json(resources)?;
        }
        if let Some(production) = &change.production {
            self.production = json(production)?;
        }
        if let Some(impact) = &change.impact {
            self.impact = json(impact)?;
        }
        if let Some(contribution) = &change.contribution {
            self.contribution = json(contribution)?;
        }
        Ok(self)
    }

    /// The ingredients, as entries.
    pub(crate) fn resource_entries(&self) -> Result<Vec<ProductEntry<ResourceEntry>>> {
        serde_json::from_str(&self.resources).map_err(Error::internal)
    }
}

/// A product as it is shown, and which stored resources and impacts were looked up for it.
pub struct ShownProduct {
    pub(crate) view: ProductView,
    pub(crate) refers_to: Vec<String>,
}

/// Which products a list is of.
#[derive(Debug, Clone)]
pub enum ProductFilter {
    /// Those of approved UMKM.
    All,
    /// Those of a category.
    Category(i64),
    /// Those of one UMKM, by id.
    Umkm(String),
}

/// A product's ratings, for recommendations.
pub(crate) struct RatedProduct {
    pub(crate) id: ProductId,
    pub(crate) name: String,
    pub(crate) count: i64,
    pub(crate) sum: i64,
}

/// What a product is found by, folded: one text per weight.
#[derive(Debug, Clone)]
pub(crate) struct ProductWords {
    pub(crate) name: String,
    pub(crate) makers: String,
    pub(crate) rest: String,
}

impl ProductWords {
    pub(crate) fn new<'a>(name: &str, makers: impl Iterator<Item = &'a str>, rest: &str) -> Self {
        let mut joined = String::new();
        for maker in makers {
            joined.push_str(&index_words(maker));
            joined.push(' ');
        }
        Self {
            name: index_words(name),
            makers: joined,
            rest: index_words(rest),
        }
    }
}

/// A product's ratings after one was given.
#[derive(Debug, Clone, Copy, Serialize, Deserialize, schemars::JsonSchema)]
pub struct RatingView {
    /// Mean, to one decimal.
    pub(crate) rating: f64,
    /// How many.
    pub(crate) count: i64,
}
