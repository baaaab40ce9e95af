//! What receivers can do to us, which is little.

use tokio::{
    io::{AsyncReadExt as _, AsyncWriteExt as _},
    net::{TcpListener, TcpStream},
};

use super::*;
use crate::sending::SystemResolver;

const AT: Timestamp = Timestamp(1_768_464_000_000_000);

fn sender() -> Sender {
    Sender::new(Arc::new(SystemResolver), Reach::Anywhere).hasty(Duration::from_millis(500))
}

/// A receiver that does the same to everybody; answers its address.
async fn receiver<F>(act: impl Fn(TcpStream) -> F + Send + 'static) -> String
where
    F: Future<Output = ()> + Send + 'static,
{
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    tokio::spawn(async move {
        while let Ok((stream, _)) = listener.accept().await {
            tokio::spawn(act(stream));
        }
    });
    address.to_string()
}

/// One that answers the same bytes to everybody, and then waits.
async fn answering(bytes: &'static [u8]) -> String {
    receiver(move |mut stream| async move {
        let mut request = [0; 4096];
        let _ = stream.read(&mut request).await;
        let _ = stream.write_all(bytes).await;
        std::future::pending::<()>().await;
    })
    .await
}

async fn send(url: &str) -> Answered {
    let parcel = Parcel {
        url,
        id: "msg_1",
        body: "{}".to_owned(),
        secrets: vec![vec![7; 32]],
        at: AT,
    };
    sender().send(parcel).await.unwrap()
}

/// Status, and what is wrong.
async fn outcome(url: &str) -> (Option<u16>, String) {
    let attempt = send(url).await.attempt;
    (attempt.status, attempt.error.unwrap_or_default())
}

#[tokio::test]
async fn an_answer_is_read_up_to_a_bound_however_long_it_is() {
    let endless = receiver(|mut stream| async move {
        let _ = stream.read(&mut [0; 4096]).await;
        let _ = stream.write_all(b"HTTP/1.1 200 OK\r\n\r\n").await;
        while stream.write_all(&[b'x'; 1024]).await.is_ok() {}
    })
    .await;
    let answered = send(&format!("http://{endless}/")).await;
    assert_eq!(answered.attempt.error, None);
    assert_eq!(answered.body.unwrap().len(), MOST_BODY);
}

#[tokio::test]
async fn a_body_that_never_ends_does_not_undo_the_status() {
    let trickling = answering(b"HTTP/1.1 204 No Content\r\n\r\n").await;
    assert_eq!(
        outcome(&format!("http://{trickling}/")).await,
        (Some(204), String::new())
    );
    let promised = answering(b"HTTP/1.1 200 OK\r\ncontent-length: 1000000\r\n\r\nab").await;
    let answered = send(&format!("http://{promised}/")).await;
    assert_eq!(answered.attempt.status, Some(200));
    assert_eq!(answered.body.unwrap(), b"ab");
}

#[tokio::test]
async fn silence_ends_with_patience() {
    let silent = answering(b"").await;
    let half = answering(b"HTTP/1.1 200 OK\r\nx: ").await;
    for url in [
        format!("http://{silent}/"),
        format!("http://{half}/"),
        format!("https://{silent}/"),
    ] {
        assert_eq!(outcome(&url).await, (None, "no answer in time".to_owned()), "{url}");
    }
}

#[tokio::test]
async fn large_heads_and_nonsense_are_refused() {
    let large = receiver(|mut stream| async move {
        let _ = stream.read(&mut [0; 4096]).await;
        let _ = stream.write_all(b"HTTP/1.1 200 OK\r\n").await;
        while stream.write_all(&[b'x'; 1024]).await.is_ok() {}
    })
    .await;
    let many = receiver(|mut stream| async move {
        let _ = stream.read(&mut [0; 4096]).await;
        let lines = "x: y\r\n".repeat(MOST_HEADERS + 1);
        let _ = stream
            .write_all(format!("HTTP/1.1 200 OK\r\n{lines}\r\n").as_bytes())
            .await;
    })
    .await;
    let nonsense = answering(b"SSH-2.0-OpenSSH\r\n").await;
    for address in [large, many, nonsense] {
        let (status, error) = outcome(&format!("http://{address}/")).await;
        assert_eq!(status, None);
        assert!(!error.is_empty() && error != "no answer in time", "{error}");
    }
}

#[tokio::test]
async fn broken_connections_are_failures_in_words() {
    let closing = receiver(|stream| async move { drop(stream) }).await;
    let plain = answering(b"HTTP/1.1 400 Bad Request\r\n\r\n").await;
    let free = TcpListener::bind("127.0.0.1:0").await.unwrap().local_addr().unwrap();
    for url in [
        format!("http://{closing}/"),
        format!("https://{plain}/"),
        format!("http://{free}/"),
        "http://does-not-exist.invalid/".to_owned(),
    ] {
        let (status, error) = outcome(&url).await;
        assert_eq!(status, None, "{url}");
        assert!(
            !error.is_empty() && error.chars().count() <= MOST_WORDS,
            "{url}: {error}"
        );
    }
}

#[tokio::test]
async fn where_a_receiver_leads_to_is_not_followed() {
    let reached = receiver(|_| async { panic!("followed") }).await;
    let leading = receiver(move |mut stream| {
        let answer =
            format!("HTTP/1.1 307 Temporary Redirect\r\nlocation: http://{reached}/\r\ncontent-length: 0\r\n\r\n");
        async move {
            let _ = stream.read(&mut [0; 4096]).await;
            let _ = stream.write_all(answer.as_bytes()).await;
        }
    })
    .await;
    let (status, error) = outcome(&format!("http://{leading}/")).await;
    assert_eq!((status, error.contains("not followed")), (Some(307), true), "{error}");
}

#[tokio::test]
async fn an_address_that_may_not_be_sent_to_any_more_is_not() {
    let strict = Sender::new(Arc::new(SystemResolver), Reach::Public);
    for url in ["http://a.example/", "https://127.0.0.1:1/", "https://localhost:1/"] {
        let parcel = Parcel {
            url,
            id: "msg_1",
            body: String::new(),
            secrets: Vec::new(),
            at: AT,
        };
        let attempt = strict.send(parcel).await.unwrap().attempt;
        assert!(attempt.status.is_none() && attempt.error.is_some(), "{url}");
    }
}

#[test]
fn a_receiver_says_when_to_come_back_in_seconds_or_by_its_clock() {
    let after = |text: &str| {
        let headers = HeaderMap::from_iter([(header::RETRY_AFTER, text.parse().unwrap())]);
        retry_after(&headers, AT).map(|wait| wait.as_secs())
    };
    assert_eq!(after("120"), Some(120));
    assert_eq!(after("Thu, 15 Jan 2026 08:10:00 GMT"), Some(600));
    assert_eq!(after("Thu, 15 Jan 2026 07:00:00 GMT"), Some(0));
    for nonsense in ["", "soon", "-5", "1e9", "99999999999999999999999"] {
        assert_eq!(after(nonsense), None, "{nonsense}");
    }
}
