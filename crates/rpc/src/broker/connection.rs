//! The connection to the broker.

use std::{path::PathBuf, sync::Arc, time::Duration};

use async_nats::{Client, ConnectOptions, Event, ServerError, connection::State, jetstream};
use platform::error::{Error, Kind, Message, Result};
use tokio::sync::OnceCell;

/// How the broker is reached.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BrokerOptions {
    /// `nats://host:4222`, or `tls://…`; several for the servers of a cluster. May hold a user and a password.
    pub addresses: Vec<String>,
    /// A file with the credentials of an account (`.creds`).
    pub credentials: Option<PathBuf>,
}

/// A connection that is made when it is needed and comes back by itself; clones share it.
#[derive(Clone)]
pub struct Broker(Arc<Inner>);

struct Inner {
    options: BrokerOptions,
    client: OnceCell<Client>,
}

/// Messages that may wait in memory under each subject; of a flood, the broker's client drops what does not fit, and whoever
/// asked hears nothing and asks again.
const WAITING: usize = 512;
/// Longest time for the broker to take an event.
const ACKNOWLEDGED: Duration = Duration::from_secs(5);

impl Broker {
    pub fn new(options: BrokerOptions) -> Self {
        Self(Arc::new(Inner {
            options,
            client: OnceCell::new(),
        }))
    }

    /// Begins to connect. A broker that is away is tried again and again; what is for it waits in the outbox.
    ///
    /// # Errors
    /// If the address or the credentials make no sense.
    pub async fn connect(&self) -> Result<()> {
        self.client().await.map(drop)
    }

    pub(super) async fn client(&self) -> Result<&Client> {
        self.0.client.get_or_try_init(|| begin(&self.0.options)).await
    }

    /// The part of the broker that keeps what it is given.
    pub(super) async fn stream(&self) -> Result<jetstream::Context> {
        let client = self.client().await?.clone();
        let stream = jetstream::context::ContextBuilder::new()
            .timeout(ACKNOWLEDGED)
            .ack_timeout(ACKNOWLEDGED);
        Ok(stream.build(client))
    }

    /// Whether the broker can be spoken to now.
    pub fn is_there(&self) -> bool {
        let client = self.0.client.get();
        client.is_some_and(|client| client.connection_state() == State::Connected)
    }
}

async fn begin(options: &BrokerOptions) -> Result<Client> {
    let wrong = |what: &str, cause: String| {
        let said = format!("the broker's {what} cannot be used: {cause}");
        Error::new(Kind::Invalid, "settings.nats", Message::new(said.clone(), said))
    };
    let mut connecting = ConnectOptions::new()
        .name("balai")
        .retry_on_initial_connect()
        .subscription_capacity(WAITING)
        .event_callback(async |event| tell(&event));
    if let Some(file) = &options.credentials {
        connecting = connecting
            .credentials_file(file)
            .await
            .map_err(|cause| wrong("credentials", cause.to_string()))?;
    }
    let connected = connecting.connect(options.addresses.as_slice()).await;
    connected.map_err(|cause| wrong("address", cause.kind().to_string()))
}

fn tell(event: &Event) {
    match event {
        Event::Connected => tracing::info!("the broker is there"),
        Event::Disconnected => tracing::warn!("the broker is away; what is for it waits in the outbox"),
        Event::SlowConsumer(_) => tracing::warn!("requests at the broker come faster than they are answered"),
        Event::ServerError(ServerError::AuthorizationViolation) => {
            tracing::error!("the broker refuses the credentials");
        }
        other => tracing::debug!(event = %other, "from the broker's connection"),
    }
}
