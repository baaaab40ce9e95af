//! Sends signed messages.
//!
//! Invariant: a receiver costs a bounded time, a bounded number of bytes of its head and of its body, and one connection,
//! whatever it answers; where it leads to is never followed.

use std::{error::Error as StdError, sync::Arc, time::Duration};

use bytes::Bytes;
use chrono::DateTime;
use http::{HeaderMap, Method, Request, StatusCode, Uri, header};
use http_body_util::{BodyExt as _, Full};
use hyper_rustls::{HttpsConnector, HttpsConnectorBuilder};
use hyper_util::{
    client::legacy::Client,
    rt::{TokioExecutor, TokioTimer},
};
use platform::{Error, Timestamp, tls};
use tokio::{
    sync::OnceCell,
    time::{Instant, timeout_at},
};

use super::{
    connector::{Connector, NotConnected},
    resolver::Resolve,
    signature::sign,
    target::{Reach, read_target},
};
use crate::model::delivery::Attempt;

/// How long a delivery may take, from looking up the name to the last byte of the answer.
const PATIENCE: Duration = Duration::from_secs(15);
/// Bytes of an answer that are read.
const MOST_BODY: usize = 4 * 1024;
/// Bytes of an answer's head.
const MOST_HEAD: usize = 16 * 1024;
/// Lines of an answer's head.
const MOST_HEADERS: usize = 64;
/// How long a connection is kept for the next delivery.
const IDLE: Duration = Duration::from_secs(3);
/// Characters of what is told of a failure.
const MOST_WORDS: usize = 200;

const USER_AGENT: &str = concat!("Balai/", env!("CARGO_PKG_VERSION"), " (webhooks)");

/// What is sent to whom.
pub(crate) struct Parcel<'a> {
    pub(crate) url: &'a str,
    /// The message's name.
    pub(crate) id: &'a str,
    pub(crate) body: String,
    /// What it is signed with.
    pub(crate) secrets: Vec<Vec<u8>>,
    /// When it is sent.
    pub(crate) at: Timestamp,
}

/// What came of it.
pub(crate) struct Answered {
    pub(crate) attempt: Attempt,
    /// The beginning of the answer.
    pub(crate) body: Option<Vec<u8>>,
}

type Https = Client<HttpsConnector<Connector>, Full<Bytes>>;

/// Sends messages; made once, since it keeps connections for a moment.
pub(crate) struct Sender {
    connector: Connector,
    patience: Duration,
    /// Made at the first message: most servers send none, and the system's certificates take a moment to read.
    client: OnceCell<Https>,
}

impl Sender {
    pub(crate) fn new(resolver: Arc<dyn Resolve>, reach: Reach) -> Self {
        Self {
            connector: Connector { resolver, reach },
            patience: PATIENCE,
            client: OnceCell::new(),
        }
    }

    /// The same with less patience.
    #[cfg(test)]
    pub(crate) fn hasty(self, patience: Duration) -> Self {
        Self { patience, ..self }
    }

    pub(crate) fn reach(&self) -> Reach {
        self.connector.reach
    }

    /// Sends a message. What a receiver does wrong is an attempt that failed, not an error.
    pub(crate) async fn send(&self, parcel: Parcel<'_>) -> Result<Answered, Error> {
        let client = self.client.get_or_try_init(|| self.make_client()).await?;
        let now = parcel.at;
        // Looked at again: the server may allow less now than it did when the address was stored.
        let target = match read_target(parcel.url, self.reach()) {
            Ok(target) => target,
            Err(refused) => return Ok(failed(refused.message().text(platform::Lang::En).to_owned())),
        };
        let deadline = Instant::now() + self.patience;
        let request = client.request(request_of(target, parcel)?);
        let response = match timeout_at(deadline, request).await {
            Ok(Ok(response)) => response,
            Ok(Err(broken)) => return Ok(failed(say(&broken))),
            Err(_elapsed) => return Ok(failed("no answer in time".to_owned())),
        };
        let status = response.status();
        let retry_after = retry_after(response.headers(), now);
        let body = read_some(response.into_body(), deadline).await;
        Ok(Answered {
            attempt: Attempt {
                status: Some(status.as_u16()),
                error: what_is_wrong(status),
                retry_after,
            },
            body: Some(body),
        })
    }

    async fn make_client(&self) -> Result<Https, Error> {
        let config = tokio::task::spawn_blocking(tls::trusting_the_system)
            .await
            .map_err(Error::internal)??;
        let connector = HttpsConnectorBuilder::new()
            .with_tls_config(config)
            .https_or_http()
            .enable_http1()
            .wrap_connector(self.connector.clone());
        let client = Client::builder(TokioExecutor::new())
            .pool_timer(TokioTimer::new())
            .pool_idle_timeout(IDLE)
            .pool_max_idle_per_host(1)
            .http1_max_buf_size(MOST_HEAD)
            .http1_max_headers(MOST_HEADERS)
            .build(connector);
        Ok(client)
    }
}

fn request_of(target: Uri, parcel: Parcel<'_>) -> Result<Request<Full<Bytes>>, Error> {
    let seconds = parcel.at.seconds();
    Request::builder()
        .method(Method::POST)
        .uri(target)
        .header(header::CONTENT_TYPE, "application/json")
        .header(header::USER_AGENT, USER_AGENT)
        .header("webhook-id", parcel.id)
        .header("webhook-timestamp", seconds)
        .header(
            "webhook-signature",
            sign(&parcel.secrets, parcel.id, seconds, &parcel.body),
        )
        .body(Full::from(parcel.body))
        .map_err(Error::internal)
}

/// The beginning of an answer: as much as came before the end of patience.
async fn read_some(mut body: hyper::body::Incoming, deadline: Instant) -> Vec<u8> {
    let mut read = Vec::new();
    while read.len() < MOST_BODY {
        let Ok(Some(Ok(frame))) = timeout_at(deadline, body.frame()).await else {
            break;
        };
        if let Some(data) = frame.data_ref() {
            let room = MOST_BODY - read.len();
            read.extend_from_slice(&data[..data.len().min(room)]);
        }
    }
    read
}

/// When a receiver wants to be asked again: in seconds, or at a time of its clock.
fn retry_after(headers: &HeaderMap, now: Timestamp) -> Option<Duration> {
    let text = headers.get(header::RETRY_AFTER)?.to_str().ok()?.trim();
    if let Ok(seconds) = text.parse() {
        return Some(Duration::from_secs(seconds));
    }
    let at = DateTime::parse_from_rfc2822(text).ok()?;
    Some(Timestamp(at.timestamp_micros()).since(now))
}

fn what_is_wrong(status: StatusCode) -> Option<String> {
    match status.as_u16() {
        200..=299 => None,
        300..=399 => Some("the receiver leads elsewhere, which is not followed".to_owned()),
        410 => Some("the receiver is gone".to_owned()),
        _ => Some("the receiver did not take it".to_owned()),
    }
}

fn failed(error: String) -> Answered {
    Answered {
        attempt: Attempt {
            status: None,
            error: Some(error),
            retry_after: None,
        },
        body: None,
    }
}

/// What went wrong, in a few words: the innermost cause says most.
fn say(broken: &(dyn StdError + 'static)) -> String {
    let mut innermost = broken;
    while let Some(cause) = innermost.source() {
        if innermost.is::<NotConnected>() {
            break;
        }
        innermost = cause;
    }
    innermost.to_string().chars().take(MOST_WORDS).collect()
}

#[cfg(test)]
mod tests;
