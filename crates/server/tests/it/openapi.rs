//! The `OpenAPI` document is valid, complete, and its samples are what it says.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use jsonschema::Registry;
use platform::http::{Dialect, STANDARD, routes::EndpointDoc};
use serde_json::{Map, Value, json};
use server::{
    openapi::{ModuleDoc, document},
    settings::{Given, Settings},
    wiring,
};
use testkit::{Client, TestDb};

use crate::support::{TestApp, id};

/// The `OpenAPI` Initiative's own schema; see `tests/data/README.md`.
const FORMAT: &str = include_str!("../data/openapi-3.1.schema.json");

fn settings() -> Settings {
    Given::default().settle(wiring::MODULES).unwrap()
}

/// The document of everything that runs.
fn whole() -> Value {
    serde_json::from_str(&wiring::openapi(&settings()).unwrap()).unwrap()
}

/// What it is made from.
fn endpoints() -> Vec<EndpointDoc> {
    wiring::documented(&settings())
        .into_iter()
        .flat_map(|part| part.endpoints)
        .collect()
}

/// TrackMate's endpoints as if the module spoke another dialect: the envelopes that no module speaks yet are held to
/// the same.
fn spoken_in(dialect: &'static dyn Dialect) -> Value {
    let module = ModuleDoc {
        name: trackmate::NAME,
        about: trackmate::ABOUT,
        dialect,
        endpoints: &trackmate::endpoint_docs(),
    };
    let document = document(&[module], "https://balai.example").unwrap();
    serde_json::from_str(&document.to_json().unwrap()).unwrap()
}

const DIALECTS: [&dyn Dialect; 4] = [
    trackmate::DIALECT,
    assessment::DIALECT,
    accounts::service_dialect::SERVICE,
    STANDARD,
];

/// Every `(path, method, operation)`.
fn operations(document: &Value) -> Vec<(String, String, &Value)> {
    let paths = document["paths"].as_object().unwrap();
    let operations = paths.iter().flat_map(|(path, methods)| {
        let methods = methods.as_object().unwrap().iter();
        methods.map(|(method, operation)| (path.clone(), method.clone(), operation))
    });
    operations.collect()
}

/// Follows a `$ref`, if it is one.
fn at<'a>(document: &'a Value, place: &'a Value) -> &'a Value {
    match place["$ref"].as_str() {
        Some(reference) => document
            .pointer(&reference[1..])
            .unwrap_or_else(|| panic!("{reference} leads nowhere")),
        None => place,
    }
}

/// Where schemas find those that they refer to.
const WHOLE: &str = "https://balai.example/openapi.json";

/// The schemas of a document, read once for all that refer to them.
fn shared_schemas(document: &Value) -> Registry<'static> {
    let schemas = json!({"components": {"schemas": &document["components"]["schemas"]}});
    Registry::new().add(WHOLE, schemas).unwrap().prepare().unwrap()
}

/// Judges by the schemas of one document.
struct Judge<'a> {
    document: &'a Value,
    shared: &'a Registry<'static>,
    known: HashMap<String, jsonschema::Validator>,
    seen: usize,
}

impl<'a> Judge<'a> {
    fn new(document: &'a Value, shared: &'a Registry<'static>) -> Self {
        Self {
            document,
            shared,
            known: HashMap::new(),
            seen: 0,
        }
    }

    /// What does not fit.
    fn wrong(&mut self, schema: &Value, sample: &Value) -> Vec<String> {
        self.seen += 1;
        let text = schema
            .to_string()
            .replace("\"#/components", &format!("\"{WHOLE}#/components"));
        let checker = self.known.entry(text).or_insert_with_key(|text| {
            let schema: Value = serde_json::from_str(text).unwrap();
            jsonschema::draft202012::options()
                .with_registry(self.shared)
                .build(&schema)
                .unwrap_or_else(|error| panic!("{schema} is no schema: {error}"))
        });
        let errors = checker.iter_errors(sample);
        errors
            .map(|error| format!("{}: {error}", error.instance_path()))
            .collect()
    }

    fn assert_fits(&mut self, schema: &Value, sample: &Value, place: &str) {
        let wrong = self.wrong(schema, sample);
        assert!(wrong.is_empty(), "{place}: {sample}\n{}", wrong.join("\n"));
    }

    /// Every sample of a body or an answer.
    fn assert_contents(&mut self, contents: &Value, place: &str) {
        for (media, content) in contents.as_object().into_iter().flatten() {
            let named = content["examples"].as_object().into_iter().flat_map(Map::values);
            for sample in content.get("example").into_iter().chain(named.map(|one| &one["value"])) {
                self.assert_fits(&content["schema"], sample, &format!("{place} {media}"));
            }
        }
    }
}

/// Checks every sample; says how many there are.
fn check_samples(document: &Value) -> usize {
    let shared = shared_schemas(document);
    let mut judge = Judge::new(document, &shared);
    for (path, method, operation) in operations(document) {
        let place = format!("{method} {path}");
        judge.assert_contents(&operation["requestBody"]["content"], &place);
        for (status, response) in operation["responses"].as_object().unwrap() {
            judge.assert_contents(&response["content"], &format!("{place} {status}"));
        }
        for parameter in operation["parameters"].as_array().into_iter().flatten() {
            let parameter = at(document, parameter);
            if let Some(sample) = parameter.get("example") {
                judge.assert_fits(&parameter["schema"], sample, &format!("{place} {}", parameter["name"]));
            }
        }
    }
    for (name, response) in document["components"]["responses"].as_object().unwrap() {
        judge.assert_contents(&response["content"], name);
    }
    judge.seen
}

#[test]
fn the_document_is_valid_openapi_3_1() {
    let format: Value = serde_json::from_str(FORMAT).unwrap();
    let checker = jsonschema::draft202012::new(&format).unwrap();
    for (name, document) in DIALECTS
        .map(|dialect| (dialect.name(), spoken_in(dialect)))
        .into_iter()
        .chain([("whole", whole())])
    {
        let wrong: Vec<String> = checker
            .iter_errors(&document)
            .map(|error| format!("{}: {error}", error.instance_path()))
            .collect();
        assert!(wrong.is_empty(), "{name}: {}", wrong.join("\n"));
    }
}

#[test]
fn every_endpoint_is_in_the_document_and_nothing_else() {
    let endpoints = endpoints();
    let declared: BTreeSet<(String, String)> = endpoints
        .iter()
        .map(|doc| (doc.path.to_owned(), doc.verb.name().to_ascii_lowercase()))
        .collect();
    let document = whole();
    let described: BTreeSet<(String, String)> = operations(&document)
        .into_iter()
        .map(|(path, method, _)| (path, method))
        .collect();
    assert_eq!(declared.len(), endpoints.len(), "an endpoint is declared twice");
    assert_eq!(described, declared);
}

#[test]
fn operation_ids_are_unique_and_say_the_route() {
    let document = whole();
    let mut ids = BTreeMap::new();
    for (path, method, operation) in operations(&document) {
        let id = operation["operationId"].as_str().unwrap().to_owned();
        let earlier = ids.insert(id.clone(), (path.clone(), method));
        assert_eq!(earlier, None, "{id} also stands for {path}");
    }
    let route = |id: &str| ids[id].0.as_str();
    assert_eq!(route("getProductsUmkmByIdumkm"), "/products/umkm/{idumkm}");
    assert_eq!(route("postAdminAuthentications"), "/admin/authentications");
}

#[test]
fn no_two_paths_differ_only_in_the_names_of_their_parts() {
    let document = whole();
    let mut shapes = BTreeMap::new();
    for path in document["paths"].as_object().unwrap().keys() {
        let shape: Vec<&str> = path
            .split('/')
            .map(|part| if part.starts_with('{') { "{}" } else { part })
            .collect();
        let earlier = shapes.insert(shape, path);
        assert_eq!(earlier, None, "{path}");
    }
}

#[test]
fn every_part_of_a_path_is_described() {
    for doc in endpoints() {
        let in_path: Vec<&str> = doc
            .path
            .split('/')
            .filter_map(|part| part.strip_prefix('{')?.strip_suffix('}'))
            .collect();
        let described: Vec<&str> = doc.parts.iter().map(|part| part.name).collect();
        assert_eq!(described, in_path, "{}", doc.path);
        assert!(!doc.summary.is_empty(), "{}", doc.path);
    }
}

#[test]
fn every_sample_fits_its_schema_in_every_dialect() {
    for dialect in DIALECTS {
        let document = spoken_in(dialect);
        let seen = check_samples(&document);
        assert!(seen > 100, "{dialect:?}: only {seen} samples were checked");
    }
    check_samples(&whole());
}

#[test]
fn every_reference_leads_somewhere_and_every_component_is_used() {
    fn collect<'a>(value: &'a Value, found: &mut BTreeSet<&'a str>) {
        match value {
            Value::Object(map) => {
                if let Some(Value::String(reference)) = map.get("$ref") {
                    found.insert(reference);
                }
                map.values().for_each(|inner| collect(inner, found));
            }
            Value::Array(list) => list.iter().for_each(|inner| collect(inner, found)),
            Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
        }
    }
    let document = whole();
    let mut references = BTreeSet::new();
    collect(&document, &mut references);
    for reference in &references {
        assert!(document.pointer(&reference[1..]).is_some(), "{reference} leads nowhere");
    }
    for kind in ["schemas", "responses", "parameters", "headers"] {
        for name in document["components"][kind].as_object().unwrap().keys() {
            let reference = format!("#/components/{kind}/{name}");
            assert!(references.contains(reference.as_str()), "nothing refers to {reference}");
        }
    }
}

#[test]
fn the_documents_say_who_may_call() {
    let document = whole();
    for doc in endpoints() {
        let operation = &document["paths"][doc.path][doc.verb.name().to_ascii_lowercase()];
        let open = doc.access == platform::http::routes::Access::Anyone;
        // Whoever logs in to the exams or out of them has no session to show, but the token that changes need.
        let logs = ["/api/v1/auth/log", "/api/v1/exam/auth/"];
        if logs.iter().any(|start| doc.path.starts_with(start)) && doc.verb == platform::http::routes::Verb::Post {
            assert_eq!(operation["security"], json!([{"examToken": []}]), "{}", doc.path);
            continue;
        }
        assert_eq!(operation.get("security").is_none(), open, "{}", doc.path);
        if !open {
            assert!(operation["responses"].get("401").is_some(), "{}", doc.path);
        }
    }
}

#[test]
fn a_sample_looks_as_the_documented_api_prints_it() {
    let document = whole();
    let created = &document["paths"]["/users"]["post"]["responses"]["201"]["content"];
    assert_eq!(
        created["application/json"]["example"],
        json!({
            "error": false, "status": "success", "message": "User berhasil ditambahkan",
            "data": {"userId": "user-I4YvO_qdU337HszX"},
        })
    );
    assert_eq!(
        created["application/vnd.standard+json"]["example"],
        json!({
            "status": "success", "data": {"userId": "user-I4YvO_qdU337HszX"}, "message": "User berhasil ditambahkan",
        })
    );
    let refused = at(&document, &document["paths"]["/users"]["post"]["responses"]["422"]);
    assert_eq!(
        refused["content"]["application/vnd.standard+json"]["examples"]["accounts.username_taken"]["value"],
        json!({
            "status": "failure", "code": "accounts.username_taken",
            "message": "Gagal menambahkan user. Username sudah digunakan.",
            "errors": [{"attribute_name": "username", "messages": ["sudah digunakan"]}],
            "data": {"username": ["sudah digunakan"]},
        })
    );
}

testkit::both_engines! {
    async fn the_running_application_serves_the_document_of_its_modules(db: TestDb) {
        let app = TestApp::new(db).await;
        let served = app.anyone.get("/openapi.json").await.expect(200);
        let described: BTreeSet<(String, String)> =
            operations(&served.json()).into_iter().map(|(path, method, _)| (path, method)).collect();
        let declared: BTreeSet<(String, String)> = endpoints()
            .iter()
            .map(|doc| (doc.path.to_owned(), doc.verb.name().to_ascii_lowercase()))
            .collect();
        assert_eq!(described, declared);
        for doc in app.app.wired.modules.iter().flat_map(|module| &module.endpoints) {
            let route = (doc.path.to_owned(), doc.verb.name().to_ascii_lowercase());
            assert!(described.contains(&route), "{route:?} runs and is not described");
        }
    }
}

#[test]
fn the_judge_notices_what_does_not_fit() {
    let document = whole();
    let schema = json!({"$ref": "#/components/schemas/ProductBrief"});
    let shared = shared_schemas(&document);
    let mut judge = Judge::new(&document, &shared);
    let good = json!({"id": "product-1", "name": "a", "image": "b", "price": 1, "category": null});
    assert_eq!(judge.wrong(&schema, &good), [""; 0]);
    assert_eq!(judge.wrong(&schema, &json!({"id": 1})).len(), 5);
}

/// Asks the application and holds what it answers against the document.
async fn assert_described(client: &Client, judge: &mut Judge<'_>, template: &str, address: &str, status: u16) {
    for (media, query) in [
        ("application/json", ""),
        ("application/vnd.standard+json", "?envelope=standard"),
    ] {
        let answer = client.get(&format!("{address}{query}")).await.expect(status);
        let document = judge.document;
        let described = at(
            document,
            &document["paths"][template]["get"]["responses"][status.to_string()],
        );
        let schema = &described["content"][media]["schema"];
        assert!(schema.is_object(), "{template} {status} {media} is not described");
        judge.assert_fits(schema, &answer.json(), address);
    }
}

#[tokio::test]
async fn what_the_application_answers_is_what_the_document_says() {
    let app = TestApp::new(TestDb::sqlite().await).await;
    let (maker, umkm) = app.producer("sari").await;
    let sent = json!({
        "name": "sambal", "price": 12.5, "production": [{"name": "ulek"}], "contribution": [1, {"description": "kerja"}],
        "resources": [{"name": "cabai", "location": "Wonogiri"}], "impact": [{"name": "air", "icon": 1}],
    });
    let product = id(&maker.post("/products", &sent).await.expect(201), "productId");
    let resource = id(
        &maker.post("/resources", &json!({"name": "cabai"})).await.expect(201),
        "resourceId",
    );
    let document = whole();
    let shared = shared_schemas(&document);
    let mut judge = Judge::new(&document, &shared);
    for (template, address, status) in [
        ("/products", "/products".to_owned(), 200),
        ("/products/{id}", format!("/products/{product}"), 200),
        ("/products/{id}", "/products/product-none".to_owned(), 404),
        ("/products/search/{keyword}", "/products/search/sam".to_owned(), 200),
        ("/recomendation", "/recomendation".to_owned(), 200),
        ("/umkm", "/umkm".to_owned(), 200),
        ("/umkm/{id}", format!("/umkm/{umkm}"), 200),
        ("/umkm/profile", "/umkm/profile".to_owned(), 200),
        ("/resources", "/resources".to_owned(), 200),
        ("/resources/{id}", format!("/resources/{resource}"), 200),
        ("/impacts", "/impacts".to_owned(), 200),
        ("/users/profile", "/users/profile".to_owned(), 200),
        ("/umkm/approve/{id}", "/umkm/approve/true".to_owned(), 403),
    ] {
        assert_described(&maker, &mut judge, template, &address, status).await;
    }
    assert_described(&app.anyone, &mut judge, "/users/profile", "/users/profile", 401).await;
}

/// The addresses that a page loads.
fn loaded(page: &str) -> Vec<&str> {
    let mut found = Vec::new();
    for start in ["href=\"", "src=\""] {
        found.extend(page.split(start).skip(1).filter_map(|rest| rest.split('"').next()));
    }
    found
}

#[tokio::test]
async fn every_page_is_closed_to_the_outside_and_every_file_it_names_is_there() {
    let app = TestApp::new(TestDb::sqlite().await).await;
    for path in ["/", "/docs", "/docs/"] {
        let page = app.anyone.get(path).await.expect(200);
        let policy = page.headers["content-security-policy"].to_str().unwrap();
        for directive in ["default-src 'none'", "frame-ancestors 'none'"] {
            assert!(policy.contains(directive), "{path}: {policy}");
        }
        assert!(!policy.contains("unsafe") && !policy.contains('*'), "{path}: {policy}");
        assert_eq!(page.headers["x-content-type-options"], "nosniff");
        // A form of a page says where it comes from, which "no-referrer" would hide from this server, too.
        let referrer = page.headers["referrer-policy"].to_str().unwrap();
        assert_eq!(referrer, if path == "/" { "same-origin" } else { "no-referrer" });
        let text = page.text();
        assert!(
            !text.contains("<style") && !text.contains(" style=") && !text.contains(" onclick="),
            "{text}"
        );
        let is_own = |address: &&str| {
            address.starts_with('#') || text.contains(&format!("rel=\"canonical\" href=\"{address}\""))
        };
        for address in loaded(&text).into_iter().filter(|address| !is_own(address)) {
            assert!(address.starts_with('/'), "{path} loads {address}");
            let file = app.anyone.get(address).await.expect(200);
            assert!(!file.body.is_empty(), "{address}");
            let cached = file.headers["cache-control"].to_str().unwrap();
            assert_eq!(
                address.starts_with("/assets/"),
                cached.contains("immutable"),
                "{address}: {cached}"
            );
        }
    }
    let given = Given {
        module: Some(vec!["assessment".into()]),
        ..Given::default()
    };
    let app = TestApp::with(TestDb::sqlite().await, given).await;
    let front = app.anyone.get("/").await.expect(200).text();
    assert!(front.contains("Ujian daring yang diawasi"), "{front}");
}
