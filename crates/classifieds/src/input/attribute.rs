//! Request bodies about attributes.

use platform::input::objects;
use serde::Deserialize;

use crate::model::attribute::AttributeDefinition;

/// What a category defines itself, all of it, in the order in which it is asked.
#[derive(Debug, Clone, Deserialize, schemars::JsonSchema)]
pub struct AttributesIn {
    /// At most 40.
    #[serde(deserialize_with = "objects")]
    pub attributes: Vec<AttributeDefinition>,
}
