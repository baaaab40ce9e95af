//! What the tests of gRPC and of the broker share: clients that speak as other programs do.

use std::collections::HashMap;

use async_nats::Client as NatsClient;
use axum::body::Body;
use bytes::{BufMut as _, Bytes, BytesMut};
use http::{HeaderMap, Request, Version, header};
use http_body_util::BodyExt as _;
use platform::http::{routes::EndpointDoc, stack::Stack};
use prost_reflect::{DescriptorPool, DynamicMessage, MethodDescriptor, SerializeOptions, prost::Message as _};
use serde_json::{Map, Value, json};
use testkit::Client;
use tonic::{Code, Status};
use tonic_types::StatusExt as _;

/// One of the two services.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Of {
    Places,
    Talk,
}

impl Of {
    pub(crate) fn full_name(self) -> &'static str {
        match self {
            Self::Places => "categorylocation.v1.CategoryLocationService",
            Self::Talk => "conversation.v1.ConversationService",
        }
    }

    pub(crate) fn codename(self) -> &'static str {
        match self {
            Self::Places => "clonesahibinden-categorylocation-service",
            Self::Talk => "clonesahibinden-conversation-service",
        }
    }

    /// Its endpoints.
    pub(crate) fn endpoints(self) -> Vec<EndpointDoc> {
        let module = match self {
            Self::Places => classifieds::MANIFEST.endpoints,
            Self::Talk => conversations::MANIFEST.endpoints,
        };
        [module(), (accounts::MANIFEST.endpoints)()].concat()
    }
}

/// The rpc of a documented call.
pub(crate) fn rpc_name(api: &str) -> String {
    let name = api.trim_start_matches('_');
    name[..1].to_uppercase() + &name[1..]
}

/// Frames of gRPC: a mark, a length, and so many bytes.
pub(crate) fn framed(message: &[u8]) -> Bytes {
    let mut frame = BytesMut::new();
    frame.put_u8(0);
    frame.put_u32(u32::try_from(message.len()).unwrap());
    frame.extend_from_slice(message);
    frame.freeze()
}

/// The messages of frames.
pub(crate) fn unframed(mut bytes: &[u8]) -> Vec<&[u8]> {
    let mut messages = Vec::new();
    while let [0, a, b, c, d, rest @ ..] = bytes {
        let length = u32::from_be_bytes([*a, *b, *c, *d]) as usize;
        let (message, more) = rest.split_at(length);
        messages.push(message);
        bytes = more;
    }
    assert!(bytes.is_empty(), "a frame is broken off");
    messages
}

/// Whoever calls by gRPC.
#[derive(Clone)]
pub(crate) struct Grpc {
    stack: Stack,
    pool: DescriptorPool,
    pub(crate) metadata: HeaderMap,
}

impl Grpc {
    pub(crate) fn new(stack: Stack) -> Self {
        Self {
            stack,
            pool: DescriptorPool::decode(rpc::grpc::DESCRIPTORS).unwrap(),
            metadata: HeaderMap::new(),
        }
    }

    /// The same, as whoever this client is.
    pub(crate) fn of(&self, client: &Client) -> Self {
        let mut same = self.clone();
        if let Some(token) = client.token() {
            let bearer = format!("Bearer {token}").parse().unwrap();
            same.metadata.insert(header::AUTHORIZATION, bearer);
        }
        same
    }

    /// The same with something said beside the message.
    pub(crate) fn with(&self, name: &'static str, value: &str) -> Self {
        let mut same = self.clone();
        same.metadata.insert(name, value.parse().unwrap());
        same
    }

    pub(crate) fn method(&self, of: Of, rpc: &str) -> MethodDescriptor {
        let service = self.pool.get_service_by_name(of.full_name()).unwrap();
        let found = service.methods().find(|method| method.name() == rpc);
        found.unwrap_or_else(|| panic!("there is no rpc {rpc}"))
    }

    /// The message of parameters; what is `null` is in the mask.
    pub(crate) fn message(method: &MethodDescriptor, params: &Value) -> DynamicMessage {
        let mut params = params.as_object().cloned().unwrap_or_default();
        let cleared: Vec<String> = params
            .iter()
            .filter(|(_, value)| value.is_null())
            .map(|(name, _)| name.clone())
            .collect();
        params.retain(|_, value| !value.is_null());
        // HTTP says a single value of several like a single one.
        for (name, value) in &mut params {
            let field = method.input().get_field_by_json_name(name);
            let is_list = field.is_some_and(|field| field.is_list());
            match value {
                Value::Array(values) if !is_list => *value = values.remove(0),
                Value::Array(_) => {}
                one if is_list => *one = json!([one.take()]),
                _ => {}
            }
        }
        if !cleared.is_empty() {
            params.insert("updateMask".to_owned(), cleared.join(",").into());
        }
        DynamicMessage::deserialize(method.input(), Value::Object(params)).unwrap()
    }

    /// Sends bytes to a path; answers heads, trailers and bytes.
    pub(crate) async fn send(&self, path: &str, body: Body) -> (HeaderMap, HeaderMap, Bytes) {
        let mut request = Request::post(path)
            .version(Version::HTTP_2)
            .header(header::CONTENT_TYPE, "application/grpc")
            .header(header::TE, "trailers")
            .body(body)
            .unwrap();
        request.headers_mut().extend(self.metadata.clone());
        let response = self.stack.serve(request, [127, 0, 0, 1].into()).await;
        let (parts, body) = response.into_parts();
        let collected = body.collect().await.unwrap();
        let trailers = collected.trailers().cloned().unwrap_or_default();
        (parts.headers, trailers, collected.to_bytes())
    }

    /// Calls; answers all messages as JSON, or why there is none.
    pub(crate) async fn stream(&self, of: Of, rpc: &str, params: &Value) -> Result<Vec<Value>, Status> {
        let method = self.method(of, rpc);
        let asked = framed(&Self::message(&method, params).encode_to_vec());
        let path = format!("/{}/{rpc}", of.full_name());
        let (heads, trailers, bytes) = self.send(&path, Body::from(asked)).await;
        let status = Status::from_header_map(&trailers).or_else(|| Status::from_header_map(&heads));
        let status = status.expect("an answer of gRPC has a status");
        if status.code() != Code::Ok {
            return Err(status);
        }
        let messages = unframed(&bytes).into_iter();
        Ok(messages
            .map(|message| shown(DynamicMessage::decode(method.output(), message).unwrap()))
            .collect())
    }

    pub(crate) async fn call(&self, of: Of, rpc: &str, params: &Value) -> Result<Value, Status> {
        let mut all = self.stream(of, rpc, params).await?;
        assert_eq!(all.len(), 1, "{rpc} answers once");
        Ok(all.remove(0))
    }
}

/// A message as JSON.
pub(crate) fn shown(message: DynamicMessage) -> Value {
    let options = SerializeOptions::new().stringify_64_bit_integers(false);
    message
        .serialize_with_options(serde_json::value::Serializer, &options)
        .unwrap()
}

/// What a failure of gRPC says, as HTTP says it.
pub(crate) fn failure(status: &Status) -> Value {
    let details = status.get_error_details();
    let info = details.error_info().cloned();
    let more: HashMap<String, String> = info.map(|info| info.metadata).unwrap_or_default();
    json!({"message": status.message(), "errCode": more.get("errCode"), "detail": more.get("detail")})
}

/// Asks at the broker.
pub(crate) async fn request(nats: &NatsClient, of: Of, api: &str, asked: &Value) -> async_nats::Message {
    let subject = format!("{}.{api}", of.codename());
    nats.request(subject, asked.to_string().into()).await.unwrap()
}

/// A documented call over HTTP, put together from the endpoint's documents.
pub(crate) async fn rest(client: &Client, of: Of, api: &str, params: &Value) -> testkit::Answer {
    let endpoints = of.endpoints();
    let doc = endpoints.iter().find(|doc| doc.api == Some(api));
    let doc = doc.unwrap_or_else(|| panic!("there is no call {api}"));
    let mut left: Map<String, Value> = params.as_object().cloned().unwrap_or_default();
    let mut path = doc.path.to_owned();
    for part in &doc.parts {
        let value = left
            .remove(part.name)
            .unwrap_or_else(|| panic!("{api} needs {}", part.name));
        path = path.replace(&format!("{{{}}}", part.name), value.as_str().unwrap());
    }
    let method: http::Method = doc.verb.name().parse().unwrap();
    if doc.body.is_some() {
        let body = left.remove("rows").unwrap_or(Value::Object(left));
        return client.call_json(method, &path, &body).await;
    }
    let mut query = form_urlencoded::Serializer::new(String::new());
    for (name, value) in &left {
        let values = value.as_array().cloned().unwrap_or_else(|| vec![value.clone()]);
        for value in values {
            query.append_pair(name, value.as_str().unwrap_or(&value.to_string()));
        }
    }
    client.call(method, &format!("{path}?{}", query.finish())).await
}
