//! Every route of the services, called in every role: nobody, a stranger, the buyer and the seller of a conversation, a
//! moderator, an administrator, a super administrator. The routes come from the modules' own lists, so a new one is tried
//! as soon as it exists; where ownership decides and not the role alone, a table says what is right.

use std::{collections::HashMap, sync::Mutex};

use accounts::{Administrators, Moderators, Role, SuperAdministrators};
use http::Method;
use platform::http::routes::{Access, EndpointDoc, Verb};
use serde_json::{Value, json};
use server::settings::Given;
use testkit::{Answer, Client, both_engines};

use crate::{
    support::{PASSWORD, TestApp},
    trackmate_attacks::{Attack, Expected, bodies, check_silence, validator},
    trackmate_support::{form, send},
};

/// A picture of one pixel.
const PNG: &[u8] = &[
    0x89, b'P', b'N', b'G', 0x0d, 0x0a, 0x1a, 0x0a, 0, 0, 0, 13, b'I', b'H', b'D', b'R', 0, 0, 0, 1, 0, 0, 0, 1, 8, 0,
    0, 0, 0, 0x3a, 0x7e, 0x9b, 0x55, 0, 0, 0, 10, b'I', b'D', b'A', b'T', 0x78, 0xda, 0x63, 0x60, 0, 0, 0, 2, 0, 1,
    0xe5, 0x27, 0xde, 0xfc, 0, 0, 0, 0, b'I', b'E', b'N', b'D', 0xae, 0x42, 0x60, 0x82,
];
/// In the order of the tables below.
const ROLES: [&str; 7] = ["nobody", "stranger", "buyer", "seller", "moderator", "admin", "super"];
const NOWHERE: &str = "018f3c1e-7b2a-7c3d-8e4f-0123456789ab";

/// What ownership makes of a route, for those who are logged in: stranger, buyer, seller, moderator, admin, super.
const OWNED: &[(Verb, &str, [u16; 6])] = &[
    (Verb::Patch, "/v1/listings/{listingId}", [403, 403, 200, 200, 200, 200]),
    (Verb::Delete, "/v1/listings/{listingId}", [403, 403, 200, 200, 200, 200]),
    (
        Verb::Patch,
        "/v1/listings/{listingId}/status",
        [403, 403, 200, 200, 200, 200],
    ),
    (
        Verb::Post,
        "/v1/listings/{listingId}/images",
        [403, 403, 201, 201, 201, 201],
    ),
    (
        Verb::Patch,
        "/v1/listings/{listingId}/images/{imageId}",
        [403, 403, 200, 200, 200, 200],
    ),
    (
        Verb::Delete,
        "/v1/listings/{listingId}/images/{imageId}",
        [403, 403, 200, 200, 200, 200],
    ),
    (
        Verb::Post,
        "/v1/listings/{listingId}/report",
        [201, 201, 400, 201, 201, 201],
    ),
    // The stranger would report themself.
    (
        Verb::Post,
        "/v1/profiles/{userId}/report",
        [400, 201, 201, 201, 201, 201],
    ),
    (
        Verb::Get,
        "/v1/listings/{listingId}/decisions",
        [404, 404, 200, 200, 200, 200],
    ),
    (
        Verb::Get,
        "/v1/savedsearches/{savedSearchId}",
        [404, 200, 404, 404, 404, 404],
    ),
    (
        Verb::Patch,
        "/v1/savedsearches/{savedSearchId}",
        [404, 200, 404, 404, 404, 404],
    ),
    (
        Verb::Delete,
        "/v1/savedsearches/{savedSearchId}",
        [404, 200, 404, 404, 404, 404],
    ),
    // The seller would talk to themselves.
    (Verb::Post, "/v1/conversationthreads", [201, 201, 400, 201, 201, 201]),
    (
        Verb::Get,
        "/v1/conversationthreads/{conversationThreadId}",
        [403, 200, 200, 200, 200, 200],
    ),
    (
        Verb::Patch,
        "/v1/conversationthreads/{conversationThreadId}/read",
        [403, 200, 200, 403, 403, 403],
    ),
    (
        Verb::Patch,
        "/v1/conversationthreads/{conversationThreadId}/settings",
        [403, 200, 200, 403, 403, 403],
    ),
    (
        Verb::Post,
        "/v1/conversationthreads/{conversationThreadId}/typing",
        [403, 200, 200, 403, 403, 403],
    ),
    (
        Verb::Get,
        "/v1/listconversationmessages/{conversationThreadId}",
        [403, 200, 200, 200, 200, 200],
    ),
    (Verb::Post, "/v1/conversationmessages", [403, 201, 201, 403, 403, 403]),
    (
        Verb::Get,
        "/v1/conversationmessages/{conversationMessageId}",
        [403, 200, 200, 200, 200, 200],
    ),
    // The buyer sent it.
    (
        Verb::Patch,
        "/v1/markmessageasread/{conversationMessageId}",
        [403, 403, 200, 403, 403, 403],
    ),
    (
        Verb::Post,
        "/v1/conversationmessages/{conversationMessageId}/report",
        [403, 400, 201, 403, 403, 403],
    ),
    (
        Verb::Patch,
        "/v1/conversationmessages/{conversationMessageId}",
        [403, 200, 403, 403, 403, 403],
    ),
    (
        Verb::Post,
        "/v1/conversationmessages/{conversationMessageId}/retract",
        [403, 200, 403, 403, 403, 403],
    ),
    (
        Verb::Post,
        "/v1/conversationattachments",
        [201, 201, 201, 201, 201, 201],
    ),
    // The buyer has not sent it yet.
    (
        Verb::Delete,
        "/v1/conversationattachments/{attachmentId}",
        [404, 200, 404, 404, 404, 404],
    ),
    (
        Verb::Get,
        "/v1/conversationattachments/{attachmentId}/{variant}",
        [404, 200, 404, 404, 404, 404],
    ),
    // One cannot block oneself, so nothing is there to be unblocked; the others have done it by then.
    (Verb::Post, "/v1/blocks/{userId}", [400, 201, 201, 201, 201, 201]),
    (Verb::Delete, "/v1/blocks/{userId}", [404, 200, 200, 200, 200, 200]),
];

/// People in each role, and what their things are called.
struct World {
    app: TestApp,
    people: Vec<Client>,
    stranger: String,
    seller: String,
    /// A category for what lies in one that is deleted.
    spare: String,
    /// The buyer's last picture.
    picture: Mutex<Option<String>>,
}

/// Ids by the names that they have in paths.
type Things = HashMap<&'static str, String>;

fn text(value: &Value) -> String {
    value.as_str().unwrap_or_else(|| panic!("no text: {value}")).to_owned()
}

impl World {
    async fn new(db: testkit::TestDb) -> Self {
        let given = Given {
            moderate_listings: Some(false),
            webhooks_allow_private: Some(true),
            listings_per_day: "10000".parse().ok(),
            access_minutes: "1440".parse().ok(),
            ..Given::default()
        };
        let app = TestApp::with(db, given).await;
        let mut people = vec![app.anyone.clone()];
        for (name, role) in [
            ("stranger", Role::User),
            ("buyer", Role::User),
            ("seller", Role::User),
            ("moderator", Role::Moderator),
            ("admin", Role::Admin),
            ("super", Role::SuperAdmin),
        ] {
            people.push(app.account(name, role).await);
        }
        let id = async |client: &Client| text(&client.get("/currentuser").await.expect(200).json()["userId"]);
        let spare = json!({"name": "Diğer", "slug": "other", "sortOrder": -1});
        let spare = people[6].post("/v1/categories", &spare).await.expect(201).json();
        Self {
            spare: text(&spare["category"]["id"]),
            picture: Mutex::default(),
            stranger: id(&people[1]).await,
            seller: id(&people[3]).await,
            app,
            people,
        }
    }

    fn person(&self, role: &str) -> &Client {
        &self.people[ROLES.iter().position(|name| *name == role).unwrap()]
    }

    /// A picture of the buyer's that was not sent yet, instead of the last one: nobody keeps many.
    async fn picture_of(&self, buyer: &Client) -> String {
        let (kind, body) = form("file", "a.png", "image/png", PNG);
        let path = "/v1/conversationattachments";
        let answer = send(buyer, "POST", path, &[("content-type", &kind)], body).await;
        let picture = text(&answer.expect(201).json()["conversationAttachment"]["id"]);
        let before = self.picture.lock().unwrap().replace(picture.clone());
        if let Some(before) = before {
            drop(buyer.delete(&format!("{path}/{before}")).await);
        }
        picture
    }

    /// Fresh things, so that each call finds what it may change.
    async fn things(&self, number: usize) -> Things {
        // Throttles must not stand in the way of what is tried here.
        self.app.clock.advance(std::time::Duration::from_secs(5));
        let (admin, seller, buyer) = (self.person("super"), self.person("seller"), self.person("buyer"));
        let made = async |client: &Client, path: &str, name: &str, body: Value| {
            text(&client.post(path, &body).await.expect(201).json()[name]["id"])
        };
        // There are a hundred at most.
        for old in admin.get("/v1/webhooks").await.expect(200).json()["webhooks"]
            .as_array()
            .unwrap()
        {
            drop(
                admin
                    .delete(&format!("/v1/webhooks/{}", text(&old["id"])))
                    .await
                    .expect(200),
            );
        }
        let hook = json!({"url": "http://127.0.0.1:9/", "topics": ["clonesahibinden-conversation-service-conversationmessage-*"]});
        let hook = made(admin, "/v1/webhooks", "webhook", hook).await;
        let category = json!({"name": "Otomobil", "slug": format!("cars-{number}"), "sortOrder": number});
        let category = made(admin, "/v1/categories", "category", category).await;
        let location = json!({"country": "Türkiye", "city": "İzmir", "district": format!("Konak {number}")});
        let location = made(admin, "/v1/locations", "location", location).await;
        let listing = json!({"title": "Bisiklet", "price": 10, "categoryId": category});
        let listing = made(seller, "/v1/listings", "listing", listing).await;
        let (kind, body) = form("file", "a.png", "image/png", PNG);
        let path = format!("/v1/listings/{listing}/images");
        let image = send(seller, "POST", &path, &[("content-type", &kind)], body)
            .await
            .expect(201)
            .json();
        let thread = json!({"listingId": listing, "receiverId": self.seller});
        let thread = made(buyer, "/v1/conversationthreads", "conversationThread", thread).await;
        let message = json!({"conversationThreadId": thread, "content": "Merhaba"});
        let message = made(buyer, "/v1/conversationmessages", "conversationMessage", message).await;
        let picture = self.picture_of(buyer).await;
        let other = json!({"conversationThreadId": thread, "content": "Kötü"});
        let other = made(buyer, "/v1/conversationmessages", "conversationMessage", other).await;
        let report = json!({"reason": "kaba"});
        let path = format!("/v1/conversationmessages/{other}/report");
        let report = seller.post(&path, &report).await.expect(201).json();
        let path = format!("/v1/listings/{listing}");
        let decision = json!({"status": "active"});
        let decision = made(admin, &format!("{path}/decisions"), "listingDecision", decision).await;
        // Behind the decision, which closes what was reported before.
        let told = json!({"reason": "spam"});
        let told = made(buyer, &format!("{path}/report"), "listingReport", told).await;
        // There are fifty at most.
        for old in buyer.get("/v1/savedsearches").await.expect(200).json()["savedSearches"]
            .as_array()
            .unwrap()
        {
            let old = format!("/v1/savedsearches/{}", text(&old["id"]));
            drop(buyer.delete(&old).await.expect(200));
        }
        let search = json!({"name": "Arabalar", "filters": {"q": format!("araba {number}")}});
        let search = made(buyer, "/v1/savedsearches", "savedSearch", search).await;
        let grant = json!({"permissionName": format!("orders.{number}"), "roleId": "user"});
        let grant = made(admin, "/v1/permissions", "permission", grant).await;
        let report = report["report"]["id"].clone();
        self.app.app.relay.drain().await.unwrap();
        let deliveries = admin
            .get(&format!("/v1/webhooks/{hook}/deliveries"))
            .await
            .expect(200)
            .json();
        let login = json!({"username": "seller", "password": PASSWORD});
        let session = self.app.anyone.post("/login", &login).await.expect(200).json();
        HashMap::from([
            ("categoryId", category),
            ("slug", format!("cars-{number}")),
            ("locationId", location),
            ("listingId", listing),
            ("imageId", text(&image["listingImage"]["id"])),
            ("variant", "thumb".to_owned()),
            ("conversationThreadId", thread),
            ("conversationMessageId", message),
            ("attachmentId", picture),
            ("reportId", text(&report)),
            ("listingReportId", told),
            ("listingDecisionId", decision),
            ("savedSearchId", search),
            ("userId", self.stranger.clone()),
            ("permissionId", grant),
            ("permissionName", format!("orders.{number}")),
            ("refreshToken", text(&session["refreshToken"])),
            ("webhookId", hook),
            ("deliveryId", text(&deliveries["webhookDeliveries"][0]["id"])),
        ])
    }

    /// What a good call sends.
    fn body(&self, doc: &EndpointDoc, things: &Things, number: usize) -> Option<Value> {
        let sample = doc.body.as_ref()?.example?;
        Some(match (doc.verb, doc.path) {
            (Verb::Post, "/login") => json!({"username": "seller", "password": PASSWORD}),
            (Verb::Post, "/relogin") => json!({"refreshToken": things["refreshToken"]}),
            (Verb::Post, "/v1/registeruser") => {
                json!({"email": format!("new{number}@example.com"), "password": PASSWORD, "fullname": "Yeni"})
            }
            (Verb::Post, "/v1/permissions") => json!({"permissionName": format!("x.{number}"), "roleId": "user"}),
            (Verb::Post, "/v1/categories") => {
                json!({"name": "Yeni", "slug": format!("new-{number}"), "sortOrder": 1_000_000 + number})
            }
            (Verb::Put, "/v1/categories/order") => {
                json!({"parentCategoryId": things["categoryId"], "categoryIds": []})
            }
            (Verb::Patch, "/v1/categories/{categoryId}") => json!({"name": "Başka"}),
            (Verb::Post, "/v1/categories/import") => {
                json!([{"name": "Yeni", "slug": format!("import-{number}"), "sortOrder": 2_000_000 + number}])
            }
            (Verb::Post, "/v1/locations") => {
                json!({"country": "Türkiye", "city": "Yeni", "district": format!("Yeni {number}")})
            }
            (Verb::Patch, "/v1/locations/{locationId}") => json!({"city": "Başka"}),
            (Verb::Post, "/v1/locations/import") => {
                json!([{"country": "Türkiye", "city": "Yeni", "district": format!("Dosya {number}")}])
            }
            (Verb::Post, "/v1/listings") => json!({"title": "Masa", "price": 5.5, "categoryId": things["categoryId"]}),
            (Verb::Patch, "/v1/listings/{listingId}") => json!({"title": "Başka bisiklet"}),
            // Nothing that others offer is held by it.
            (Verb::Put, "/v1/holdingrules") => json!({"words": [format!("word{number}")]}),
            (Verb::Patch, "/v1/listings/{listingId}/status") => json!({"status": "archived"}),
            (Verb::Post, "/v1/conversationthreads") => {
                json!({"listingId": things["listingId"], "receiverId": self.seller})
            }
            (Verb::Post, "/v1/conversationmessages") => {
                json!({"conversationThreadId": things["conversationThreadId"], "content": "Selam"})
            }
            (Verb::Patch, "/v1/conversationthreads/{conversationThreadId}/read") => {
                json!({"conversationMessageId": things["conversationMessageId"]})
            }
            _ => serde_json::from_str(sample).unwrap(),
        })
    }

    /// Calls a route as its documents have it.
    async fn call(&self, client: &Client, doc: &EndpointDoc, things: &Things, number: usize) -> Answer {
        let path = address(doc, |name| things[name].clone());
        if doc
            .body
            .as_ref()
            .is_some_and(|body| body.media == "multipart/form-data")
        {
            let (kind, body) = form("file", "a.png", "image/png", PNG);
            return send(client, doc.verb.name(), &path, &[("content-type", &kind)], body).await;
        }
        let body = self.body(doc, things, number).map(|body| body.to_string());
        let query = match (doc.verb, doc.path) {
            (_, "/v1/searchmessages") => "?q=merhaba".to_owned(),
            (Verb::Delete, "/v1/categories/{categoryId}") => format!("?moveTo={}", self.spare),
            _ => String::new(),
        };
        client
            .call_text(method(doc), &format!("{path}{query}"), &body.unwrap_or_default())
            .await
    }
}

fn method(doc: &EndpointDoc) -> Method {
    doc.verb.name().parse().unwrap()
}

fn name(doc: &EndpointDoc) -> String {
    format!("{} {}", doc.verb.name(), doc.path)
}

/// The route's address with something in place of each parameter.
fn address(doc: &EndpointDoc, value: impl Fn(&str) -> String) -> String {
    let parts = doc.path.split('/').map(|part| match part.strip_prefix('{') {
        Some(name) => value(name.trim_end_matches('}')),
        None => part.to_owned(),
    });
    parts.collect::<Vec<_>>().join("/")
}

/// Streams never end by themselves; they have tests of their own.
fn routes() -> Vec<EndpointDoc> {
    let all = classifieds::endpoint_docs()
        .into_iter()
        .chain(conversations::endpoint_docs())
        .chain(accounts::endpoint_docs())
        .chain(webhooks::endpoint_docs());
    all.filter(|doc| !doc.path.ends_with("/stream") && !doc.path.ends_with("/socket"))
        .collect()
}

fn rank(role: usize) -> usize {
    [0, 1, 1, 1, 2, 3, 4][role]
}

fn needed(access: Access) -> usize {
    match access {
        Access::Anyone => 0,
        Access::Account => 1,
        access if access == accounts::access::<Moderators>() => 2,
        access if access == accounts::access::<Administrators>() => 3,
        access if access == accounts::access::<SuperAdministrators>() => 4,
        Access::Staff(staff) => panic!("the services have no routes for {staff:?}"),
    }
}

/// The status that a route must answer somebody in a role.
fn expected(doc: &EndpointDoc, role: usize) -> u16 {
    if rank(role) < needed(doc.access) {
        return if role == 0 { 401 } else { 403 };
    }
    let owned = OWNED
        .iter()
        .find(|(verb, path, _)| (*verb, *path) == (doc.verb, doc.path));
    match owned {
        Some((.., statuses)) if role > 0 => statuses[role - 1],
        _ => doc.status,
    }
}

/// Fails unless a refusal travels in the envelope of the services and tells nothing of the server's inside.
fn check_refusal(doc: &EndpointDoc, answer: &Answer, what: &str) {
    let (status, value) = (answer.status.as_u16(), answer.json());
    if status == 401 && doc.bare {
        assert_eq!(value, json!({"status": "ERR", "message": "No login found"}), "{what}");
        return;
    }
    assert_eq!(
        (&value["result"], &value["status"]),
        (&json!("ERR"), &json!(status)),
        "{what}: {value}"
    );
    assert!(
        value["message"].as_str().is_some_and(|key| key.starts_with("errMsg_")),
        "{what}: {value}"
    );
    assert!(
        value["date"].as_str().is_some_and(|date| date.ends_with('Z')),
        "{what}: {value}"
    );
    let code = if status == 401 {
        json!("LoginRequired")
    } else {
        json!(status)
    };
    assert_eq!(value["errCode"], code, "{what}: {value}");
    if status == 401 {
        let api = doc.api.unwrap_or_else(|| panic!("{what} has no documented name"));
        assert_eq!(value["message"], format!("errMsg_{api}RequiresLogin"), "{what}");
    }
    check_silence(answer, what);
}

both_engines! {
    async fn everybody_gets_as_far_as_their_role_and_no_further(db: TestDb) {
        let world = World::new(db).await;
        let mut number = 0;
        for doc in routes() {
            for (role, client) in world.people.iter().enumerate() {
                number += 1;
                let what = format!("{} as {}", name(&doc), ROLES[role]);
                let things = world.things(number).await;
                if doc.path.ends_with("/restore") {
                    let path = address(&doc, |name| things[name].clone());
                    drop(world.person("admin").delete(path.trim_end_matches("/restore")).await);
                }
                // What ends a session ends one of its own.
                let own = match (doc.path, role) {
                    ("/logout" | "/relogin", 1..) if doc.verb == Verb::Get || doc.path == "/logout" => Some(world.app.login(ROLES[role]).await),
                    _ => None,
                };
                let answer = world.call(own.as_ref().unwrap_or(client), &doc, &things, number).await;
                assert_eq!(answer.status, expected(&doc, role), "{what}: {}", answer.text());
                if !answer.status.is_success() {
                    check_refusal(&doc, &answer, &what);
                }
            }
        }
        world.app.test.db.integrity().await.unwrap();
    }

    async fn a_stale_version_stops_every_change(db: TestDb) {
        let world = World::new(db).await;
        let changes = routes().into_iter().filter(|doc| matches!(doc.verb, Verb::Put | Verb::Patch | Verb::Delete));
        for (number, doc) in changes.enumerate() {
            let (what, things) = (name(&doc), world.things(number).await);
            let client = allowed(&world, &doc);
            if doc.path == "/v1/blocks/{userId}" {
                let path = address(&doc, |name| things[name].clone());
                drop(client.post(&path, &json!({})).await.expect(201));
            }
            for stale in ["\"999\"", "W/\"2\"", "\"999-0a1b\"", "\"no version\""] {
                let answer = world.call(&client.with_header("if-match", stale), &doc, &things, number).await;
                assert_eq!(answer.status, 412, "{what} with {stale}: {}", answer.text());
                check_refusal(&doc, &answer, &what);
            }
            // Nothing happened, so the version is the first one still.
            let seen = match doc.path {
                _ if !doc.versioned => "*",
                // Two messages were sent in it.
                path if path.contains("{conversationThreadId}") => "\"3\"",
                _ => "\"1\"",
            };
            let answer = world.call(&client.with_header("if-match", seen), &doc, &things, number).await;
            assert_eq!(answer.status, doc.status, "{what}: {}", answer.text());
            let version = answer.json()[answer.json()["dataName"].as_str().unwrap()]["recordVersion"].clone();
            if doc.versioned {
                assert_eq!(answer.headers["etag"].to_str().unwrap(), format!("\"{version}\""), "{what}");
            }
        }
    }

    async fn checks_come_in_the_documented_order(db: TestDb) {
        let world = World::new(db).await;
        let things = world.things(1).await;
        for doc in routes() {
            let wrong_id = address(&doc, |name| match name {
                "slug" => "Not A Slug".replace(' ', "%20"),
                _ => "not-an-id".to_owned(),
            });
            let has_id = doc.path.contains("Id}");
            if doc.access != Access::Anyone {
                // Nobody hears of the login first, whatever else is wrong.
                let answer = world.app.anyone.call_text(method(&doc), &wrong_id, "{broken").await;
                assert_eq!(answer.status, 401, "{}: {}", name(&doc), answer.text());
            }
            let stranger = world.person("stranger");
            if has_id {
                // A bad parameter goes before a missing role.
                let answer = world.call(stranger, &doc, &things.keys().map(|key| (*key, "not-an-id".to_owned())).collect(), 7).await;
                assert_eq!(answer.status, 400, "{}: {}", name(&doc), answer.text());
                let message = text(&answer.json()["message"]);
                assert!(message.ends_with("isNotAValidID"), "{}: {message}", name(&doc));
                if needed(doc.access) <= 1 {
                    let absent = things.keys().map(|key| (*key, NOWHERE.to_owned())).collect();
                    let answer = world.call(stranger, &doc, &absent, 7).await;
                    assert_eq!(answer.status, 404, "{}: {}", name(&doc), answer.text());
                }
            }
            if doc.body.as_ref().is_some_and(|body| body.media == "application/json") && needed(doc.access) > 1
                // A file of megabytes is read for administrators alone.
                && !doc.path.ends_with("/import")
            {
                let path = address(&doc, |name| things[name].clone());
                let answer = stranger.call_text(method(&doc), &path, "{broken").await;
                assert_eq!(answer.status, 400, "{}: {}", name(&doc), answer.text());
            }
        }
    }

    async fn a_body_that_arrives_after_the_logout_does_nothing(db: TestDb) {
        let world = World::new(db).await;
        let things = world.things(1).await;
        let buyer = world.app.login("buyer").await;
        let body = json!({"conversationThreadId": things["conversationThreadId"], "content": "geç"}).to_string();
        let (sender, rest) = tokio::sync::oneshot::channel::<()>();
        let late = futures_util::stream::once(async move {
            rest.await.unwrap();
            Ok::<_, std::io::Error>(body)
        });
        let request = http::Request::builder().method("POST").uri("/v1/conversationmessages").header("content-type", "application/json");
        let sending = {
            let buyer = buyer.clone();
            tokio::spawn(async move { buyer.send(request, axum::body::Body::from_stream(late)).await })
        };
        // The head was judged when the body is asked for.
        tokio::task::yield_now().await;
        drop(buyer.post("/logout", &json!({})).await.expect(200));
        sender.send(()).unwrap();
        assert_eq!(sending.await.unwrap().status, 401);
        let path = format!("/v1/listconversationmessages/{}", things["conversationThreadId"]);
        assert_eq!(world.person("seller").get(&path).await.expect(200).json()["rowCount"], 2);
    }

    async fn bad_bodies_are_refused_in_the_envelope(db: TestDb) {
        let world = World::new(db).await;
        let things = world.things(1).await;
        for doc in routes() {
            let Some(body) = doc.body.as_ref().filter(|body| body.media == "application/json") else {
                continue;
            };
            let Some(sample) = world.body(&doc, &things, 9).filter(Value::is_object) else {
                continue;
            };
            let schema = validator(body.schema);
            assert!(schema.is_valid(&sample), "{}: its own sample", name(&doc));
            for attack in bodies(&sample.to_string(), &schema, doc.body_limit) {
                attempt(&world, &doc, &things, &attack).await;
            }
        }
        world.app.test.db.integrity().await.unwrap();
        drop(world.app.anyone.get("/v1/listings").await.expect(200));
    }
}

/// Whoever the route is for.
fn allowed<'w>(world: &'w World, doc: &EndpointDoc) -> &'w Client {
    match (doc.access, doc.path) {
        (Access::Anyone, _) => &world.app.anyone,
        // The buyer sent it, and the sender does not mark it.
        (_, path) if path.contains("mark") => world.person("seller"),
        (_, path) if path.contains("{savedSearchId}") => world.person("buyer"),
        (_, path) if path.contains("conversation") && doc.access == Access::Account => world.person("buyer"),
        _ => world.person("super"),
    }
}

/// Sends one bad body.
async fn attempt(world: &World, doc: &EndpointDoc, things: &Things, attack: &Attack) {
    let what = format!("{} with {}", name(doc), attack.what);
    let path = address(doc, |name| things[name].clone());
    let headers = [("content-type", attack.content_type)];
    let answer = send(
        allowed(world, doc),
        doc.verb.name(),
        &path,
        &headers,
        attack.body.clone(),
    )
    .await;
    let status = answer.status.as_u16();
    assert!(status < 500, "{what}: {status} {}", answer.text());
    // Every failure of a login is the same one.
    let login = matches!(doc.path, "/login" | "/relogin") && matches!(status, 401 | 429);
    // Marking as read takes no body as well, and so does what says all by its address.
    let bare = (doc.verb == Verb::Patch && (doc.path.contains("asread") || doc.path.ends_with("/read")))
        || ["/secret", "/resend"].iter().any(|end| doc.path.ends_with(end));
    let optional = bare && matches!(&*attack.what, "nothing" | "blanks");
    match attack.expected {
        Expected::Status(_) if optional => assert_eq!(status, doc.status, "{what}"),
        Expected::Status(expected) => assert!(status == expected || login, "{what}: {status} {}", answer.text()),
        Expected::Refused => assert!(
            matches!(status, 400 | 404) || login,
            "{what}: {status} {}",
            answer.text()
        ),
        Expected::Survives => {}
    }
    if !answer.status.is_success() {
        check_refusal(doc, &answer, &what);
    }
}
