//! Golden tests: what each envelope looks like on the wire, for every kind of answer, through a real router.
//!
//! One table per dialect, and the same calls in the Standard Response of that module, so that a change of any envelope
//! shows in one place. Only the measured time is taken out.

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
    extract::{Request, State},
};
use http::{HeaderMap, Method, StatusCode, header};
use serde::{Deserialize, Serialize};
use tower::ServiceExt as _;

use super::Dialect;
use crate::{
    Clock, Error, FieldError, Kind, Message, Rule, Timestamp,
    cache::{Cache, Tags},
    http::{
        Body, Outcome, Pages, Path, Reply,
        routes::{self, Endpoint, Shared},
    },
    id::RequestId,
};

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

fn served(dialect: Dialect, endpoints: Vec<Endpoint<()>>) -> Router {
    let shared = shared();
    let (router, _) = routes::router(dialect, &shared, &(), endpoints);
    router.merge(routes::fallback(dialect, &[], &shared))
}

fn sample(dialect: Dialect) -> Router {
    served(
        dialect,
        vec![
            routes::get("/object", object),
            routes::get("/item", item),
            routes::get("/things", list),
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
#[derive(Clone, Copy)]
enum Asking {
    ForNothing,
    ByAccept,
    ByQuery,
}

struct Answer {
    status: StatusCode,
    headers: HeaderMap,
    body: String,
}

async fn send(router: &Router, request: http::request::Builder, body: &str) -> Answer {
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
async fn table(dialect: Dialect, asking: Asking) -> String {
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
            Dialect::Standard
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
async fn standard_table(dialect: Dialect) -> String {
    let by_accept = table(dialect, Asking::ByAccept).await;
    // The link of the next page keeps what the caller asked for.
    let by_query = table(dialect, Asking::ByQuery).await.replace("envelope=standard&", "");
    same_lines(&by_accept, &by_query);
    by_accept
}

/// Names the first line that differs.
fn same_lines(left: &str, right: &str) {
    for (left, right) in left.lines().zip(right.lines()) {
        assert_eq!(left, right);
    }
    assert_eq!(left.len(), right.len());
}

#[tokio::test]
async fn trackmate_answers_in_its_own_envelope() {
    insta::assert_snapshot!(table(Dialect::Trackmate, Asking::ForNothing).await, @r#"
    object: 200
      {"error":false,"status":"success","data":{"id":"thing-1","name":"Kopi \"Gayo\""}}
    named item with a message: 200
      {"error":false,"status":"success","message":"found it","data":{"thing":{"id":"thing-1","name":"Kopi \"Gayo\""}}}
    created: 201
      {"error":false,"status":"success","message":"made it","data":{"id":"thing-1","name":"Kopi \"Gayo\""}}
    whole list: 200
      {"error":false,"status":"success","count":3,"data":{"things":[{"id":"thing-1","name":"Kopi \"Gayo\""},{"id":"thing-2","name":"Teh"},{"id":"thing-3","name":"Gula"}]}}
    page of a list: 200; link: </things?sort=name&page=2&per_page=2>; rel="next"
      {"error":false,"status":"success","count":3,"data":{"things":[{"id":"thing-1","name":"Kopi \"Gayo\""},{"id":"thing-2","name":"Teh"}]}}
    last page of a list: 200
      {"error":false,"status":"success","count":3,"data":{"things":[{"id":"thing-3","name":"Gula"}]}}
    nonsense page: 400
      {"error":true,"status":"fail","message":"Data tidak valid: page harus antara 1 dan 10000000; per_page harus berupa bilangan bulat","data":null}
    done: 200
      {"error":false,"status":"success","message":"gone"}
    two wrong fields: 400
      {"error":true,"status":"fail","message":"Data tidak valid: name tidak boleh kosong; price harus antara 0 dan 9; name wajib diisi","data":null}
    missing field: 400
      {"error":true,"status":"fail","message":"Data tidak valid: name wajib diisi","data":null}
    broken JSON: 400
      {"error":true,"status":"fail","message":"Isi permintaan bukan JSON yang benar (1:1).","data":null}
    conflict: 400
      {"error":true,"status":"fail","message":"tidak bisa","data":null}
    401: 401
      {"error":true,"status":"fail","message":"tidak bisa","data":null}
    403: 403
      {"error":true,"status":"fail","message":"tidak bisa","data":null}
    404: 404
      {"error":true,"status":"fail","message":"tidak bisa","data":null}
    404 of no route: 404
      {"error":true,"status":"fail","message":"Alamat ini tidak ditemukan.","data":null}
    405: 405; allow: GET,HEAD,POST
      {"error":true,"status":"fail","message":"Metode ini tidak didukung di alamat ini.","data":null}
    413: 413
      {"error":true,"status":"fail","message":"Isi permintaan terlalu besar (maksimal 32 byte).","data":null}
    415: 415
      {"error":true,"status":"fail","message":"Kirim JSON dengan header Content-Type: application/json.","data":null}
    429: 429; retry-after: 7
      {"error":true,"status":"fail","message":"Terlalu banyak permintaan. Coba lagi dalam 7 detik.","data":null}
    500: 500
      {"error":true,"status":"error","message":"terjadi kegagalan pada server kami","stack":"request-1","data":null}
    500 of a panic: 500
      {"error":true,"status":"error","message":"terjadi kegagalan pada server kami","stack":"request-1","data":null}
    503: 503; retry-after: 3
      {"error":true,"status":"error","message":"tidak bisa","stack":"request-1","data":null}
    503 of a time-out: 503; retry-after: 2
      {"error":true,"status":"error","message":"Server terlalu lama menjawab. Coba lagi.","stack":"request-1","data":null}
    "#);
}

#[tokio::test]
async fn trackmate_answers_in_the_standard_response_when_asked() {
    insta::assert_snapshot!(standard_table(Dialect::Trackmate).await, @r#"
    object: 200
      {"status":"success","data":{"id":"thing-1","name":"Kopi \"Gayo\""}}
    named item with a message: 200
      {"status":"success","data":{"id":"thing-1","name":"Kopi \"Gayo\""},"message":"found it"}
    created: 201
      {"status":"success","data":{"id":"thing-1","name":"Kopi \"Gayo\""},"message":"made it"}
    whole list: 200
      {"status":"success","data":[{"id":"thing-1","name":"Kopi \"Gayo\""},{"id":"thing-2","name":"Teh"},{"id":"thing-3","name":"Gula"}],"pagination":{"total_count":3,"current_page":1,"total_pages":1}}
    page of a list: 200; link: </things?sort=name&page=2&per_page=2>; rel="next"
      {"status":"success","data":[{"id":"thing-1","name":"Kopi \"Gayo\""},{"id":"thing-2","name":"Teh"}],"pagination":{"total_count":3,"current_page":1,"total_pages":2}}
    last page of a list: 200
      {"status":"success","data":[{"id":"thing-3","name":"Gula"}],"pagination":{"total_count":3,"current_page":2,"total_pages":2}}
    nonsense page: 422
      {"status":"failure","data":{"page":["harus antara 1 dan 10000000"],"per_page":["harus berupa bilangan bulat"]},"message":"Data tidak valid: page harus antara 1 dan 10000000; per_page harus berupa bilangan bulat","errors":[{"attribute_name":"page","messages":["harus antara 1 dan 10000000"]},{"attribute_name":"per_page","messages":["harus berupa bilangan bulat"]}],"code":"request.invalid"}
    done: 200
      {"status":"success","data":null,"message":"gone"}
    two wrong fields: 422
      {"status":"failure","data":{"name":["tidak boleh kosong","wajib diisi"],"price":["harus antara 0 dan 9"]},"message":"Data tidak valid: name tidak boleh kosong; price harus antara 0 dan 9; name wajib diisi","errors":[{"attribute_name":"name","messages":["tidak boleh kosong","wajib diisi"]},{"attribute_name":"price","messages":["harus antara 0 dan 9"]}],"code":"request.invalid"}
    missing field: 422
      {"status":"failure","data":{"name":["wajib diisi"]},"message":"Data tidak valid: name wajib diisi","errors":[{"attribute_name":"name","messages":["wajib diisi"]}],"code":"request.invalid"}
    broken JSON: 422
      {"status":"failure","data":{},"message":"Isi permintaan bukan JSON yang benar (1:1).","errors":[],"code":"request.broken_json"}
    conflict: 422
      {"status":"failure","data":{"name":["sudah ada"]},"message":"tidak bisa","errors":[{"attribute_name":"name","messages":["sudah ada"]}],"code":"sample.taken"}
    401: 401
      {"status":"error","message":"tidak bisa","errors":[],"code":"sample.login_required"}
    403: 403
      {"status":"error","message":"tidak bisa","errors":[],"code":"sample.forbidden"}
    404: 404
      {"status":"error","message":"tidak bisa","errors":[],"code":"sample.not_found"}
    404 of no route: 404
      {"status":"error","message":"Alamat ini tidak ditemukan.","errors":[],"code":"request.no_route"}
    405: 405; allow: GET,HEAD,POST
      {"status":"error","message":"Metode ini tidak didukung di alamat ini.","errors":[],"code":"request.method_not_allowed"}
    413: 413
      {"status":"error","message":"Isi permintaan terlalu besar (maksimal 32 byte).","errors":[],"code":"request.too_large"}
    415: 415
      {"status":"error","message":"Kirim JSON dengan header Content-Type: application/json.","errors":[],"code":"request.not_json"}
    429: 429; retry-after: 7
      {"status":"error","message":"Terlalu banyak permintaan. Coba lagi dalam 7 detik.","errors":[],"code":"sample.throttled"}
    500: 500
      {"status":"error","message":"terjadi kegagalan pada server kami","errors":[],"code":"server.internal"}
    500 of a panic: 500
      {"status":"error","message":"terjadi kegagalan pada server kami","errors":[],"code":"server.internal"}
    503: 503; retry-after: 3
      {"status":"error","message":"tidak bisa","errors":[],"code":"sample.away"}
    503 of a time-out: 503; retry-after: 2
      {"status":"error","message":"Server terlalu lama menjawab. Coba lagi.","errors":[],"code":"server.timeout"}
    "#);
}

#[tokio::test]
async fn the_exam_system_answers_in_its_own_envelope() {
    insta::assert_snapshot!(table(Dialect::Assessment, Asking::ForNothing).await, @r#"
    object: 200
      {"id":"thing-1","name":"Kopi \"Gayo\""}
    named item with a message: 200
      {"id":"thing-1","name":"Kopi \"Gayo\""}
    created: 201
      {"id":"thing-1","name":"Kopi \"Gayo\""}
    whole list: 200
      {"metadata":{"totalItems":3,"currentPage":1,"itemsPerPage":10},"data":[{"id":"thing-1","name":"Kopi \"Gayo\""},{"id":"thing-2","name":"Teh"},{"id":"thing-3","name":"Gula"}]}
    page of a list: 200; link: </things?sort=name&page=2&per_page=2>; rel="next"
      {"metadata":{"totalItems":3,"currentPage":1,"itemsPerPage":2},"data":[{"id":"thing-1","name":"Kopi \"Gayo\""},{"id":"thing-2","name":"Teh"}]}
    last page of a list: 200
      {"metadata":{"totalItems":3,"currentPage":2,"itemsPerPage":2},"data":[{"id":"thing-3","name":"Gula"}]}
    nonsense page: 400
      {"message":"The input is not valid: page must be between 1 and 10000000; per_page must be an integer","errors":[{"attribute_name":"page","messages":["must be between 1 and 10000000"]},{"attribute_name":"per_page","messages":["must be an integer"]}]}
    done: 200
      {"message":"gone"}
    two wrong fields: 400
      {"message":"The input is not valid: name must not be empty; price must be between 0 and 9; name is required","errors":[{"attribute_name":"name","messages":["must not be empty","is required"]},{"attribute_name":"price","messages":["must be between 0 and 9"]}]}
    missing field: 400
      {"message":"The input is not valid: name is required","errors":[{"attribute_name":"name","messages":["is required"]}]}
    broken JSON: 400
      {"message":"The request's body is not valid JSON (1:1)."}
    conflict: 409
      {"message":"cannot","errors":[{"attribute_name":"name","messages":["is taken"]}]}
    401: 401
      {"message":"cannot"}
    403: 403
      {"message":"cannot"}
    404: 404
      {"message":"cannot"}
    404 of no route: 404
      {"message":"There is nothing at this address."}
    405: 405; allow: GET,HEAD,POST
      {"message":"This address does not take this method."}
    413: 413
      {"message":"The request's body is too large (at most 32 bytes)."}
    415: 415
      {"message":"Send JSON with the header Content-Type: application/json."}
    429: 429; retry-after: 7
      {"message":"Too many requests. Try again in 7 seconds."}
    500: 500
      {"message":"something went wrong on our side"}
    500 of a panic: 500
      {"message":"something went wrong on our side"}
    503: 503; retry-after: 3
      {"message":"cannot"}
    503 of a time-out: 503; retry-after: 2
      {"message":"The server took too long to answer. Try again."}
    "#);
}

#[tokio::test]
async fn services_answer_in_their_own_envelope() {
    insta::assert_snapshot!(table(Dialect::Service, Asking::ForNothing).await, @r#"
    object: 200
      {"status":"OK","statusCode":200,"elapsedMs":0,"ssoTime":0,"source":"db","cacheKey":null,"requestId":"request-1","dataName":"data","method":"GET","action":"get","appVersion":"0.1.0","rowCount":1,"data":{"id":"thing-1","name":"Kopi \"Gayo\""}}
    named item with a message: 200
      {"status":"OK","statusCode":200,"elapsedMs":0,"ssoTime":0,"source":"db","cacheKey":null,"requestId":"request-1","dataName":"thing","method":"GET","action":"get","appVersion":"0.1.0","rowCount":1,"message":"found it","thing":{"id":"thing-1","name":"Kopi \"Gayo\""}}
    created: 201
      {"status":"OK","statusCode":201,"elapsedMs":0,"ssoTime":0,"source":"db","cacheKey":null,"requestId":"request-1","dataName":"data","method":"POST","action":"create","appVersion":"0.1.0","rowCount":1,"message":"made it","data":{"id":"thing-1","name":"Kopi \"Gayo\""}}
    whole list: 200
      {"status":"OK","statusCode":200,"elapsedMs":0,"ssoTime":0,"source":"db","cacheKey":null,"requestId":"request-1","dataName":"things","method":"GET","action":"list","appVersion":"0.1.0","rowCount":3,"things":[{"id":"thing-1","name":"Kopi \"Gayo\""},{"id":"thing-2","name":"Teh"},{"id":"thing-3","name":"Gula"}],"paging":{"pageNumber":1,"pageRowCount":25,"totalRowCount":3,"pageCount":1},"filters":[],"uiPermissions":[]}
    page of a list: 200; link: </things?sort=name&page=2&per_page=2>; rel="next"
      {"status":"OK","statusCode":200,"elapsedMs":0,"ssoTime":0,"source":"db","cacheKey":null,"requestId":"request-1","dataName":"things","method":"GET","action":"list","appVersion":"0.1.0","rowCount":2,"things":[{"id":"thing-1","name":"Kopi \"Gayo\""},{"id":"thing-2","name":"Teh"}],"paging":{"pageNumber":1,"pageRowCount":2,"totalRowCount":3,"pageCount":2},"filters":[],"uiPermissions":[]}
    last page of a list: 200
      {"status":"OK","statusCode":200,"elapsedMs":0,"ssoTime":0,"source":"db","cacheKey":null,"requestId":"request-1","dataName":"things","method":"GET","action":"list","appVersion":"0.1.0","rowCount":1,"things":[{"id":"thing-3","name":"Gula"}],"paging":{"pageNumber":2,"pageRowCount":2,"totalRowCount":3,"pageCount":2},"filters":[],"uiPermissions":[]}
    nonsense page: 200
      {"status":"OK","statusCode":200,"elapsedMs":0,"ssoTime":0,"source":"db","cacheKey":null,"requestId":"request-1","dataName":"things","method":"GET","action":"list","appVersion":"0.1.0","rowCount":3,"things":[{"id":"thing-1","name":"Kopi \"Gayo\""},{"id":"thing-2","name":"Teh"},{"id":"thing-3","name":"Gula"}],"paging":{"pageNumber":1,"pageRowCount":25,"totalRowCount":3,"pageCount":1},"filters":[],"uiPermissions":[]}
    done: 200
      {"status":"OK","statusCode":200,"elapsedMs":0,"ssoTime":0,"source":"db","cacheKey":null,"requestId":"request-1","dataName":"data","method":"DELETE","action":"delete","appVersion":"0.1.0","rowCount":0,"message":"gone","data":null}
    two wrong fields: 400
      {"result":"ERR","status":400,"message":"errMsg_nameisRequired","errCode":400,"date":"2026-01-15T08:00:00.000Z","detail":"The input is not valid: name must not be empty; price must be between 0 and 9; name is required"}
    missing field: 400
      {"result":"ERR","status":400,"message":"errMsg_nameisRequired","errCode":400,"date":"2026-01-15T08:00:00.000Z","detail":"The input is not valid: name is required"}
    broken JSON: 400
      {"result":"ERR","status":400,"message":"errMsg_RequestIsNotValid","errCode":400,"date":"2026-01-15T08:00:00.000Z","detail":"The request's body is not valid JSON (1:1)."}
    conflict: 409
      {"result":"ERR","status":409,"message":"errMsg_nameTypeIsNotValid","errCode":409,"date":"2026-01-15T08:00:00.000Z","detail":"cannot"}
    401: 401
      {"result":"ERR","status":401,"message":"errMsg_LoginRequired","errCode":"LoginRequired","date":"2026-01-15T08:00:00.000Z","detail":"cannot"}
    403: 403
      {"result":"ERR","status":403,"message":"errMsg_AccessForbidden","errCode":403,"date":"2026-01-15T08:00:00.000Z","detail":"cannot"}
    404: 404
      {"result":"ERR","status":404,"message":"errMsg_RecordNotFound","errCode":404,"date":"2026-01-15T08:00:00.000Z","detail":"cannot"}
    404 of no route: 404
      {"result":"ERR","status":404,"message":"errMsg_RecordNotFound","errCode":404,"date":"2026-01-15T08:00:00.000Z","detail":"There is nothing at this address."}
    405: 405; allow: GET,HEAD,POST
      {"result":"ERR","status":405,"message":"errMsg_MethodNotAllowed","errCode":405,"date":"2026-01-15T08:00:00.000Z","detail":"This address does not take this method."}
    413: 413
      {"result":"ERR","status":413,"message":"errMsg_RequestTooLarge","errCode":413,"date":"2026-01-15T08:00:00.000Z","detail":"The request's body is too large (at most 32 bytes)."}
    415: 415
      {"result":"ERR","status":415,"message":"errMsg_UnsupportedMediaType","errCode":415,"date":"2026-01-15T08:00:00.000Z","detail":"Send JSON with the header Content-Type: application/json."}
    429: 429; retry-after: 7
      {"result":"ERR","status":429,"message":"errMsg_TooManyRequests","errCode":429,"date":"2026-01-15T08:00:00.000Z","detail":"Too many requests. Try again in 7 seconds."}
    500: 500
      {"result":"ERR","status":500,"message":"errMsg_InternalServerError","errCode":500,"date":"2026-01-15T08:00:00.000Z","detail":"something went wrong on our side"}
    500 of a panic: 500
      {"result":"ERR","status":500,"message":"errMsg_InternalServerError","errCode":500,"date":"2026-01-15T08:00:00.000Z","detail":"something went wrong on our side"}
    503: 503; retry-after: 3
      {"result":"ERR","status":503,"message":"errMsg_ServiceUnavailable","errCode":503,"date":"2026-01-15T08:00:00.000Z","detail":"cannot"}
    503 of a time-out: 503; retry-after: 2
      {"result":"ERR","status":503,"message":"errMsg_ServiceUnavailable","errCode":503,"date":"2026-01-15T08:00:00.000Z","detail":"The server took too long to answer. Try again."}
    "#);
}

/// Modules that speak English answer alike, whatever their own envelope is.
#[tokio::test]
async fn the_standard_response_is_the_same_for_every_module_that_speaks_english() {
    let standard = table(Dialect::Standard, Asking::ForNothing).await;
    insta::assert_snapshot!(standard, @r#"
    object: 200
      {"status":"success","data":{"id":"thing-1","name":"Kopi \"Gayo\""}}
    named item with a message: 200
      {"status":"success","data":{"id":"thing-1","name":"Kopi \"Gayo\""},"message":"found it"}
    created: 201
      {"status":"success","data":{"id":"thing-1","name":"Kopi \"Gayo\""},"message":"made it"}
    whole list: 200
      {"status":"success","data":[{"id":"thing-1","name":"Kopi \"Gayo\""},{"id":"thing-2","name":"Teh"},{"id":"thing-3","name":"Gula"}],"pagination":{"total_count":3,"current_page":1,"total_pages":1}}
    page of a list: 200; link: </things?sort=name&page=2&per_page=2>; rel="next"
      {"status":"success","data":[{"id":"thing-1","name":"Kopi \"Gayo\""},{"id":"thing-2","name":"Teh"}],"pagination":{"total_count":3,"current_page":1,"total_pages":2}}
    last page of a list: 200
      {"status":"success","data":[{"id":"thing-3","name":"Gula"}],"pagination":{"total_count":3,"current_page":2,"total_pages":2}}
    nonsense page: 422
      {"status":"failure","data":{"page":["must be between 1 and 10000000"],"per_page":["must be an integer"]},"message":"The input is not valid: page must be between 1 and 10000000; per_page must be an integer","errors":[{"attribute_name":"page","messages":["must be between 1 and 10000000"]},{"attribute_name":"per_page","messages":["must be an integer"]}],"code":"request.invalid"}
    done: 200
      {"status":"success","data":null,"message":"gone"}
    two wrong fields: 422
      {"status":"failure","data":{"name":["must not be empty","is required"],"price":["must be between 0 and 9"]},"message":"The input is not valid: name must not be empty; price must be between 0 and 9; name is required","errors":[{"attribute_name":"name","messages":["must not be empty","is required"]},{"attribute_name":"price","messages":["must be between 0 and 9"]}],"code":"request.invalid"}
    missing field: 422
      {"status":"failure","data":{"name":["is required"]},"message":"The input is not valid: name is required","errors":[{"attribute_name":"name","messages":["is required"]}],"code":"request.invalid"}
    broken JSON: 422
      {"status":"failure","data":{},"message":"The request's body is not valid JSON (1:1).","errors":[],"code":"request.broken_json"}
    conflict: 422
      {"status":"failure","data":{"name":["is taken"]},"message":"cannot","errors":[{"attribute_name":"name","messages":["is taken"]}],"code":"sample.taken"}
    401: 401
      {"status":"error","message":"cannot","errors":[],"code":"sample.login_required"}
    403: 403
      {"status":"error","message":"cannot","errors":[],"code":"sample.forbidden"}
    404: 404
      {"status":"error","message":"cannot","errors":[],"code":"sample.not_found"}
    404 of no route: 404
      {"status":"error","message":"There is nothing at this address.","errors":[],"code":"request.no_route"}
    405: 405; allow: GET,HEAD,POST
      {"status":"error","message":"This address does not take this method.","errors":[],"code":"request.method_not_allowed"}
    413: 413
      {"status":"error","message":"The request's body is too large (at most 32 bytes).","errors":[],"code":"request.too_large"}
    415: 415
      {"status":"error","message":"Send JSON with the header Content-Type: application/json.","errors":[],"code":"request.not_json"}
    429: 429; retry-after: 7
      {"status":"error","message":"Too many requests. Try again in 7 seconds.","errors":[],"code":"sample.throttled"}
    500: 500
      {"status":"error","message":"something went wrong on our side","errors":[],"code":"server.internal"}
    500 of a panic: 500
      {"status":"error","message":"something went wrong on our side","errors":[],"code":"server.internal"}
    503: 503; retry-after: 3
      {"status":"error","message":"cannot","errors":[],"code":"sample.away"}
    503 of a time-out: 503; retry-after: 2
      {"status":"error","message":"The server took too long to answer. Try again.","errors":[],"code":"server.timeout"}
    "#);
    for dialect in [Dialect::Standard, Dialect::Assessment, Dialect::Service] {
        same_lines(&standard_table(dialect).await, &standard);
    }
}

#[tokio::test]
async fn what_only_looks_like_the_standard_response_is_not_taken_for_it() {
    let router = sample(Dialect::Trackmate);
    for (path, accept) in [
        ("/object", "application/json"),
        ("/object", "application/vnd.standard"),
        ("/object?envelope=other", "*/*"),
        ("/object?xenvelope=standard", "*/*"),
        ("/object?q=envelope=standards", "*/*"),
    ] {
        let answer = send(&router, http::Request::get(path).header(header::ACCEPT, accept), "").await;
        assert!(
            answer.body.starts_with(r#"{"error":false,"#),
            "{path} {accept}: {}",
            answer.body
        );
    }
}

#[tokio::test]
async fn a_head_request_has_the_headers_of_a_get_and_no_body() {
    let router = sample(Dialect::Trackmate);
    let answer = send(&router, http::Request::head("/object"), "").await;
    assert_eq!((answer.status, answer.body.as_str()), (StatusCode::OK, ""));
    assert_eq!(answer.headers[header::CONTENT_TYPE], Dialect::Trackmate.content_type());
}

// ---- Kept answers ----------------------------------------------------------------------------------------------------

/// Counts how often handlers run, and answers what `text` holds.
#[derive(Clone, Default)]
struct Board {
    runs: Arc<AtomicUsize>,
    text: Arc<std::sync::Mutex<String>>,
}

impl Board {
    fn write(&self, text: &str) {
        text.clone_into(&mut self.text.lock().unwrap());
    }

    fn runs(&self) -> usize {
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

fn kept(dialect: Dialect) -> (Router, Shared, Board) {
    let (shared, board_state) = (shared(), Board::default());
    board_state.write("first");
    let endpoints = vec![
        routes::get("/boards/{name}", board).kept(),
        routes::get("/boards", boards).kept(),
        routes::get("/mine", mine).kept(),
    ];
    let (router, docs) = routes::router(dialect, &shared, &board_state, endpoints);
    assert!(docs.iter().all(|doc| doc.kept));
    (
        router.merge(routes::fallback(dialect, &[], &shared)),
        shared,
        board_state,
    )
}

async fn get(router: &Router, path: &str) -> Answer {
    send(router, http::Request::get(path), "").await
}

#[tokio::test]
async fn a_kept_answer_is_given_again_without_running_its_handler() {
    let (router, _, board) = kept(Dialect::Trackmate);
    let first = get(&router, "/boards/a").await;
    let again = get(&router, "/boards/a").await;
    assert_eq!(
        (board.runs(), &again.body, &again.headers),
        (1, &first.body, &first.headers)
    );
    let mut headers: Vec<_> = first
        .headers
        .iter()
        .map(|(name, value)| format!("{name}: {}", value.to_str().unwrap()))
        .collect();
    headers.sort();
    insta::assert_snapshot!(format!("{}\n{}", headers.join("\n"), first.body), @r#"
    cache-control: no-cache
    content-length: 59
    content-type: application/json; charset=utf-8
    etag: "eb024f6d465c89ed8e1ea2874fd72088"
    vary: accept
    {"error":false,"status":"success","data":{"board":"first"}}
    "#);
    // Another address is another answer.
    get(&router, "/boards/b").await;
    get(&router, "/boards/a?x=1").await;
    assert_eq!(board.runs(), 3);
}

#[tokio::test]
async fn a_caller_that_has_the_answer_already_gets_304_without_a_body() {
    let (router, _, board) = kept(Dialect::Trackmate);
    let etag = get(&router, "/boards/a").await.headers[header::ETAG].clone();
    let weak = format!("\"other\", W/{}", etag.to_str().unwrap());
    for matching in [etag.to_str().unwrap(), &weak, "*"] {
        let answer = send(
            &router,
            http::Request::get("/boards/a").header(header::IF_NONE_MATCH, matching),
            "",
        )
        .await;
        assert_eq!(
            (answer.status, answer.body.as_str()),
            (StatusCode::NOT_MODIFIED, ""),
            "{matching}"
        );
        assert_eq!(answer.headers[header::ETAG], etag);
        assert_eq!(answer.headers.get(header::CONTENT_TYPE), None);
    }
    let other = send(
        &router,
        http::Request::get("/boards/a").header(header::IF_NONE_MATCH, "\"other\""),
        "",
    )
    .await;
    assert_eq!((other.status, board.runs()), (StatusCode::OK, 1));
}

#[tokio::test]
async fn an_answer_is_made_anew_when_its_tag_was_dropped() {
    let (router, shared, board) = kept(Dialect::Trackmate);
    let before = get(&router, "/boards/a").await;
    board.write("second");
    shared.cache.drop_tag("board:b");
    assert_eq!(
        get(&router, "/boards/a").await.body,
        before.body,
        "nobody said that it had changed"
    );
    shared.cache.drop_tag("board:a");
    let etag = before.headers[header::ETAG].clone();
    let after = send(
        &router,
        http::Request::get("/boards/a").header(header::IF_NONE_MATCH, &etag),
        "",
    )
    .await;
    assert_eq!((after.status, board.runs()), (StatusCode::OK, 2));
    assert!(
        after.body.contains("second") && after.headers[header::ETAG] != etag,
        "{}",
        after.body
    );
}

#[tokio::test]
async fn failures_and_answers_that_name_no_tags_are_not_kept() {
    let (router, _, board) = kept(Dialect::Trackmate);
    board.write("");
    for _ in 0..2 {
        let missing = get(&router, "/boards/a").await;
        assert_eq!(
            (missing.status, missing.headers.get(header::ETAG)),
            (StatusCode::NOT_FOUND, None)
        );
        assert_eq!(missing.headers[header::CACHE_CONTROL], "no-store");
    }
    assert_eq!(board.runs(), 2);
    board.write("now it is");
    assert_eq!(get(&router, "/boards/a").await.status, StatusCode::OK);
    let mine = [get(&router, "/mine").await, get(&router, "/mine").await];
    assert_ne!(mine[0].body, mine[1].body);
    assert_eq!(mine[0].headers[header::CACHE_CONTROL], "no-store");
}

#[tokio::test]
async fn each_envelope_is_kept_by_itself() {
    let (router, _, board) = kept(Dialect::Trackmate);
    let own = get(&router, "/boards/a").await;
    let ask = || http::Request::get("/boards/a").header(header::ACCEPT, "application/vnd.standard+json");
    let standard = send(&router, ask(), "").await;
    assert_ne!(own.body, standard.body);
    assert_ne!(own.headers[header::ETAG], standard.headers[header::ETAG]);
    assert_eq!(standard.headers[header::CONTENT_TYPE], Dialect::Standard.content_type());
    assert_eq!(
        (
            own.headers[header::VARY].clone(),
            standard.headers[header::VARY].clone()
        ),
        ("accept".parse().unwrap(), "accept".parse().unwrap())
    );
    assert_eq!(get(&router, "/boards/a").await.body, own.body);
    assert_eq!(send(&router, ask(), "").await.body, standard.body);
    assert_eq!(board.runs(), 2);
    let etag = own.headers[header::ETAG].clone();
    assert_eq!(
        send(&router, ask().header(header::IF_NONE_MATCH, etag), "")
            .await
            .status,
        StatusCode::OK
    );
}

#[tokio::test]
async fn a_kept_page_keeps_its_link() {
    let (router, _, board) = kept(Dialect::Assessment);
    for _ in 0..2 {
        let page = get(&router, "/boards?per_page=1").await;
        assert_eq!(page.headers[header::LINK], "</boards?page=2&per_page=1>; rel=\"next\"");
    }
    assert_eq!(board.runs(), 1);
}

/// Its envelope says for which request it was made, and whether the rest was in memory.
#[tokio::test]
async fn a_service_keeps_all_but_the_head_of_its_envelope() {
    let (router, _, board) = kept(Dialect::Service);
    let json = |answer: &Answer| serde_json::from_str::<serde_json::Value>(&answer.body).unwrap();
    let first = get(&router, "/boards/a").await;
    let second = get(&router, "/boards/a?requestId=other&cacheTTL=60").await;
    assert_eq!(
        (json(&first)["source"].as_str(), json(&second)["source"].as_str()),
        (Some("db"), Some("cache"))
    );
    let (key, again) = (json(&first)["cacheKey"].clone(), json(&second)["cacheKey"].clone());
    assert!(key.as_str().is_some_and(|key| key.len() == 32) && key == again);
    assert_eq!(first.headers[header::ETAG], second.headers[header::ETAG]);
    assert_eq!(board.runs(), 1);
    let asked = get(&router, "/boards/a?caching=false").await;
    assert_eq!(
        (&json(&asked)["source"], &json(&asked)["cacheKey"], board.runs()),
        (&"db".into(), &serde_json::Value::Null, 2)
    );
    let secret = get(&router, "/boards/a?access_token=x").await;
    assert_eq!(secret.headers[header::CACHE_CONTROL], "no-store");
    assert_eq!(board.runs(), 2);
    get(&router, "/boards/a?envelope=standard").await;
    assert_eq!(board.runs(), 3);
}

#[tokio::test]
async fn of_many_who_ask_at_once_one_runs_the_handler() {
    let (router, _, board) = kept(Dialect::Trackmate);
    let mut askers = tokio::task::JoinSet::new();
    for _ in 0..50 {
        let router = router.clone();
        askers.spawn(async move { get(&router, "/boards/a").await.body });
    }
    let bodies = askers.join_all().await;
    assert!(bodies.iter().all(|body| *body == bodies[0]));
    assert_eq!(board.runs(), 1);
}
