//! gRPC, gRPC-Web, health and reflection, on the port of HTTP.
//!
//! Messages are those of `proto/`, read by their descriptors: JSON of the documented API and messages become each other by the
//! mapping of Protocol Buffers, so nothing is generated and nothing is compiled per call.

mod codec;
mod health;
mod message;
mod methods;
mod status;
mod stream;

use std::{
    convert::Infallible,
    net::{IpAddr, Ipv4Addr},
    sync::{Arc, OnceLock},
};

use axum::{Router, response::Response};
use futures_util::future::BoxFuture;
use http::{HeaderMap, HeaderName, HeaderValue, Request, header};
use platform::{Clock, id::RequestId, peer::Peer};
use prost_reflect::DynamicMessage;
use tokio::{sync::watch, time::Instant};
use tonic::{Code, Status};
use tonic_web::GrpcWebLayer;
use tower::{Layer as _, Service as _, ServiceExt as _, service_fn};

use self::{
    codec::Typed,
    health::Health,
    methods::{Answers, Method, Methods},
};
use crate::Service;

/// The messages and services, as `protoc` would describe them.
pub const DESCRIPTORS: &[u8] = include_bytes!("../proto/descriptors.bin");

/// The largest message that is read: a picture of the largest size that HTTP takes, with its name.
const LARGEST_MESSAGE: usize = 17 << 20;

/// The heads of HTTP that metadata may say.
const PASSED_ON: [HeaderName; 6] = [
    header::AUTHORIZATION,
    header::ACCEPT_LANGUAGE,
    header::IF_MATCH,
    HeaderName::from_static("clonesahibinden-access-token"),
    HeaderName::from_static("idempotency-key"),
    HeaderName::from_static("last-event-id"),
];

/// The heads that pages of other origins send with gRPC-Web.
pub const WEB_HEADERS: [&str; 3] = ["x-grpc-web", "x-user-agent", "grpc-timeout"];

type Body = tonic::body::Body;

/// Services over the endpoints of a router; clones share them.
#[derive(Clone)]
struct Grpc(Arc<Inner>);

struct Inner {
    services: Vec<Arc<Service>>,
    endpoints: Router,
    clock: Clock,
    /// Made when somebody asks: most servers are never asked.
    methods: OnceLock<Methods>,
    health: Health,
}

/// The routes of gRPC for services whose documented calls `endpoints` answers. `closing` turns true when the server is about to
/// stop.
pub fn router(services: Vec<Arc<Service>>, endpoints: Router, clock: Clock, closing: watch::Receiver<bool>) -> Router {
    let names: Vec<&'static str> = services.iter().map(|service| service.full_name).collect();
    let grpc = Grpc(Arc::new(Inner {
        health: Health::new(names.clone(), closing),
        services,
        endpoints,
        clock,
        methods: OnceLock::new(),
    }));
    let answered = GrpcWebLayer::new().layer(service_fn(move |request: Request<Body>| {
        let grpc = grpc.clone();
        async move { Ok::<_, Infallible>(grpc.answer(request).await) }
    }));
    let entry = service_fn(move |request: axum::extract::Request| {
        let mut answered = answered.clone();
        async move {
            let response = answered.call(request).await?;
            let mut response = response.map(axum::body::Body::new);
            // Neither form of gRPC knows of encodings of HTTP.
            response.extensions_mut().insert(platform::http::Dense);
            Ok::<Response, Infallible>(response)
        }
    });
    let beside = [health::NAME, methods::REFLECTION, methods::REFLECTION_ALPHA];
    let mut router = Router::new();
    for name in names.into_iter().chain(beside) {
        router = router.route_service(&format!("/{name}/{{method}}"), entry.clone());
    }
    router
}

impl Grpc {
    async fn answer(&self, request: Request<Body>) -> http::Response<Body> {
        let path = request.uri().path();
        let service = path.split('/').nth(1).unwrap_or_default();
        if service == health::NAME {
            return self.0.health.answer(request).await;
        }
        let methods = self.0.methods.get_or_init(|| Methods::of(&self.0.services));
        if let Some(reflection) = methods.reflection(service) {
            return reflection
                .oneshot(request)
                .await
                .unwrap_or_else(|never: Infallible| match never {});
        }
        match methods.find(path) {
            Some(method) => self.call(Arc::clone(method), request).await,
            None => Status::unimplemented("There is no call of this name.").into_http(),
        }
    }

    async fn call(&self, method: Arc<Method>, request: Request<Body>) -> http::Response<Body> {
        let deadline = status::deadline(request.headers()).map(|patience| Instant::now() + patience);
        let call = Call {
            grpc: self.clone(),
            request: request.extensions().get().copied().unwrap_or_else(RequestId::random),
            peer: request.extensions().get().copied().unwrap_or(NOBODY),
            headers: passed_on(request.headers()),
            method: Arc::clone(&method),
            deadline,
        };
        let mut server = tonic::server::Grpc::new(Typed::new(&method)).max_decoding_message_size(LARGEST_MESSAGE);
        let answered: BoxFuture<'_, http::Response<Body>> = match method.answers {
            Answers::Once => Box::pin(server.unary(call, request)),
            Answers::Rows(_) | Answers::Events => Box::pin(server.server_streaming(call, request)),
        };
        let mut response = match deadline {
            Some(deadline) => within(deadline, answered).await,
            None => answered.await,
        };
        // What tonic says of a message that is larger than its limit is another code than what clients expect.
        if code(&response) == Some(Code::OutOfRange) {
            response
                .headers_mut()
                .insert(Status::GRPC_STATUS, HeaderValue::from(Code::ResourceExhausted as i32));
        }
        if matches!(method.answers, Answers::Events) {
            response.extensions_mut().insert(platform::http::Endless);
        }
        response
    }
}

async fn within(deadline: Instant, answered: BoxFuture<'_, http::Response<Body>>) -> http::Response<Body> {
    let in_time = tokio::time::timeout_at(deadline, answered).await;
    in_time.unwrap_or_else(|_| status::late().into_http())
}

/// The status of an answer that is nothing else.
fn code(response: &http::Response<Body>) -> Option<Code> {
    let code = response.headers().get(Status::GRPC_STATUS)?;
    Some(Code::from_bytes(code.as_bytes()))
}

/// Who calls where no connection says so.
const NOBODY: Peer = Peer {
    ip: IpAddr::V4(Ipv4Addr::UNSPECIFIED),
    local: false,
};

fn passed_on(metadata: &HeaderMap) -> HeaderMap {
    let known = PASSED_ON.into_iter().filter_map(|name| {
        let said = metadata.get(&name)?.clone();
        Some((name, said))
    });
    known
        .chain([(header::ACCEPT, HeaderValue::from_static("application/json"))])
        .collect()
}

/// One call on its way to the endpoints.
#[derive(Clone)]
struct Call {
    grpc: Grpc,
    method: Arc<Method>,
    request: RequestId,
    peer: Peer,
    headers: HeaderMap,
    /// When the client stops waiting, for streams too.
    deadline: Option<Instant>,
}

impl Call {
    /// Brings a request of HTTP to the endpoints, as this call's.
    fn send(&self, mut request: Request<axum::body::Body>) -> BoxFuture<'static, Response> {
        request.extensions_mut().insert(self.request);
        request.extensions_mut().insert(self.peer);
        let answered = self.grpc.0.endpoints.clone().oneshot(request);
        Box::pin(async move { answered.await.unwrap_or_else(|never| match never {}) })
    }

    /// Asks a documented call; what is no success is a status.
    async fn ask(&self, api: &str, params: crate::call::Params) -> Result<crate::service::Answer, Status> {
        let service = &self.method.service;
        let asked = service.ask(api, params, self.headers.clone(), |request| self.send(request));
        let answer = match asked.await {
            Ok(answer) => answer,
            Err(error) => service.refusal(&error, self.request, &self.grpc.0.clock),
        };
        if answer.status.is_success() {
            Ok(answer)
        } else {
            Err(status::of(&answer, service.codename, self.request))
        }
    }

    async fn answer_once(self, asked: DynamicMessage) -> Result<DynamicMessage, Status> {
        let params = message::params_of(&asked)?;
        let answer = self.ask(&self.method.api, params).await?;
        let gives_bytes = self
            .method
            .service
            .route(&self.method.api)
            .is_some_and(|route| route.gives_bytes);
        if gives_bytes {
            Ok(message::of_bytes(&self.method.output, &answer))
        } else {
            message::of_json(&self.method.output, &answer.body)
        }
    }
}

impl tonic::server::UnaryService<DynamicMessage> for Call {
    type Response = DynamicMessage;
    type Future = BoxFuture<'static, Result<tonic::Response<DynamicMessage>, Status>>;

    fn call(&mut self, request: tonic::Request<DynamicMessage>) -> Self::Future {
        let call = self.clone();
        Box::pin(async move { call.answer_once(request.into_inner()).await.map(tonic::Response::new) })
    }
}

impl tonic::server::ServerStreamingService<DynamicMessage> for Call {
    type Response = DynamicMessage;
    type ResponseStream = stream::Messages;
    type Future = BoxFuture<'static, Result<tonic::Response<stream::Messages>, Status>>;

    fn call(&mut self, request: tonic::Request<DynamicMessage>) -> Self::Future {
        let call = self.clone();
        Box::pin(async move {
            let params = message::params_of(request.get_ref())?;
            let deadline = call.deadline;
            let messages = match call.method.answers {
                Answers::Rows(rows) => stream::rows(call, rows, params).await?,
                Answers::Once | Answers::Events => stream::events(call, params).await?,
            };
            Ok(tonic::Response::new(match deadline {
                Some(deadline) => stream::until(deadline, messages),
                None => messages,
            }))
        })
    }
}

#[cfg(test)]
mod tests;
