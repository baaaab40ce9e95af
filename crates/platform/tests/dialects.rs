//! The Standard Response on the wire, and what the layer around handlers does in whichever dialect.
#![cfg(test)]

use http::{StatusCode, header};
use platform::{
    Error,
    http::{
        Dialect, STANDARD,
        dialect::{
            Facts, Written,
            documents::{Documents, Given},
            write::{field, value},
        },
        reply::Parkable,
        routes::EndpointDoc,
    },
};
use serde_json::Value;
use testkit::dialect::{Asking, get, kept, same_lines, sample, send, standard_table, table};

/// A dialect that has no quirks but an envelope of its own.
const TINY: &dyn Dialect = &Tiny;

struct Tiny;

impl Dialect for Tiny {
    fn name(&self) -> &'static str {
        "tiny"
    }

    fn success(&self, reply: &dyn Parkable, _: &Facts<'_>, out: &mut Vec<u8>) -> Written {
        out.extend_from_slice(b"{\"error\":false");
        value(out, "data", reply)?;
        out.push(b'}');
        Ok(())
    }

    fn failure(&self, error: &Error, _: &Facts<'_>, out: &mut Vec<u8>) -> Written {
        out.extend_from_slice(b"{\"error\":true");
        field(out, "code", error.code())?;
        out.push(b'}');
        Ok(())
    }
}

impl Documents for Tiny {
    fn success_schema(&self, _: &EndpointDoc, _: Given) -> Value {
        Value::Bool(true)
    }

    fn failure_schemas(&self) -> Vec<(&'static str, Value)> {
        Vec::new()
    }

    fn failure_name(&self, _: &EndpointDoc, _: StatusCode) -> &'static str {
        "TinyFailure"
    }
}

/// Modules that speak English answer alike, whatever their own envelope is.
#[tokio::test]
async fn the_standard_response_is_the_same_for_every_module_that_speaks_english() {
    let standard = table(STANDARD, Asking::ForNothing).await;
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
    for dialect in [STANDARD, TINY] {
        same_lines(&standard_table(dialect).await, &standard);
    }
}

#[tokio::test]
async fn what_only_looks_like_the_standard_response_is_not_taken_for_it() {
    let router = sample(TINY);
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
    let router = sample(TINY);
    let answer = send(&router, http::Request::head("/object"), "").await;
    assert_eq!((answer.status, answer.body.as_str()), (StatusCode::OK, ""));
    assert_eq!(answer.headers[header::CONTENT_TYPE], TINY.content_type());
}

#[tokio::test]
async fn a_caller_that_has_the_answer_already_gets_304_without_a_body() {
    let (router, _, board) = kept(TINY);
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
    // A header may come in several lines, which are one list.
    let two_lines = http::Request::get("/boards/a")
        .header(header::IF_NONE_MATCH, "\"other\"")
        .header(header::IF_NONE_MATCH, &etag);
    assert_eq!(send(&router, two_lines, "").await.status, StatusCode::NOT_MODIFIED);
}

#[tokio::test]
async fn an_answer_is_made_anew_when_its_tag_was_dropped() {
    let (router, shared, board) = kept(TINY);
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
async fn what_is_kept_for_some_is_told_to_nobody_else() {
    let (router, _, board) = kept(TINY);
    let as_member = || http::Request::get("/members/a").header("x-member", "yes");
    for runs in [1, 1] {
        let answer = send(&router, as_member(), "").await;
        assert_eq!((answer.status, board.runs()), (StatusCode::OK, runs));
        assert_eq!(answer.headers[header::CACHE_CONTROL], "no-store");
        let other = get(&router, "/members/a").await;
        assert_eq!(other.status, StatusCode::FORBIDDEN);
        assert!(!other.body.contains("first"), "{}", other.body);
    }
    let etag = send(&router, as_member(), "").await.headers[header::ETAG].clone();
    let knows = |request: http::request::Builder| request.header(header::IF_NONE_MATCH, &etag);
    assert_eq!(
        send(&router, knows(as_member()), "").await.status,
        StatusCode::NOT_MODIFIED
    );
    let other = send(&router, knows(http::Request::get("/members/a")), "").await;
    assert_eq!(other.status, StatusCode::FORBIDDEN);
}

#[tokio::test]
async fn failures_and_answers_that_name_no_tags_are_not_kept() {
    let (router, _, board) = kept(TINY);
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
    let (router, _, board) = kept(TINY);
    let own = get(&router, "/boards/a").await;
    let ask = || http::Request::get("/boards/a").header(header::ACCEPT, "application/vnd.standard+json");
    let standard = send(&router, ask(), "").await;
    assert_ne!(own.body, standard.body);
    assert_ne!(own.headers[header::ETAG], standard.headers[header::ETAG]);
    assert_eq!(standard.headers[header::CONTENT_TYPE], STANDARD.content_type());
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
    let (router, _, board) = kept(TINY);
    for _ in 0..2 {
        let page = get(&router, "/boards?per_page=1").await;
        assert_eq!(page.headers[header::LINK], "</boards?page=2&per_page=1>; rel=\"next\"");
    }
    assert_eq!(board.runs(), 1);
}

#[tokio::test]
async fn of_many_who_ask_at_once_one_runs_the_handler() {
    let (router, _, board) = kept(TINY);
    let mut askers = tokio::task::JoinSet::new();
    for _ in 0..50 {
        let router = router.clone();
        askers.spawn(async move { get(&router, "/boards/a").await.body });
    }
    let bodies = askers.join_all().await;
    assert!(bodies.iter().all(|body| *body == bodies[0]));
    assert_eq!(board.runs(), 1);
}
