//! Request bodies about attributes.

use serde::Deserialize;

use crate::model::attribute::AttributeDefinition;

/// What a category defines itself, all of it, in the order in which it is asked.
#[derive(Debug, Clone, Deserialize, schemars::JsonSchema)]
pub struct AttributesIn {
    /// At most 40.
    pub attributes: Vec<AttributeDefinition>,
}
