//! What happens in other modules, on its way into the queues of webhooks.

use std::sync::Arc;

use platform::events::Subscriber;

use crate::Webhooks;

/// One for all modules, so that what they tell keeps its order.
pub(crate) fn subscribers(webhooks: &Webhooks) -> Vec<Subscriber> {
    let events: Vec<&'static str> = webhooks
        .0
        .announces
        .iter()
        .flat_map(|announces| announces.events.iter().copied())
        .collect();
    let webhooks = webhooks.clone();
    vec![Subscriber {
        name: "webhooks",
        // Made a few times in a process's life, and needed for all of it.
        topics: events.leak(),
        wanted: Some(crate::store::endpoint::LISTENED),
        handle: Arc::new(move |event| {
            let webhooks = webhooks.clone();
            Box::pin(async move { webhooks.queue_announcements(event).await })
        }),
    }]
}
