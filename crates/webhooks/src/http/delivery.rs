//! Deliveries.

use accounts::{Administrators, Caller, access};
use axum::extract::State;
use platform::{
    Error, Rule,
    http::{
        Filter, MaybePosted, Outcome, Pages, Params, Path, Reply,
        routes::{Endpoint, get, post},
    },
    id::uuid_text,
};
use serde_json::Value;

use super::{samples, webhook_id};
use crate::{
    Webhooks,
    failures::no_such_record,
    input::NothingIn,
    model::{
        delivery::{DeliveryId, DeliveryStatus, WebhookDelivery},
        endpoint::WebhookId,
    },
};

/// Where deliveries are to stand, if that was asked for.
fn wanted_status(params: &Params) -> Result<Option<DeliveryStatus>, Error> {
    let wrong = || Error::invalid_field("status", Rule::Type("pending, delivered or dead".into()));
    let given = params.first("status");
    given
        .map(|text| DeliveryStatus::by_name(text).ok_or_else(wrong))
        .transpose()
}

/// `GET /v1/webhooks/{webhookId}/deliveries` — newest first.
async fn list(
    State(webhooks): State<Webhooks>,
    caller: Caller<Administrators>,
    Path(id): Path<String>,
    params: Params,
    pages: Pages,
) -> Outcome<Vec<WebhookDelivery>> {
    let (id, status) = (webhook_id(&id)?, wanted_status(&params)?);
    caller.allowed()?;
    let (rows, paging) = webhooks.list_webhook_deliveries(id, status, pages).await?;
    let filters = status.map(|status| Filter {
        name: "status".to_owned(),
        value: Value::from(status.name()),
    });
    Ok(Reply::list("webhookDeliveries", rows, paging).filters(filters.into_iter().collect()))
}

/// `POST /v1/webhooks/{webhookId}/deliveries/{deliveryId}/resend`.
async fn resend(
    State(webhooks): State<Webhooks>,
    caller: Caller<Administrators>,
    Path((webhook, id)): Path<(String, String)>,
    MaybePosted { once, .. }: MaybePosted<NothingIn>,
) -> Outcome<WebhookDelivery> {
    let webhook = webhook_id(&webhook)?;
    let id = uuid_text("deliveryId", &id).map(DeliveryId::from)?;
    let actor = caller.allowed()?;
    let queued = webhooks.resend_webhook_delivery(&actor, webhook, id, once).await?;
    Ok(Reply::created_item("webhookDelivery", queued))
}

pub(super) fn endpoints() -> Vec<Endpoint<Webhooks>> {
    vec![
        get("/v1/webhooks/{webhookId}/deliveries", list)
            .api("listWebhookDeliveries")
            .says("List what was sent to a webhook and what is about to be, newest first")
            .part::<WebhookId>("webhookId", "The webhook", samples::ID)
            .access(access::<Administrators>())
            .query("status", "Where deliveries stand: pending, delivered or dead", "dead")
            .gives_list::<WebhookDelivery>("webhookDeliveries", samples::DEAD)
            .fails(no_such_record),
        post("/v1/webhooks/{webhookId}/deliveries/{deliveryId}/resend", resend)
            .api("resendWebhookDelivery")
            .says("Send a delivery again: now what waits, and once more what was delivered or given up")
            .part::<WebhookId>("webhookId", "The webhook", samples::ID)
            .part::<DeliveryId>("deliveryId", "The delivery", samples::DELIVERY_ID)
            .access(access::<Administrators>())
            .takes::<NothingIn>("{}")
            .gives_item::<WebhookDelivery>("webhookDelivery", samples::PENDING)
            .creates()
            .fails(no_such_record),
    ]
}
