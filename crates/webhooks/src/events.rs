//! What happens in other modules, on its way into the queues of webhooks.

use std::sync::Arc;

use platform::events::{Subscriber, announced_events};

use crate::Webhooks;

/// One for all modules, so that what they tell keeps its order.
pub(crate) fn subscribers(webhooks: &Webhooks) -> Vec<Subscriber> {
    let topics = announced_events(&webhooks.0.announces);
    let webhooks = webhooks.clone();
    vec![Subscriber {
        name: "webhooks",
        topics,
        wanted: Some(crate::store::endpoint::LISTENED),
        handle: Arc::new(move |event| {
            let webhooks = webhooks.clone();
            Box::pin(async move { webhooks.queue_announcements(event).await })
        }),
    }]
}
