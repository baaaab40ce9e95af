//! Requests at the broker: a documented call by name, answered by its envelope.

use std::{
    net::{IpAddr, Ipv4Addr},
    sync::Arc,
};

use async_nats::{Client, HeaderMap as Heads, Message, Subject, Subscriber};
use futures_util::{StreamExt as _, future::BoxFuture};
use http::{HeaderMap, HeaderName, HeaderValue, header};
use platform::{
    Clock,
    error::{Error, Kind, Result, Rule},
    http::stack::Stack,
    id::RequestId,
};
use serde::Deserialize;
use tokio::sync::{Semaphore, watch};

use super::Broker;
use crate::{Service, call::Params, service::Answer};

/// Requests that one server answers at once; more wait at the broker or are answered by others.
const AT_ONCE: usize = 256;

/// Heads that say what heads of HTTP say.
const PASSED_ON: [HeaderName; 4] = [
    header::ACCEPT_LANGUAGE,
    header::IF_MATCH,
    HeaderName::from_static("idempotency-key"),
    HeaderName::from_static("x-request-id"),
];

/// What a request says.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Asked {
    #[serde(default)]
    access_token: Option<String>,
    #[serde(default)]
    params: Option<Params>,
}

/// Answers requests for services; several servers share the work.
pub struct Requests {
    broker: Broker,
    services: Vec<Arc<Service>>,
    stack: Stack,
    clock: Clock,
}

impl Requests {
    /// For services whose documented calls `stack` answers.
    pub fn new(broker: Broker, services: Vec<Arc<Service>>, stack: Stack, clock: Clock) -> Self {
        Self {
            broker,
            services,
            stack,
            clock,
        }
    }

    /// Answers until `stop` turns true, and what was begun to its end.
    pub fn run(self, stop: watch::Receiver<bool>) -> BoxFuture<'static, ()> {
        let shared = Arc::new(self);
        Box::pin(async move {
            let answering = shared.services.iter().map(|service| {
                let (shared, service, stop) = (Arc::clone(&shared), Arc::clone(service), stop.clone());
                tokio::spawn(async move { shared.serve(service, stop).await })
            });
            futures_util::future::join_all(answering).await;
        })
    }

    async fn serve(self: Arc<Self>, service: Arc<Service>, mut stop: watch::Receiver<bool>) {
        let mut requests = match self.listen(&service).await {
            Ok(requests) => requests,
            Err(cause) => {
                tracing::error!(%cause, service = service.codename, "requests at the broker cannot be heard");
                return;
            }
        };
        let places = Arc::new(Semaphore::new(AT_ONCE));
        loop {
            let Ok(place) = Arc::clone(&places).acquire_owned().await else {
                return;
            };
            let request = tokio::select! {
                request = requests.next() => request,
                _ = stop.wait_for(|stop| *stop) => break,
            };
            let Some(request) = request else { break };
            let (shared, service) = (Arc::clone(&self), Arc::clone(&service));
            tokio::spawn(async move {
                shared.answer(&service, request).await;
                drop(place);
            });
        }
        // No new ones; the answers of those that are under way are waited for.
        let _unheard = requests.unsubscribe().await;
        let all = u32::try_from(AT_ONCE).unwrap_or(u32::MAX);
        let _finished = places.acquire_many(all).await;
    }

    /// Requests for a service, shared with the other servers.
    async fn listen(&self, service: &Service) -> Result<Subscriber> {
        let client = self.broker.client().await?;
        let subject = format!("{}.*", service.codename);
        let requests = client.queue_subscribe(subject, service.codename.to_owned()).await;
        requests.map_err(Error::internal)
    }

    async fn answer(&self, service: &Service, request: Message) {
        let api = request.subject.rsplit('.').next().unwrap_or_default().to_owned();
        let answer = match self.ask(service, &api, &request).await {
            Ok(answer) => answer,
            Err(error) => service.refusal(&error, RequestId::random(), &self.clock),
        };
        let Some(reply) = request.reply else { return };
        if let Err(cause) = self.send(service, reply, answer).await {
            tracing::warn!(%cause, api, "an answer could not be handed to the broker");
        }
    }

    async fn send(&self, service: &Service, to: Subject, answer: Answer) -> Result<()> {
        let client = self.broker.client().await?;
        let answer = self.fitting(service, answer, most_of(client));
        let sent = client.publish_with_headers(to, heads(&answer), answer.body);
        sent.await.map_err(Error::internal)
    }

    async fn ask(&self, service: &Service, api: &str, request: &Message) -> Result<Answer> {
        let asked = read(&request.payload)?;
        let headers = headers(&asked, request.headers.as_ref())?;
        let stack = self.stack.clone();
        let params = asked.params.unwrap_or_default();
        let nowhere = IpAddr::V4(Ipv4Addr::UNSPECIFIED);
        service
            .ask(api, params, headers, |request| {
                Box::pin(async move { stack.serve(request, nowhere).await })
            })
            .await
    }

    /// The answer, or that it is larger than what the broker takes.
    fn fitting(&self, service: &Service, answer: Answer, most: usize) -> Answer {
        // Room for the heads.
        const BESIDE: usize = 1024;
        if answer.body.len() <= most.saturating_sub(BESIDE) {
            return answer;
        }
        let said = platform::Message::new(
            "Jawabannya lebih besar daripada yang diterima broker. Minta halaman yang lebih kecil.",
            "The answer is larger than what the broker takes. Ask for smaller pages.",
        );
        let error = Error::new(Kind::TooLarge, "rpc.answer_too_large", said).keyed("errMsg_AnswerIsTooLarge");
        service.refusal(&error, RequestId::random(), &self.clock)
    }
}

fn most_of(client: &Client) -> usize {
    // Before the broker said so, what it takes if nobody set it up otherwise.
    match client.server_info().max_payload {
        0 => 1 << 20,
        most => most,
    }
}

fn read(payload: &[u8]) -> Result<Asked> {
    if payload.is_empty() {
        return Ok(Asked {
            access_token: None,
            params: None,
        });
    }
    let wrong = || Error::invalid_field("message", Rule::Type("an object with accessToken and params".into()));
    // A list would be read as the members of a structure in their order.
    if payload.trim_ascii_start().first() != Some(&b'{') {
        return Err(wrong());
    }
    serde_json::from_slice(payload).map_err(|cause| wrong().caused_by(cause))
}

fn headers(asked: &Asked, heads: Option<&Heads>) -> Result<HeaderMap> {
    let mut headers = HeaderMap::new();
    headers.insert(header::ACCEPT, HeaderValue::from_static("application/json"));
    if let Some(token) = &asked.access_token {
        let bearer = HeaderValue::from_str(&format!("Bearer {token}"));
        let not_one = |_| Error::invalid_field("accessToken", Rule::Type("a token".into()));
        headers.insert(header::AUTHORIZATION, bearer.map_err(not_one)?);
    }
    for name in PASSED_ON {
        let said = heads.and_then(|heads| find(heads, name.as_str()));
        if let Some(value) = said.and_then(|said| HeaderValue::from_str(said).ok()) {
            headers.insert(name, value);
        }
    }
    Ok(headers)
}

/// Names of heads are the same in any case here, too.
fn find<'a>(heads: &'a Heads, name: &str) -> Option<&'a str> {
    let mut all = heads.iter();
    let (_, values) = all.find(|(said, _)| said.to_string().eq_ignore_ascii_case(name))?;
    values.first().map(async_nats::HeaderValue::as_str)
}

fn heads(answer: &Answer) -> Heads {
    let mut heads = Heads::new();
    heads.insert("Status", answer.status.as_u16().to_string());
    for name in [
        header::CONTENT_TYPE,
        header::RETRY_AFTER,
        HeaderName::from_static("x-request-id"),
    ] {
        if let Some(value) = answer.headers.get(&name).and_then(|value| value.to_str().ok()) {
            heads.insert(name.as_str(), value);
        }
    }
    heads
}
