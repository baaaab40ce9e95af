//! What can be heard.

use accounts::{Administrators, Caller, access};
use axum::extract::State;
use platform::http::{
    Outcome, Paging, Reply,
    routes::{Endpoint, get},
};

use super::samples;
use crate::{Webhooks, model::WebhookTopic};

/// `GET /v1/webhooktopics`.
async fn list(State(webhooks): State<Webhooks>, caller: Caller<Administrators>) -> Outcome<Vec<WebhookTopic>> {
    caller.allowed()?;
    let topics = webhooks.list_webhook_topics();
    let paging = Paging::whole(topics.len());
    Ok(Reply::list("webhookTopics", topics, paging))
}

pub(super) fn endpoints() -> Vec<Endpoint<Webhooks>> {
    vec![
        get("/v1/webhooktopics", list)
            .api("listWebhookTopics")
            .says("List what webhooks can hear, by topic")
            .access(access::<Administrators>())
            .whole()
            .gives_list::<WebhookTopic>("webhookTopics", samples::TOPIC),
    ]
}
