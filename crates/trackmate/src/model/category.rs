//! Categories of products. The published clients have these numbers and drawings built in, so they are fixed.

use serde::Serialize;

/// A category that clients know by its number.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, schemars::JsonSchema)]
pub struct ProductCategory {
    /// The number that products have.
    pub id: i64,
    /// Its name, in Indonesian.
    pub name: &'static str,
}

/// All of them. Other numbers may be given to products; clients show no name for those.
pub const CATEGORIES: [ProductCategory; 3] = [
    ProductCategory {
        id: 1,
        name: "Pertanian",
    },
    ProductCategory { id: 2, name: "Makanan" },
    ProductCategory { id: 3, name: "Minuman" },
];
