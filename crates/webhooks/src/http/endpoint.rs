//! Webhooks.

use accounts::{Administrators, Caller, access};
use axum::extract::State;
use platform::http::{
    Body, IfMatch, MaybePosted, Outcome, Pages, Path, Posted, Reply,
    routes::{Endpoint, delete, get, patch, post},
};
use serde::Serialize;
use serde_json::{Map, Value};

use super::{samples, webhook_id};
use crate::{
    Webhooks,
    failures::{
        no_such_record, nothing_to_change, tests_throttled, too_many_webhooks, url_not_public, url_not_secure,
        url_not_valid,
    },
    input::{NothingIn, WebhookChangeIn, WebhookIn},
    model::{
        delivery::WebhookTest,
        endpoint::{Webhook, WebhookId, WebhookWithSecret},
    },
    rules::endpoint::MOST_WEBHOOKS,
};

/// Longer than a receiver may take.
const PATIENCE: std::time::Duration = std::time::Duration::from_secs(20);

/// `POST /v1/webhooks`.
async fn create(
    State(webhooks): State<Webhooks>,
    caller: Caller<Administrators>,
    Posted { input, once }: Posted<WebhookIn>,
) -> Outcome<WebhookWithSecret> {
    let new = webhooks.check_webhook(&input)?;
    let actor = caller.allowed()?;
    let made = webhooks.create_webhook(&actor, new, once).await?;
    Ok(Reply::created_item("webhook", made))
}

/// `GET /v1/webhooks` — newest first.
async fn list(State(webhooks): State<Webhooks>, caller: Caller<Administrators>, pages: Pages) -> Outcome<Vec<Webhook>> {
    caller.allowed()?;
    let (rows, paging) = webhooks.list_webhooks(pages).await?;
    Ok(Reply::list("webhooks", rows, paging))
}

/// `GET /v1/webhooks/{webhookId}`.
async fn show(
    State(webhooks): State<Webhooks>,
    caller: Caller<Administrators>,
    Path(id): Path<String>,
) -> Outcome<Webhook> {
    let id = webhook_id(&id)?;
    caller.allowed()?;
    Ok(Reply::shown_item("webhook", webhooks.show_webhook(id).await?))
}

/// `PATCH /v1/webhooks/{webhookId}`.
async fn update(
    State(webhooks): State<Webhooks>,
    caller: Caller<Administrators>,
    Path(id): Path<String>,
    seen: IfMatch,
    Body(input): Body<WebhookChangeIn>,
) -> Outcome<Webhook> {
    let (id, change) = (webhook_id(&id)?, webhooks.check_webhook_change(&input)?);
    caller.allowed()?;
    let changed = webhooks.update_webhook(id, change, seen).await?;
    let (old, new) = differences(&changed.before, &changed.after);
    Ok(Reply::shown_item("webhook", changed.after).changed(old, new))
}

/// `DELETE /v1/webhooks/{webhookId}`.
async fn remove(
    State(webhooks): State<Webhooks>,
    caller: Caller<Administrators>,
    Path(id): Path<String>,
    seen: IfMatch,
) -> Outcome<Webhook> {
    let id = webhook_id(&id)?;
    caller.allowed()?;
    let deleted = webhooks.delete_webhook(id, seen).await?;
    Ok(Reply::shown_item("webhook", deleted))
}

/// `POST /v1/webhooks/{webhookId}/secret`.
async fn rotate(
    State(webhooks): State<Webhooks>,
    caller: Caller<Administrators>,
    Path(id): Path<String>,
    MaybePosted { once, .. }: MaybePosted<NothingIn>,
) -> Outcome<WebhookWithSecret> {
    let id = webhook_id(&id)?;
    let actor = caller.allowed()?;
    let made = webhooks.rotate_webhook_secret(&actor, id, once).await?;
    Ok(Reply::created_item("webhook", made))
}

/// `POST /v1/webhooks/{webhookId}/test`.
async fn test(
    State(webhooks): State<Webhooks>,
    caller: Caller<Administrators>,
    Path(id): Path<String>,
) -> Outcome<WebhookTest> {
    let id = webhook_id(&id)?;
    let actor = caller.allowed()?;
    let answered = webhooks.test_webhook(&actor, id).await?;
    Ok(Reply::item("webhookTest", answered))
}

/// What differs between two states of a webhook. That it has another version says only that it differs.
fn differences(before: &impl Serialize, after: &impl Serialize) -> (Map<String, Value>, Map<String, Value>) {
    let object = |state: Result<Value, serde_json::Error>| match state {
        Ok(Value::Object(object)) => object,
        _ => Map::new(),
    };
    let (old, new) = (
        object(serde_json::to_value(before)),
        object(serde_json::to_value(after)),
    );
    let differs = |name: &str| old.get(name) != new.get(name) && !matches!(name, "recordVersion" | "updatedAt");
    let of = |object: &Map<String, Value>| {
        let kept = object.iter().filter(|(name, _)| differs(name));
        kept.map(|(name, value)| (name.clone(), value.clone())).collect()
    };
    (of(&old), of(&new))
}

/// What an address may be refused for.
fn addressed(endpoint: Endpoint<Webhooks>) -> Endpoint<Webhooks> {
    endpoint
        .fails(url_not_valid)
        .fails(url_not_secure)
        .fails(url_not_public)
}

pub(super) fn endpoints() -> Vec<Endpoint<Webhooks>> {
    let create = post("/v1/webhooks", create)
        .api("createWebhook")
        .says("Have an address told what happens. The answer shows the secret that messages are signed with, once")
        .access(access::<Administrators>())
        .takes::<WebhookIn>(samples::NEW)
        .gives_item::<WebhookWithSecret>("webhook", samples::WITH_SECRET)
        .creates()
        .fails(|| too_many_webhooks(MOST_WEBHOOKS));
    let update = patch("/v1/webhooks/{webhookId}", update)
        .api("updateWebhook")
        .says("Change a webhook, or turn it on and off; what is left out stays, `null` clears the description")
        .part::<WebhookId>("webhookId", "The webhook", samples::ID)
        .access(access::<Administrators>())
        .takes::<WebhookChangeIn>(samples::CHANGE)
        .versioned()
        .gives_item::<Webhook>("webhook", samples::WEBHOOK)
        .fails(nothing_to_change)
        .fails(no_such_record);
    vec![
        addressed(create),
        get("/v1/webhooks", list)
            .api("listWebhooks")
            .says("List webhooks, newest first")
            .access(access::<Administrators>())
            .gives_list::<Webhook>("webhooks", samples::WEBHOOK),
        get("/v1/webhooks/{webhookId}", show)
            .api("getWebhook")
            .says("See a webhook")
            .part::<WebhookId>("webhookId", "The webhook", samples::ID)
            .access(access::<Administrators>())
            .gives_item::<Webhook>("webhook", samples::WEBHOOK)
            .fails(no_such_record),
        addressed(update),
        delete("/v1/webhooks/{webhookId}", remove)
            .api("deleteWebhook")
            .says("Delete a webhook with everything that waits for it")
            .versioned()
            .part::<WebhookId>("webhookId", "The webhook", samples::ID)
            .access(access::<Administrators>())
            .gives_item::<Webhook>("webhook", samples::DELETED)
            .fails(no_such_record),
        post("/v1/webhooks/{webhookId}/secret", rotate)
            .api("rotateWebhookSecret")
            .says("Give a webhook another secret, which the answer shows once. The one before signs for a day, too")
            .part::<WebhookId>("webhookId", "The webhook", samples::ID)
            .access(access::<Administrators>())
            .takes::<NothingIn>("{}")
            .gives_item::<WebhookWithSecret>("webhook", samples::WITH_SECRET)
            .creates()
            .fails(no_such_record),
        post("/v1/webhooks/{webhookId}/test", test)
            .api("testWebhook")
            .says("Send a webhook a test now, and see what it answers")
            .part::<WebhookId>("webhookId", "The webhook", samples::ID)
            .access(access::<Administrators>())
            .every_time()
            .patience(PATIENCE)
            .gives_item::<WebhookTest>("webhookTest", samples::TEST)
            .fails(tests_throttled)
            .fails(no_such_record),
    ]
}
