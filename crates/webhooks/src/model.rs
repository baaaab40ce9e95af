//! Webhooks and their deliveries as they are stored and shown. A secret is shown once: when it is made.

pub(crate) mod delivery;
pub(crate) mod endpoint;

use serde::Serialize;

/// A documented topic.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, schemars::JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct WebhookTopic {
    pub topic: &'static str,
    /// What happened, in a line.
    pub about: String,
}
