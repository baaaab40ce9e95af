//! Bodies of requests. Fields that a webhook has but a caller does not set (`id`, `isActive` and the like) are ignored, so
//! that one that was read can be sent back.

use platform::input::nullable;
use serde::Deserialize;

/// A new webhook.
#[derive(Debug, Clone, Deserialize, schemars::JsonSchema)]
pub struct WebhookIn {
    /// An `https` address that anybody could reach, at most 2,048 characters.
    pub url: String,
    /// Documented topics, and patterns in which `*` stands for anything: 1 to 50.
    pub topics: Vec<String>,
    /// What it is for, at most 500 characters.
    pub description: Option<String>,
}

/// A change of a webhook. What is left out stays, `null` clears.
#[derive(Debug, Clone, Default, Deserialize, schemars::JsonSchema)]
#[serde(default)]
pub struct WebhookChangeIn {
    /// An `https` address that anybody could reach, at most 2,048 characters.
    #[serde(deserialize_with = "nullable")]
    pub url: Option<Option<String>>,
    /// Documented topics, and patterns in which `*` stands for anything: 1 to 50.
    #[serde(deserialize_with = "nullable")]
    pub topics: Option<Option<Vec<String>>>,
    /// What it is for, at most 500 characters.
    #[serde(deserialize_with = "nullable")]
    pub description: Option<Option<String>>,
    /// Whether anything is sent. What waits goes on where it was.
    #[serde(deserialize_with = "nullable")]
    pub enabled: Option<Option<bool>>,
}

/// All is said by the address; nothing has to be sent.
#[derive(Debug, Clone, Copy, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct NothingIn {}
