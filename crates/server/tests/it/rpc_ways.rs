//! The same calls, good and bad, by everybody, over HTTP, gRPC and the broker: what comes back is the same.

use std::collections::HashMap;

use accounts::Role;
use serde_json::{Map, Value, json};
use server::settings::Given;
use testkit::{Client, Nats, TestDb, both_engines};
use tokio::sync::watch;
use tonic::Code;

use crate::{
    rpc_support::{Grpc, Of, failure, request, rest, rpc_name},
    support::TestApp,
};

/// One call of the table.
struct Step {
    who: &'static str,
    of: Of,
    api: &'static str,
    /// Texts that begin with `$` stand for what was kept under that name.
    params: Value,
    /// Keeps what stands there in the answer.
    keeps: Option<(&'static str, &'static str)>,
}

fn step(who: &'static str, of: Of, api: &'static str, params: Value) -> Step {
    Step {
        who,
        of,
        api,
        params,
        keeps: None,
    }
}

impl Step {
    fn keeping(mut self, name: &'static str, place: &'static str) -> Self {
        self.keeps = Some((name, place));
        self
    }
}

const NOWHERE: &str = "018f3c1e-7b2a-7c3d-8e4f-0123456789ab";

fn table() -> Vec<Step> {
    [
        categories(),
        attributes(),
        locations(),
        listings(),
        searches(),
        moderation(),
        threads(),
        changed_messages(),
        messages(),
        staff(),
    ]
    .into_iter()
    .flatten()
    .collect()
}

fn categories() -> Vec<Step> {
    use Of::Places;
    let cars = json!({"name": "Otomobil", "slug": "otomobil", "sortOrder": 1, "icon": "car"});
    vec![
        step("nobody", Places, "createCategory", cars.clone()),
        step("buyer", Places, "createCategory", cars.clone()),
        step("admin", Places, "createCategory", json!({"slug": "x", "sortOrder": 1})),
        step(
            "admin",
            Places,
            "createCategory",
            json!({"name": "X", "slug": "Not A Slug", "sortOrder": 1}),
        ),
        step("admin", Places, "createCategory", cars.clone()).keeping("cars", "/category/id"),
        step("admin", Places, "createCategory", cars),
        step(
            "admin",
            Places,
            "createCategory",
            json!({"name": "SUV", "slug": "suv", "sortOrder": 1, "parentCategoryId": "$cars"}),
        )
        .keeping("suv", "/category/id"),
        step(
            "admin",
            Places,
            "createCategory",
            json!({"name": "X", "slug": "x", "sortOrder": 9, "parentCategoryId": NOWHERE}),
        ),
        step("nobody", Places, "getCategory", json!({"categoryId": "$cars"})),
        step(
            "nobody",
            Places,
            "getCategory",
            json!({"categoryId": "$suv", "getJoins": false}),
        ),
        step("nobody", Places, "getCategory", json!({"categoryId": NOWHERE})),
        step("nobody", Places, "getCategory", json!({"categoryId": "no-id"})),
        step("nobody", Places, "getCategoryBySlug", json!({"slug": "suv"})),
        step("nobody", Places, "listCategories", json!({"parentCategoryId": "null"})),
        step(
            "nobody",
            Places,
            "listCategories",
            json!({"pageNumber": 1, "pageRowCount": 1}),
        ),
        step("nobody", Places, "listCategories", json!({"isActive": false})),
        step("nobody", Places, "_fetchListCategory", json!({"name": ["su"]})),
        step("nobody", Places, "getCategoryTree", json!({})),
        step(
            "admin",
            Places,
            "updateCategory",
            json!({"categoryId": "$suv", "name": "Arazi", "icon": null, "parentCategoryId": null}),
        ),
        step("admin", Places, "updateCategory", json!({"categoryId": "$suv"})),
        step(
            "admin",
            Places,
            "orderCategories",
            json!({"categoryIds": ["$suv", "$cars"]}),
        ),
        step(
            "admin",
            Places,
            "importCategories",
            json!({"rows": [{"name": "Emlak", "slug": "emlak", "sortOrder": 7}]}),
        ),
        step(
            "admin",
            Places,
            "importCategories",
            json!({"rows": [{"name": "Emlak", "slug": "EMLAK", "sortOrder": 7}]}),
        ),
        step("seller", Places, "deleteCategory", json!({"categoryId": "$suv"})),
        step("admin", Places, "deleteCategory", json!({"categoryId": "$suv"})),
        step("admin", Places, "restoreCategory", json!({"categoryId": "$suv"})),
    ]
}

/// What a category asks of its listings.
fn attributes() -> Vec<Step> {
    use Of::Places;
    vec![
        step(
            "nobody",
            Places,
            "getCategoryAttributes",
            json!({"categoryId": "$cars"}),
        ),
        step(
            "buyer",
            Places,
            "updateCategoryAttributes",
            json!({"categoryId": "$cars", "attributes": [{"key": "a", "type": "text", "names": {"en": "A"}}]}),
        ),
        step(
            "admin",
            Places,
            "updateCategoryAttributes",
            json!({"categoryId": "$cars", "attributes": [{"key": "km", "type": "number", "names": {"tr": "Kilometre"},
                "unit": "km", "least": 0, "inFacets": true}, {"key": "fuel", "type": "choice", "names": {"en": "Fuel"},
                "options": [{"value": "petrol"}]}]}),
        ),
        step(
            "admin",
            Places,
            "updateCategoryAttributes",
            json!({"categoryId": "$cars", "attributes": [{"key": "K", "type": "text",
            "names": {}}]}),
        ),
        step(
            "nobody",
            Places,
            "listListings",
            json!({"attribute": ["km>=5", "fuel=petrol"]}),
        ),
    ]
}

fn locations() -> Vec<Step> {
    use Of::Places;
    let konak =
        json!({"country": "Türkiye", "city": "İzmir", "district": "Konak", "latitude": 38.4189, "longitude": 27.1287});
    vec![
        step("admin", Places, "createLocation", konak.clone()).keeping("konak", "/location/id"),
        step("admin", Places, "createLocation", konak),
        step(
            "admin",
            Places,
            "createLocation",
            json!({"country": "Türkiye", "city": "İzmir", "district": "Çeşme", "latitude": 91.5}),
        ),
        step("nobody", Places, "getLocation", json!({"locationId": "$konak"})),
        step("nobody", Places, "listLocations", json!({"city": ["izmir"]})),
        step("nobody", Places, "_fetchListLocation", json!({"district": ["kon"]})),
        step(
            "moderator",
            Places,
            "updateLocation",
            json!({"locationId": "$konak", "postalCode": "35250"}),
        ),
        step(
            "admin",
            Places,
            "updateLocation",
            json!({"locationId": "$konak", "postalCode": "35250", "latitude": null, "longitude": null}),
        ),
    ]
}

fn listings() -> Vec<Step> {
    use Of::Places;
    let car = json!({
        "categoryId": "$cars", "locationId": "$konak", "title": "Aile arabası", "price": 745_000, "currency": "TRY",
        "attributes": {"km": 48_000, "fuel": "petrol"}, "condition": "used", "contactEmail": "ayse@example.com",
    });
    vec![
        step("nobody", Places, "createListing", car.clone()),
        step("seller", Places, "createListing", json!({"title": "Eksik"})),
        step("seller", Places, "createListing", car).keeping("listing", "/listing/id"),
        step("nobody", Places, "getListing", json!({"listingId": "$listing"})),
        step(
            "seller",
            Places,
            "updateListingStatus",
            json!({"listingId": "$listing", "status": "active"}),
        ),
        step(
            "moderator",
            Places,
            "updateListingStatus",
            json!({"listingId": "$listing", "status": "active"}),
        ),
        step("nobody", Places, "getListing", json!({"listingId": "$listing"})),
        step("buyer", Places, "getListing", json!({"listingId": "$listing"})),
        step(
            "nobody",
            Places,
            "listListings",
            json!({"q": "aile", "price_gte": 1000, "condition": ["used"]}),
        ),
        step("nobody", Places, "listListings", json!({"sort": "cheapest"})),
        step("nobody", Places, "listListingFacets", json!({"categoryId": ["$cars"]})),
        step(
            "buyer",
            Places,
            "updateListing",
            json!({"listingId": "$listing", "price": 1}),
        ),
        step(
            "seller",
            Places,
            "updateListing",
            json!({"listingId": "$listing", "price": -1}),
        ),
        step(
            "moderator",
            Places,
            "updateListing",
            json!({"listingId": "$listing", "price": 740_000.5}),
        ),
        step("moderator", Places, "_fetchListListing", json!({"status": ["active"]})),
        step("buyer", Places, "_fetchListListing", json!({})),
        step(
            "nobody",
            Places,
            "listListings",
            json!({"near": "38.4,27.1", "within": 5, "q": "aile"}),
        ),
        step("nobody", Places, "listListings", json!({"near": "north"})),
        step("nobody", Places, "listListingFacets", json!({"city": ["izmir"]})),
        step("nobody", Places, "addListingFavorite", json!({"listingId": "$listing"})),
        step("buyer", Places, "addListingFavorite", json!({"listingId": "$listing"})),
        step("buyer", Places, "addListingFavorite", json!({"listingId": "$seller"})),
        step("buyer", Places, "listFavorites", json!({"pageRowCount": 5})),
        step("nobody", Places, "listFavorites", json!({})),
        step(
            "buyer",
            Places,
            "deleteListingFavorite",
            json!({"listingId": "$listing"}),
        ),
        step("nobody", Places, "getProfile", json!({"userId": "$seller"})),
        step("nobody", Places, "listListingImages", json!({"listingId": "$listing"})),
    ]
}

/// Searches that somebody saves.
fn searches() -> Vec<Step> {
    use Of::Places;
    vec![
        step("nobody", Places, "createSavedSearch", json!({"name": "x"})),
        step("buyer", Places, "createSavedSearch", json!({"name": "", "filters": {}})),
        step(
            "buyer",
            Places,
            "createSavedSearch",
            json!({"name": "Arabalar", "filters": {"categoryId": ["$cars"], "price_lte": 800_000, "attribute": ["fuel=petrol"]}}),
        )
        .keeping("search", "/savedSearch/id"),
        step("buyer", Places, "listSavedSearches", json!({})),
        step("buyer", Places, "getSavedSearch", json!({"savedSearchId": "$search"})),
        step("seller", Places, "getSavedSearch", json!({"savedSearchId": "$search"})),
        step(
            "buyer",
            Places,
            "updateSavedSearch",
            json!({"savedSearchId": "$search", "notifyByEmail": true, "viewed": true}),
        ),
        step("buyer", Places, "deleteSavedSearch", json!({"savedSearchId": "$search"})),
    ]
}

/// What is reported, decided and held.
fn moderation() -> Vec<Step> {
    use Of::Places;
    vec![
        step(
            "nobody",
            Places,
            "reportListing",
            json!({"listingId": "$listing", "reason": "fraud"}),
        ),
        step(
            "buyer",
            Places,
            "reportListing",
            json!({"listingId": "$listing", "reason": "fraud", "text": "Kapora istiyor"}),
        )
        .keeping("told", "/listingReport/id"),
        step(
            "buyer",
            Places,
            "reportListing",
            json!({"listingId": "$listing", "reason": "because"}),
        ),
        step(
            "buyer",
            Places,
            "reportProfile",
            json!({"userId": "$seller", "reason": "spam"}),
        ),
        step("buyer", Places, "listListingReports", json!({})),
        step("moderator", Places, "listListingReports", json!({"status": "open"})),
        step(
            "buyer",
            Places,
            "updateListingReport",
            json!({"listingReportId": "$told", "status": "upheld"}),
        ),
        step(
            "moderator",
            Places,
            "updateListingReport",
            json!({"listingReportId": "$told", "status": "upheld"}),
        ),
        step(
            "moderator",
            Places,
            "createListingDecision",
            json!({"listingId": "$listing", "status": "active", "privateNote": "iyi"}),
        ),
        step(
            "moderator",
            Places,
            "createListingDecision",
            json!({"listingId": "$listing", "status": "rejected"}),
        ),
        step(
            "seller",
            Places,
            "listListingDecisions",
            json!({"listingId": "$listing"}),
        ),
        step(
            "moderator",
            Places,
            "undoListingDecision",
            json!({"listingDecisionId": "$buyer"}),
        ),
        step("moderator", Places, "getHoldingRules", json!({})),
        step("moderator", Places, "updateHoldingRules", json!({"words": ["kumar"]})),
        step(
            "admin",
            Places,
            "updateHoldingRules",
            json!({"words": ["kumar"], "depositFirst": true}),
        ),
        step(
            "moderator",
            Places,
            "tryHoldingRules",
            json!({"text": "Kumar ve kapora"}),
        ),
    ]
}

fn threads() -> Vec<Step> {
    use Of::Talk;
    vec![
        step(
            "nobody",
            Talk,
            "createConversationThread",
            json!({"listingId": "$listing", "receiverId": "$seller"}),
        ),
        step(
            "buyer",
            Talk,
            "createConversationThread",
            json!({"receiverId": "$seller"}),
        ),
        step(
            "buyer",
            Talk,
            "createConversationThread",
            json!({"listingId": NOWHERE, "receiverId": "$seller"}),
        ),
        step(
            "buyer",
            Talk,
            "createConversationThread",
            json!({"listingId": "$listing", "receiverId": "$buyer"}),
        ),
        step(
            "buyer",
            Talk,
            "createConversationThread",
            json!({"listingId": "$listing", "receiverId": "$seller"}),
        )
        .keeping("thread", "/conversationThread/id"),
        step(
            "buyer",
            Talk,
            "createConversationThread",
            json!({"listingId": "$listing", "receiverId": "$seller"}),
        ),
        step(
            "stranger",
            Talk,
            "getConversationThread",
            json!({"conversationThreadId": "$thread"}),
        ),
        step(
            "seller",
            Talk,
            "getConversationThread",
            json!({"conversationThreadId": "$thread"}),
        ),
        step(
            "stranger",
            Talk,
            "updateConversationThreadSettings",
            json!({"conversationThreadId": "$thread", "muted": true}),
        ),
        step(
            "seller",
            Talk,
            "updateConversationThreadSettings",
            json!({"conversationThreadId": "$thread", "archived": true, "muted": true}),
        ),
        step("seller", Talk, "listConversationThreads", json!({"archived": true})),
        step(
            "seller",
            Talk,
            "updateConversationThreadSettings",
            json!({"conversationThreadId": "$thread", "archived": false, "muted": false}),
        ),
        step(
            "seller",
            Talk,
            "typeInConversationThread",
            json!({"conversationThreadId": "$thread"}),
        ),
    ]
}

/// A message that is changed and taken back.
fn changed_messages() -> Vec<Step> {
    use Of::Talk;
    vec![
        step(
            "buyer",
            Talk,
            "createConversationMessage",
            json!({"conversationThreadId": "$thread", "content": "Salah tulis"}),
        )
        .keeping("slip", "/conversationMessage/id"),
        step(
            "seller",
            Talk,
            "updateConversationMessage",
            json!({"conversationMessageId": "$slip", "content": "x"}),
        ),
        step(
            "buyer",
            Talk,
            "updateConversationMessage",
            json!({"conversationMessageId": "$slip"}),
        ),
        step(
            "buyer",
            Talk,
            "updateConversationMessage",
            json!({"conversationMessageId": "$slip", "content": "Salah ketik"}),
        ),
        step(
            "moderator",
            Talk,
            "getConversationMessage",
            json!({"conversationMessageId": "$slip"}),
        ),
        step(
            "seller",
            Talk,
            "retractConversationMessage",
            json!({"conversationMessageId": "$slip"}),
        ),
        step(
            "buyer",
            Talk,
            "retractConversationMessage",
            json!({"conversationMessageId": "$slip"}),
        ),
    ]
}

fn messages() -> Vec<Step> {
    use Of::Talk;
    let hello = json!({"conversationThreadId": "$thread", "content": "Merhaba <b>hâlâ</b> satılık mı? 🚗"});
    vec![
        step(
            "buyer",
            Talk,
            "createConversationMessage",
            json!({"conversationThreadId": "$thread"}),
        ),
        step(
            "buyer",
            Talk,
            "createConversationMessage",
            json!({"conversationThreadId": "$thread", "content": "x", "senderId": "$seller"}),
        ),
        step("stranger", Talk, "createConversationMessage", hello.clone()),
        step("buyer", Talk, "createConversationMessage", hello).keeping("message", "/conversationMessage/id"),
        step("seller", Talk, "getUnreadCount", json!({})),
        step("seller", Talk, "listConversationThreads", json!({})),
        step(
            "seller",
            Talk,
            "listConversationMessages",
            json!({"conversationThreadId": "$thread", "limit": 10}),
        ),
        step(
            "buyer",
            Talk,
            "markMessageAsRead",
            json!({"conversationMessageId": "$message"}),
        ),
        step(
            "seller",
            Talk,
            "markMessageAsRead",
            json!({"conversationMessageId": "$message", "isRead": false}),
        ),
        step(
            "seller",
            Talk,
            "markMessageAsRead",
            json!({"conversationMessageId": "$message"}),
        ),
        step(
            "buyer",
            Talk,
            "getConversationMessage",
            json!({"conversationMessageId": "$message"}),
        ),
        step(
            "seller",
            Talk,
            "markConversationThreadAsRead",
            json!({"conversationThreadId": "$thread"}),
        ),
        step("seller", Talk, "searchConversationMessages", json!({"q": "merh"})),
        step(
            "buyer",
            Talk,
            "createConversationMessage",
            json!({"conversationThreadId": "$thread", "content": "Bak", "attachmentIds": ["$thread"]}),
        ),
        step(
            "buyer",
            Talk,
            "deleteConversationAttachment",
            json!({"attachmentId": "$thread"}),
        ),
    ]
}

fn staff() -> Vec<Step> {
    use Of::Talk;
    vec![
        step(
            "seller",
            Talk,
            "reportConversationMessage",
            json!({"conversationMessageId": "$message", "reason": "spam"}),
        )
        .keeping("report", "/report/id"),
        step("seller", Talk, "listReports", json!({})),
        step("moderator", Talk, "listReports", json!({})),
        step(
            "moderator",
            Talk,
            "updateReport",
            json!({"reportId": "$report", "status": "resolved", "note": "gone"}),
        ),
        step("moderator", Talk, "_fetchListConversationThread", json!({})),
        step(
            "moderator",
            Talk,
            "_fetchListConversationMessage",
            json!({"content": ["merh"]}),
        ),
        step(
            "moderator",
            Talk,
            "deleteConversationMessage",
            json!({"conversationMessageId": "$message", "reason": "spam"}),
        ),
        step(
            "buyer",
            Talk,
            "getConversationMessage",
            json!({"conversationMessageId": "$message"}),
        ),
        step("seller", Talk, "createBlock", json!({"userId": "$buyer"})),
        step(
            "buyer",
            Talk,
            "createConversationMessage",
            json!({"conversationThreadId": "$thread", "content": "?"}),
        ),
        step("seller", Talk, "listBlocks", json!({})),
        step("seller", Talk, "deleteBlock", json!({"userId": "$buyer"})),
        step("seller", Talk, "deleteBlock", json!({"userId": "$buyer"})),
    ]
}

/// A way in.
enum Way {
    Http,
    Grpc(Grpc),
    Broker(async_nats::Client),
}

/// What came back: the status of HTTP, and what was said.
type Outcome = (u16, Value);

impl Way {
    async fn ask(&self, client: &Client, step: &Step, params: &Value) -> Outcome {
        match self {
            Self::Http => {
                let answer = rest(client, step.of, step.api, params).await;
                (answer.status.as_u16(), answer.json())
            }
            Self::Grpc(grpc) => {
                let rpc = rpc_name(step.api);
                match grpc.of(client).call(step.of, &rpc, params).await {
                    Ok(said) => (
                        said["statusCode"]
                            .as_u64()
                            .and_then(|code| code.try_into().ok())
                            .unwrap_or(200),
                        said,
                    ),
                    Err(status) => {
                        let said = failure(&status);
                        let code = said["errCode"].as_str().and_then(|code| code.parse().ok());
                        let code = code.unwrap_or(401);
                        assert_eq!(status.code(), contract(code), "{}: {said}", step.api);
                        (code, said)
                    }
                }
            }
            Self::Broker(nats) => {
                let asked = json!({"accessToken": client.token(), "params": params});
                let answer = request(nats, step.of, step.api, &asked).await;
                let status = answer.headers.unwrap().get("Status").unwrap().as_str().parse().unwrap();
                (status, serde_json::from_slice(&answer.payload).unwrap())
            }
        }
    }
}

/// The contract's codes.
fn contract(status: u16) -> Code {
    match status {
        400 => Code::InvalidArgument,
        401 => Code::Unauthenticated,
        403 => Code::PermissionDenied,
        404 => Code::NotFound,
        409 => Code::FailedPrecondition,
        other => panic!("the table has no {other}"),
    }
}

/// What is another each time, by name.
const ANOTHER_EACH_TIME: [&str; 11] = [
    "result",
    "elapsedMs",
    "ssoTime",
    "requestId",
    "sessionId",
    "date",
    "cacheKey",
    "source",
    "method",
    "uiPermissions",
    "status",
];

/// What was said without what is another each time: ids by their order, moments as such, numbers as numbers, and nothing that
/// says nothing.
fn plain(said: &Value, seen: &mut Vec<String>) -> Value {
    match said {
        Value::Object(members) => {
            let kept: Map<String, Value> = members
                .iter()
                .filter(|(name, value)| !ANOTHER_EACH_TIME.contains(&name.as_str()) || value.is_object())
                .map(|(name, value)| (name.clone(), plain(value, seen)))
                .filter(|(_, value)| !is_nothing(value))
                .collect();
            Value::Object(kept)
        }
        Value::Array(values) => Value::Array(values.iter().map(|value| plain(value, seen)).collect()),
        Value::Number(number) => json!(number.as_f64()),
        Value::String(text) => plain_text(text, seen),
        other => other.clone(),
    }
}

fn is_nothing(value: &Value) -> bool {
    match value {
        Value::Null => true,
        Value::Array(values) => values.is_empty(),
        Value::Object(members) => members.is_empty(),
        _ => false,
    }
}

fn plain_text(text: &str, seen: &mut Vec<String>) -> Value {
    let is_id = text.len() == 36 && text.bytes().filter(|byte| *byte == b'-').count() == 4;
    let is_handle = text.starts_with("user-") && text.len() == 21;
    if is_id || is_handle {
        let index = seen.iter().position(|known| known == text).unwrap_or_else(|| {
            seen.push(text.to_owned());
            seen.len() - 1
        });
        return json!(format!("#{index}"));
    }
    let is_moment = text.len() >= 20 && text.ends_with('Z') && text.as_bytes()[10] == b'T';
    // The codes of failures are numbers in HTTP and texts in details.
    match text.parse::<f64>() {
        Ok(number) if text.len() == 3 => json!(number),
        _ if is_moment => json!("<moment>"),
        _ => json!(text),
    }
}

fn filled(params: &Value, kept: &HashMap<&'static str, String>) -> Value {
    match params {
        Value::Object(members) => members
            .iter()
            .map(|(name, value)| (name.clone(), filled(value, kept)))
            .collect::<Map<_, _>>()
            .into(),
        Value::Array(values) => values.iter().map(|value| filled(value, kept)).collect(),
        Value::String(text) => match text.strip_prefix('$') {
            Some(name) => json!(kept.get(name).unwrap_or_else(|| panic!("nothing was kept as {name}"))),
            None => params.clone(),
        },
        other => other.clone(),
    }
}

/// Plays the table in a new world.
async fn play(app: &TestApp, way: &Way) -> Vec<(String, u16, Value)> {
    let mut people: HashMap<&str, Client> = HashMap::from([("nobody", app.anyone.clone())]);
    let mut kept: HashMap<&'static str, String> = HashMap::new();
    let roles = [
        ("admin", Role::Admin),
        ("moderator", Role::Moderator),
        ("seller", Role::User),
        ("buyer", Role::User),
        ("stranger", Role::User),
    ];
    let mut seen = Vec::new();
    for (name, role) in roles {
        let client = app.account(name, role).await;
        let session = client.get("/currentuser").await.expect(200).json();
        let id = session["userId"].as_str().unwrap().to_owned();
        seen.push(id.clone());
        kept.insert(name, id);
        people.insert(name, client);
    }
    let mut outcomes = Vec::new();
    for step in table() {
        let params = filled(&step.params, &kept);
        let (status, said) = way.ask(&people[step.who], &step, &params).await;
        if let Some((name, place)) = step.keeps {
            let id = said.pointer(place).and_then(Value::as_str);
            let id = id.unwrap_or_else(|| panic!("{} by {}: {said}", step.api, step.who));
            kept.insert(name, id.to_owned());
        }
        let about = format!("{} {} {}", step.who, step.api, step.params);
        outcomes.push((about, status, plain(&said, &mut seen)));
    }
    outcomes
}

async fn app(db: TestDb, nats: Option<&Nats>) -> TestApp {
    let given = Given {
        nats: nats.map(|nats| vec![nats.url().parse().unwrap()]),
        ..Given::default()
    };
    TestApp::with(db, given).await
}

fn compare(one: &[(String, u16, Value)], other: &[(String, u16, Value)]) {
    for ((about, status, said), (_, other_status, other_said)) in one.iter().zip(other) {
        assert_eq!(status, other_status, "{about}: {said} or {other_said}");
        let said = Value::to_string(said);
        assert_eq!(said, other_said.to_string(), "{about}");
    }
    assert_eq!(one.len(), other.len());
}

async fn another(db: &TestDb) -> TestDb {
    match db.db.engine() {
        platform::db::Engine::Sqlite => TestDb::sqlite().await,
        platform::db::Engine::Postgres => TestDb::postgres().await.unwrap(),
    }
}

both_engines! {
    async fn grpc_answers_what_http_answers(db: TestDb) {
        let other = another(&db).await;
        let over_http = play(&app(db, None).await, &Way::Http).await;
        let app = app(other, None).await;
        let way = Way::Grpc(Grpc::new(app.app.stack.clone()));
        compare(&over_http, &play(&app, &way).await);
    }

    async fn the_broker_answers_what_http_answers(db: TestDb) {
        let Some(nats) = Nats::start().await else { return };
        let other = another(&db).await;
        let over_http = play(&app(db, None).await, &Way::Http).await;
        let app = app(other, Some(&nats)).await;
        let (_stop, stopped) = watch::channel(false);
        let _jobs = app.app.start_jobs(&stopped);
        let client = async_nats::connect(nats.url()).await.unwrap();
        crate::rpc_broker::heard(&client, Of::Places).await;
        crate::rpc_broker::heard(&client, Of::Talk).await;
        compare(&over_http, &play(&app, &Way::Broker(client)).await);
    }
}

#[test]
fn the_table_has_every_call_but_files_and_streams() {
    let tried: Vec<&str> = table().iter().map(|step| step.api).collect();
    let beside = [
        "connectConversationThreads",
        "streamConversationThreads",
        "exportCategories",
        "exportLocations",
        "createListingImage",
        "getListingImage",
        "getListingImageFile",
        "updateListingImage",
        "deleteListingImage",
        "createConversationAttachment",
        "getConversationAttachmentFile",
        "importLocations",
        "deleteLocation",
        "restoreLocation",
        "deleteListing",
        "registerUser",
        "createPermission",
        "listPermissions",
        "deletePermission",
    ];
    for of in [Of::Places, Of::Talk] {
        for api in of.endpoints().iter().filter_map(|doc| doc.api) {
            assert!(
                tried.contains(&api) || beside.contains(&api),
                "{api} is not in the table"
            );
        }
    }
}
