//! Products: as they are stored, shown, listed, changed and rated.

use accounts::AccountId;
use platform::{Error, Result, Timestamp};
use serde::{Deserialize, Serialize};

use super::{
    Contribution, EffectView, ImpactEntry, IngredientView, PartEntry, Place, Placeholder, Price, ProductId,
    ResourceEntry, StepId, TradeNumber, UmkmId, deployed, json,
};

/// A product in a list, whichever shape it will be shown in.
#[derive(Debug)]
pub struct ListedProduct {
    pub id: ProductId,
    pub name: String,
    /// All pictures; at least one.
    pub images: Vec<String>,
    pub price: Price,
    pub category: Option<i64>,
}

/// A product in a list, as the document has it.
#[derive(Debug, Serialize, schemars::JsonSchema)]
pub struct ProductBrief {
    pub id: ProductId,
    pub name: String,
    /// Its first picture.
    pub image: String,
    pub price: Price,
    pub category: Option<i64>,
}

impl From<ListedProduct> for ProductBrief {
    fn from(listed: ListedProduct) -> Self {
        Self {
            id: listed.id,
            name: listed.name,
            image: listed.images.into_iter().next().unwrap_or_default(),
            price: listed.price,
            category: listed.category,
        }
    }
}

/// A product with everything that can be traced about it.
#[derive(Debug, Serialize, schemars::JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct ProductView {
    pub id: ProductId,
    pub name: String,
    /// All pictures; at least one.
    pub image: Vec<String>,
    pub price: Price,
    pub description: String,
    /// What it is made of.
    pub resources: Vec<IngredientView>,
    /// How it is made, in order.
    pub production: Vec<StepView>,
    /// What making it changes.
    pub impact: Vec<EffectView>,
    /// What buying it contributes to.
    pub contribution: Vec<Contribution>,
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
    pub logo: String,
    pub name: String,
    /// Where it is.
    pub location: Place,
    /// How many people work there.
    pub employe: Option<i64>,
}

/// A step of production, as it is checked and stored.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Step {
    /// By which an edit knows it again.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub id: Option<StepId>,
    pub name: String,
    /// Picture.
    pub image: Option<String>,
    pub description: Option<String>,
}

/// A step of production, as a product shows it.
#[derive(Debug, Serialize, schemars::JsonSchema)]
pub struct StepView {
    /// By which an edit knows it again.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub id: Option<StepId>,
    pub name: String,
    /// Picture.
    pub image: String,
    pub description: String,
}

impl StepView {
    pub(crate) fn of(step: Step, placeholder: &Placeholder) -> Self {
        Self {
            id: step.id,
            name: step.name,
            image: placeholder.instead_of(step.image),
            description: step.description.unwrap_or_default(),
        }
    }
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

/// The checked content of a product; `None` where the input said nothing.
#[derive(Debug, Clone, Default)]
pub(crate) struct ProductChange {
    pub(crate) name: Option<String>,
    pub(crate) images: Option<Vec<String>>,
    pub(crate) price: Option<Price>,
    pub(crate) description: Option<Option<String>>,
    pub(crate) resources: Option<Vec<PartEntry<ResourceEntry>>>,
    pub(crate) production: Option<Vec<Step>>,
    pub(crate) impact: Option<Vec<PartEntry<ImpactEntry>>>,
    pub(crate) contribution: Option<Vec<Contribution>>,
    pub(crate) category: Option<Option<i64>>,
    pub(crate) number: Option<Option<TradeNumber>>,
}

/// In which shapes whoever edits a product has read it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ReadAs {
    /// As it is.
    Documented,
    /// With less than there is to tell: see `model::deployed`.
    Deployed,
}

impl ProductChange {
    /// Without what was only sent back as it was read in the deployed shapes, which cannot tell all of it: an edit of the
    /// name must not round the price.
    pub(crate) fn without_echoes(mut self, before: &ProductContent, read_as: ReadAs) -> Result<Self> {
        if read_as == ReadAs::Documented {
            return Ok(self);
        }
        let told = Price::from(deployed::WholePrice::from(before.price));
        self.price = self.price.filter(|price| *price != told);
        self.category = self
            .category
            .filter(|category| *category != deployed::category(before.category));
        let stored: Vec<Contribution> = serde_json::from_str(&before.contribution).map_err(Error::internal)?;
        let told: Vec<_> = deployed::codes(&stored).into_iter().map(Contribution::Number).collect();
        self.contribution = self.contribution.filter(|contribution| *contribution != told);
        Ok(self)
    }
}

/// What ownership is decided by.
#[derive(Clone)]
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

    /// The steps of production.
    pub(crate) fn steps(&self) -> Result<Vec<Step>> {
        serde_json::from_str(&self.production).map_err(Error::internal)
    }

    /// The ingredients, as entries.
    pub(crate) fn resource_entries(&self) -> Result<Vec<PartEntry<ResourceEntry>>> {
        serde_json::from_str(&self.resources).map_err(Error::internal)
    }

    /// The impacts, as entries.
    pub(crate) fn impact_entries(&self) -> Result<Vec<PartEntry<ImpactEntry>>> {
        serde_json::from_str(&self.impact).map_err(Error::internal)
    }
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

impl ProductFilter {
    /// What tells it from others.
    pub(crate) fn key(&self) -> String {
        match self {
            Self::All => "all".to_owned(),
            Self::Category(category) => format!("category {category}"),
            Self::Umkm(id) => format!("umkm {id}"),
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
