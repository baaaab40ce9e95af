//! Every endpoint of TrackMate against callers who may not, and against input that nobody should send. The endpoints come
//! from the module's own list, so a new one is tried as soon as it exists.

use accounts::Role;
use http::Method;
use platform::http::routes::{Access, EndpointDoc, Verb};
use serde_json::{Value, json};
use testkit::{Answer, Client, both_engines};

use crate::{
    support::{PASSWORD, TestApp, id},
    trackmate_attacks::{self as attacks, Attack, Expected, check_silence},
    trackmate_support::{encoded, form, rows, search, send},
};

const GIF: &[u8] =
    b"GIF89a\x01\0\x01\0\x80\0\0\0\0\0\xff\xff\xff!\xf9\x04\x01\0\0\0\0,\0\0\0\0\x01\0\x01\0\0\x02\x02D\x01\0;";
const STANDARD: (&str, &str) = ("accept", "application/vnd.standard+json");
const JSON: (&str, &str) = ("content-type", "application/json");

/// Somebody with one of everything.
struct Member {
    client: Client,
    name: String,
    handle: String,
    access: String,
    refresh: String,
    umkm: String,
    product: String,
    resource: String,
    impact: String,
    file: String,
}

async fn member(app: &TestApp, name: &str) -> Member {
    let (client, umkm) = app.producer(name).await;
    let made = async |path: &str, field: &str| {
        id(
            &client
                .post(path, &json!({"name": "Sambal", "price": 1}))
                .await
                .expect(201),
            field,
        )
    };
    let product = made("/products", "productId").await;
    let made = async |path: &str, field: &str| id(&client.post(path, &json!({"name": "air"})).await.expect(201), field);
    let (kind, body) = form("data", "x.gif", "image/gif", GIF);
    let picture = send(&client, "POST", "/upload/images", &[("content-type", &kind)], body)
        .await
        .expect(201);
    let login = app
        .anyone
        .post("/authentications", &json!({"username": name, "password": PASSWORD}))
        .await
        .expect(201);
    let profile = client.get("/users/profile").await.expect(200).json();
    Member {
        name: name.to_owned(),
        handle: profile["data"]["user"]["id"].as_str().unwrap().to_owned(),
        access: id(&login, "accessToken"),
        refresh: id(&login, "refreshToken"),
        umkm,
        product,
        resource: made("/resources", "resourceId").await,
        impact: made("/impacts", "impactId").await,
        file: id(&picture, "fileLocation").rsplit('/').next().unwrap().to_owned(),
        client,
    }
}

/// Where the document has an endpoint: the deployed shapes are the same ones once more.
fn route(doc: &EndpointDoc) -> &'static str {
    doc.path.strip_prefix(trackmate::COMPAT).unwrap_or(doc.path)
}

/// What stands for an endpoint's parameter: something of the member's own.
fn parameter<'m>(doc: &EndpointDoc, member: &'m Member) -> &'m str {
    match (doc.verb, route(doc)) {
        (Verb::Get, "/umkm/approve/{id}" | "/impacts/approve/{id}") => "true",
        (_, "/products/category/{id}") => "1",
        (_, "/products/search/{keyword}") => "sambal",
        (_, "/users/{id}" | "/users/umkm/{userId}") => &member.handle,
        (_, "/media/{file}") => &member.file,
        (_, path) if path == "/products/umkm/{idumkm}" || path.starts_with("/umkm/") => &member.umkm,
        (_, path) if path.starts_with("/products/") => &member.product,
        (_, path) if path.starts_with("/resources/") => &member.resource,
        (_, path) if path.starts_with("/impacts/") => &member.impact,
        (_, path) => panic!("say here what stands for the parameter of {path}"),
    }
}

/// The endpoint's address with something in place of its parameter.
fn address(doc: &EndpointDoc, parameter: impl FnOnce() -> String) -> String {
    match (doc.path.find('{'), doc.path.find('}')) {
        (Some(start), Some(end)) => format!("{}{}{}", &doc.path[..start], parameter(), &doc.path[end + 1..]),
        _ => doc.path.to_owned(),
    }
}

fn own_address(doc: &EndpointDoc, member: &Member) -> String {
    address(doc, || parameter(doc, member).to_owned())
}

/// The documented sample, speaking of the member's own things.
fn sample(doc: &EndpointDoc, member: &Member) -> Option<String> {
    let example = doc.body.as_ref()?.example?;
    let name = match route(doc) {
        "/authentications" => member.name.clone(),
        "/admin/authentications" => "root".to_owned(),
        _ => format!("{}x", member.name),
    };
    let own = example
        .replace("user1", &name)
        .replace("product-IKqPltKAqIRWSNPw", &member.product);
    Some(own.replace("H5GczcpSr2HXk0…", &member.refresh))
}

fn is_form(doc: &EndpointDoc) -> bool {
    doc.body
        .as_ref()
        .is_some_and(|body| body.media == "multipart/form-data")
}

/// Calls an endpoint with a body, or with what its document says about one.
async fn call(client: &Client, doc: &EndpointDoc, member: &Member, more: &[(&str, &str)]) -> Answer {
    let (kind, form) = form("data", "x.gif", "image/gif", GIF);
    let (kind, body) = if is_form(doc) {
        (kind, form)
    } else {
        (
            "application/json".to_owned(),
            sample(doc, member).unwrap_or_default().into_bytes(),
        )
    };
    let mut headers = vec![("content-type", kind.as_str())];
    headers.extend_from_slice(more);
    send(client, doc.verb.name(), &own_address(doc, member), &headers, body).await
}

/// Fails unless the answer travels in the module's envelope and tells nothing of the server's inside.
fn check_envelope(answer: &Answer, what: &str) {
    let (status, text) = (answer.status.as_u16(), answer.text());
    assert!(status < 500, "{what}: {status} {text}");
    let value: Value = serde_json::from_slice(&answer.body).unwrap_or_else(|e| panic!("{what}: {e}: {text}"));
    assert!(
        value["message"].is_string() || value["data"].is_object(),
        "{what}: {text}"
    );
    if answer.status.is_success() {
        assert_eq!(
            (&value["error"], &value["status"]),
            (&json!(false), &json!("success")),
            "{what}: {text}"
        );
    } else {
        let expected = json!({"error": true, "status": "fail", "message": value["message"], "data": null});
        assert_eq!(value, expected, "{what}");
    }
    check_silence(answer, what);
}

/// The same for the Standard Response.
fn check_standard(answer: &Answer, what: &str) {
    let (status, text) = (answer.status.as_u16(), answer.text());
    let value: Value = serde_json::from_slice(&answer.body).unwrap_or_else(|e| panic!("{what}: {e}: {text}"));
    let word = match status {
        200..300 => "success",
        422 => "failure",
        401 | 403 | 404 | 405 | 413 | 415 | 429 => "error",
        other => panic!("{what}: {other} is no status of the Standard Response: {text}"),
    };
    assert_eq!(value["status"], word, "{what}: {text}");
    assert_eq!(
        answer.headers["content-type"], "application/vnd.standard+json; charset=utf-8",
        "{what}"
    );
    assert_eq!(value.get("data").is_some(), word != "error", "{what}: {text}");
    if word != "success" {
        let told = value["message"].is_string() && value["errors"].is_array() && value["code"].is_string();
        assert!(told, "{what}: {text}");
    }
    check_silence(answer, what);
}

fn is_media(doc: &EndpointDoc) -> bool {
    doc.answer.media.is_some()
}

fn name(doc: &EndpointDoc) -> String {
    format!("{} {}", doc.verb.name(), doc.path)
}

fn in_role<'c>(doc: &EndpointDoc, app: &'c TestApp, member: &'c Member, admin: &'c Client) -> &'c Client {
    match doc.access {
        Access::Anyone => &app.anyone,
        Access::Account => &member.client,
        Access::Staff(staff) => {
            assert_eq!(staff.about, "For administrators.", "TrackMate has no other routes");
            admin
        }
    }
}

/// Fails unless a successful answer is what the document says about it.
fn check_documented(doc: &EndpointDoc, answer: &Answer, standard: bool) {
    let (what, value) = (name(doc), answer.json());
    assert_eq!(answer.status.as_u16(), doc.status, "{what}: {value}");
    if let Some(message) = doc.answer.message {
        assert_eq!(value["message"], message, "{what}");
    }
    let data = match doc.answer.name.filter(|_| !standard) {
        Some(name) => &value["data"][name],
        None => &value["data"],
    };
    let Some(schema) = doc.answer.schema else { return };
    let schema = attacks::validator(schema);
    let shown = if doc.answer.list {
        let count = if standard {
            &value["pagination"]["total_count"]
        } else {
            &value["count"]
        };
        assert!(count.is_i64(), "{what}: {value}");
        data.as_array().unwrap().clone()
    } else {
        vec![data.clone()]
    };
    for one in shown {
        assert!(schema.is_valid(&one), "{what}: {one}");
    }
}

/// Everything that a stranger could have changed, as the world sees it.
async fn seen(app: &TestApp, member: &Member) -> Vec<String> {
    let mut texts = vec![format!("{:?}", rows(&app.test.db).await)];
    for path in [
        format!("/products/{}", member.product),
        format!("/umkm/{}", member.umkm),
        format!("/resources/{}", member.resource),
        format!("/impacts/{}", member.impact),
        format!("/users/{}", member.handle),
        "/products".to_owned(),
        "/umkm".to_owned(),
        search("sambal"),
    ] {
        texts.push(app.anyone.get(&path).await.text());
    }
    texts
}

both_engines! {
    async fn every_endpoint_does_what_its_document_says_for_those_who_may(db: TestDb) {
        let app = TestApp::new(db).await;
        let admin = app.account("root", Role::Admin).await;
        let mut number = 0;
        for doc in trackmate::endpoint_docs() {
            for standard in [false, true] {
                number += 1;
                let member = member(&app, &format!("orang{number}")).await;
                if (doc.verb, route(&doc)) == (Verb::Post, "/umkm") {
                    drop(member.client.delete("/umkm").await.expect(200));
                }
                let client = in_role(&doc, &app, &member, &admin);
                let answer = call(client, &doc, &member, if standard { &[STANDARD] } else { &[] }).await;
                if is_media(&doc) {
                    assert_eq!(answer.status, 200);
                    assert!(answer.body == GIF || route(&doc).ends_with("/placeholder.png"), "{}", name(&doc));
                    continue;
                }
                if standard {
                    check_standard(&answer, &name(&doc));
                } else {
                    check_envelope(&answer, &name(&doc));
                }
                check_documented(&doc, &answer, standard);
            }
        }
        app.test.db.integrity().await.unwrap();
    }

    async fn nobody_gets_further_than_their_role(db: TestDb) {
        let app = TestApp::new(db).await;
        let admin = app.account("root", Role::Admin).await;
        let (owner, other) = (member(&app, "pemilik").await, member(&app, "lain").await);
        let before = seen(&app, &owner).await;
        for doc in trackmate::endpoint_docs() {
            let what = name(&doc);
            let refused: &[(&Client, u16)] = match doc.access {
                Access::Anyone => &[],
                Access::Account => &[(&app.anyone, 401)],
                Access::Staff(_) => {
                    &[(&app.anyone, 401), (&owner.client, 403), (&other.client, 403)]
                }
            };
            for (client, status) in refused {
                let answer = call(client, &doc, &owner, &[]).await;
                assert_eq!(answer.status, *status, "{what}");
                check_envelope(&answer, &what);
                let answer = call(client, &doc, &owner, &[STANDARD]).await;
                assert_eq!(answer.status, *status, "{what}");
                check_standard(&answer, &what);
            }
        }
        assert_eq!(seen(&app, &owner).await, before);
        // Whoever may call is not told to log in first, nor is an administrator sent away.
        for doc in trackmate::endpoint_docs().iter().filter(|doc| doc.verb == Verb::Get && !is_media(doc)) {
            for client in [&owner.client, &other.client, &admin] {
                let answer = call(client, doc, &owner, &[]).await;
                check_envelope(&answer, &name(doc));
                assert_ne!(answer.status, 401, "{}", name(doc));
            }
            assert_ne!(call(&admin, doc, &owner, &[]).await.status, 403, "{}", name(doc));
        }
    }

    async fn a_stranger_changes_nothing_of_somebody_elses(db: TestDb) {
        let app = TestApp::new(db).await;
        let admin = app.account("root", Role::Admin).await;
        let (owner, other) = (member(&app, "pemilik").await, member(&app, "lain").await);
        let before = seen(&app, &owner).await;
        let mut tried = 0;
        for doc in trackmate::endpoint_docs() {
            let names_a_thing = doc.path.contains('{') || sample(&doc, &owner).is_some_and(|body| body.contains(&owner.product));
            if doc.access != Access::Account || doc.verb == Verb::Post || !names_a_thing {
                continue;
            }
            // An administrator is a stranger, too: the contract gives them no more than approval.
            for client in [&other.client, &admin] {
                for headers in [&[][..], &[STANDARD]] {
                    let answer = call(client, &doc, &owner, headers).await;
                    assert_eq!(answer.status, 403, "{}: {}", name(&doc), answer.text());
                    tried += 1;
                }
            }
        }
        assert!(tried >= 4 * 8, "{tried}");
        assert_eq!(seen(&app, &owner).await, before);
    }

    async fn a_token_that_is_not_good_is_no_token(db: TestDb) {
        let app = TestApp::new(db).await;
        let owner = member(&app, "pemilik").await;
        let before = seen(&app, &owner).await;
        let tokens = attacks::tokens(&app, &owner.access, &owner.refresh);
        for doc in trackmate::endpoint_docs() {
            for (what, authorization) in &tokens {
                let what = format!("{} with {what}", name(&doc));
                let headers = [("authorization", authorization.as_str())];
                if doc.access == Access::Anyone {
                    // Only reads: what anyone may write, a bad token does not prevent.
                    if doc.verb == Verb::Get {
                        assert_eq!(call(&app.anyone, &doc, &owner, &headers).await.status, 200, "{what}");
                    }
                    continue;
                }
                let answer = call(&app.anyone, &doc, &owner, &headers).await;
                assert_eq!(answer.status, 401, "{what}: {}", answer.text());
                check_envelope(&answer, &what);
            }
        }
        assert_eq!(seen(&app, &owner).await, before);
        app.clock.advance(std::time::Duration::from_secs(15 * 60));
        for doc in trackmate::endpoint_docs().iter().filter(|doc| doc.access != Access::Anyone) {
            assert_eq!(call(&owner.client, doc, &owner, &[]).await.status, 401, "{} expired", name(doc));
        }
        assert_eq!(seen(&app, &owner).await, before);
    }

    async fn a_bad_body_is_refused_and_changes_nothing(db: TestDb) {
        let app = TestApp::new(db).await;
        let admin = app.account("root", Role::Admin).await;
        let owner = member(&app, "pemilik").await;
        for doc in trackmate::endpoint_docs().iter().filter(|doc| doc.body.is_some() && !is_form(doc)) {
            let sample = sample(doc, &owner).unwrap();
            let schema = attacks::validator(doc.body.as_ref().unwrap().schema);
            assert!(schema.is_valid(&serde_json::from_str(&sample).unwrap()), "{}: its own sample", name(doc));
            let before = seen(&app, &owner).await;
            let mut attacks = attacks::bodies(&sample, &schema, doc.body_limit);
            // Where the address names the product, an endless id in the body is read over.
            attacks.retain(|attack| !(doc.path.contains("{id}") && attack.what == "an endless text at /id"));
            let (refused, open): (Vec<_>, Vec<_>) = attacks.into_iter().partition(|attack| attack.expected != Expected::Survives);
            assert!(refused.len() > 20, "{}", name(doc));
            for attack in refused {
                attempt(&app, doc, &owner, &admin, &attack).await;
            }
            assert_eq!(seen(&app, &owner).await, before, "{}", name(doc));
            for attack in open {
                attempt(&app, doc, &owner, &admin, &attack).await;
            }
        }
        app.test.db.integrity().await.unwrap();
        for list in ["/products", "/umkm", "/recomendation"] {
            drop(app.anyone.get(list).await.expect(200));
        }
    }

    async fn a_bad_address_is_refused_and_changes_nothing(db: TestDb) {
        let app = TestApp::new(db).await;
        let admin = app.account("root", Role::Admin).await;
        let owner = member(&app, "pemilik").await;
        let before = seen(&app, &owner).await;
        let bad = [
            encoded("a'b"), encoded("' or 1=1; --"), encoded("\"};"), "%00".to_owned(), "a%00b".to_owned(), "%ff".to_owned(), "%C0%80".to_owned(),
            "..%2f".to_owned(), "..%2f..%2f..%2fetc%2fpasswd".to_owned(), "%2e%2e".to_owned(), "x".repeat(10_000), encoded(&"ä".repeat(5_000)),
            encoded("<script>alert(1)</script>"), "*".to_owned(), "%25".to_owned(), "%20".to_owned(), "-1".to_owned(), "1.5".to_owned(),
            "99999999999999999999".to_owned(), "null".to_owned(), encoded("{id}"), encoded("\u{202e}😀"),
        ];
        for doc in trackmate::endpoint_docs().iter().filter(|doc| doc.path.contains('{')) {
            let client = in_role(doc, &app, &owner, &admin);
            for bad in &bad {
                let what = format!("{} with {:.60}", name(doc), bad);
                let path = address(doc, || bad.clone());
                let answer = send(client, doc.verb.name(), &path, &[JSON], sample(doc, &owner).unwrap_or_default()).await;
                check_envelope(&answer, &what);
                let status = answer.status.as_u16();
                let finds_nothing = matches!(route(doc), "/products/search/{keyword}" | "/products/category/{id}") && status == 200;
                assert!(matches!(status, 400 | 404) || finds_nothing, "{what}: {status} {}", answer.text());
            }
        }
        assert_eq!(seen(&app, &owner).await, before);
    }

    async fn a_page_that_is_none_is_refused(db: TestDb) {
        let app = TestApp::new(db).await;
        let admin = app.account("root", Role::Admin).await;
        let owner = member(&app, "pemilik").await;
        for doc in trackmate::endpoint_docs().iter().filter(|doc| doc.answer.list) {
            let (client, path) = (in_role(doc, &app, &owner, &admin), own_address(doc, &owner));
            for query in ["page=0", "page=-1", "page=x", "page=", "page=1.5", "page=%00", "page=99999999999999999999", "per_page=0", "per_page=1001", "per_page='", "page=1&page=x"] {
                let what = format!("{path}?{query}");
                let answer = client.get(&what).await;
                assert_eq!(answer.status, 400, "{what}: {}", answer.text());
                check_envelope(&answer, &what);
                let answer = send(client, "GET", &what, &[STANDARD], "").await;
                assert_eq!(answer.status, 422, "{what}");
                check_standard(&answer, &what);
            }
            let answer = client.get(&format!("{path}?page=1&per_page=1&envelope=standard")).await.expect(200);
            check_standard(&answer, &path);
            assert_eq!(answer.json()["pagination"]["current_page"], 1, "{path}");
            assert_eq!(send(client, "GET", &format!("{path}?per_page=501"), &[STANDARD], "").await.status, 422, "{path}");
            let beyond = client.get(&format!("{path}?page=7&per_page=3")).await.expect(200).json();
            assert_eq!(beyond["data"][doc.answer.name.unwrap()], json!([]), "{path}");
        }
    }

    async fn other_methods_and_addresses_are_refused_in_the_envelope(db: TestDb) {
        let app = TestApp::new(db).await;
        let owner = member(&app, "pemilik").await;
        for doc in trackmate::endpoint_docs() {
            let (what, path) = (name(&doc), own_address(&doc, &owner));
            let answer = owner.client.call(Method::PATCH, &path).await;
            assert_eq!(answer.status, 405, "{what}");
            check_envelope(&answer, &what);
            let answer = send(&owner.client, "PATCH", &path, &[STANDARD], "").await;
            check_standard(&answer, &what);
            let beside = app.anyone.get(&format!("{path}/x/y/z")).await;
            assert_eq!(beside.status, 404, "{what}");
            check_envelope(&beside, &what);
        }
    }

    async fn hostile_text_is_stored_to_the_letter(db: TestDb) {
        let app = TestApp::new(db).await;
        let owner = member(&app, "pemilik").await;
        for text in ["x'); drop table product; --", "<script>alert(1)</script>", "\"};{{7*7}}${7*7}", "\\u0000 \\", "%s%n%00", "😀\u{202e}\u{200b}a"] {
            let body = json!({"name": text, "price": 1, "description": text, "resources": [{"name": text, "location": text}], "production": [{"name": text}],
                "impact": [{"name": text}], "contribution": [{"description": text}]});
            let path = format!("/products/{}", id(&owner.client.post("/products", &body).await.expect(201), "productId"));
            let shown = app.anyone.get(&path).await.expect(200).json()["data"]["product"].clone();
            let stored = [
                &shown["name"], &shown["description"], &shown["resources"][0]["name"], &shown["resources"][0]["location"]["name"],
                &shown["production"][0]["name"], &shown["impact"][0]["name"], &shown["contribution"][0]["description"],
            ];
            assert_eq!(stored, [text; 7]);
            let contact = json!([{"name": text, text: text}]);
            drop(owner.client.put("/umkm", &json!({"description": text, "contact": contact})).await.expect(200));
            let shown = app.anyone.get(&format!("/umkm/{}", owner.umkm)).await.json()["data"]["umkm"].clone();
            let way = &shown["contact"][0];
            assert_eq!([&shown["description"], &way["name"], &way[text]], [text; 3]);
        }
        app.test.db.integrity().await.unwrap();
    }

    async fn what_the_schema_cannot_say_is_required_all_the_same(db: TestDb) {
        let app = TestApp::new(db).await;
        let owner = member(&app, "pemilik").await;
        let user = app.user("tanpa").await;
        let before = seen(&app, &owner).await;
        for (client, method, path, body) in [
            (&owner.client, "POST", "/products", json!({"price": 1})), (&owner.client, "POST", "/products", json!({"name": "x"})),
            (&owner.client, "POST", "/products", json!({"name": "x", "price": null})), (&owner.client, "POST", "/products", json!({"name": " ", "price": 1})),
            (&owner.client, "PUT", "/products", json!({"name": "x"})), (&owner.client, "PUT", "/products", json!({"id": null, "name": "x"})),
            (&owner.client, "PUT", "/products", json!({"id": "a\0b", "name": "x"})), (&owner.client, "POST", "/products", json!({"name": "x", "price": 1, "resources": ["a\0b"]})),
            (&user, "POST", "/umkm", json!({})), (&user, "POST", "/umkm", json!({"name": null})), (&user, "POST", "/umkm", json!({"name": ""})),
            (&owner.client, "PUT", "/umkm", json!({"contact": ["x"]})), (&owner.client, "PUT", "/umkm", json!({"contact": [{"a": "\0"}]})),
            (&owner.client, "PUT", "/umkm", json!({"image": "javascript:alert(1)"})), (&owner.client, "PUT", "/umkm", json!({"employe": -1})),
        ] {
            let answer = client.call_json(method.parse().unwrap(), path, &body).await;
            assert_eq!(answer.status, 400, "{method} {path} {body}: {}", answer.text());
            check_envelope(&answer, path);
        }
        assert_eq!(seen(&app, &owner).await, before);
    }
}

/// Sends one bad body; the answer is one that was expected, in the envelope.
async fn attempt(app: &TestApp, doc: &EndpointDoc, owner: &Member, admin: &Client, attack: &Attack) {
    let client = in_role(doc, app, owner, admin);
    let what = format!("{} with {}", name(doc), attack.what);
    let headers = [("content-type", attack.content_type)];
    let answer = send(
        client,
        doc.verb.name(),
        &own_address(doc, owner),
        &headers,
        attack.body.clone(),
    )
    .await;
    check_envelope(&answer, &what);
    let status = answer.status.as_u16();
    // A login is refused for what it says, and too many of them for their number.
    let is_login = doc.path.ends_with("/authentications") && matches!(status, 401 | 403 | 429);
    // A product's id in the body may name one that does not exist.
    let is_id = attack.what.ends_with(" at /id") && status == 404;
    match attack.expected {
        Expected::Status(expected) => assert_eq!(status, expected, "{what}: {}", answer.text()),
        Expected::Refused => assert!(status == 400 || is_login || is_id, "{what}: {status} {}", answer.text()),
        Expected::Survives => {}
    }
}
