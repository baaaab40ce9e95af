//! Golden tables of dialects: what each envelope looks like on the wire, for every kind of answer, through a real router.
//!
//! One table per dialect, and the same calls in the Standard Response of that module, so that a change of any envelope
//! shows in one place. Only the measured time is taken out.
#![expect(
    clippy::unwrap_used,
    clippy::panic,
    clippy::missing_panics_doc,
    reason = "what does not work out is a failed test"
)]

use std::{
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering},
    },
    time::Duration,
};

use axum::{
    Router,
    body::{Body as HttpBody, to_bytes},
    extract::{FromRequestParts, Request, State},
};
use http::{HeaderMap, Method, StatusCode, header, request::Parts};
use platform::{
    Clock, Error, FieldError, Kind, Message, Rule, Timestamp,
    cache::{Cache, Tags},
    http::{
        Body, Dialect, Fault, Outcome, Path, Reply, STANDARD,
        routes::{self, Endpoint, Shared},
    },
    id::RequestId,
    page::Pages,
};
use serde::{Deserialize, Serialize};
use tower::ServiceExt as _;

#[derive(Serialize)]
struct Thing {
    id: &'static str,
    name: &'static str,
}

const COFFEE: Thing = Thing {
    id: "thing-1",
    name: "Kopi \"Gayo\"",
};

#[derive(Deserialize, schemars::JsonSchema)]
struct ThingIn {
    name: String,
}

async fn object() -> Outcome<Thing> {
    Ok(Reply::ok(COFFEE))
}

async fn item() -> Outcome<Thing> {
    Ok(Reply::item("thing", COFFEE).message("found it"))
}

async fn list(pages: Pages) -> Outcome<Vec<Thing>> {
    let all = vec![
        COFFEE,
        Thing {
            id: "thing-2",
            name: "Teh",
        },
        Thing {
            id: "thing-3",
            name: "Gula",
        },
    ];
    let (skip, take) = (
        usize::try_from(pages.offset()).unwrap(),
        usize::try_from(pages.limit()).unwrap(),
    );
    Ok(Reply::list(
        "things",
        all.into_iter().skip(skip).take(take).collect(),
        pages.of(3),
    ))
}

async fn create(Body(input): Body<ThingIn>) -> Outcome<Thing> {
    if input.name.is_empty() {
        let wrong = [
            ("name", Rule::TooShort(1)),
            ("price", Rule::OutOfRange("0".into(), "9".into())),
            ("name", Rule::Required),
        ];
        return Err(Error::invalid_fields(wrong.map(|(path, rule)| FieldError::new(path, rule)).into()).into());
    }
    Ok(Reply::created(COFFEE).message("made it"))
}

async fn done() -> Outcome<()> {
    Ok(Reply::done("gone"))
}

/// Fails as the last part of the path says.
async fn fail(Path(how): Path<String>) -> Outcome<()> {
    let message = || Message::new("tidak bisa", "cannot");
    Err(match how.as_str() {
        "anonymous" => Error::new(Kind::Unauthenticated, "sample.login_required", message()),
        "forbidden" => Error::new(Kind::Forbidden, "sample.forbidden", message()),
        "missing" => Error::new(Kind::NotFound, "sample.not_found", message()),
        "conflict" => Error::new(Kind::Conflict, "sample.taken", message()).with_fields(vec![FieldError::new(
            "name",
            Rule::Other(Message::new("sudah ada", "is taken")),
        )]),
        "often" => Error::too_many("sample.throttled", Duration::from_secs(7)),
        "away" => {
            Error::unavailable("sample.away", message(), Duration::from_secs(3)).caused_by("the cause stays here")
        }
        "internal" => Error::internal("the cause stays here"),
        "panic" => panic!("the cause stays here"),
        _ => std::future::pending().await,
    }
    .into())
}

fn shared() -> Shared {
    Shared {
        cache: Cache::new(1 << 20),
        clock: Clock::manual(Timestamp(1_768_464_000_000_000)),
        identify: None,
        closing: tokio::sync::watch::channel(false).1,
        timeout: Duration::from_millis(20),
    }
}

fn serve_in(dialect: &'static dyn Dialect, endpoints: Vec<Endpoint<()>>) -> Router {
    let shared = shared();
    let (router, _) = routes::router(dialect, &shared, &(), endpoints);
    router.merge(routes::fallback(dialect, &[], &shared))
}

/// Routes that answer and fail in every way, in a dialect.
pub fn sample(dialect: &'static dyn Dialect) -> Router {
    serve_in(
        dialect,
        vec![
            routes::get("/object", object),
            routes::get("/item", item),
            routes::get("/things", list)
                .query("sort", "In which order", "name")
                .gives_list::<String>("things", "\"Kopi\""),
            routes::post("/things", create).takes::<ThingIn>("{}").body_limit(32),
            routes::delete("/item", done),
            routes::get("/fail/{how}", fail),
        ],
    )
}

/// A call of the golden tables: its name, and what is sent.
type Call = (&'static str, Method, &'static str, Option<(&'static str, &'static str)>);

const JSON: &str = "application/json";

const CALLS: &[Call] = &[
    ("object", Method::GET, "/object", None),
    ("named item with a message", Method::GET, "/item", None),
    ("created", Method::POST, "/things", Some((JSON, r#"{"name":"Kopi"}"#))),
    ("whole list", Method::GET, "/things", None),
    (
        "page of a list",
        Method::GET,
        "/things?sort=name&page=1&per_page=2",
        None,
    ),
    ("last page of a list", Method::GET, "/things?page=2&per_page=2", None),
    ("nonsense page", Method::GET, "/things?page=0&per_page=x", None),
    ("done", Method::DELETE, "/item", None),
    (
        "two wrong fields",
        Method::POST,
        "/things",
        Some((JSON, r#"{"name":""}"#)),
    ),
    ("missing field", Method::POST, "/things", Some((JSON, "{}"))),
    ("broken JSON", Method::POST, "/things", Some((JSON, "{"))),
    ("conflict", Method::GET, "/fail/conflict", None),
    ("401", Method::GET, "/fail/anonymous", None),
    ("403", Method::GET, "/fail/forbidden", None),
    ("404", Method::GET, "/fail/missing", None),
    ("404 of no route", Method::GET, "/nowhere", None),
    ("405", Method::PATCH, "/things", None),
    (
        "413",
        Method::POST,
        "/things",
        Some((JSON, r#"{"name":"longer than the limit is"}"#)),
    ),
    ("415", Method::POST, "/things", Some(("text/plain", "{}"))),
    ("429", Method::GET, "/fail/often", None),
    ("500", Method::GET, "/fail/internal", None),
    ("500 of a panic", Method::GET, "/fail/panic", None),
    ("503", Method::GET, "/fail/away", None),
    ("503 of a time-out", Method::GET, "/fail/never", None),
];

/// How a caller names the envelope that it wants.
#[derive(Debug, Clone, Copy)]
pub enum Asking {
    /// The module's own.
    ForNothing,
    /// The Standard Response, in `Accept`.
    ByAccept,
    /// The Standard Response, in the query.
    ByQuery,
}

/// What a route answered.
#[derive(Debug)]
pub struct Answer {
    pub status: StatusCode,
    pub headers: HeaderMap,
    /// Body, as text.
    pub body: String,
}

/// What a router answers to a request.
pub async fn send(router: &Router, request: http::request::Builder, body: &str) -> Answer {
    let mut request: Request = request.body(HttpBody::from(body.to_owned())).unwrap();
    request
        .extensions_mut()
        .insert(RequestId::from_client("request-1").unwrap());
    let (parts, body) = router.clone().oneshot(request).await.unwrap().into_parts();
    let body = String::from_utf8(to_bytes(body, usize::MAX).await.unwrap().to_vec()).unwrap();
    Answer {
        status: parts.status,
        headers: parts.headers,
        body,
    }
}

async fn call(router: &Router, (_, method, path, body): &Call, asking: Asking) -> Answer {
    let joint = if path.contains('?') { '&' } else { '?' };
    let uri = match asking {
        Asking::ByQuery => format!("{path}{joint}envelope=standard"),
        Asking::ByAccept | Asking::ForNothing => (*path).to_owned(),
    };
    let mut request = http::Request::builder().method(method).uri(uri);
    if let Asking::ByAccept = asking {
        request = request.header(header::ACCEPT, "text/html, Application/vnd.standard+json;q=0.9");
    }
    if let Some((media, _)) = body {
        request = request.header(header::CONTENT_TYPE, *media);
    }
    send(router, request, body.map_or("", |(_, text)| text)).await
}

/// The status, the headers that belong to the envelope, and the body; one call per paragraph.
pub async fn table(dialect: &'static dyn Dialect, asking: Asking) -> String {
    use std::fmt::Write as _;
    let router = sample(dialect);
    let mut text = String::new();
    for one in CALLS {
        let answer = call(&router, one, asking).await;
        write!(text, "{}: {}", one.0, answer.status.as_u16()).unwrap();
        for name in [header::ALLOW, header::RETRY_AFTER, header::LINK] {
            if let Some(value) = answer.headers.get(&name) {
                write!(text, "; {name}: {}", value.to_str().unwrap()).unwrap();
            }
        }
        writeln!(text, "\n  {}", without_time(&answer.body)).unwrap();

        // The same for all of them, so it is not worth a line each.
        let wanted = if matches!(asking, Asking::ForNothing) {
            dialect
        } else {
            STANDARD
        };
        assert_eq!(answer.headers[header::CONTENT_TYPE], wanted.content_type(), "{}", one.0);
        assert_eq!(answer.headers[header::CACHE_CONTROL], "no-store", "{}", one.0);
        serde_json::from_str::<serde_json::Value>(&answer.body).unwrap();
        assert!(!answer.body.contains("the cause stays here"), "{}", answer.body);
    }
    text
}

/// `"elapsedMs":17` becomes `"elapsedMs":0`.
fn without_time(body: &str) -> String {
    const KEY: &str = "\"elapsedMs\":";
    match body.split_once(KEY) {
        Some((before, after)) => format!(
            "{before}{KEY}0{}",
            after.trim_start_matches(|c: char| c.is_ascii_digit())
        ),
        None => body.to_owned(),
    }
}

/// The Standard Response of a module, which must not depend on how it was asked for.
pub async fn standard_table(dialect: &'static dyn Dialect) -> String {
    let by_accept = table(dialect, Asking::ByAccept).await;
    // The link of the next page keeps what the caller asked for.
    let by_query = table(dialect, Asking::ByQuery).await.replace("envelope=standard&", "");
    same_lines(&by_accept, &by_query);
    by_accept
}

/// Names the first line that differs.
pub fn same_lines(left: &str, right: &str) {
    for (left, right) in left.lines().zip(right.lines()) {
        assert_eq!(left, right);
    }
    assert_eq!(left.len(), right.len());
}

/// Counts how often handlers run, and answers what `text` holds.
#[derive(Debug, Clone, Default)]
pub struct Board {
    runs: Arc<AtomicUsize>,
    text: Arc<std::sync::Mutex<String>>,
}

impl Board {
    /// What is answered from now on.
    pub fn write(&self, text: &str) {
        text.clone_into(&mut self.text.lock().unwrap());
    }

    /// How often handlers ran.
    pub fn runs(&self) -> usize {
        self.runs.load(Ordering::SeqCst)
    }
}

async fn board(State(board): State<Board>, Path(name): Path<String>) -> Outcome<String> {
    board.runs.fetch_add(1, Ordering::SeqCst);
    let text = board.text.lock().unwrap().clone();
    if text.is_empty() {
        return Err(Error::new(Kind::NotFound, "sample.not_found", "nothing is written here").into());
    }
    Ok(Reply::item("board", text).keep(Tags::of([format!("board:{name}")])))
}

async fn boards(State(board): State<Board>, pages: Pages) -> Outcome<Vec<i32>> {
    board.runs.fetch_add(1, Ordering::SeqCst);
    Ok(Reply::list("boards", vec![1], pages.of(2)).keep(Tags::of(["boards".to_owned()])))
}

/// Says nothing about keeping: depends on the caller after all.
async fn mine(State(board): State<Board>) -> Outcome<usize> {
    Ok(Reply::ok(board.runs.fetch_add(1, Ordering::SeqCst)))
}

/// Whoever says that they belong here.
pub struct Member;

impl FromRequestParts<Board> for Member {
    type Rejection = Fault;

    async fn from_request_parts(parts: &mut Parts, _: &Board) -> Result<Self, Fault> {
        let says = parts.headers.contains_key("x-member");
        says.then_some(Self)
            .ok_or_else(|| Fault(Error::new(Kind::Forbidden, "sample.forbidden", "cannot")))
    }
}

/// Routes with kept answers, in a dialect.
pub fn kept(dialect: &'static dyn Dialect) -> (Router, Shared, Board) {
    let (shared, board_state) = (shared(), Board::default());
    board_state.write("first");
    let endpoints = vec![
        routes::get("/boards/{name}", board).kept(),
        routes::get("/boards", boards)
            .gives_list::<String>("boards", "\"a\"")
            .kept(),
        routes::get("/mine", mine).kept(),
        routes::get("/members/{name}", board).kept_for::<Member>(),
    ];
    let (router, docs) = routes::router(dialect, &shared, &board_state, endpoints);
    assert!(docs.iter().all(|doc| doc.kept));
    (
        router.merge(routes::fallback(dialect, &[], &shared)),
        shared,
        board_state,
    )
}

/// What a router answers to `GET`.
pub async fn get(router: &Router, path: &str) -> Answer {
    send(router, http::Request::get(path), "").await
}
