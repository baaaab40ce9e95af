//! A client that calls an in-process application as a browser or a phone would.

use std::{
    net::{IpAddr, Ipv4Addr},
    sync::Arc,
};

use axum::body::Body;
use futures_util::StreamExt as _;
use http::{HeaderMap, Method, Request, StatusCode, header};
use platform::http::{routes::AnsweredBy, stack::Stack};
use serde_json::Value;

/// What the application answered.
#[derive(Debug)]
pub struct Answer {
    pub status: StatusCode,
    pub headers: HeaderMap,
    /// Body, as it came.
    pub body: Vec<u8>,
}

impl Answer {
    /// The body as JSON.
    ///
    /// # Panics
    /// If it is none.
    #[expect(clippy::panic, reason = "a test whose reply is not JSON cannot go on")]
    pub fn json(&self) -> Value {
        serde_json::from_slice(&self.body)
            .unwrap_or_else(|e| panic!("not JSON ({e}): {}", String::from_utf8_lossy(&self.body)))
    }

    /// The body as text.
    pub fn text(&self) -> String {
        String::from_utf8_lossy(&self.body).into_owned()
    }

    /// Fails the test unless the status is this one; prints the body.
    ///
    /// # Panics
    /// If it is another one.
    #[expect(
        clippy::must_use_candidate,
        clippy::return_self_not_must_use,
        reason = "often the last word of a test's line"
    )]
    pub fn expect(self, status: u16) -> Self {
        assert_eq!(self.status.as_u16(), status, "{}", self.text());
        self
    }
}

/// Looks at every answer of an endpoint; what it does not like, it panics about.
pub type Judge = Arc<dyn Fn(AnsweredBy, &Answer) + Send + Sync>;

/// Calls the application, perhaps as somebody.
#[derive(Clone)]
pub struct Client {
    stack: Stack,
    token: Option<String>,
    headers: HeaderMap,
    ip: IpAddr,
    judge: Option<Judge>,
}

impl Client {
    /// Nobody, from this machine.
    pub fn new(stack: Stack) -> Self {
        Self {
            stack,
            token: None,
            headers: HeaderMap::new(),
            ip: IpAddr::V4(Ipv4Addr::LOCALHOST),
            judge: None,
        }
    }

    /// The same, and somebody looks at every answer.
    #[must_use]
    pub fn judged_by(&self, judge: Judge) -> Self {
        Self {
            judge: Some(judge),
            ..self.clone()
        }
    }

    /// The same with a token.
    #[must_use]
    pub fn with_token(&self, token: impl Into<String>) -> Self {
        Self {
            token: Some(token.into()),
            ..self.clone()
        }
    }

    /// The same with a header on every call, unless the call brings its own.
    ///
    /// # Panics
    /// If the value cannot stand in a header.
    #[must_use]
    #[expect(clippy::expect_used, reason = "a test whose header cannot be sent cannot go on")]
    pub fn with_header(&self, name: &'static str, value: &str) -> Self {
        let mut with = self.clone();
        with.headers.insert(name, value.parse().expect("a header"));
        with
    }

    /// The same without a header.
    #[must_use]
    pub fn without_header(&self, name: &'static str) -> Self {
        let mut without = self.clone();
        without.headers.remove(name);
        without
    }

    /// The same from elsewhere.
    #[must_use]
    pub fn from_ip(&self, ip: IpAddr) -> Self {
        Self { ip, ..self.clone() }
    }

    /// The headers of every call.
    pub fn headers(&self) -> &HeaderMap {
        &self.headers
    }

    /// The token, if it has one.
    pub fn token(&self) -> Option<&str> {
        self.token.as_deref()
    }

    /// Calls without a body.
    pub async fn call(&self, method: Method, path: &str) -> Answer {
        self.send(Request::builder().method(method).uri(path), Body::empty())
            .await
    }

    pub async fn get(&self, path: &str) -> Answer {
        self.call(Method::GET, path).await
    }

    pub async fn call_json(&self, method: Method, path: &str, body: &Value) -> Answer {
        self.call_text(method, path, &body.to_string()).await
    }

    /// `POST` with JSON.
    pub async fn post(&self, path: &str, body: &Value) -> Answer {
        self.call_json(Method::POST, path, body).await
    }

    /// `PUT` with JSON.
    pub async fn put(&self, path: &str, body: &Value) -> Answer {
        self.call_json(Method::PUT, path, body).await
    }

    /// `PATCH` with JSON.
    pub async fn patch(&self, path: &str, body: &Value) -> Answer {
        self.call_json(Method::PATCH, path, body).await
    }

    pub async fn delete(&self, path: &str) -> Answer {
        self.call(Method::DELETE, path).await
    }

    /// Calls with a body that claims to be JSON, as it is written.
    pub async fn call_text(&self, method: Method, path: &str, body: &str) -> Answer {
        let request = Request::builder()
            .method(method)
            .uri(path)
            .header(header::CONTENT_TYPE, "application/json");
        self.send(request, Body::from(body.to_owned())).await
    }

    /// Calls with a request of the test's own making; the token is added.
    ///
    /// # Panics
    /// If the request cannot be built.
    #[expect(clippy::expect_used, reason = "a test whose request cannot be built cannot go on")]
    pub async fn send(&self, request: http::request::Builder, body: Body) -> Answer {
        let mut request = request.body(body).expect("a request");
        if let Some(token) = &self.token {
            let value = format!("Bearer {token}").parse().expect("a header");
            request.headers_mut().insert(header::AUTHORIZATION, value);
        }
        for (name, value) in &self.headers {
            request.headers_mut().entry(name).or_insert_with(|| value.clone());
        }
        let response = self.stack.serve(request, self.ip).await;
        let (parts, body) = response.into_parts();
        let endless = parts
            .headers
            .get(header::CONTENT_TYPE)
            .is_some_and(|media| media == "text/event-stream");
        // A live stream ends only with its server: its first words will do.
        let body = if endless {
            let mut words = body.into_data_stream();
            words.next().await.expect("an opening").expect("a body").to_vec()
        } else {
            axum::body::to_bytes(body, usize::MAX).await.expect("a body").to_vec()
        };
        let answer = Answer {
            status: parts.status,
            headers: parts.headers,
            body,
        };
        if let (Some(judge), Some(endpoint)) = (&self.judge, parts.extensions.get::<AnsweredBy>()) {
            judge(*endpoint, &answer);
        }
        answer
    }
}
