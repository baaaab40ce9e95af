//! Webhooks: what happens in the services, told to addresses that administrators name.
//!
//! Invariants:
//! - an announcement makes one delivery for each webhook that hears its topic, in the transaction that takes it from the
//!   outbox, and is tried until the receiver has it or three days are over;
//! - deliveries to one webhook arrive in order: what waits for its next attempt keeps those behind it waiting, and nobody
//!   else's;
//! - nothing is sent to an address that is not public unless the settings allow it, whatever a name resolves to when;
//! - secrets are stored sealed and shown once.

mod events;
mod failures;
mod http;
mod input;
#[cfg(test)]
mod layers;
mod model;
mod rules;
mod sending;
mod service;
mod store;
#[cfg(test)]
mod tests;

use std::{sync::Arc, time::Duration};

use accounts::{Accounts, service_dialect::SERVICE};
use axum::extract::FromRef;
use platform::{
    Db,
    auth::{
        keys::Keyring,
        throttle::{Rate, Throttle},
    },
    db::{Migration, ModuleMigrations},
    events::{Announces, announced_topics},
    http::routes::{self, Endpoint, EndpointDoc},
    module::{Manifest, Module, Schema},
};
use tokio::sync::watch;

use model::WebhookTopic;
use sending::{Resolve, Sender, SystemResolver, target::Reach};

/// What the use cases of [`Webhooks`] take and give, whoever calls them.
pub mod api {
    pub use crate::{
        input::{WebhookChangeIn, WebhookIn},
        model::{
            WebhookTopic,
            delivery::{DeadDelivery, DeliveryId, DeliveryStatus, WebhookDelivery, WebhookQueue, WebhookTest},
            endpoint::{ChangedWebhook, DisabledReason, ShownSecret, Webhook, WebhookId, WebhookWithSecret},
        },
        rules::endpoint::{NewWebhook, WebhookChange},
    };
}

/// Tables and statements.
pub const SCHEMA: Schema = Schema {
    migrations: ModuleMigrations {
        module: "webhooks",
        migrations: &[Migration {
            name: "webhooks",
            sql: include_str!("../migrations/0001_webhooks.sql"),
        }],
    },
    statements: &[
        store::delivery::STATEMENTS,
        store::endpoint::STATEMENTS,
        store::lease::STATEMENTS,
    ],
    families: &[],
    addresses: &[],
};

/// The name of the part of the documents that describes these routes.
pub const NAME: &str = "webhooks";
/// What it is, in a line.
pub const ABOUT: &str = "What happens in the services, told to addresses that administrators name.";
/// What is known of it without running it.
pub const MANIFEST: Manifest = Manifest {
    name: NAME,
    about: ABOUT,
    dialect: SERVICE,
    schema: SCHEMA,
    files: None,
    endpoints: endpoint_docs,
    announces: None,
};

/// Settings of the module.
#[derive(Debug, Clone, Copy, Default)]
pub struct Options {
    /// Whether things are sent to addresses that are not public, too, and without encryption.
    pub allow_private: bool,
}

/// Tests that one account may send within a minute.
const TESTS: Rate = Rate {
    burst: 30,
    per: Duration::from_secs(60),
};

/// The use cases; clones share everything.
#[derive(Clone)]
pub struct Webhooks(Arc<Inner>);

struct Inner {
    db: Db,
    accounts: Accounts,
    keys: Keyring,
    sender: Sender,
    /// What the modules tell.
    announces: Vec<Announces>,
    /// What is documented of it, by topic.
    topics: Vec<WebhookTopic>,
    tests: Throttle,
    /// Turns true when the server is about to stop.
    closing: watch::Receiver<bool>,
}

impl FromRef<Webhooks> for Accounts {
    fn from_ref(webhooks: &Webhooks) -> Self {
        webhooks.0.accounts.clone()
    }
}

/// What is known about each endpoint, without running the module.
pub fn endpoint_docs() -> Vec<EndpointDoc> {
    http::endpoints().into_iter().map(Endpoint::into_doc).collect()
}

/// How many deliveries of a database wait for their receivers, and how many were given up.
pub async fn read_backlog(db: &Db) -> platform::Result<(i64, i64)> {
    db.read(async |conn: &mut platform::Conn<'_>| store::delivery::backlog(conn).await)
        .await
}

impl Webhooks {
    /// Over a migrated database. `announces`: what all modules tell, whether or not this process serves them, since servers
    /// with different modules share one database. No delivery begins once `closing` turned true.
    pub fn new(
        accounts: Accounts,
        keys: Keyring,
        announces: Vec<Announces>,
        options: Options,
        closing: watch::Receiver<bool>,
    ) -> Self {
        Self::with_resolver(accounts, keys, announces, options, closing, Arc::new(SystemResolver))
    }

    fn with_resolver(
        accounts: Accounts,
        keys: Keyring,
        announces: Vec<Announces>,
        options: Options,
        closing: watch::Receiver<bool>,
        resolver: Arc<dyn Resolve>,
    ) -> Self {
        let db = accounts.db().clone();
        let reach = if options.allow_private {
            Reach::Anywhere
        } else {
            Reach::Public
        };
        let mut topics: Vec<WebhookTopic> = announced_topics(&announces)
            .into_iter()
            .map(|doc| WebhookTopic {
                topic: doc.topic,
                about: doc.about,
            })
            .collect();
        topics.sort_by_key(|known| known.topic);
        Self(Arc::new(Inner {
            tests: Throttle::new(db.clock().clone(), TESTS, 10_000).with_code(failures::TESTS_THROTTLED),
            sender: Sender::new(resolver, reach),
            db,
            accounts,
            keys,
            announces,
            topics,
            closing,
        }))
    }

    /// The same with less patience.
    #[cfg(test)]
    fn hasty(self, patience: Duration) -> Self {
        let inner = Arc::into_inner(self.0).unwrap();
        Self(Arc::new(Inner {
            sender: inner.sender.hasty(patience),
            ..inner
        }))
    }

    /// The manifest.
    pub fn module(&self, shared: &routes::Shared) -> Module {
        let (router, endpoints) = routes::router(SERVICE, shared, self, http::endpoints());
        Module {
            manifest: &MANIFEST,
            router,
            endpoints,
            listeners: Vec::new(),
            subscribers: events::subscribers(self),
            jobs: service::jobs(self),
        }
    }
}
