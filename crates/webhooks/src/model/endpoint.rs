//! Webhooks: where somebody wants to hear what.

use std::fmt;

use accounts::AccountId;
use platform::{Error, Timestamp, text_id, version::Versioned};
use serde::{Deserialize, Serialize};

text_id! {
    /// A webhook's id (UUIDv7).
    pub struct WebhookId
}

/// Why nothing is sent to a webhook.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "camelCase")]
pub enum DisabledReason {
    /// An administrator said so.
    Administrator,
    /// The receiver answered 410: it is gone.
    Gone,
    /// Nothing has arrived for five days.
    Failing,
}

impl DisabledReason {
    const ALL: [Self; 3] = [Self::Administrator, Self::Gone, Self::Failing];

    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Administrator => "administrator",
            Self::Gone => "gone",
            Self::Failing => "failing",
        }
    }

    /// By its stored name.
    pub(crate) fn by_name(name: &str) -> Result<Self, Error> {
        let mut all = Self::ALL.into_iter();
        all.find(|reason| reason.name() == name)
            .ok_or_else(|| Error::internal(format!("a webhook is disabled for {name:?}")))
    }
}

/// An address that is told what happens.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct Webhook {
    pub id: WebhookId,
    /// Where it is told.
    pub url: String,
    /// What it is told: topics, and patterns in which `*` stands for anything.
    pub topics: Vec<String>,
    /// What it is for.
    pub description: Option<String>,
    /// Whether anything is sent.
    pub enabled: bool,
    /// Why nothing is.
    pub disabled_reason: Option<DisabledReason>,
    /// Since when.
    pub disabled_at: Option<Timestamp>,
    /// Since when nothing has arrived; `null` if the last delivery did.
    pub failing_since: Option<Timestamp>,
    /// `false` in the answer to deleting it.
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

impl Versioned for Webhook {
    fn version(&self) -> i64 {
        self.record_version
    }
}

/// A secret on its way to whoever may know it.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(transparent)]
pub struct ShownSecret(pub(crate) String);

impl ShownSecret {
    /// The secret itself.
    pub fn reveal(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for ShownSecret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("ShownSecret")
    }
}

/// A webhook with its secret, which is shown when it is made and never again.
#[derive(Debug, Clone, Serialize, Deserialize, schemars::JsonSchema)]
pub struct WebhookWithSecret {
    #[serde(flatten)]
    pub webhook: Webhook,
    /// `whsec_` and the secret in base64: deliveries are signed with it.
    pub secret: ShownSecret,
}

impl Versioned for WebhookWithSecret {
    fn version(&self) -> i64 {
        self.webhook.record_version
    }
}

/// A webhook before and after a change.
pub struct ChangedWebhook {
    pub before: Webhook,
    pub after: Webhook,
}

/// The secrets of a webhook as they are stored.
#[derive(Clone)]
pub(crate) struct SealedSecrets {
    pub(crate) current: Vec<u8>,
    pub(crate) former: Option<FormerSecret>,
    /// The id of the key that sealed them.
    pub(crate) key: String,
}

/// A secret that was replaced and still signs.
#[derive(Clone)]
pub(crate) struct FormerSecret {
    pub(crate) sealed: Vec<u8>,
    pub(crate) until: Timestamp,
}
