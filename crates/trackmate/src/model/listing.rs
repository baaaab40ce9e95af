//! An owner's products as a table that leaves this place and comes back: one row for each.

use super::{Price, ProductId, Ratings, Withheld};

/// A product as an export tells it.
#[derive(Debug, Clone)]
pub struct ExportedProduct {
    pub id: ProductId,
    pub name: String,
    pub price: Price,
    pub category: Option<i64>,
    pub description: String,
    pub note: String,
    pub withheld: Withheld,
    pub ratings: Ratings,
}

/// A row of a table that somebody sends to be stored.
#[derive(Debug, Clone)]
pub struct ImportedRow {
    /// Where it stands in the table.
    pub row: u32,
    /// What stands for the product behind `product-`, known or new; blank if the table has none.
    pub key: String,
    pub name: String,
    pub price: Price,
    pub category: Option<i64>,
    /// Blank for none, as the note.
    pub description: String,
    pub note: String,
    pub is_hidden: bool,
}

/// What a table does, or would do if it were stored.
#[derive(Debug, Clone, Default)]
pub struct ImportOutcome {
    pub created: usize,
    pub changed: usize,
    /// Those of which nothing would change.
    pub same: usize,
    /// What is wrong. With anything wrong, nothing is stored.
    pub findings: Vec<ImportFinding>,
}

/// What is wrong with a row.
#[derive(Debug, Clone)]
pub struct ImportFinding {
    pub row: u32,
    /// The field, as products have it; `key` for what stands for the product.
    pub field: String,
    pub rule: platform::Rule,
}

/// What a checked row has.
#[derive(Debug, Clone)]
pub(crate) struct CheckedRow {
    pub(crate) row: u32,
    pub(crate) key: String,
    pub(crate) change: super::ProductChange,
    pub(crate) note: Option<String>,
    pub(crate) is_hidden: bool,
}
