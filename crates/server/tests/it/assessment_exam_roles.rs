//! Every route of the participants, called by nobody, by administrators, by a page of another site, and with every bad body.
//! The routes come from the module's own list, so a new one is tried as soon as it exists.

use axum::body::Body;
use http::{Method, Request};
use platform::http::routes::{Access, EndpointDoc, Verb};
use testkit::{Answer, Client, both_engines};

use crate::{
    assessment_exam_support::seat,
    assessment_support::{log_in, make_admin},
    support::TestApp,
    trackmate_attacks::{bodies, validator},
};

/// Those for whoever is logged in.
fn routes() -> Vec<EndpointDoc> {
    let all = assessment::endpoint_docs().into_iter();
    let own: Vec<_> = all.filter(|doc| doc.access == Access::Account).collect();
    assert!(own.len() > 15 && own.iter().all(|doc| doc.path.starts_with("/api/v1/exam/")));
    own
}

fn address(doc: &EndpointDoc) -> String {
    let parts = doc.parts.iter();
    parts.fold(doc.path.to_owned(), |path, part| {
        path.replace(&format!("{{{}}}", part.name), part.example)
    })
}

/// Whether the answer ends by itself.
fn ends(doc: &EndpointDoc) -> bool {
    !doc.answer.media.is_some_and(|media| media.starts_with("text/"))
}

async fn call(client: &Client, doc: &EndpointDoc, path: &str) -> Answer {
    let method: Method = doc.verb.name().parse().unwrap();
    match &doc.body {
        Some(body) => client.call_text(method, path, body.example.unwrap_or("{}")).await,
        None => client.call(method, path).await,
    }
}

fn code(answer: &Answer) -> String {
    answer.json()["code"].as_str().unwrap_or_default().to_owned()
}

both_engines! {
    async fn every_route_is_for_participants_alone_at_both_addresses(test: TestDb) {
        let app = TestApp::new(test).await;
        let sitter = seat(&app, "peserta").await.client;
        make_admin(&app, "ketua", assessment::Role::Administrator).await;
        let admin = log_in(&app.anyone, "ketua").await;
        for doc in routes() {
            let (path, what) = (address(&doc), format!("{} {}", doc.verb.name(), doc.path));
            for nobody in [&app.anyone, &admin] {
                let refused = call(nobody, &doc, &path).await.expect(401);
                assert_eq!(code(&refused), "login_required", "{what}");
            }
            let short = path.strip_prefix("/api").unwrap();
            call(&app.anyone, &doc, short).await.expect(401);
            if doc.verb != Verb::Get {
                let bare = sitter.without_header("x-xsrf-token");
                let forged = sitter.with_header("origin", "https://evil.example");
                for client in [&bare, &forged] {
                    assert_eq!(code(&call(client, &doc, &path).await.expect(403)), "csrf", "{what}");
                }
            }
            if ends(&doc) {
                let answer = call(&sitter, &doc, &path).await;
                let status = answer.status.as_u16();
                assert!(status < 500 && ![401, 403, 405].contains(&status), "{what}: {status} {}", answer.text());
            }
        }
    }

    async fn every_bad_body_of_a_participant_is_refused_and_breaks_nothing(test: TestDb) {
        let app = TestApp::new(test).await;
        let sitter = seat(&app, "peserta").await.client;
        for doc in routes() {
            let Some((body, sample)) = doc.body.as_ref().and_then(|body| Some((body, body.example?))) else { continue };
            let (path, schema) = (address(&doc), validator(body.schema));
            for attack in bodies(sample, &schema, doc.body_limit) {
                let what = format!("{}: {}", doc.path, attack.what);
                let request = Request::builder().method(doc.verb.name()).uri(&path);
                let request = match attack.content_type {
                    "" => request,
                    kind => request.header("content-type", kind),
                };
                let answer = sitter.send(request, Body::from(attack.body.clone())).await;
                let status = answer.status.as_u16();
                assert!(status < 500 && status != 401, "{what}: {status} {}", answer.text());
            }
        }
        app.test.db.integrity().await.unwrap();
    }
}
