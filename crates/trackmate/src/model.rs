//! What TrackMate's things look like to its clients. Shapes and key order follow the documented samples.

use platform::{Timestamp, text_id};
use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;

use crate::input::{Contribution, Icon, Place, Price};

text_id! {
    /// `umkm-` and 16 characters.
    pub struct UmkmId
}
text_id! {
    /// `product-` and 16 characters.
    pub struct ProductId
}
text_id! {
    /// `resource-` and 16 characters.
    pub struct ResourceId
}
text_id! {
    /// `impact-` and 16 characters.
    pub struct ImpactId
}

/// JSON that is stored as it is shown, and goes into replies without being parsed.
#[derive(Debug, Clone, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(transparent)]
pub struct Stored(#[schemars(with = "serde_json::Value")] pub Box<RawValue>);

/// A product in a list.
#[derive(Debug, Serialize, schemars::JsonSchema)]
pub struct ProductBrief {
    /// Id.
    pub id: ProductId,
    /// Name.
    pub name: String,
    /// Its first picture.
    pub image: Option<String>,
    /// Price.
    pub price: Price,
    /// Category.
    pub category: Option<i64>,
}

/// A product with everything that can be traced about it.
#[derive(Debug, Serialize, schemars::JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct ProductView {
    /// Id.
    pub id: ProductId,
    /// Name.
    pub name: String,
    /// All pictures.
    #[schemars(with = "Vec<String>")]
    pub image: Stored,
    /// Price.
    pub price: Price,
    /// Description.
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
    /// Category.
    pub category: Option<i64>,
    /// When it was added.
    pub created_at: Timestamp,
    /// When it was last changed.
    pub updated_at: Timestamp,
}

/// The UMKM as a product shows it.
#[derive(Debug, Serialize, schemars::JsonSchema)]
pub struct Maker {
    /// Id.
    pub id: UmkmId,
    /// Logo.
    pub logo: Option<String>,
    /// Name.
    pub name: String,
    /// Where it is.
    #[schemars(with = "Option<Place>")]
    pub location: Option<Stored>,
    /// How many people work there.
    pub employe: Option<i64>,
}

/// An ingredient as a product shows it. `id` only if it is a stored resource.
#[derive(Debug, Clone, Serialize, Deserialize, schemars::JsonSchema)]
pub struct ResourceEntry {
    /// Id of the stored resource.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub id: Option<ResourceId>,
    /// Name.
    pub name: String,
    /// Who supplies it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub umkm: Option<String>,
    /// Picture.
    pub image: Option<String>,
    /// Where it comes from.
    pub location: Option<Place>,
    /// Description.
    pub description: Option<String>,
}

/// A step of production.
#[derive(Debug, Clone, Serialize, Deserialize, schemars::JsonSchema)]
pub struct Step {
    /// Name.
    pub name: String,
    /// Picture.
    pub image: Option<String>,
    /// Description.
    pub description: Option<String>,
}

/// An impact as a product or UMKM shows it: with `image` or `icon`. `id` only if it is a stored impact.
#[derive(Debug, Clone, Serialize, Deserialize, schemars::JsonSchema)]
pub struct ImpactEntry {
    /// Id of the stored impact.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub id: Option<ImpactId>,
    /// Name.
    pub name: String,
    /// Picture.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub image: Option<String>,
    /// Drawing.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub icon: Option<Icon>,
    /// Description.
    pub description: Option<String>,
}

/// A UMKM in a list.
#[derive(Debug, Serialize, schemars::JsonSchema)]
pub struct UmkmBrief {
    /// Id.
    pub id: UmkmId,
    /// Logo.
    pub logo: Option<String>,
    /// Name.
    pub name: String,
    /// Where it is.
    #[schemars(with = "Option<Place>")]
    pub location: Option<Stored>,
}

/// A UMKM's history.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct History {
    /// The story.
    pub text: Option<String>,
    /// A picture.
    pub image: Option<String>,
}

/// A UMKM with everything.
#[derive(Debug, Serialize, schemars::JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct UmkmView {
    /// Id.
    pub id: UmkmId,
    /// Picture.
    pub image: Option<String>,
    /// Logo.
    pub logo: Option<String>,
    /// Name.
    pub name: String,
    /// Description.
    pub description: Option<String>,
    /// Where it is.
    #[schemars(with = "Option<Place>")]
    pub location: Option<Stored>,
    /// Its story.
    #[schemars(with = "Option<History>")]
    pub history: Option<Stored>,
    /// What it changes.
    #[schemars(with = "Vec<ImpactEntry>")]
    pub impact: Stored,
    /// How to reach it, as sent.
    #[schemars(with = "Vec<serde_json::Value>")]
    pub contact: Stored,
    /// How many people work there.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub employe: Option<i64>,
    /// Whose it is (`user-…`).
    pub owner: String,
    /// When it joined.
    pub created_at: Timestamp,
    /// When it was last changed.
    pub updated_at: Timestamp,
}

/// A stored resource.
#[derive(Debug, Serialize, schemars::JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct ResourceView {
    /// Id.
    pub id: ResourceId,
    /// Name.
    pub name: String,
    /// Who supplies it.
    pub umkm: Option<String>,
    /// Picture.
    pub image: Option<String>,
    /// Where it comes from.
    #[schemars(with = "Option<Place>")]
    pub location: Option<Stored>,
    /// Description.
    pub description: Option<String>,
    /// When it was added.
    pub created_at: Timestamp,
    /// When it was last changed.
    pub updated_at: Timestamp,
}

/// A stored impact.
#[derive(Debug, Serialize, schemars::JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct ImpactView {
    /// Id.
    pub id: ImpactId,
    /// Name.
    pub name: String,
    /// Picture.
    pub image: Option<String>,
    /// Drawing.
    #[schemars(with = "Option<Icon>")]
    pub icon: Option<Stored>,
    /// Description.
    pub description: Option<String>,
    /// Whether an administrator approved it.
    pub is_approve: bool,
    /// When it was added.
    pub created_at: Timestamp,
    /// When it was last changed.
    pub updated_at: Timestamp,
}

/// A recommended product, in the shape that the documented clients read.
#[derive(Debug, Serialize, schemars::JsonSchema)]
pub struct Recommended {
    /// Id.
    pub product_id: ProductId,
    /// Name.
    pub product_name: String,
    /// Mean of its ratings to one decimal; 0 while nobody has rated it.
    pub rating_x: f64,
    /// Where it can be read.
    pub product_link: String,
}
