//! Categories of products. The published clients have these numbers and drawings built in, so they are fixed.

use serde::Serialize;

/// A category that clients know by its number.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, schemars::JsonSchema)]
#[schemars(rename = "ProductCategory")]
pub struct Category {
    /// The number that products have.
    pub id: i64,
    /// Its name, in Indonesian.
    pub name: &'static str,
}

/// All of them. Other numbers may be given to products; clients show no name for those.
pub const CATEGORIES: [Category; 3] = [
    Category {
        id: 1,
        name: "Pertanian",
    },
    Category { id: 2, name: "Makanan" },
    Category { id: 3, name: "Minuman" },
];
