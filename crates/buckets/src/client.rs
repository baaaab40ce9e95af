//! Requests to a bucket: signed, tried again while that helps, and never waited for without end.

use std::{
    io::{self, SeekFrom},
    ops::Range,
    path::PathBuf,
    sync::Arc,
    time::Duration,
};

use bytes::Bytes;
use futures_util::TryStreamExt as _;
use http::{HeaderMap, Method, Request, Response, StatusCode, header};
use http_body_util::{BodyExt, Empty, Full, Limited, StreamBody, combinators::UnsyncBoxBody};
use hyper::body::{Frame, Incoming};
use hyper_rustls::{HttpsConnector, HttpsConnectorBuilder};
use hyper_util::{
    client::legacy::{Client, connect::HttpConnector},
    rt::{TokioExecutor, TokioTimer},
};
use platform::{Error, Message, Result, tls};
use rusty_s3::{Bucket, Credentials};
use tokio::io::{AsyncReadExt as _, AsyncSeekExt as _};
use tokio_util::io::ReaderStream;
use url::Url;

/// How long an address that was signed is good: for one request, by clocks that are some minutes apart.
pub(crate) const SIGNED_FOR: Duration = Duration::from_secs(15 * 60);
/// How long a connection may take.
const CONNECTING: Duration = Duration::from_secs(5);
/// How long an answer may take to begin, beside what sending takes.
const PATIENCE: Duration = Duration::from_secs(30);
/// The slowest that sending may be, in bytes per second.
const SLOWEST: u64 = 128 << 10;
/// How long connections wait for the next request.
const IDLE: Duration = Duration::from_secs(20);
/// Pauses before another try.
const PAUSES: [Duration; 3] = [
    Duration::from_millis(100),
    Duration::from_millis(400),
    Duration::from_millis(1_600),
];
/// Bytes of an answer that is read as a whole: a list of 1,000 objects has some 300 KiB.
const MOST_TEXT: usize = 8 << 20;
/// Bytes that are read of a file at once.
const PIECE: usize = 256 << 10;

type Body = UnsyncBoxBody<Bytes, io::Error>;
type Https = Client<HttpsConnector<HttpConnector>, Body>;

/// What is sent with a request; a request that is tried again sends it again.
#[derive(Debug, Clone)]
pub(crate) enum Payload {
    Nothing,
    Text(String),
    /// A part of a file.
    File(PathBuf, Range<u64>),
}

impl Payload {
    fn len(&self) -> u64 {
        match self {
            Self::Nothing => 0,
            Self::Text(text) => text.len() as u64,
            Self::File(_, range) => range.end - range.start,
        }
    }

    async fn body(&self) -> io::Result<Body> {
        Ok(match self {
            Self::Nothing => Empty::new().map_err(|never| match never {}).boxed_unsync(),
            Self::Text(text) => Full::new(Bytes::from(text.clone()))
                .map_err(|never| match never {})
                .boxed_unsync(),
            Self::File(path, range) => {
                let mut file = tokio::fs::File::open(path).await?;
                file.seek(SeekFrom::Start(range.start)).await?;
                let pieces = ReaderStream::with_capacity(file.take(self.len()), PIECE);
                BodyExt::boxed_unsync(StreamBody::new(pieces.map_ok(Frame::data)))
            }
        })
    }
}

/// A request that is not signed yet.
pub(crate) struct Asked<S> {
    pub(crate) method: Method,
    /// Signs it: each try has an address of its own.
    pub(crate) sign: S,
    pub(crate) headers: HeaderMap,
    pub(crate) payload: Payload,
}

/// A bucket, and what it is asked with.
pub(crate) struct BucketClient {
    https: Https,
    pub(crate) bucket: Bucket,
    pub(crate) credentials: Credentials,
}

impl BucketClient {
    pub(crate) fn new(bucket: Bucket, credentials: Credentials) -> Result<Arc<Self>> {
        let mut connector = HttpConnector::new();
        connector.enforce_http(false);
        connector.set_nodelay(true);
        connector.set_connect_timeout(Some(CONNECTING));
        let connector = HttpsConnectorBuilder::new()
            .with_tls_config(tls::trusting_the_system()?)
            .https_or_http()
            .enable_http1()
            .wrap_connector(connector);
        let https = Client::builder(TokioExecutor::new())
            .pool_timer(TokioTimer::new())
            .pool_idle_timeout(IDLE)
            .build(connector);
        Ok(Arc::new(Self {
            https,
            bucket,
            credentials,
        }))
    }

    /// Asks until there is an answer that another try would not better. Answers are those of success, and 404.
    pub(crate) async fn ask<S>(&self, asked: Asked<S>) -> Result<Response<Incoming>>
    where
        S: Fn(&Bucket, &Credentials) -> Url + Send + Sync,
    {
        let mut pauses = PAUSES.into_iter();
        loop {
            let failed = match self.try_once(&asked).await {
                Ok(response) if response.status().is_success() => return Ok(response),
                Ok(response) if response.status() == StatusCode::NOT_FOUND => return Ok(response),
                Ok(response) => refusal(response).await,
                Err(error) => error,
            };
            let pause = pauses.next().filter(|_| failed.retry_after().is_some());
            let Some(pause) = pause else { return Err(failed) };
            tracing::debug!(error = %failed, "a bucket is asked again");
            wait(pause).await;
        }
    }

    async fn try_once<S>(&self, asked: &Asked<S>) -> Result<Response<Incoming>>
    where
        S: Fn(&Bucket, &Credentials) -> Url + Send + Sync,
    {
        let address = (asked.sign)(&self.bucket, &self.credentials);
        let length = asked.payload.len();
        let mut request = Request::builder()
            .method(asked.method.clone())
            .uri(address.as_str())
            .header(header::CONTENT_LENGTH, length)
            .body(asked.payload.body().await.map_err(Error::internal)?)
            .map_err(Error::internal)?;
        request.headers_mut().extend(asked.headers.clone());
        let patience = PATIENCE + Duration::from_secs(length / SLOWEST);
        match tokio::time::timeout(patience, self.https.request(request)).await {
            Ok(Ok(response)) => Ok(response),
            Ok(Err(error)) => Err(away(deepest(&error))),
            Err(_) => Err(away(format!("no answer within {} s", patience.as_secs()))),
        }
    }
}

/// What an answer says, as text.
pub(crate) async fn text(response: Response<Incoming>) -> Result<String> {
    let body = Limited::new(response.into_body(), MOST_TEXT).collect();
    let body = tokio::time::timeout(PATIENCE, body).await;
    let body = body.map_err(|_| away("an answer ended half-way"))?;
    let bytes = body.map_err(|error| away(error.to_string()))?.to_bytes();
    String::from_utf8(bytes.into()).map_err(Error::internal)
}

/// The pieces of an answer, each waited for so long and no longer.
pub(crate) async fn piece(body: &mut Incoming) -> Result<Option<Bytes>> {
    loop {
        let frame = tokio::time::timeout(PATIENCE, body.frame()).await;
        let frame = frame.map_err(|_| away("an answer ended half-way"))?;
        match frame.transpose().map_err(|error| away(deepest(&error)))? {
            None => return Ok(None),
            Some(frame) => {
                if let Ok(data) = frame.into_data() {
                    return Ok(Some(data));
                }
            }
        }
    }
}

/// What an answer that is none of success means.
async fn refusal(response: Response<Incoming>) -> Error {
    let status = response.status();
    let said = text(response).await.unwrap_or_default();
    let code = said
        .split_once("<Code>")
        .and_then(|(_, rest)| Some(rest.split_once("</Code>")?.0));
    let told = format!("the bucket answered {status} {}", code.unwrap_or_default());
    if status.is_server_error() || matches!(status, StatusCode::TOO_MANY_REQUESTS | StatusCode::REQUEST_TIMEOUT) {
        away(told)
    } else {
        Error::internal(told)
    }
}

/// The bucket cannot be asked just now.
pub(crate) fn away(cause: impl Into<Box<dyn std::error::Error + Send + Sync>>) -> Error {
    let said = Message::new(
        "Penyimpanan berkas sedang tidak terjangkau. Coba lagi sebentar lagi.",
        "The storage of files cannot be reached just now. Try again in a moment.",
    );
    Error::unavailable("media.bucket_away", said, Duration::from_secs(5)).caused_by(cause)
}

/// The deepest cause: what is above it says that a request failed, which is known.
fn deepest(error: &dyn std::error::Error) -> String {
    let mut deepest = error;
    while let Some(cause) = deepest.source() {
        deepest = cause;
    }
    deepest.to_string()
}

#[expect(clippy::disallowed_methods, reason = "a pause is what another try is for")]
async fn wait(pause: Duration) {
    tokio::time::sleep(pause.mul_f64(0.5 + fastrand::f64())).await;
}
