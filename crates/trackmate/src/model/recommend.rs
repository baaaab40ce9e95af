//! Products of somebody else's catalogue, and what came of reading one.

/// A product that is sold elsewhere.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct ExternalProduct {
    pub(crate) id: String,
    pub(crate) name: String,
    /// From wide to narrow, as in `Home|Kitchen|Kettles`.
    pub(crate) category: String,
    /// In hundredths of a star.
    pub(crate) rating: Option<i64>,
    pub(crate) rating_count: i64,
    pub(crate) about: String,
    pub(crate) link: String,
    /// Bayesian mean, in millionths of a star.
    pub(crate) score: i64,
}

/// A catalogue that was read.
#[derive(Debug, Default)]
pub(crate) struct ReadCatalogue {
    pub(crate) products: Vec<ExternalProduct>,
    /// What was odd, line by line.
    pub(crate) told: Vec<String>,
}

/// What an import did, or would do.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ImportedCatalogue {
    /// Products that are there now.
    pub products: usize,
    /// Products that went.
    pub removed: i64,
    /// What was odd, line by line.
    pub told: Vec<String>,
}

/// Somebody looked at a product.
#[derive(Debug, Clone)]
pub(crate) struct View {
    pub(crate) account: accounts::AccountId,
    /// The product's id.
    pub(crate) product: String,
    /// When, in microseconds.
    pub(crate) at: i64,
}
