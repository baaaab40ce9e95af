//! The Postman collection is valid and complete, and each of its requests reaches the route that it is made for.

use std::collections::BTreeSet;

use accounts::Role;
use axum::body::Body;
use http::Request;
use serde_json::{Value, json};
use server::{
    settings::{Given, Settings},
    wiring,
};
use testkit::{Answer, Client, TestDb, both_engines};

use crate::{
    assessment_exam_support::seat,
    assessment_support::{log_in, make_admin},
    support::{PASSWORD, TestApp},
};

/// Postman's own schema; see `tests/data/README.md`.
const FORMAT: &str = include_str!("../data/postman-2.1.schema.json");

fn settings() -> Settings {
    Given::default().settle(wiring::MODULES).unwrap()
}

fn collection() -> Value {
    serde_json::from_str(&wiring::postman(&settings()).unwrap()).unwrap()
}

/// Every request, with the names of the folders around it.
fn requests(collection: &Value) -> Vec<(Vec<String>, Value)> {
    fn collect(item: &Value, folders: &[String], found: &mut Vec<(Vec<String>, Value)>) {
        for inner in item["item"].as_array().unwrap() {
            if inner["request"].is_object() {
                found.push((folders.to_vec(), inner.clone()));
            } else {
                let name = inner["name"].as_str().unwrap().to_owned();
                collect(inner, &[folders, &[name]].concat(), found);
            }
        }
    }
    let mut found = Vec::new();
    collect(collection, &[], &mut found);
    found
}

fn text(value: &Value) -> &str {
    value.as_str().unwrap()
}

#[test]
fn the_collection_is_a_valid_one() {
    let format: Value = serde_json::from_str(FORMAT).unwrap();
    let checker = jsonschema::draft7::new(&format).unwrap();
    let collection = collection();
    let wrong: Vec<String> = checker
        .iter_errors(&collection)
        .map(|error| format!("{}: {error}", error.instance_path()))
        .collect();
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    // The judge does judge.
    for (pointer, bad) in [
        ("/info/schema", json!(1)),
        ("/item/0/item", json!({})),
        ("/auth/type", json!("magic")),
    ] {
        let mut broken = collection.clone();
        *broken.pointer_mut(pointer).unwrap() = bad;
        assert!(!checker.is_valid(&broken), "{pointer}");
    }
}

#[test]
fn every_endpoint_is_a_request_and_nothing_else_is() {
    let parts = wiring::documented(&settings());
    let declared: BTreeSet<_> = parts
        .iter()
        .flat_map(|part| &part.endpoints)
        .map(|doc| (doc.verb.name().to_owned(), doc.path.replace('{', ":").replace('}', "")))
        .collect();
    let collection = collection();
    let requests = requests(&collection);
    let listed: BTreeSet<_> = requests
        .iter()
        .map(|(_, item)| {
            let raw = text(&item["request"]["url"]["raw"])
                .strip_prefix("{{baseUrl}}")
                .unwrap();
            (text(&item["request"]["method"]).to_owned(), raw.to_owned())
        })
        .collect();
    assert_eq!((listed.len(), &listed), (requests.len(), &declared));
    let mut folders: Vec<String> = requests.iter().map(|(folders, _)| folders.join("/")).collect();
    folders.dedup();
    let once: BTreeSet<&String> = folders.iter().collect();
    assert_eq!(once.len(), folders.len(), "a group has one folder: {folders:?}");
}

/// Whoever runs it from the top to the bottom is logged in, finds what is there, and is logged in until the end.
#[test]
fn it_logs_in_first_and_out_last_and_deletes_after_everything_else() {
    let collection = collection();
    let all: Vec<(String, String)> = requests(&collection)
        .iter()
        .map(|(folders, item)| {
            let raw = text(&item["request"]["url"]["raw"]).replace("{{baseUrl}}", "");
            (
                folders[0].clone(),
                format!("{} {raw}", text(&item["request"]["method"])),
            )
        })
        .collect();
    let at = |wanted: &str| {
        let found = all.iter().position(|(_, request)| request == wanted);
        found.unwrap_or_else(|| panic!("no {wanted}"))
    };
    assert_eq!(all[0].0, "Log in");
    for (earlier, later) in [
        ("POST /authentications", "PUT /authentications"),
        ("GET /api/v1/auth/csrf-token", "POST /api/v1/auth/login"),
        ("POST /api/v1/auth/login", "POST /api/v1/ranks"),
        ("POST /login", "GET /currentuser"),
        ("POST /products", "GET /products"),
        ("GET /products", "GET /products/:id"),
        ("POST /v1/listings", "GET /v1/listings/:listingId"),
        ("GET /v1/listings/:listingId", "DELETE /v1/listings/:listingId"),
        ("DELETE /v1/listings/:listingId", "DELETE /v1/categories/:categoryId"),
        ("DELETE /v1/categories/:categoryId", "POST /logout"),
        ("POST /api/v1/auth/logout", "DELETE /users"),
    ] {
        assert!(at(earlier) < at(later), "{earlier} comes after {later}");
    }
    let clean_up = all.iter().position(|(folder, _)| folder == "Clean up").unwrap();
    let deletes = |request: &str| request.starts_with("DELETE");
    assert!(!all[..clean_up].iter().any(|(_, request)| deletes(request)));
    assert_eq!(all.last().unwrap().1, "DELETE /users");
}

#[test]
fn requests_hand_on_ids_and_show_the_token_against_forged_changes() {
    let collection = collection();
    let requests = requests(&collection);
    let find = |method: &str, path: &str| {
        let raw = format!("{{{{baseUrl}}}}{path}");
        let found = requests
            .iter()
            .find(|(_, item)| item["request"]["method"] == method && item["request"]["url"]["raw"] == raw);
        found.unwrap_or_else(|| panic!("no {method} {path}")).1.clone()
    };
    let kept = find("GET", "/v1/categories")["event"].to_string();
    assert!(kept.contains("classifieds.categoryId"), "{kept}");
    let used = find("GET", "/v1/categories/:categoryId");
    assert_eq!(
        used["request"]["url"]["variable"][0]["value"],
        "{{classifieds.categoryId}}"
    );
    let sent = find("POST", "/v1/listings");
    assert!(
        text(&sent["request"]["body"]["raw"]).contains("{{classifieds.categoryId}}"),
        "{sent}"
    );
    let question = find("POST", "/api/v1/questions");
    assert!(
        text(&question["request"]["body"]["raw"]).contains("\"packageId\": {{assessment.packageId}}"),
        "{question}"
    );
    let known: BTreeSet<&str> = collection["variable"]
        .as_array()
        .unwrap()
        .iter()
        .map(|one| text(&one["key"]))
        .collect();
    for (_, item) in &requests {
        for name in item["request"]
            .to_string()
            .split("{{")
            .skip(1)
            .filter_map(|rest| rest.split("}}").next())
        {
            assert!(
                known.contains(name) || name.starts_with('$'),
                "{name} is no variable: {item}"
            );
        }
        let (url, method) = (text(&item["request"]["url"]["raw"]), text(&item["request"]["method"]));
        let shows = item["request"]["header"].to_string().contains("X-XSRF-TOKEN");
        let exempt = url.ends_with("/auth/logout");
        assert!(
            exempt || shows == (url.contains("/api/v1/") && method != "GET"),
            "{method} {url}"
        );
    }
    assert!(collection["event"].to_string().contains("/api/v1/auth/csrf-token"));
}

/// Each is held against the status of its sample, but for those that say why a run cannot have it.
#[test]
fn every_request_says_which_status_it_must_have() {
    let collection = collection();
    let mut otherwise = 0;
    for (_, item) in requests(&collection) {
        let name = format!(
            "{} {}",
            text(&item["request"]["method"]),
            text(&item["request"]["url"]["raw"])
        );
        let tests = item["event"]
            .as_array()
            .unwrap()
            .iter()
            .find(|event| event["listen"] == "test");
        let script = tests.unwrap_or_else(|| panic!("{name} is not tested"))["script"]["exec"].to_string();
        let wanted = script.split("oneOf([").nth(1).and_then(|rest| rest.split("])").next());
        let wanted = wanted.unwrap_or_else(|| panic!("{name}: {script}"));
        assert!(
            !wanted.is_empty() && wanted.split(", ").all(|status| status.len() == 3),
            "{name}: {wanted}"
        );
        let about = text(&item["request"]["description"]);
        match item["response"][0]["code"].as_u64() {
            _ if about.contains("A run gets") => {
                assert!(about.contains(&format!("A run gets {wanted}: ")), "{name}: {about}");
                // Nobody sits an exam in a run, so none of its requests can.
                otherwise += usize::from(!name.contains("/api/v1/exam/"));
            }
            Some(code) => assert!(wanted.contains(&code.to_string()), "{name}: {wanted}"),
            None => assert!(wanted.starts_with(['1', '2']), "{name}: {wanted}"),
        }
    }
    assert!((1..30).contains(&otherwise), "{otherwise} requests cannot succeed");
}

/// What a run changes is what it has made: no literal id of anybody's stands in a request that changes something.
#[test]
fn a_run_changes_only_what_it_has_made() {
    let collection = collection();
    for (_, item) in requests(&collection) {
        let name = format!(
            "{} {}",
            text(&item["request"]["method"]),
            text(&item["request"]["url"]["raw"])
        );
        let only_reads = item["request"]["method"] == "GET";
        let cannot = text(&item["request"]["description"]).contains("A run gets");
        for part in item["request"]["url"]["variable"].as_array().into_iter().flatten() {
            let value = text(&part["value"]);
            let chosen = ["id", "Id"].iter().any(|end| text(&part["key"]).ends_with(end));
            assert!(
                only_reads || cannot || !chosen || value.starts_with("{{"),
                "{name}: {value}"
            );
        }
    }
}

#[test]
fn a_request_says_all_that_it_needs() {
    let collection = collection();
    let requests = requests(&collection);
    let find = |method: &str, path: &str| {
        let raw = format!("{{{{baseUrl}}}}{path}");
        let found = requests
            .iter()
            .find(|(_, item)| item["request"]["method"] == method && item["request"]["url"]["raw"] == raw);
        found.unwrap_or_else(|| panic!("no {method} {path}")).1.clone()
    };
    let login = find("POST", "/login");
    assert_eq!(login["request"]["auth"], json!({"type": "noauth"}));
    assert_eq!(login["event"][0]["listen"], "test");
    assert!(
        login["event"][0]["script"]["exec"].to_string().contains("accessToken"),
        "{login}"
    );
    assert_eq!(login["request"]["body"]["options"]["raw"]["language"], "json");
    let body: Value = serde_json::from_str(text(&login["request"]["body"]["raw"])).unwrap();
    assert_eq!(
        (&body["email"], &body["password"]),
        (&json!("{{username}}"), &json!("{{password}}"))
    );
    let answer: Value = serde_json::from_str(text(&login["response"][0]["body"])).unwrap();
    assert_eq!(
        (&login["response"][0]["code"], &answer["tenantId"]),
        (&json!(200), &json!("balai"))
    );

    let one = find("DELETE", "/v1/permissions/:permissionId");
    assert_eq!(one["request"]["auth"], Value::Null, "as the collection says");
    assert_eq!(
        one["request"]["url"]["path"],
        json!(["v1", "permissions", ":permissionId"])
    );
    assert_eq!(one["request"]["url"]["variable"][0]["key"], "permissionId");
    let queries = |item: &Value| {
        let all = item["request"]["url"]["query"].as_array().unwrap().clone();
        all.iter()
            .map(|query| text(&query["key"]).to_owned())
            .collect::<Vec<_>>()
    };
    assert_eq!(queries(&find("GET", "/v1/permissions")), ["pageNumber", "pageRowCount"]);
    assert_eq!(queries(&find("GET", "/products")), ["page", "per_page"]);
    let profile = find("PUT", "/users");
    assert!(
        text(&profile["request"]["body"]["raw"]).contains("\"username\": \"{{username}}\""),
        "{profile}"
    );
    let upload = find("POST", "/upload/images");
    assert_eq!(
        (
            &upload["request"]["body"]["mode"],
            &upload["request"]["body"]["formdata"][0]["type"]
        ),
        (&json!("formdata"), &json!("file"))
    );
    assert_eq!(collection["auth"]["bearer"][0]["value"], "{{accessToken}}");
    assert_eq!(collection["variable"][0]["value"], "http://127.0.0.1:8080");
}

/// Puts values in the place of variables, as Postman does.
fn resolved(collection: &Value, request: &Value) -> Value {
    let mut written = request.to_string();
    for variable in collection["variable"].as_array().unwrap() {
        written = written.replace(&format!("{{{{{}}}}}", text(&variable["key"])), text(&variable["value"]));
    }
    serde_json::from_str(&written).unwrap()
}

/// Sends a request as Postman would, asking for the envelope that has codes.
async fn sent(client: &Client, collection: &Value, item: &Value) -> Answer {
    let request = &resolved(collection, &item["request"]);
    let mut path = text(&request["url"]["raw"]).replace("http://127.0.0.1:8080", "");
    for variable in request["url"]["variable"].as_array().into_iter().flatten() {
        path = path.replace(&format!(":{}", text(&variable["key"])), text(&variable["value"]));
    }
    let mut builder = Request::builder()
        .method(text(&request["method"]))
        .uri(path)
        .header("accept", "application/vnd.standard+json");
    for header in request["header"]
        .as_array()
        .unwrap()
        .iter()
        .filter(|header| header["disabled"] == false && header["key"] != "X-XSRF-TOKEN")
    {
        builder = builder.header(text(&header["key"]), text(&header["value"]));
    }
    let body = request["body"]["raw"].as_str().unwrap_or_default().to_owned();
    client.send(builder, Body::from(body)).await
}

both_engines! {
    async fn every_request_reaches_its_route(test: TestDb) {
        let app = TestApp::new(test).await;
        let collection: Value = app.anyone.get("/getPostmanCollection").await.expect(200).json();
        assert_eq!(requests(&collection).len(), requests(&self::collection()).len());
        // A stream of events does not end; figures are there only where they are gathered.
        let documented = wiring::documented(&settings());
        let skipped: Vec<String> = documented.iter().flat_map(|part| &part.endpoints)
            .filter(|doc| doc.answer.media.is_some_and(|media| media.starts_with("text/")))
            .map(|doc| format!("{{{{baseUrl}}}}{}", doc.path.replace('{', ":").replace('}', "")))
            .collect();
        for (number, (_, item)) in requests(&collection).into_iter().enumerate() {
            if skipped.iter().any(|raw| item["request"]["url"]["raw"] == *raw) {
                continue;
            }
            // Some requests end the session or the account of whoever sends them.
            let chief = app.account(&format!("chief{}", platform::id::uuid_v7(app.clock.now())), Role::SuperAdmin).await;
            let as_chief = item["request"]["auth"].is_null();
            let of_exams = text(&item["request"]["url"]["raw"]).contains("/api/v1/");
            let name = format!("ketua{number}");
            let exam_chief = async || {
                make_admin(&app, &name, assessment::Role::Administrator).await;
                log_in(&app.anyone, &name).await
            };
            let of_participants = text(&item["request"]["url"]["raw"]).contains("/api/v1/exam/");
            let answer = match (as_chief, of_exams) {
                (true, true) if of_participants => sent(&seat(&app, &name).await.client, &collection, &item).await,
                (true, true) => sent(&exam_chief().await, &collection, &item).await,
                (true, false) => sent(&chief, &collection, &item).await,
                (false, _) => sent(&app.anyone, &collection, &item).await,
            };
            let (name, status) = (&item["name"], answer.status.as_u16());
            assert!(status < 500 && status != 405 && status != 415 || item["request"]["body"]["mode"] == "formdata", "{name}: {status} {}", answer.text());
            let body: Value = serde_json::from_slice(&answer.body).unwrap_or_default();
            assert_ne!(body["code"], "request.no_route", "{name}");
            if as_chief {
                assert!(status != 401 && status != 403, "{name}: {status} {}", answer.text());
            }
        }
    }
}

#[tokio::test]
async fn the_documents_have_the_addresses_that_the_services_name() {
    let app = TestApp::new(TestDb::sqlite().await).await;
    let docs = app.anyone.get("/docs").await.expect(200);
    for address in ["/swagger", "/swagger/"] {
        assert_eq!(app.anyone.get(address).await.expect(200).body, docs.body);
    }
    let health = app.anyone.get("/admin/health").await.expect(200).json();
    assert_eq!(health["data"]["status"], "ok");
    let served = app.anyone.get("/getPostmanCollection").await.expect(200);
    assert_eq!(served.headers["content-type"], "application/json; charset=utf-8");
    assert_eq!(served.json()["info"]["name"], "Balai");
    let front = app.anyone.get("/").await.expect(200).text();
    for part in ["/swagger", "/getPostmanCollection", "/tentang"] {
        assert!(front.contains(&format!("href=\"{part}\"")), "{part} is not in {front}");
    }
    let english = app.anyone.with_header("accept-language", "en");
    let about = english.get("/tentang").await.expect(200).text();
    for part in ["TrackMate", "Classifieds", "Conversations", "Exams"] {
        assert!(about.contains(part), "{part} is not in {about}");
    }
    let login = json!({"username": "nobody", "password": PASSWORD});
    app.anyone.post("/login", &login).await.expect(401);
}
