//! The documented HTTP API.

mod delivery;
mod endpoint;
mod samples;
mod topic;

use platform::{Error, http::routes::Endpoint, id::uuid_text};

use crate::{Webhooks, model::endpoint::WebhookId};

/// Every endpoint of the module.
pub(crate) fn endpoints() -> Vec<Endpoint<Webhooks>> {
    let groups = [
        ("webhooks", endpoint::endpoints()),
        ("webhooks", delivery::endpoints()),
        ("webhooks", topic::endpoints()),
    ];
    let all = groups
        .into_iter()
        .flat_map(|(group, endpoints)| endpoints.into_iter().map(|endpoint| endpoint.within(group)));
    all.collect()
}

fn webhook_id(id: &str) -> Result<WebhookId, Error> {
    uuid_text("webhookId", id).map(WebhookId::from)
}
