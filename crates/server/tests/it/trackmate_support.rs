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
    const KINDS: [&str; 7] = ["user-", "product-", "umkm-", "resource-", "impact-", "step-", "image-"];
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

/// The `count` of a list.
pub(crate) async fn count(client: &Client, path: &str) -> i64 {
    let answer = client.get(path).await.expect(200);
    answer.json()["count"].as_i64().unwrap()
}

/// The names in a list, in order.
pub(crate) async fn names(client: &Client, path: &str, list: &str, name: &str) -> Vec<String> {
    let answer = client.get(path).await.expect(200).json();
    let rows = answer["data"][list].as_array().unwrap().clone();
    rows.iter().map(|row| row[name].as_str().unwrap().to_owned()).collect()
}

/// A text as one segment of an address.
pub(crate) fn encoded(text: &str) -> String {
    use std::fmt::Write as _;
    text.bytes().fold(String::new(), |mut out, byte| {
        if byte.is_ascii_alphanumeric() {
            out.push(char::from(byte));
        } else {
            let _ = write!(out, "%{byte:02X}");
        }
        out
    })
}

/// The address that finds a keyword.
pub(crate) fn search(keyword: &str) -> String {
    format!("/products/search/{}", encoded(keyword))
}

/// A form with one file, and its content type.
pub(crate) fn form(field: &str, file: &str, claimed: &str, content: &[u8]) -> (String, Vec<u8>) {
    let head = format!(
        "--limit\r\nContent-Disposition: form-data; name=\"{field}\"; filename=\"{file}\"\r\nContent-Type: {claimed}\r\n\r\n"
    );
    let body = [head.as_bytes(), content, b"\r\n--limit--\r\n"].concat();
    ("multipart/form-data; boundary=limit".to_owned(), body)
}

platform::statements! {
    ACCOUNTS = "select count(*) from account where deleted_at is null";
    SESSIONS = "select count(*) from session";
    UMKM = "select count(*) from umkm";
    PRODUCTS = "select count(*) from product";
    RESOURCES = "select count(*) from resource";
    IMPACTS = "select count(*) from impact";
    RATINGS = "select count(*) from rating";
    UPLOADS = "select count(*) from upload";
    REFERENCES = "select (select count(*) from product_resource) + (select count(*) from product_impact)";
    SEARCHABLE = "select count(*) from product_search";
}

/// How many rows the tables have.
pub(crate) async fn rows(db: &platform::Db) -> Vec<(&'static str, i64)> {
    let read = db.read(async |conn: &mut platform::Conn<'_>| {
        let mut counts = Vec::new();
        for sql in STATEMENTS {
            counts.push((sql.name(), conn.number(*sql, &[]).await?));
        }
        Ok::<_, platform::Error>(counts)
    });
    read.await.unwrap()
}
