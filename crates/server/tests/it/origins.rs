//! Pages of other origins: those that the settings allow call with cookies, all others as the documents say.

use assessment::Role;
use axum::body::Body;
use http::{Method, Request, header};
use serde_json::json;
use server::settings::Given;
use testkit::{Answer, Client, TestDb, both_engines};

use crate::{
    assessment_support::{PASSWORD, cookie_of, make_admin, try_log_in},
    support::{self, TestApp},
};

/// A page on another site than the server.
const APP: &str = "https://app.example.org";
const EVIL: &str = "https://evil.example";

async fn serving_app(test: TestDb, public_url: &str) -> TestApp {
    let given = Given {
        allow_origin: Some(vec![APP.parse().unwrap()]),
        public_url: Some(public_url.to_owned()),
        ..Given::default()
    };
    TestApp::with(test, given).await
}

/// A browser that shows a page of an origin: it names it with every call.
fn page(app: &TestApp, origin: &str, site: &str) -> Client {
    let client = app.anyone.with_header("host", "balai.example.org");
    client.with_header("origin", origin).with_header("sec-fetch-site", site)
}

fn said<'a>(answer: &'a Answer, name: &str) -> Vec<&'a str> {
    let lines = answer.headers.get_all(name).iter();
    lines.map(|value| value.to_str().unwrap()).collect()
}

async fn preflight(client: &Client, path: &str) -> Answer {
    let request = Request::builder().method(Method::OPTIONS).uri(path);
    let request = request
        .header("access-control-request-method", "POST")
        .header("access-control-request-headers", "x-xsrf-token, content-type");
    client.send(request, Body::empty()).await.expect(204)
}

both_engines! {
    async fn a_preflight_allows_credentials_to_named_origins_alone(test: TestDb) {
        let app = serving_app(test, "https://balai.example.org").await;
        let ours = preflight(&page(&app, APP, "cross-site"), "/api/v1/auth/login").await;
        assert_eq!(said(&ours, "access-control-allow-origin"), [APP]);
        assert_eq!(said(&ours, "access-control-allow-credentials"), ["true"]);
        assert_eq!(said(&ours, "vary"), ["origin"]);
        for wanted in ["content-type", "x-xsrf-token", "clonesahibinden-access-token"] {
            let headers = said(&ours, "access-control-allow-headers").join(", ");
            assert!(headers.split(", ").any(|header| header == wanted), "{wanted}: {headers}");
        }
        for other in [EVIL, "null", "http://app.example.org", "https://app.example.org:8443"] {
            let theirs = preflight(&page(&app, other, "cross-site"), "/api/v1/auth/login").await;
            assert_eq!(said(&theirs, "access-control-allow-origin"), ["*"]);
            assert_eq!(said(&theirs, "access-control-allow-credentials"), [""; 0]);
            assert_eq!(said(&theirs, "vary"), ["origin"]);
        }
    }

    async fn answers_from_memory_are_told_apart_by_origin(test: TestDb) {
        let app = serving_app(test, "https://balai.example.org").await;
        for _ in 0..4 {
            for (origin, allowed) in [(APP, APP), (EVIL, "*")] {
                let answer = page(&app, origin, "cross-site").get("/products").await.expect(200);
                assert_eq!(said(&answer, "access-control-allow-origin"), [allowed]);
                let varies = said(&answer, "vary").join(", ");
                assert!(varies.split(", ").any(|name| name == "origin"), "{varies}");
            }
        }
        let plain = TestApp::new(TestDb::sqlite().await).await;
        let answer = page(&plain, APP, "cross-site").get("/products").await.expect(200);
        assert_eq!(said(&answer, "access-control-allow-origin"), ["*"]);
        assert!(!said(&answer, "vary").join(", ").contains("origin"));
    }

    async fn exams_are_used_from_an_allowed_page_and_no_other(test: TestDb) {
        let app = serving_app(test, "https://balai.example.org").await;
        make_admin(&app, "penguji", Role::Administrator).await;
        let ours = page(&app, APP, "cross-site");
        let answer = try_log_in(&ours, "penguji", PASSWORD).await.expect(200);
        for line in said(&answer, "set-cookie") {
            assert!(line.ends_with("HttpOnly; SameSite=None; Secure"), "{line}");
        }
        let session = format!("adm-token={}", cookie_of(&answer, "adm-token").unwrap());
        let ours = ours.with_header("cookie", &session);
        let token = ours.get("/api/v1/auth/csrf-token").await.expect(200).json()["csrfToken"].clone();
        let ours = ours.with_header("x-xsrf-token", token.as_str().unwrap());
        ours.post("/api/v1/ranks", &json!({"title": "Kolonel"})).await.expect(201);
        ours.without_header("x-xsrf-token").post("/api/v1/ranks", &json!({"title": "Mayor"})).await.expect(403);
        ours.get("/api/v1/auth/token").await.expect(200);
        // What a page says of itself is worth nothing.
        let evil = ours.with_header("origin", EVIL).with_header("x-balai-allowed-origin", "1");
        evil.post("/api/v1/ranks", &json!({"title": "Mayor"})).await.expect(403);
        evil.get("/api/v1/auth/token").await.expect(403);
        evil.get("/api/v1/auth/logout").await.expect(403);
        ours.get("/api/v1/auth/logout").await.expect(200);
    }

    async fn a_page_of_the_same_site_gets_cookies_that_stay_on_it(test: TestDb) {
        let app = serving_app(test, "https://balai.example.org").await;
        let same_site = page(&app, APP, "same-site").get("/api/v1/auth/csrf-token").await.expect(200);
        let line = same_site.headers[header::SET_COOKIE].to_str().unwrap();
        assert!(line.ends_with("SameSite=Strict; Secure"), "{line}");
        let evil = page(&app, EVIL, "cross-site").get("/api/v1/auth/csrf-token").await.expect(200);
        let line = evil.headers[header::SET_COOKIE].to_str().unwrap();
        assert!(line.ends_with("SameSite=Strict; Secure"), "{line}");
    }

    async fn the_services_cookie_counts_for_changes_from_an_allowed_page(test: TestDb) {
        let app = serving_app(test, "https://balai.example.org").await;
        app.user("sari").await;
        let ours = page(&app, APP, "cross-site");
        let body = json!({"username": "sari", "password": support::PASSWORD});
        let answer = ours.post("/login", &body).await.expect(200);
        let token = cookie_of(&answer, "clonesahibinden-access-token").unwrap();
        let carried = format!("clonesahibinden-access-token={token}");
        let ours = ours.with_header("cookie", &carried);
        let renewed = ours.get("/relogin").await.expect(200);
        let token = cookie_of(&renewed, "clonesahibinden-access-token").unwrap();
        let carried = format!("clonesahibinden-access-token={token}");
        let evil = page(&app, EVIL, "cross-site").with_header("cookie", &carried);
        evil.get("/relogin").await.expect(401);
        assert_eq!(cookie_of(&evil.post("/login", &body).await.expect(200), "clonesahibinden-access-token"), None);
        let ours = ours.with_header("cookie", &carried);
        let gone = ours.post("/logout", &json!({})).await.expect(200);
        assert_eq!(cookie_of(&gone, "clonesahibinden-access-token").as_deref(), Some(""));
    }
}

/// Both kinds of front ends stay what they are without an allowed origin: `Given` names none.
#[test]
fn nothing_is_allowed_by_default() {
    let settings = Given::default().settle(server::wiring::MODULES).unwrap();
    assert!(settings.allow_origin.is_empty() && !settings.insecure_lan);
}

#[tokio::test]
async fn pages_for_people_say_nothing_about_other_origins() {
    let app = serving_app(TestDb::sqlite().await, "https://balai.example.org").await;
    for path in ["/", "/masuk", "/cari", "/p/AAAAbbbbcc001122"] {
        for origin in [APP, EVIL] {
            let answer = page(&app, origin, "cross-site").get(path).await;
            let named = answer
                .headers
                .keys()
                .filter(|name| name.as_str().starts_with("access-control-"));
            assert_eq!(named.count(), 0, "{path} to {origin}: {:?}", answer.headers);
        }
    }
    let answer = page(&app, EVIL, "cross-site").get("/products").await.expect(200);
    assert_eq!(said(&answer, "access-control-allow-origin"), ["*"]);
}
