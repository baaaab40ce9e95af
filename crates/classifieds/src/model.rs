//! Categories, locations and listings, as they are stored and as they are shown.

pub(crate) mod image;
pub(crate) mod listing;

use accounts::AccountId;
use platform::{Error, Timestamp, text_id};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

text_id! {
    /// A category's id (UUIDv7).
    pub struct CategoryId
}

text_id! {
    /// A location's id (UUIDv7).
    pub struct LocationId
}

/// A category.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct Category {
    /// Id.
    pub id: CategoryId,
    /// What belongs there, at length.
    pub description: Option<String>,
    /// Name or address of a picture.
    pub icon: Option<String>,
    /// Name.
    pub name: String,
    /// The category above; none for a root.
    pub parent_category_id: Option<CategoryId>,
    /// Name in addresses.
    pub slug: String,
    /// Place among its siblings.
    pub sort_order: i32,
    /// `false` once deleted.
    pub is_active: bool,
    /// 1, and one more with each change.
    pub record_version: i64,
    /// When it was made.
    pub created_at: Timestamp,
    /// When it was last changed.
    pub updated_at: Timestamp,
    /// Who made it.
    #[serde(rename = "_owner")]
    pub owner: AccountId,
}

/// A place that things are offered at.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct Location {
    /// Id.
    pub id: LocationId,
    /// City.
    pub city: String,
    /// Country.
    pub country: String,
    /// District.
    pub district: String,
    /// Degrees north.
    pub latitude: Option<f64>,
    /// Degrees east.
    pub longitude: Option<f64>,
    /// Postal code.
    pub postal_code: Option<String>,
    /// `false` once deleted.
    pub is_active: bool,
    /// 1, and one more with each change.
    pub record_version: i64,
    /// When it was made.
    pub created_at: Timestamp,
    /// When it was last changed.
    pub updated_at: Timestamp,
    /// Who made it.
    #[serde(rename = "_owner")]
    pub owner: AccountId,
}

/// An object with what it is joined with, unless joins were not wanted.
#[derive(Debug, Serialize, schemars::JsonSchema)]
#[schemars(rename = "{T}With{J}")]
pub(crate) struct With<T, J> {
    #[serde(flatten)]
    pub(crate) object: T,
    #[serde(flatten)]
    pub(crate) joins: Option<J>,
}

/// A category's parent in short.
#[derive(Debug, PartialEq, Eq, Serialize, schemars::JsonSchema)]
pub(crate) struct ParentBrief {
    pub(crate) name: String,
    pub(crate) slug: String,
}

/// A category's child in short.
#[derive(Debug, PartialEq, Eq, Serialize, schemars::JsonSchema)]
#[serde(rename_all = "camelCase")]
pub(crate) struct ChildBrief {
    pub(crate) name: String,
    pub(crate) slug: String,
    pub(crate) is_active: bool,
}

/// What one category is shown with.
#[derive(Debug, Serialize, schemars::JsonSchema)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Family {
    /// `null` for a root.
    pub(crate) parent_category: Option<ParentBrief>,
    pub(crate) child_categories: Vec<ChildBrief>,
    pub(crate) child_category_count: usize,
}

/// What the categories of a list are shown with.
#[derive(Debug, Serialize, schemars::JsonSchema)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Children {
    pub(crate) child_categories: Vec<ChildBrief>,
    pub(crate) active_child_count: usize,
}

/// The parent, as `_fetchlistcategory` shows it.
#[derive(Debug, Serialize, schemars::JsonSchema)]
#[serde(rename_all = "camelCase")]
pub(crate) struct ParentContent {
    pub(crate) description: Option<String>,
    pub(crate) icon: Option<String>,
    pub(crate) name: String,
    pub(crate) parent_category_id: Option<CategoryId>,
    pub(crate) slug: String,
    pub(crate) sort_order: i32,
}

/// What the categories of `_fetchlistcategory` are shown with.
#[derive(Debug, Serialize, schemars::JsonSchema)]
pub(crate) struct Parent {
    /// `null` for a root.
    pub(crate) parent: Option<ParentContent>,
}

/// A category of the tree, with everything below it.
#[derive(Debug, Serialize, schemars::JsonSchema)]
#[serde(rename_all = "camelCase")]
pub(crate) struct CategoryNode {
    #[serde(flatten)]
    pub(crate) category: Category,
    pub(crate) child_categories: Vec<CategoryNode>,
}

/// What a change did: the object as it is now, and what differs.
#[derive(Debug)]
pub(crate) struct Changed<T> {
    pub(crate) object: T,
    pub(crate) old: Map<String, Value>,
    pub(crate) new: Map<String, Value>,
}

impl<T: Serialize> Changed<T> {
    /// From what it was to what it is.
    pub(crate) fn between(before: &T, after: T) -> Result<Self, Error> {
        let (mut old, mut new) = (object(before)?, object(&after)?);
        for name in same(&old, &new) {
            old.remove(&name);
            new.remove(&name);
        }
        Ok(Self {
            object: after,
            old,
            new,
        })
    }
}

/// The fields that do not differ. That an object has another version says only that it differs.
fn same(old: &Map<String, Value>, new: &Map<String, Value>) -> Vec<String> {
    let same =
        |name: &str, value: &Value| new.get(name) == Some(value) || ["recordVersion", "updatedAt"].contains(&name);
    let same = old.iter().filter(|(name, value)| same(name, value));
    same.map(|(name, _)| name.clone()).collect()
}

fn object<T: Serialize>(value: &T) -> Result<Map<String, Value>, Error> {
    match serde_json::to_value(value).map_err(Error::internal)? {
        Value::Object(object) => Ok(object),
        _ => Err(Error::internal("what changed is no object")),
    }
}
