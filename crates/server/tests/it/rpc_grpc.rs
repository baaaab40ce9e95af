//! gRPC as foreign clients speak it: health, reflection, streams, deadlines, the browser's form of it, and what is broken.

use std::{collections::VecDeque, time::Duration};

use accounts::Role;
use axum::body::Body;
use base64::{Engine as _, prelude::BASE64_STANDARD};
use bytes::Bytes;
use futures_util::StreamExt as _;
use http::{Request, Version, header};
use http_body_util::BodyExt as _;
use prost_reflect::{DynamicMessage, prost::Message as _};
use serde_json::{Value, json};
use server::settings::Given;
use testkit::{Client, TestDb, both_engines};
use tonic::Code;

use crate::{
    rpc_support::{Grpc, Of, failure, framed, shown, unframed},
    support::TestApp,
};

async fn app() -> TestApp {
    let given = Given {
        moderate_listings: Some(false),
        ..Given::default()
    };
    TestApp::with(TestDb::sqlite().await, given).await
}

fn grpc(app: &TestApp) -> Grpc {
    Grpc::new(app.app.stack.clone())
}

/// A category and so many listings in it.
async fn listings(seller: &Client, admin: &Client, count: usize) -> Vec<String> {
    let new = json!({"name": "Otomobil", "slug": "otomobil", "sortOrder": 1});
    let category = admin.post("/v1/categories", &new).await.expect(201).json()["category"]["id"].clone();
    let mut ids = Vec::new();
    for index in 0..count {
        let new = json!({"categoryId": category, "title": format!("Ilan {index}"), "price": index + 1});
        let made = seller.post("/v1/listings", &new).await.expect(201).json();
        ids.push(made["listing"]["id"].as_str().unwrap().to_owned());
    }
    ids
}

fn code(status: &http::HeaderMap) -> Option<i32> {
    status.get("grpc-status")?.to_str().ok()?.parse().ok()
}

#[tokio::test]
async fn health_says_serving_until_the_server_stops() {
    let app = app().await;
    let check = async |service: &str| {
        let asked = if service.is_empty() {
            Vec::new()
        } else {
            [&[10, u8::try_from(service.len()).unwrap()], service.as_bytes()].concat()
        };
        let (heads, trailers, bytes) = grpc(&app)
            .send("/grpc.health.v1.Health/Check", Body::from(framed(&asked)))
            .await;
        let status = code(&trailers).or_else(|| code(&heads)).unwrap();
        (status, unframed(&bytes).first().map(|message| message.to_vec()))
    };
    // SERVING is 1.
    assert_eq!(check("").await, (0, Some(vec![8, 1])));
    assert_eq!(check(Of::Talk.full_name()).await, (0, Some(vec![8, 1])));
    assert_eq!(check("no.such.Service").await.0, Code::NotFound as i32);
    app.app.closing.send_replace(true);
    for _ in 0..1000 {
        if check("").await == (0, Some(vec![8, 2])) {
            return;
        }
        tokio::task::yield_now().await;
    }
    panic!("a server that stops still says that it serves");
}

#[tokio::test]
async fn reflection_names_the_services() {
    let app = app().await;
    for version in ["v1", "v1alpha"] {
        let path = format!("/grpc.reflection.{version}.ServerReflection/ServerReflectionInfo");
        // list_services = 7, an empty text.
        let (_, trailers, bytes) = grpc(&app).send(&path, Body::from(framed(&[0x3a, 0]))).await;
        assert_eq!(code(&trailers), Some(0));
        let said = String::from_utf8_lossy(&bytes).into_owned();
        for name in [Of::Places.full_name(), Of::Talk.full_name(), "grpc.health.v1.Health"] {
            assert!(said.contains(name), "{name}");
        }
    }
}

#[tokio::test]
async fn a_refusal_says_all_that_http_says() {
    let app = app().await;
    let refused = grpc(&app)
        .call(Of::Places, "GetCategory", &json!({"categoryId": "x"}))
        .await
        .unwrap_err();
    assert_eq!(refused.code(), Code::InvalidArgument);
    assert_eq!(refused.message(), "errMsg_categoryIdisNotAValidID");
    let said = failure(&refused);
    assert_eq!(said["errCode"], "400");
    assert!(said["detail"].as_str().unwrap().contains("ID"), "{said}");
    let missing = grpc(&app)
        .call(Of::Places, "GetCategory", &json!({}))
        .await
        .unwrap_err();
    assert_eq!(
        (missing.code(), missing.message()),
        (Code::InvalidArgument, "errMsg_categoryIdisRequired")
    );
    let nobody = grpc(&app)
        .call(Of::Places, "UpdateCategory", &json!({}))
        .await
        .unwrap_err();
    assert_eq!(
        (nobody.code(), nobody.message()),
        (Code::Unauthenticated, "errMsg_updateCategoryRequiresLogin")
    );
    let unknown = grpc(&app)
        .send(&format!("/{}/NoSuchCall", Of::Talk.full_name()), Body::empty())
        .await;
    assert_eq!(code(&unknown.0), Some(Code::Unimplemented as i32));
}

#[tokio::test]
async fn a_session_and_its_permissions_are_shown() {
    let app = app().await;
    let user = app.user("ayse").await;
    let me = grpc(&app)
        .of(&user)
        .call(Of::Talk, "CurrentUser", &json!({}))
        .await
        .unwrap();
    assert_eq!(me["email"], "ayse@example.com");
    let granted = grpc(&app)
        .of(&user)
        .call(Of::Places, "ListGrantedPermissions", &json!({}))
        .await
        .unwrap();
    assert_eq!(granted.get("permissions"), None);
    let may = grpc(&app)
        .of(&user)
        .call(Of::Places, "CheckPermission", &json!({"permissionName": "x"}))
        .await
        .unwrap();
    assert_eq!(may["canDo"], false);
    let nobody = grpc(&app).call(Of::Talk, "CurrentUser", &json!({})).await.unwrap_err();
    assert_eq!(
        (nobody.code(), nobody.message()),
        (Code::Unauthenticated, "No login found")
    );
}

#[tokio::test]
async fn a_key_makes_a_retry_the_same_call_and_a_version_guards_a_change() {
    let app = app().await;
    let admin = app.account("boss", Role::Admin).await;
    let caller = grpc(&app).of(&admin);
    let new = json!({"name": "A", "slug": "a", "sortOrder": 1});
    let first = caller
        .with("idempotency-key", "k")
        .call(Of::Places, "CreateCategory", &new)
        .await
        .unwrap();
    let again = caller
        .with("idempotency-key", "k")
        .call(Of::Places, "CreateCategory", &new)
        .await
        .unwrap();
    assert_eq!(first["category"]["id"], again["category"]["id"]);
    let change = json!({"categoryId": first["category"]["id"], "name": "B"});
    let stale = caller
        .with("if-match", "\"7\"")
        .call(Of::Places, "UpdateCategory", &change)
        .await
        .unwrap_err();
    assert_eq!(stale.code(), Code::FailedPrecondition);
    let changed = caller
        .with("if-match", "\"1\"")
        .call(Of::Places, "UpdateCategory", &change)
        .await
        .unwrap();
    assert_eq!(changed["category"]["recordVersion"], 2);
    assert_eq!(changed["oldDataValues"]["name"], "A");
}

#[tokio::test]
async fn files_come_and_go_as_bytes() {
    let app = app().await;
    let (admin, seller) = (app.account("boss", Role::Admin).await, app.user("ayse").await);
    let listing = listings(&seller, &admin, 1).await.remove(0);
    let picture = picture();
    let new = json!({"listingId": listing, "file": BASE64_STANDARD.encode(&picture), "caption": "Ön"});
    let made = grpc(&app)
        .of(&seller)
        .call(Of::Places, "CreateListingImage", &new)
        .await
        .unwrap();
    let image = &made["listingImage"];
    assert_eq!((&image["caption"], &image["width"]), (&json!("Ön"), &json!(640)));
    let one = json!({"listingId": listing, "imageId": image["id"], "variant": "thumb"});
    let file = grpc(&app).call(Of::Places, "GetListingImageFile", &one).await.unwrap();
    assert!(
        file["contentType"].as_str().unwrap().starts_with("image/"),
        "{}",
        file["contentType"]
    );
    assert!(BASE64_STANDARD.decode(file["content"].as_str().unwrap()).unwrap().len() > 100);
    let table = grpc(&app)
        .of(&admin)
        .call(Of::Places, "ExportCategories", &json!({}))
        .await
        .unwrap();
    let table = BASE64_STANDARD.decode(table["content"].as_str().unwrap()).unwrap();
    assert!(String::from_utf8(table).unwrap().contains("otomobil"));
}

/// A picture that is large enough for a listing.
fn picture() -> Vec<u8> {
    let mut out = std::io::Cursor::new(Vec::new());
    let picture = image::RgbImage::from_pixel(640, 480, image::Rgb([120, 60, 90]));
    picture.write_to(&mut out, image::ImageFormat::Png).unwrap();
    out.into_inner()
}

#[tokio::test]
async fn a_list_is_streamed_through_all_its_pages() {
    let app = app().await;
    let (admin, seller) = (app.account("boss", Role::Admin).await, app.user("ayse").await);
    let mut made = listings(&seller, &admin, 23).await;
    let streamed = grpc(&app)
        .stream(Of::Places, "StreamListings", &json!({"limit": 5}))
        .await
        .unwrap();
    let mut ids: Vec<&str> = streamed.iter().map(|listing| listing["id"].as_str().unwrap()).collect();
    made.reverse();
    assert_eq!(ids, made);
    ids.dedup();
    assert_eq!(ids.len(), 23);
    let cheap = json!({"price_lte": 3, "sort": "price"});
    let cheap = grpc(&app).stream(Of::Places, "StreamListings", &cheap).await.unwrap();
    let prices: Vec<f64> = cheap.iter().map(|listing| listing["price"].as_f64().unwrap()).collect();
    assert_eq!(prices, [1.0, 2.0, 3.0]);
    let none = grpc(&app)
        .stream(Of::Places, "StreamListings", &json!({"q": "yoktur"}))
        .await
        .unwrap();
    assert!(none.is_empty());
    let wrong = grpc(&app)
        .stream(Of::Places, "StreamListings", &json!({"sort": "x"}))
        .await
        .unwrap_err();
    assert_eq!(wrong.code(), Code::InvalidArgument);
    let nobody = grpc(&app)
        .stream(Of::Talk, "StreamInbox", &json!({}))
        .await
        .unwrap_err();
    assert_eq!(nobody.code(), Code::Unauthenticated);
}

/// A stream that stays open.
struct Ear {
    body: axum::body::BodyDataStream,
    method: prost_reflect::MethodDescriptor,
    /// Came, and nobody asked for it yet.
    heard: VecDeque<Value>,
}

impl Ear {
    async fn open(app: &TestApp, client: &Client, params: &Value) -> Self {
        let caller = grpc(app).of(client);
        let method = caller.method(Of::Talk, "StreamConversationThreads");
        let asked = framed(&Grpc::message(&method, params).encode_to_vec());
        let mut request = Request::post(format!("/{}/{}", Of::Talk.full_name(), method.name()))
            .version(Version::HTTP_2)
            .header(header::CONTENT_TYPE, "application/grpc")
            .body(Body::from(asked))
            .unwrap();
        request.headers_mut().extend(caller.metadata.clone());
        let response = app.app.stack.serve(request, [127, 0, 0, 1].into()).await;
        Self {
            body: response.into_body().into_data_stream(),
            method,
            heard: VecDeque::new(),
        }
    }

    async fn next(&mut self) -> Value {
        while self.heard.is_empty() {
            let bytes = tokio::time::timeout(Duration::from_secs(20), self.body.next()).await;
            let bytes: Bytes = bytes.expect("something happens").unwrap().unwrap();
            let messages = unframed(&bytes).into_iter();
            let output = self.method.output();
            self.heard
                .extend(messages.map(|message| shown(DynamicMessage::decode(output.clone(), message).unwrap())));
        }
        self.heard.pop_front().unwrap()
    }
}

both_engines! {
    async fn what_happens_in_a_thread_is_streamed_and_resumed(db: TestDb) {
        let given = Given { moderate_listings: Some(false), ..Given::default() };
        let app = TestApp::with(db, given).await;
        let (admin, seller, buyer) =
            (app.account("boss", Role::Admin).await, app.user("ayse").await, app.user("budi").await);
        let listing = listings(&seller, &admin, 1).await.remove(0);
        let me = seller.get("/currentuser").await.expect(200).json();
        let mut ear = Ear::open(&app, &seller, &json!({})).await;
        let begin = json!({"listingId": listing, "receiverId": me["userId"]});
        let caller = grpc(&app).of(&buyer);
        let thread = caller.call(Of::Talk, "CreateConversationThread", &begin).await.unwrap();
        let thread = &thread["conversationThread"]["id"];
        let begun = ear.next().await;
        assert_eq!((&begun["event"], &begun["conversationThread"]["id"]), (&json!("thread-updated"), thread));
        let new = json!({"conversationThreadId": thread, "content": "Merhaba"});
        caller.call(Of::Talk, "CreateConversationMessage", &new).await.unwrap();
        let heard = ear.next().await;
        assert_eq!(heard["event"], "message-created");
        assert_eq!(heard["conversationMessage"]["content"], "Merhaba");
        assert_eq!(heard["unreadCount"], 1);
        let updated = ear.next().await;
        assert_eq!(updated["conversationThread"]["lastMessage"], "Merhaba");
        caller.call(Of::Talk, "TypeInConversationThread", &json!({"conversationThreadId": thread})).await.unwrap();
        let typing = ear.next().await;
        assert_eq!((&typing["event"], &typing["typing"]["conversationThreadId"]), (&json!("typing"), thread));
        drop(ear);
        // Whoever comes back hears what was missed, from where it stopped.
        let mut again = Ear::open(&app, &seller, &json!({"lastEventId": begun["id"]})).await;
        assert_eq!(again.next().await["id"], heard["id"]);
        let inbox = grpc(&app).of(&seller).stream(Of::Talk, "StreamInbox", &json!({})).await.unwrap();
        assert_eq!((inbox.len(), &inbox[0]["unreadCount"]), (1, &json!(1)));
    }
}

#[tokio::test]
async fn a_stream_ends_with_its_session() {
    let app = app().await;
    let user = app.user("ayse").await;
    let caller = grpc(&app).of(&user);
    let opened = tokio::spawn(async move { caller.stream(Of::Talk, "StreamConversationThreads", &json!({})).await });
    for _ in 0..100 {
        tokio::task::yield_now().await;
    }
    user.post("/logout", &json!({})).await.expect(200);
    let ended = tokio::time::timeout(Duration::from_secs(20), opened)
        .await
        .expect("an end")
        .unwrap();
    assert_eq!(ended.unwrap_err().code(), Code::Unauthenticated);
}

#[tokio::test]
async fn what_is_broken_is_refused_and_costs_little() {
    let app = app().await;
    let path = format!("/{}/ListCategories", Of::Places.full_name());
    let status = async |body: Vec<u8>| {
        let (heads, trailers, _) = grpc(&app).send(&path, Body::from(body)).await;
        code(&trailers).or_else(|| code(&heads)).unwrap()
    };
    // A frame that is cut off, one that says that it is huge, one that is compressed, bytes that are no message.
    assert_ne!(status(vec![0, 0, 0, 0, 9, 1]).await, 0);
    assert_eq!(
        status(vec![0, 0x7f, 0xff, 0xff, 0xff, 1]).await,
        Code::ResourceExhausted as i32
    );
    assert_ne!(status([&[1, 0, 0, 0, 1], &[0][..]].concat()).await, 0);
    assert_ne!(status(Vec::new()).await, 0);
    assert_eq!(
        status(framed(&[0x0a, 0xff, 0xff]).to_vec()).await,
        Code::InvalidArgument as i32
    );
    assert_eq!(status(framed(&[]).to_vec()).await, 0);
    // A text that is no UTF-8, and a number of a field that nobody knows.
    let slug = format!("/{}/GetCategoryBySlug", Of::Places.full_name());
    let (heads, _, _) = grpc(&app).send(&slug, Body::from(framed(&[0x0a, 1, 0xff]))).await;
    assert_eq!(code(&heads), Some(Code::InvalidArgument as i32));
    assert_eq!(status(framed(&[0xfa, 0x7f, 1, b'x']).to_vec()).await, 0);
}

#[tokio::test]
async fn a_deadline_is_kept() {
    let app = app().await;
    let user = app.user("ayse").await;
    let caller = grpc(&app).of(&user).with("grpc-timeout", "50m");
    let late = caller
        .stream(Of::Talk, "StreamConversationThreads", &json!({}))
        .await
        .unwrap_err();
    assert_eq!(late.code(), Code::DeadlineExceeded);
    let in_time = grpc(&app).of(&user).with("grpc-timeout", "30S");
    in_time.call(Of::Talk, "GetUnreadCount", &json!({})).await.unwrap();
}

#[tokio::test]
async fn browsers_ask_with_grpc_web() {
    let app = app().await;
    let path = format!("/{}/GetCategoryTree", Of::Places.full_name());
    for (kind, text) in [
        ("application/grpc-web+proto", false),
        ("application/grpc-web-text", true),
    ] {
        let asked = framed(&[]).to_vec();
        let asked = if text {
            BASE64_STANDARD.encode(asked).into_bytes()
        } else {
            asked
        };
        let request = Request::post(&path)
            .header(header::CONTENT_TYPE, kind)
            .header(header::ACCEPT, kind)
            .header(header::ACCEPT_ENCODING, "gzip, br")
            .header(header::ORIGIN, "https://app.example.org")
            .header("x-grpc-web", "1")
            .body(Body::from(asked))
            .unwrap();
        let response = app.app.stack.serve(request, [127, 0, 0, 1].into()).await;
        assert_eq!(response.status(), 200);
        assert_eq!(response.headers()["access-control-allow-origin"], "*");
        assert_eq!(response.headers().get(header::CONTENT_ENCODING), None);
        let bytes = response.into_body().collect().await.unwrap().to_bytes();
        let bytes = if text { decoded(&bytes) } else { bytes.to_vec() };
        // The trailers are the last frame.
        let trailers = bytes.windows(13).any(|piece| piece == b"grpc-status:0");
        assert!(trailers, "{}", String::from_utf8_lossy(&bytes));
    }
    let before = Request::builder()
        .method("OPTIONS")
        .uri(&path)
        .header(header::ORIGIN, "https://app.example.org")
        .header("access-control-request-method", "POST")
        .body(Body::empty())
        .unwrap();
    let response = app.app.stack.serve(before, [127, 0, 0, 1].into()).await;
    let allowed = response.headers()["access-control-allow-headers"]
        .to_str()
        .unwrap()
        .to_owned();
    assert!(
        allowed.contains("x-grpc-web") && allowed.contains("grpc-timeout"),
        "{allowed}"
    );
}

/// Pieces of base64, each with an end of its own.
fn decoded(text: &[u8]) -> Vec<u8> {
    let text = String::from_utf8(text.to_vec()).unwrap();
    let mut out = Vec::new();
    let mut rest = text.as_str();
    while !rest.is_empty() {
        let end = rest.find('=').map_or(rest.len(), |at| (at / 4 + 1) * 4);
        out.extend(BASE64_STANDARD.decode(&rest[..end]).unwrap());
        rest = &rest[end..];
    }
    out
}
