//! What a list costs does not grow with its length: statements are counted for one row and for many.

use platform::http::routes::{Access, EndpointDoc, Verb};
use testkit::{Client, both_engines};

use crate::{
    assessment_support::{log_in, make_admin},
    support::TestApp,
};

platform::statements! {
    FIRST_RESPONSE = "select min(id) from exam_response";
}

/// A response that there is: on PostgreSQL, whoever wrote at the same time as others and tried again leaves numbers out.
async fn first_response(app: &TestApp) -> i64 {
    let find = async |conn: &mut platform::Conn<'_>| conn.number(FIRST_RESPONSE, &[]).await;
    app.app.db.read(find).await.unwrap()
}

/// The addresses of a list: alone, and with everything that it can embed.
fn addresses(doc: &EndpointDoc, response: i64) -> Vec<String> {
    let mut path = doc.path.to_owned();
    let id = if path.contains("/test-response/") { response } else { 1 };
    for part in &doc.parts {
        path = path.replace(&format!("{{{}}}", part.name), &id.to_string());
    }
    let entities = doc.queries.iter().any(|query| query.name == "entities");
    let embedded: &[&str] = match doc.path {
        _ if !entities => &[],
        path if path.contains("/questions") => &["audio,answer,options,passage,section,package"],
        path if path.contains("/test-packages") => &["sections,questions"],
        path if path.contains("/events") => &["package,participants"],
        path if path.contains("/participants") => &["user,event"],
        path if path.contains("/users") => &["rank,unit,position,participants"],
        _ => &[],
    };
    let needed = if path.ends_with("/registration-tokens") {
        "eventId=1"
    } else {
        ""
    };
    let with = embedded.iter().map(|names| format!("{path}?entities={names}"));
    std::iter::once(format!("{path}?{needed}")).chain(with).collect()
}

/// Rows of the answer, and statements that it took.
async fn cost(app: &TestApp, admin: &Client, address: &str, limit: usize) -> (usize, u64) {
    let before = app.app.db.statements();
    let answer = admin.get(&format!("{address}&limit={limit}")).await.expect(200).json();
    let rows = answer
        .as_array()
        .or_else(|| answer["data"].as_array())
        .map_or(0, Vec::len);
    (rows, app.app.db.statements() - before)
}

both_engines! {
    async fn a_list_of_many_rows_costs_as_many_statements_as_one_of_two(test: TestDb) {
        let app = TestApp::new(test).await;
        assessment::demo::fill(&app.app.wired.assessment, "demo-rahasia", &|| {}).await.unwrap();
        make_admin(&app, "hitung", assessment::Role::Administrator).await;
        let admin = log_in(&app.anyone, "hitung").await;
        let response = first_response(&app).await;
        let mut compared = 0;
        for doc in assessment::endpoint_docs() {
            if doc.verb != Verb::Get || !doc.answer.list || !matches!(doc.access, Access::Staff(_)) {
                continue;
            }
            for address in addresses(&doc, response) {
                let (few, cheap) = cost(&app, &admin, &address, 2).await;
                let (many, dear) = cost(&app, &admin, &address, 100).await;
                // What no row of the short list has is not asked for.
                let relations = address.split_once("entities=").map_or(0, |(_, names)| names.split(',').count() as u64);
                let bounds = cheap..=cheap + relations;
                assert!(bounds.contains(&dear), "{address}: {few} rows by {cheap} statements, then {many} by {dear}");
                compared += usize::from(many > few);
            }
        }
        assert!(compared >= 10, "only {compared} lists had more than two rows");
    }

    async fn a_list_comes_by_every_order_that_it_offers(test: TestDb) {
        let app = TestApp::new(test).await;
        make_admin(&app, "urut", assessment::Role::Administrator).await;
        let admin = log_in(&app.anyone, "urut").await;
        for (list, count) in [("audio", 7), ("events", 12), ("participants", 17), ("questions", 16), ("sections", 5), ("test-packages", 5), ("users", 9)] {
            let refused = admin.get(&format!("/api/v1/{list}?orderBy=-")).await.expect(400).json();
            let said = refused["errors"][0].to_string();
            let columns = said.split_once("must be one of: ").unwrap_or_else(|| panic!("{refused}")).1;
            let columns = columns.split('"').next().unwrap();
            assert_eq!(columns.split(", ").count(), count, "{list}: {columns}");
            for by in columns.split(", ") {
                for order in ["ASC", "DESC"] {
                    admin.get(&format!("/api/v1/{list}?orderBy={by}&order={order}")).await.expect(200);
                }
            }
        }
    }
}
