//! TrackMate's things, a file for each noun. Shapes and key order of what clients see follow the documented samples.

mod icon;
mod impact;
mod place;
mod price;
mod product;
mod resource;
mod umkm;
mod upload;

pub use icon::{Contribution, Described, Icon};
pub use impact::{ImpactEntry, ImpactFilter, ImpactView};
pub use place::Place;
use platform::{Error, Result, text_id};
pub use price::Price;
pub use product::{Maker, ProductBrief, ProductFilter, ProductView, RatingView, Recommended, ShownProduct, Step};
pub(crate) use product::{ProductChange, ProductContent, ProductEntry, ProductKey, ProductWords, RatedProduct};
pub use resource::{ResourceEntry, ResourceView};
use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;
pub use umkm::{History, UmkmBrief, UmkmView};
pub(crate) use umkm::{UmkmChange, UmkmContent, UmkmKey};
pub use upload::ShownPicture;
pub(crate) use upload::StoredFile;

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

/// JSON for a text column.
pub(crate) fn json<T: Serialize>(value: &T) -> Result<String> {
    serde_json::to_string(value).map_err(Error::internal)
}

/// JSON for a text column that may be null.
pub(crate) fn maybe_json<T: Serialize>(value: Option<&T>) -> Result<Option<String>> {
    value.map(json).transpose()
}
