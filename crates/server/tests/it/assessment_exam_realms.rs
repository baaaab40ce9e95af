//! Two realms in one browser: every route of the administrators with a participant's session alone, every route of the
//! participants with an administrator's alone. The routes come from the module's own list, so a new one is tried as soon as it
//! exists.

use std::collections::BTreeSet;

use http::Method;
use platform::http::routes::{Access, EndpointDoc};
use serde_json::json;
use testkit::{Answer, Client, both_engines};

use crate::{assessment_exam_support::seat, assessment_support::Exams};

fn name(doc: &EndpointDoc) -> String {
    format!("{} {}", doc.verb.name(), doc.path)
}

fn routes(wanted: fn(&Access) -> bool) -> Vec<EndpointDoc> {
    let all = assessment::endpoint_docs().into_iter();
    all.filter(|doc| wanted(&doc.access)).collect()
}

/// The route as its documents show it.
async fn call(client: &Client, doc: &EndpointDoc) -> Answer {
    let path = doc.parts.iter().fold(doc.path.to_owned(), |path, part| {
        path.replace(&format!("{{{}}}", part.name), part.example)
    });
    let method: Method = doc.verb.name().parse().unwrap();
    match &doc.body {
        Some(body) => client.call_text(method, &path, body.example.unwrap_or("{}")).await,
        None => client.call(method, &path).await,
    }
}

/// A session under the name of its own cookie, and under that of the other realm, with the token that changes show.
fn sessions(of: &Client, own: &str, other: &str) -> [Client; 2] {
    let cookie = of.headers()["cookie"].to_str().unwrap();
    assert!(cookie.starts_with(&format!("{own}=")), "{cookie}");
    [of.clone(), of.with_header("cookie", &cookie.replacen(own, other, 1))]
}

both_engines! {
    async fn a_participants_session_opens_no_route_of_the_administrators(test: TestDb) {
        let exams = Exams::new(test).await;
        let sitter = seat(&exams.app, "peserta").await.client;
        let staff = routes(|access| matches!(access, Access::Staff(_)));
        assert!(staff.len() > 80, "{}", staff.len());
        for session in sessions(&sitter, "sl_token", "adm-token") {
            for doc in &staff {
                let answer = call(&session, doc).await;
                assert_eq!(answer.status.as_u16(), 401, "{}: {}", name(doc), answer.text());
                let told = answer.json();
                assert_eq!(told.as_object().unwrap().len(), 1, "{}: {told}", name(doc));
            }
            assert_eq!(session.get("/api/v1/auth/check").await.expect(200).json(), json!({"isAuthenticated": false}));
        }
        // It still is what it was.
        sitter.get("/api/v1/exam/lobby").await.expect(200);
    }

    async fn an_administrators_session_opens_no_route_of_the_participants(test: TestDb) {
        let exams = Exams::new(test).await;
        let own = routes(|access| *access == Access::Account);
        assert!(own.len() > 15, "{}", own.len());
        for role in 1..=4 {
            for session in sessions(exams.of(role), "adm-token", "sl_token") {
                for doc in &own {
                    let answer = call(&session, doc).await;
                    assert_eq!(answer.status.as_u16(), 401, "{} by role {role}: {}", name(doc), answer.text());
                }
                let check = session.get("/api/v1/exam/auth/check").await.expect(200).json();
                assert_eq!(check["isAuthenticated"], false);
            }
            exams.of(role).get("/api/v1/auth/token").await.expect(200);
        }
    }
}

/// What nobody has to log in for is named here, one by one: a route that forgets to ask who calls fails.
#[test]
fn nobody_has_to_log_in_for_these_routes_and_no_others() {
    let open = routes(|access| *access == Access::Anyone);
    let open: BTreeSet<String> = open.iter().map(name).collect();
    let known = [
        "GET /api/v1/auth/check",
        "GET /api/v1/auth/csrf-token",
        "GET /api/v1/auth/logout",
        "POST /api/v1/auth/login",
        "POST /api/v1/auth/logout",
        "GET /api/v1/exam/auth/challenge",
        "GET /api/v1/exam/auth/check",
        "GET /api/v1/exam/auth/csrf-token",
        "GET /api/v1/exam/receipts/{receipt}",
        "POST /api/v1/exam/auth/login",
        "POST /api/v1/exam/auth/logout",
        "POST /api/v1/exam/auth/register",
    ];
    assert_eq!(open, known.map(str::to_owned).into());
}
