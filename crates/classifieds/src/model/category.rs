//! Categories as they are stored, shown, listed and looked for.

use std::collections::HashMap;

use accounts::AccountId;
use platform::{Timestamp, text_id, version::Versioned};
use serde::{Deserialize, Serialize};

use super::With;
use crate::model::filter::AnyOf;

text_id! {
    /// A category's id (UUIDv7).
    pub struct CategoryId
}

/// A category.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct Category {
    pub id: CategoryId,
    /// What belongs there, at length.
    pub description: Option<String>,
    /// Name or address of a picture.
    pub icon: Option<String>,
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

/// A category's parent in short.
#[derive(Debug, PartialEq, Eq, Serialize, schemars::JsonSchema)]
pub struct ParentBrief {
    pub name: String,
    pub slug: String,
}

/// A category's child in short.
#[derive(Debug, PartialEq, Eq, Serialize, schemars::JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct ChildBrief {
    pub name: String,
    pub slug: String,
    pub is_active: bool,
}

/// What one category is shown with.
#[derive(Debug, Serialize, schemars::JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct Family {
    /// `null` for a root.
    pub parent_category: Option<ParentBrief>,
    pub child_categories: Vec<ChildBrief>,
    pub child_category_count: usize,
}

/// What the categories of a list are shown with.
#[derive(Debug, Serialize, schemars::JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct Children {
    pub child_categories: Vec<ChildBrief>,
    pub active_child_count: usize,
}

/// The parent, as `_fetchlistcategory` shows it.
#[derive(Debug, Serialize, schemars::JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct ParentContent {
    pub description: Option<String>,
    pub icon: Option<String>,
    pub name: String,
    pub parent_category_id: Option<CategoryId>,
    pub slug: String,
    pub sort_order: i32,
}

/// What the categories of `_fetchlistcategory` are shown with.
#[derive(Debug, Serialize, schemars::JsonSchema)]
pub struct Parent {
    /// `null` for a root.
    pub parent: Option<ParentContent>,
}

/// A category of the tree, with everything below it.
#[derive(Debug, Serialize, schemars::JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct CategoryNode {
    #[serde(flatten)]
    pub category: Category,
    pub child_categories: Vec<CategoryNode>,
}

/// Which categories a list is of.
#[derive(Debug, Clone)]
pub struct CategoryFilter {
    /// `false`: the deleted ones.
    pub active: bool,
    /// Those under one of these parents; an empty id stands for the roots.
    pub under: Option<AnyOf>,
}

/// Rows of a list.
#[derive(Debug, Clone, Copy)]
pub(crate) struct PageWindow {
    pub(crate) limit: i64,
    pub(crate) offset: i64,
}

pub(crate) type ChildrenByParent = HashMap<CategoryId, Vec<ChildBrief>>;

/// What `_fetchlistcategory` looks for.
#[derive(Debug, Clone)]
pub struct CategorySearch {
    /// Patterns of folded names.
    pub names: AnyOf,
    /// Patterns of slugs.
    pub slugs: AnyOf,
    /// Parents; an empty id stands for the roots.
    pub under: AnyOf,
}

/// A category that was asked for by a slug.
pub struct CategoryBySlug {
    pub category: With<Category, Family>,
    /// Whether the slug is one that it had before.
    pub moved: bool,
}

impl Versioned for Category {
    fn version(&self) -> i64 {
        self.record_version
    }
}

/// What an editor did to the tree.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CategoryDeedKind {
    /// Another name, address, drawing or description.
    Edit,
    /// Another parent, or another place.
    Move,
    /// Another order of siblings.
    Order,
}

impl CategoryDeedKind {
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Edit => "edit",
            Self::Move => "move",
            Self::Order => "order",
        }
    }

    pub(crate) fn named(name: &str) -> Self {
        match name {
            "move" => Self::Move,
            "order" => Self::Order,
            _ => Self::Edit,
        }
    }
}

/// A deed that can be taken back.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CategoryDeed {
    pub seq: i64,
    pub kind: CategoryDeedKind,
    /// What the category was called; of an order, whose children they are, and nothing for roots.
    pub subject: String,
    pub at: Timestamp,
    /// The username of whoever did it, unless they are gone.
    pub by: Option<String>,
}

/// What becomes of a category that is merged into another one.
#[derive(Debug, Clone)]
pub struct MergeOutlook {
    pub source: Category,
    pub target: Category,
    /// Listings that move.
    pub listings: i64,
    /// Categories that stand below the other one from then on.
    pub children: Vec<Category>,
}
