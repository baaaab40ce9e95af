//! Deliveries: one announcement on its way to one webhook.

use platform::{Error, Timestamp, text_id};
use serde::{Deserialize, Serialize};

use super::endpoint::WebhookId;

text_id! {
    /// A delivery's id (UUIDv7).
    pub struct DeliveryId
}

/// Where a delivery stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "camelCase")]
pub enum DeliveryStatus {
    /// It will be tried, perhaps again.
    Pending,
    /// The receiver has it.
    Delivered,
    /// It was given up.
    Dead,
}

impl DeliveryStatus {
    pub(crate) const ALL: [Self; 3] = [Self::Pending, Self::Delivered, Self::Dead];

    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Pending => "pending",
            Self::Delivered => "delivered",
            Self::Dead => "dead",
        }
    }

    pub(crate) fn number(self) -> i64 {
        match self {
            Self::Pending => 0,
            Self::Delivered => 1,
            Self::Dead => 2,
        }
    }

    /// By name in any case.
    pub(crate) fn by_name(text: &str) -> Option<Self> {
        let mut all = Self::ALL.into_iter();
        all.find(|status| status.name().eq_ignore_ascii_case(text))
    }

    pub(crate) fn of(number: i64) -> Result<Self, Error> {
        let mut all = Self::ALL.into_iter();
        all.find(|status| status.number() == number)
            .ok_or_else(|| Error::internal(format!("a delivery stands at {number}")))
    }
}

/// A delivery.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct WebhookDelivery {
    pub id: DeliveryId,
    pub webhook_id: WebhookId,
    /// What the receiver knows it by (`webhook-id`): the same at each attempt, also when it was sent again.
    pub message_id: String,
    /// What it tells.
    pub topic: String,
    /// Where it stands.
    pub status: DeliveryStatus,
    /// How often it was tried.
    pub attempts: i64,
    /// The status that the receiver answered last; `null` if there was no answer.
    pub last_status: Option<i64>,
    /// What went wrong last.
    pub last_error: Option<String>,
    /// When it was tried last.
    pub last_attempt_at: Option<Timestamp>,
    /// When it is tried next, unless those before it keep it waiting; `null` if it is not any more.
    pub next_attempt_at: Option<Timestamp>,
    /// When it came to be.
    pub created_at: Timestamp,
    /// When it was delivered or given up.
    pub settled_at: Option<Timestamp>,
}

/// What waits for the receiver of a webhook.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WebhookQueue {
    pub webhook: WebhookId,
    pub url: String,
    /// Whether anything is sent.
    pub enabled: bool,
    /// Deliveries that will be tried, perhaps again.
    pub waiting: i64,
    /// Deliveries that were given up.
    pub dead: i64,
}

/// A delivery that was given up, with what it would have said.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DeadDelivery {
    pub id: DeliveryId,
    pub webhook: WebhookId,
    pub url: String,
    pub topic: String,
    /// JSON.
    pub body: String,
    pub attempts: i64,
    /// What the receiver last answered, if it did.
    pub status: Option<i64>,
    /// What was wrong with that.
    pub error: Option<String>,
    /// When it came to be.
    pub at: Timestamp,
}

/// A delivery that is about to be stored.
#[derive(Debug, Clone)]
pub(crate) struct NewDelivery {
    pub(crate) id: DeliveryId,
    pub(crate) webhook: WebhookId,
    /// What it follows from: two of the same are one.
    pub(crate) cause: String,
    pub(crate) message_id: String,
    pub(crate) topic: String,
    pub(crate) body: String,
}

/// A delivery as it is stored.
#[derive(Debug, Clone)]
pub(crate) struct StoredDelivery {
    pub(crate) body: String,
    pub(crate) view: WebhookDelivery,
}

/// What came of an attempt.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Attempt {
    /// What the receiver answered, if it did.
    pub(crate) status: Option<u16>,
    /// What is wrong, unless it was taken.
    pub(crate) error: Option<String>,
    /// How long the receiver wants to be left alone.
    pub(crate) retry_after: Option<std::time::Duration>,
}

/// What the receiver of a test answered.
#[derive(Debug, Clone, PartialEq, Serialize, schemars::JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct WebhookTest {
    /// Whether it took the test as it would a delivery.
    pub delivered: bool,
    /// The status that it answered; `null` if there was no answer.
    pub status: Option<u16>,
    /// The beginning of what it answered, at most 4 KiB.
    pub body: Option<String>,
    /// What is wrong.
    pub error: Option<String>,
    /// Milliseconds that it took.
    pub elapsed_ms: u64,
}
