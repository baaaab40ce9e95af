//! TrackMate's things, a file for each noun. Shapes and key order of what clients see follow the documented samples.

mod browse;
mod category;
mod contact;
pub(crate) mod deployed;
mod gtin;
mod icon;
mod impact;
mod listing;
mod offer;
mod part;
mod place;
mod placeholder;
mod price;
mod product;
mod province;
mod recommend;
mod report;
mod resource;
mod shown;
mod sought;
mod staff;
mod umkm;
mod upload;
mod views;
mod words;

pub(crate) use browse::{Cell, Cube};
pub use browse::{Choices, Distribution, Found, Order, PriceBand, ProductCard, Ratings, Suggestion, Wanted};
pub use category::{CATEGORIES, ProductCategory};
pub(crate) use contact::show_contacts;
pub use contact::{ContactView, Reachable};
pub use gtin::{Gtin, TradeNumber};
pub use icon::{Contribution, Described, Icon};
pub use impact::{EffectView, ImpactEntry, ImpactFilter, ImpactView};
pub(crate) use listing::CheckedRow;
pub use listing::{ExportedProduct, ImportFinding, ImportOutcome, ImportedRow};
pub(crate) use offer::Offer;
pub use offer::{OfferIn, OwnOrder, OwnProduct, Withheld, Withholding};
pub(crate) use part::{PartEntry, Standing, has_references, ids, resolve};
pub use place::Place;
pub(crate) use placeholder::{PATH as PLACEHOLDER_PATH, Placeholder};
use platform::{Error, Result, text_id};
pub use price::Price;
pub use product::{
    ListedProduct, Maker, ProductBrief, ProductFilter, ProductView, RatingView, ReadAs, Recommended, Step, StepView,
};
pub(crate) use product::{ProductChange, ProductContent, ProductKey};
pub use province::Province;
pub use recommend::ImportedCatalogue;
pub(crate) use recommend::{ExternalProduct, ReadCatalogue, View};
pub(crate) use report::NewReport;
pub use report::{Report, ReportId, ReportIn, ReportReason};
pub use resource::{IngredientView, ResourceEntry, ResourceView};
use serde::Serialize;
pub use shown::ShownProduct;
pub(crate) use sought::{Known, Sought, are_of_one_stem, slip_traces, stem_traces, traces};
pub(crate) use staff::Subject;
pub use staff::{Queue, StaffAction, StaffNote, WaitingThing};
pub use umkm::{History, HistoryView, UmkmApproval, UmkmBrief, UmkmView, Whereabouts};
pub(crate) use umkm::{UmkmChange, UmkmContent, UmkmKey};
pub(crate) use upload::StoredFile;
pub use upload::{NarrowPicture, ShownPicture};
pub(crate) use views::{DayOfViews, by_week, day_of};
pub use views::{Way, WeekOfViews};
pub(crate) use words::{OwnWords, ProductWords};

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

text_id! {
    /// `step-` and 16 characters.
    pub struct StepId
}

/// JSON for a text column.
pub(crate) fn json<T: Serialize>(value: &T) -> Result<String> {
    serde_json::to_string(value).map_err(Error::internal)
}

/// JSON for a text column that may be null.
pub(crate) fn maybe_json<T: Serialize>(value: Option<&T>) -> Result<Option<String>> {
    value.map(json).transpose()
}
