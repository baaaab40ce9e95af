//! Where parameters go.

use http::Method;
use platform::http::{STANDARD, routes};
use serde_json::json;

use super::*;

/// A route as a module would list it.
fn route(endpoint: routes::Endpoint<()>) -> Route {
    Route::new(&endpoint.into_doc(), STANDARD)
}

async fn handler() {}

fn params(json: Value) -> Params {
    match json {
        Value::Object(params) => params,
        _ => Params::new(),
    }
}

fn built(route: &Route, asked: Value) -> (Method, String, bool) {
    let (request, missing) = route.request(params(asked), HeaderMap::new()).unwrap();
    let (parts, _) = request.into_parts();
    (parts.method, parts.uri.to_string(), missing.is_some())
}

#[test]
fn parameters_go_where_http_has_them() {
    let find = route(routes::get("/v1/places/{placeId}", handler).query("q", "", ""));
    let (method, uri, missing) = built(
        &find,
        json!({"placeId": "a/b ?ü", "q": "x y", "n": [1, 1000.0, 10.05, true, null], "o": {}}),
    );
    assert_eq!(method, Method::GET);
    assert_eq!(
        uri,
        "/v1/places/a%2Fb%20%3F%C3%BC?n=1&n=1000&n=10.05&n=true&n=null&q=x+y"
    );
    assert!(!missing);
}

#[test]
fn a_part_that_is_left_out_is_said_to_be_missing() {
    let find = route(routes::get("/v1/places/{placeId}", handler));
    for nothing in [
        json!({}),
        json!({"placeId": ""}),
        json!({"placeId": null}),
        json!({"placeId": []}),
    ] {
        let (_, uri, missing) = built(&find, nothing);
        assert_eq!((uri.as_str(), missing), ("/v1/places/-", true));
    }
}

#[tokio::test]
async fn a_body_has_what_no_other_place_has() {
    let change = route(
        routes::patch("/v1/places/{placeId}", handler)
            .takes::<std::collections::BTreeMap<String, String>>("{}")
            .query("dryRun", "", ""),
    );
    let asked = params(json!({"placeId": "p", "dryRun": 1, "name": "x", "note": null}));
    let (request, _) = change.request(asked, HeaderMap::new()).unwrap();
    assert_eq!(request.uri(), "/v1/places/p?dryRun=1");
    let body = axum::body::to_bytes(request.into_body(), 1000).await.unwrap();
    assert_eq!(
        serde_json::from_slice::<Value>(&body).unwrap(),
        json!({"name": "x", "note": null})
    );
}

#[tokio::test]
async fn a_list_is_the_body_and_a_file_is_a_form() {
    let bring_in = route(routes::post("/v1/places/import", handler).takes::<Vec<String>>("[]"));
    let (request, _) = bring_in
        .request(params(json!({"rows": ["a"]})), HeaderMap::new())
        .unwrap();
    let body = axum::body::to_bytes(request.into_body(), 1000).await.unwrap();
    assert_eq!(&*body, b"[\"a\"]");

    let send = route(routes::post("/v1/pictures", handler).takes_file::<()>());
    let asked = params(json!({"file": "AAEC", "caption": "k", "b\"ad": "x"}));
    let (request, _) = send.request(asked, HeaderMap::new()).unwrap();
    let kind = request.headers()[header::CONTENT_TYPE].to_str().unwrap().to_owned();
    assert!(kind.starts_with("multipart/form-data; boundary=balai-"), "{kind}");
    let body = axum::body::to_bytes(request.into_body(), 1000).await.unwrap();
    assert!(body.windows(3).any(|three| three == [0, 1, 2]));
    assert!(!String::from_utf8_lossy(&body).contains("b\"ad"));
    let wrong = send.request(params(json!({"file": "no base64!"})), HeaderMap::new());
    assert_eq!(wrong.unwrap_err().fields()[0].path, "file");
}
