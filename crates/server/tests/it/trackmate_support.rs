//! What the tests of TrackMate share: requests with headers, and replies made comparable.

use axum::body::Body;
use http::Request;
use testkit::{Answer, Client};

/// Sends a request with headers and a body as they are.
pub(crate) async fn send(
    client: &Client,
    method: &str,
    path: &str,
    headers: &[(&str, &str)],
    body: impl Into<Body>,
) -> Answer {
    let mut request = Request::builder().method(method).uri(path);
    for (name, value) in headers {
        request = request.header(*name, *value);
    }
    client.send(request, body.into()).await
}

/// Sends a body that says nothing about itself, as several documented samples do.
pub(crate) async fn sent(client: &Client, method: &str, path: &str, body: &str) -> Answer {
    client.call_text(method.parse().unwrap(), path, body).await
}

/// The reply as it came, with what differs from run to run replaced: ids (`user-#`), times (`TIME`), tokens (`TOKEN`).
pub(crate) fn told(answer: &Answer) -> String {
    redacted(&answer.text())
}

/// Status and redacted reply.
pub(crate) fn whole(answer: &Answer) -> (u16, String) {
    (answer.status.as_u16(), told(answer))
}

/// A reply that says only that something was done.
pub(crate) fn done(message: &str) -> String {
    format!(r#"{{"error":false,"status":"success","message":"{message}"}}"#)
}

/// A refusal.
pub(crate) fn refused(message: &str) -> String {
    format!(r#"{{"error":true,"status":"fail","message":"{message}","data":null}}"#)
}

/// A text with the changing parts of its quoted strings replaced.
pub(crate) fn redacted(text: &str) -> String {
    text.split('"').map(redacted_string).collect::<Vec<_>>().join("\"")
}

fn redacted_string(text: &str) -> String {
    const KINDS: [&str; 6] = ["user-", "product-", "umkm-", "resource-", "impact-", "image-"];
    let plain = |text: &str| {
        text.bytes()
            .all(|b| b.is_ascii_alphanumeric() || matches!(b, b'_' | b'-'))
    };
    for kind in KINDS {
        if let Some(id) = text.strip_prefix(kind)
            && id.len() == 16
            && plain(id)
        {
            return format!("{kind}#");
        }
    }
    let parts: Vec<&str> = text.split('.').collect();
    let is_jwt = parts.len() == 3 && text.starts_with("ey") && parts.iter().all(|part| plain(part));
    if is_jwt || (text.len() == 43 && plain(text)) {
        return "TOKEN".to_owned();
    }
    if text.len() == 24 && text.ends_with('Z') && text.as_bytes()[10] == b'T' {
        return "TIME".to_owned();
    }
    text.to_owned()
}
