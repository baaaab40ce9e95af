//! The connection to the broker.

use std::{
    path::PathBuf,
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
    time::Duration,
};

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
        .event_callback(told());
    if let Some((user, secret)) = asker(&options.addresses) {
        connecting = match secret {
            Some(password) => connecting.user_and_password(user, password),
            None => connecting.token(user),
        };
    }
    if let Some(file) = &options.credentials {
        connecting = connecting
            .credentials_file(file)
            .await
            .map_err(|cause| wrong("credentials", cause.to_string()))?;
    }
    let connected = connecting.connect(options.addresses.as_slice()).await;
    connected.map_err(|cause| wrong("address", cause.kind().to_string()))
}

/// Who asks, as the addresses say it (`nats://user:password@host`, `nats://token@host`), which the client's library leaves to its
/// caller.
fn asker(addresses: &[String]) -> Option<(String, Option<String>)> {
    let plain = |text: &str| {
        percent_encoding::percent_decode_str(text)
            .decode_utf8_lossy()
            .into_owned()
    };
    let of = |address: &String| {
        let (_, rest) = address.split_once("://")?;
        let (asker, _) = rest.rsplit_once('@')?;
        Some(match asker.split_once(':') {
            Some((user, password)) => (plain(user), Some(plain(password))),
            None => (plain(asker), None),
        })
    };
    addresses.iter().find_map(of)
}

/// What the connection tells, in the log. What keeps it from the broker comes with each try and is said once.
fn told() -> impl Fn(Event) -> std::future::Ready<()> + Send + Sync + 'static {
    let refused = AtomicBool::new(false);
    move |event| {
        let is_refusal = matches!(
            event,
            Event::ServerError(ServerError::AuthorizationViolation) | Event::ClientError(_)
        );
        if !(is_refusal && refused.swap(true, Ordering::Relaxed)) {
            tell(&event);
        }
        if matches!(event, Event::Connected) {
            refused.store(false, Ordering::Relaxed);
        }
        std::future::ready(())
    }
}

fn tell(event: &Event) {
    match event {
        Event::Connected => tracing::info!("the broker is there"),
        Event::Disconnected => tracing::warn!("the broker is away; what is for it waits in the outbox"),
        Event::SlowConsumer(_) => tracing::warn!("requests at the broker come faster than they are answered"),
        Event::ServerError(ServerError::AuthorizationViolation) => {
            tracing::error!("the broker refuses the credentials");
        }
        Event::ClientError(error) => tracing::warn!(
            %error,
            "the broker cannot be used and is tried again: are its address, user and password right, and is its certificate \
             trusted by this machine?"
        ),
        other => tracing::debug!(event = %other, "from the broker's connection"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_says_who_asks() {
        let of = |address: &str| asker(&["nats://first:4222".to_owned(), address.to_owned()]);
        let both = |user: &str, password: &str| Some((user.to_owned(), Some(password.to_owned())));
        assert_eq!(of("tls://balai:ge@heim@host:4222"), both("balai", "ge@heim"));
        assert_eq!(of("nats://balai:ge%3Aheim@host"), both("balai", "ge:heim"));
        assert_eq!(of("nats://s3cr3t@host"), Some(("s3cr3t".to_owned(), None)));
        assert_eq!(of("nats://host:4222"), None);
    }
}
