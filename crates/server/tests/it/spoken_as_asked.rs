//! What a request asks for beside its content: parameters that a route knows, and the language of failures.

use accounts::Role;
use http::Method;
use platform::http::routes::{Access, EndpointDoc};
use serde_json::{Value, json};
use server::{settings::Given, wiring};
use testkit::{Answer, Client, both_engines};

use crate::{
    assessment_exam_support::seat,
    assessment_support::{log_in, make_admin},
    support::TestApp,
};

/// Asks for the Standard Response.
fn standard(client: &Client) -> Client {
    client.with_header("accept", "application/vnd.standard+json")
}

/// The sample address of a route.
fn address(doc: &EndpointDoc) -> String {
    let parts = doc.parts.iter();
    parts.fold(doc.path.to_owned(), |path, part| {
        path.replace(&format!("{{{}}}", part.name), part.example)
    })
}

fn code(answer: &Answer) -> Value {
    serde_json::from_slice::<Value>(&answer.body).unwrap_or_default()["code"].clone()
}

both_engines! {
    async fn the_standard_response_refuses_a_parameter_that_nobody_knows_and_names_the_known_ones(db: TestDb) {
        let app = TestApp::new(db).await;
        let answer = standard(&app.anyone).get("/products?category=1").await.expect(422).json();
        assert_eq!(answer, json!({
            "status": "failure", "code": "request.unknown_parameter",
            "message": "Parameter `category` tidak dikenal di alamat ini. Yang dikenal: envelope, page, per_page, requestId.",
            "errors": [{
                "attribute_name": "category",
                "messages": ["bukan parameter alamat ini; yang dikenal: envelope, page, per_page, requestId"],
            }],
            "data": {"category": ["bukan parameter alamat ini; yang dikenal: envelope, page, per_page, requestId"]},
        }));
        app.anyone.get("/products?category=1&envelope=standard").await.expect(422);
        standard(&app.anyone).get("/products?page=1&per_page=2&requestId=x").await.expect(200);
        // Written otherwise, it is the same name.
        standard(&app.anyone).get("/products?p%61ge=1").await.expect(200);
    }

    async fn an_envelope_that_its_document_fixes_answers_with_a_hint(db: TestDb) {
        let app = TestApp::new(db).await;
        let plain = app.anyone.get("/products").await.expect(200);
        for _kept_from_the_second_on in 0..2 {
            let answer = app.anyone.get("/products?category=1").await.expect(200);
            assert_eq!(answer.body, plain.body);
            assert_eq!(
                answer.headers["x-hint"],
                "unknown query parameter \"category\"; known here: envelope, page, per_page, requestId"
            );
        }
        assert!(!plain.headers.contains_key("x-hint"));
        let service = app.anyone.get("/v1/categories?parent=1").await.expect(200);
        assert!(service.headers["x-hint"].to_str().unwrap().contains("\"parent\""));
        for known in ["getJoins=false", "excludeCQRS=true", "caching=false", "pageNumber=1", "access_token=x"] {
            let answer = app.anyone.get(&format!("/v1/categories/tree?{known}")).await.expect(200);
            assert!(!answer.headers.contains_key("x-hint"), "{known}");
        }
    }

    async fn every_route_refuses_it_from_whoever_may_call_it_and_from_nobody_else_before_that(db: TestDb) {
        let app = TestApp::new(db).await;
        let settings = Given::default().settle(wiring::MODULES).unwrap();
        make_admin(&app, "ketua", assessment::Role::Administrator).await;
        let exams = standard(&log_in(&app.anyone, "ketua").await);
        let sitter = standard(&seat(&app, "peserta").await.client);
        let chief = standard(&app.account("chief", Role::SuperAdmin).await);
        let nobody = standard(&app.anyone);
        let mut seen = 0;
        for doc in wiring::documented(&settings).iter().flat_map(|part| &part.endpoints).filter(|doc| !doc.answer.file) {
            let what = format!("{}?colour=red", address(doc));
            let method: Method = doc.verb.name().parse().unwrap();
            let client = match doc.path {
                path if path.starts_with("/api/v1/exam/") => &sitter,
                path if path.starts_with("/api/v1/") => &exams,
                _ => &chief,
            };
            let answer = client.call(method.clone(), &what).await;
            assert_eq!((answer.status.as_u16(), code(&answer)), (422, json!("request.unknown_parameter")), "{method} {what}: {}", answer.text());
            assert_eq!(answer.json()["errors"][0]["attribute_name"], "colour", "{what}");
            if doc.access != Access::Anyone {
                let refused = nobody.call(method.clone(), &what).await;
                assert_eq!(refused.status, 401, "{method} {what}: {}", refused.text());
            }
            seen += 1;
        }
        assert!(seen > 150, "only {seen}");
    }

    async fn the_exams_refuse_it_in_their_own_envelope_but_not_on_addresses_of_files(db: TestDb) {
        let app = TestApp::new(db).await;
        make_admin(&app, "ketua", assessment::Role::Administrator).await;
        let admin = log_in(&app.anyone, "ketua").await;
        let answer = admin.get("/api/v1/ranks?sort=title").await.expect(400).json();
        assert_eq!(
            answer["message"],
            "This address has no parameter `sort`. It knows: envelope, limit, offset, page, per_page, requestId, search."
        );
        let file = admin.get("/api/v1/images/0000?v=2").await;
        assert!(file.status == 404 && file.headers.contains_key("x-hint"), "{}", file.text());
    }

    async fn failures_are_told_in_the_language_that_is_asked_for(db: TestDb) {
        let app = TestApp::new(db).await;
        let told = async |client: &Client, path: &str, lang: &str| {
            let answer = client.with_header("accept-language", lang).get(path).await;
            let header = answer.headers["content-language"].to_str().unwrap().to_owned();
            (header, answer.json())
        };
        let (header, body) = told(&app.anyone, "/users/profile", "en-GB,en;q=0.9").await;
        assert_eq!((header.as_str(), &body["message"]), ("en", &json!("Log in first.")));
        let (header, body) = told(&app.anyone, "/users/profile", "fr").await;
        assert_eq!((header.as_str(), &body["message"]), ("id", &json!("Silakan login terlebih dahulu.")));
        let (header, body) = told(&app.anyone, "/v1/unreadcount", "id").await;
        assert_eq!((header.as_str(), &body["detail"]), ("id", &json!("Silakan login terlebih dahulu.")));
        let (_, body) = told(&app.anyone, "/api/v1/ranks", "id-ID").await;
        assert_eq!(body["message"], "Silakan masuk terlebih dahulu.");
        let (_, body) = told(&app.anyone, "/nowhere", "en").await;
        assert_eq!(body["message"], "There is nothing at this address.");
        let (_, body) = told(&standard(&app.anyone), "/products?page=0", "en").await;
        assert_eq!(body["errors"][0]["messages"][0], "must be between 1 and 10000000");
        // The mobile client goes by this text.
        let expired = app.user("budi").await;
        app.clock.advance(std::time::Duration::from_secs(16 * 60));
        let (_, body) = told(&expired, "/users/profile", "en").await;
        assert_eq!(body["message"], "Token maximum age exceeded");
    }
}
