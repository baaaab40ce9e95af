//! What the dialect of the services looks like on the wire, and what it takes.

use http::{HeaderMap, Method, header};
use platform::http::{Dialect, STANDARD, page::FURTHEST};
use testkit::dialect::{Answer, Asking, get, kept, same_lines, standard_table, table};

use super::{SERVICE, TOKEN};

#[tokio::test]
async fn services_answer_in_their_own_envelope() {
    insta::assert_snapshot!(table(SERVICE, Asking::ForNothing).await, @r#"
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

/// Its envelope says for which request it was made, and whether the rest was in memory.
#[tokio::test]
async fn a_service_keeps_all_but_the_head_of_its_envelope() {
    let (router, _, board) = kept(SERVICE);
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
async fn the_standard_response_is_the_same_as_of_any_module_that_speaks_english() {
    same_lines(
        &standard_table(SERVICE).await,
        &table(STANDARD, Asking::ForNothing).await,
    );
}

#[test]
fn a_service_counts_nonsense_as_the_default_and_0_as_everything() {
    let of = |query: &str| {
        let pages = SERVICE.pages(query, false).unwrap();
        (pages.limit(), pages.offset())
    };
    for nonsense in [
        "",
        "pageNumber=x&pageRowCount=y",
        "pageNumber=-1&pageRowCount=0",
        "page=x",
    ] {
        assert_eq!(of(nonsense), (25, 0), "{nonsense}");
    }
    assert_eq!(of("pageNumber=3&pageRowCount=10"), (10, 20));
    assert_eq!(of("pageNumber=3&pageRowCount=9999"), (500, 1000));
    assert_eq!(of("pageNumber=9&page=2&per_page=7"), (7, 7));
    assert_eq!(of("pageNumber=0"), (10_000, 0));
    assert!(of("pageNumber=9223372036854775807").1 <= FURTHEST);
    assert!(SERVICE.pages("per_page=x", true).is_err());
}

#[test]
fn a_list_that_is_whole_by_default_says_that_it_has_one_page() {
    let whole = SERVICE.pages("x=1", false).unwrap().or_whole();
    let paging = whole.of(973);
    assert_eq!((paging.page, paging.per_page, paging.pages()), (1, 973, 1));
    assert_eq!(whole.of(0).pages(), 0);
    assert_eq!(whole.of(25_000).pages(), 3);
    let asked = SERVICE.pages("pageNumber=2", false).unwrap();
    assert_eq!(asked.or_whole().of(973).pages(), 39);
}

fn found(dialect: &dyn Dialect, method: &Method, uri: &str, lines: &[(&'static str, &str)]) -> Option<String> {
    let mut headers = HeaderMap::new();
    for (name, value) in lines {
        headers.append(*name, value.parse().unwrap());
    }
    dialect.token(method, &headers, &uri.parse().unwrap())
}

#[test]
fn a_token_is_taken_from_the_first_of_four_places() {
    let all = [
        ("authorization", "bearer b"),
        (TOKEN, "h"),
        ("cookie", "x=1; clonesahibinden-access-token=c"),
    ];
    let get = |uri: &str, lines: &[(&'static str, &str)]| found(SERVICE, &Method::GET, uri, lines);
    assert_eq!(get("/a?access_token=q%2Fq", &all).as_deref(), Some("q/q"));
    assert_eq!(get("/a?access_token=", &all).as_deref(), Some("b"));
    assert_eq!(get("/a?access_token=null", &all[1..]).as_deref(), Some("h"));
    assert_eq!(
        get("/a", &[("authorization", "Bearer null"), all[2]]).as_deref(),
        Some("c")
    );
    assert_eq!(get("/a", &[]), None);
    assert_eq!(found(STANDARD, &Method::GET, "/a?access_token=q", &all[1..]), None);
}

#[test]
fn a_cookie_changes_nothing_for_another_site() {
    let cookie = ("cookie", "clonesahibinden-access-token=c");
    let sent = |method: &Method, lines: &[(&'static str, &str)]| {
        let all: Vec<_> = lines
            .iter()
            .copied()
            .chain([cookie, ("host", "balai.example")])
            .collect();
        found(SERVICE, method, "/a", &all).is_some()
    };
    assert!(sent(&Method::POST, &[]));
    assert!(sent(&Method::POST, &[("origin", "https://balai.example")]));
    assert!(sent(&Method::GET, &[("origin", "https://evil.example")]));
    assert!(!sent(&Method::POST, &[("origin", "https://evil.example")]));
    assert!(!sent(&Method::POST, &[("sec-fetch-site", "cross-site")]));
    assert!(!sent(&Method::POST, &[("origin", "null")]));
}
