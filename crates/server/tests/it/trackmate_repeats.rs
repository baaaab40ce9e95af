//! `Idempotency-Key` on every `POST`: what is sent twice happens once.

use std::collections::BTreeSet;

use accounts::Role;
use platform::http::routes::Verb;
use serde_json::{Value, json};
use testkit::{Answer, Client, both_engines};

use crate::{
    files::blobs,
    support::{PASSWORD, TestApp, id},
    trackmate_support::{form, refused, rows, send, whole},
};

const MISMATCH: &str = "Idempotency-Key ini sudah dipakai untuk permintaan lain.";

async fn post(client: &Client, path: &str, key: &str, body: &Value) -> Answer {
    let headers = [("content-type", "application/json"), ("idempotency-key", key)];
    send(client, "POST", path, &headers, body.to_string()).await
}

async fn upload(client: &Client, key: &str, content: &[u8]) -> Answer {
    let (kind, body) = form("data", "x.gif", "image/gif", content);
    let headers = [("content-type", kind.as_str()), ("idempotency-key", key)];
    send(client, "POST", "/upload/images", &headers, body).await
}

/// The smallest picture, with something of its own at the end.
fn picture(end: u8) -> Vec<u8> {
    let mut bytes =
        b"GIF89a\x01\0\x01\0\x80\0\0\0\0\0\xff\xff\xff!\xf9\x04\x01\0\0\0\0,\0\0\0\0\x01\0\x01\0\0\x02\x02D\x01\0;"
            .to_vec();
    bytes.push(end);
    bytes
}

/// One route: who calls it, where, with what, and with what else.
struct Call<'a> {
    route: &'static str,
    client: &'a Client,
    path: String,
    body: Value,
    other: Value,
}

fn person(username: &str) -> Value {
    json!({"username": username, "email": format!("{username}@x.id"), "password": PASSWORD, "fullname": "Orang"})
}

fn named(name: &str) -> Value {
    json!({"name": name, "price": 1})
}

/// Every `POST` that makes something, uploads apart.
fn calls<'a>(app: &'a TestApp, admin: &'a Client, sari: &'a Client, product: &str) -> Vec<Call<'a>> {
    let call = |route: &'static str, client: &'a Client, body: Value, other: Value| Call {
        route,
        client,
        path: route.replace("{id}", product),
        body,
        other,
    };
    vec![
        call("/users", &app.anyone, person("baru"), person("lain")),
        call("/admin", admin, person("kepala"), person("wakil")),
        call("/products", sari, named("Sambal"), named("Saus")),
        call(
            "/products/{id}/rating",
            sari,
            json!({"rating": 5}),
            json!({"rating": 1}),
        ),
        call("/umkm", admin, json!({"name": "Dapur"}), json!({"name": "Warung"})),
        call("/resources", sari, json!({"name": "cabai"}), json!({"name": "garam"})),
        call("/impacts", sari, json!({"name": "air"}), json!({"name": "kerja"})),
    ]
}

#[test]
fn no_route_that_makes_something_is_left_out() {
    let tried: BTreeSet<&str> = [
        "/users",
        "/admin",
        "/authentications",
        "/admin/authentications",
        "/products",
        "/products/{id}/rating",
        "/umkm",
        "/resources",
        "/impacts",
        "/upload/images",
    ]
    .into();
    let docs = trackmate::endpoint_docs();
    let posts = docs
        .iter()
        .filter(|doc| doc.verb == Verb::Post && doc.body.is_some())
        .map(|doc| doc.path);
    // The deployed shapes are the same handlers once more.
    let (deployed, documented): (BTreeSet<&str>, BTreeSet<&str>) =
        posts.partition(|path| path.starts_with(trackmate::COMPAT));
    assert_eq!(documented, tried);
    let deployed = deployed
        .into_iter()
        .filter_map(|path| path.strip_prefix(trackmate::COMPAT));
    assert_eq!(deployed.collect::<BTreeSet<_>>(), tried);
}

both_engines! {
    async fn a_repeated_post_answers_the_same_and_changes_nothing(db: TestDb) {
        let app = TestApp::new(db).await;
        let admin = app.account("root", Role::Admin).await;
        drop(app.account("root2", Role::Admin).await);
        let (sari, _) = app.producer("sari").await;
        let product = id(&sari.post("/products", &named("Pertama")).await.expect(201), "productId");
        for Call { route, client, path, body, other } in calls(&app, &admin, &sari, &product) {
            let first = post(client, &path, "kunci-1", &body).await.expect(201);
            let stored = rows(&app.test.db).await;
            for _ in 0..2 {
                let again = post(client, &path, "kunci-1", &body).await.expect(201);
                assert_eq!(again.text(), first.text(), "{route}");
            }
            if route == "/users" {
                // Whoever has no name yet shares no key with others.
                post(client, &path, "kunci-1", &other).await.expect(201);
                continue;
            }
            assert_eq!(whole(&post(client, &path, "kunci-1", &other).await), (400, refused(MISMATCH)), "{route}");
            assert_eq!(rows(&app.test.db).await, stored, "{route}");
        }
    }

    async fn a_login_is_never_answered_again(db: TestDb) {
        let app = TestApp::new(db).await;
        drop((app.user("sari").await, app.account("root", Role::Admin).await));
        for (path, username) in [("/authentications", "sari"), ("/admin/authentications", "root")] {
            let body = json!({"username": username, "password": PASSWORD});
            let first = post(&app.anyone, path, "kunci-1", &body).await.expect(201).json();
            let second = post(&app.anyone, path, "kunci-1", &body).await.expect(201).json();
            assert_ne!(first["data"]["refreshToken"], second["data"]["refreshToken"], "{path}");
        }
    }

    async fn a_repeated_upload_answers_the_same_address(db: TestDb) {
        let app = TestApp::new(db).await;
        let (sari, budi) = (app.user("sari").await, app.user("budi").await);
        let first = upload(&sari, "kunci", &picture(1)).await.expect(201);
        let stored = rows(&app.test.db).await;
        assert_eq!(upload(&sari, "kunci", &picture(1)).await.expect(201).text(), first.text());
        assert_eq!(whole(&upload(&sari, "kunci", &picture(2)).await), (400, refused(MISMATCH)));
        assert_eq!(blobs(&app.test.dir.path().join("data/media")), 1, "what was refused is not stored");
        assert_eq!(rows(&app.test.db).await, stored);
        // Somebody else's key is another key, even for the same picture.
        assert_ne!(upload(&budi, "kunci", &picture(1)).await.expect(201).text(), first.text());
        assert_ne!(upload(&sari, "kunci-2", &picture(1)).await.expect(201).text(), first.text());
    }

    async fn a_key_belongs_to_a_caller_and_a_route_for_a_day(db: TestDb) {
        let app = TestApp::new(db).await;
        let (sari, budi) = (app.user("sari").await, app.user("budi").await);
        let first = post(&sari, "/resources", "kunci", &json!({"name": "cabai"})).await.expect(201).text();
        assert_ne!(post(&budi, "/resources", "kunci", &json!({"name": "cabai"})).await.expect(201).text(), first);
        drop(post(&sari, "/impacts", "kunci", &json!({"name": "air"})).await.expect(201));
        app.clock.advance(std::time::Duration::from_hours(24));
        let sari = app.login("sari").await;
        assert_ne!(post(&sari, "/resources", "kunci", &json!({"name": "cabai"})).await.expect(201).text(), first);
    }

    async fn a_refusal_is_not_remembered(db: TestDb) {
        let app = TestApp::new(db).await;
        let sari = app.user("sari").await;
        let without = post(&sari, "/products", "kunci", &named("Sambal")).await;
        assert_eq!(whole(&without), (400, refused("Lengkapi profil UMKM terlebih dahulu")));
        drop(sari.post("/umkm", &json!({"name": "Dapur"})).await.expect(201));
        drop(post(&sari, "/products", "kunci", &named("Sambal")).await.expect(201));
    }

    async fn an_empty_or_endless_key_is_refused(db: TestDb) {
        let app = TestApp::new(db).await;
        let sari = app.user("sari").await;
        for key in ["", &"k".repeat(256), "kunci\u{e9}"] {
            assert_eq!(post(&sari, "/resources", key, &json!({"name": "cabai"})).await.status, 400, "{key}");
            assert_eq!(upload(&sari, key, &picture(1)).await.status, 400, "{key}");
        }
        drop(post(&sari, "/resources", &"k".repeat(255), &json!({"name": "cabai"})).await.expect(201));
    }
}
