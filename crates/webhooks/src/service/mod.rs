//! Use cases, free of HTTP.

pub(crate) mod announce;
pub(crate) mod deliver;
pub(crate) mod delivery;
pub(crate) mod endpoint;
pub(crate) mod housekeeping;
pub(crate) mod secrets;
pub(crate) mod trial;

use std::{sync::Arc, time::Duration};

use platform::{Conn, Result, module::Job};

use crate::{
    Webhooks,
    failures::no_such_record,
    model::endpoint::{Webhook, WebhookId},
    store,
};

/// Background work.
pub(crate) fn jobs(webhooks: &Webhooks) -> Vec<Job> {
    let (delivering, cleaning) = (webhooks.clone(), webhooks.clone());
    vec![
        Job {
            name: "webhooks.deliver",
            every: Duration::from_secs(1),
            run: Arc::new(move |_| {
                let webhooks = delivering.clone();
                Box::pin(async move { webhooks.deliver_due().await })
            }),
        },
        Job {
            name: "webhooks.clean_up",
            every: Duration::from_secs(60 * 60),
            run: Arc::new(move |_| {
                let webhooks = cleaning.clone();
                Box::pin(async move { webhooks.clean_up().await })
            }),
        },
    ]
}

/// A webhook that is there.
async fn existing(conn: &mut Conn<'_>, id: &WebhookId) -> Result<Webhook> {
    store::endpoint::by_id(conn, id).await?.ok_or_else(no_such_record)
}
