//! The session routes of the service documents: who gets in by which door, what the session shows, and what ends it; who
//! may do what, and who may say so.

use std::{net::IpAddr, time::Duration};

use accounts::{Role, service_dialect::TOKEN};
use axum::body::Body;
use http::{Method, Request, header};
use serde_json::{Value, json};
use server::settings::Given;
use testkit::{Answer, Client, TestDb, both_engines};

use crate::support::{PASSWORD, TestApp};

const NO_LOGIN: &str = r#"{"status":"ERR","message":"No login found"}"#;
const NOWHERE: &str = "018f3c1e-7b2a-7c3d-8e4f-0123456789ab";

/// Sends a request with headers.
async fn send(client: &Client, method: Method, path: &str, headers: &[(&str, &str)], body: &str) -> Answer {
    let mut request = Request::builder().method(method).uri(path);
    for (name, value) in headers {
        request = request.header(*name, *value);
    }
    client.send(request, Body::from(body.to_owned())).await
}

async fn login(client: &Client, field: &str, name: &str, password: &str) -> Answer {
    client.post("/login", &json!({field: name, "password": password})).await
}

/// Who somebody is, by a token.
async fn fullname(client: &Client) -> Option<String> {
    let answer = client.get("/currentuser").await;
    if answer.status == 401 {
        assert_eq!(answer.text(), NO_LOGIN);
        return None;
    }
    Some(answer.expect(200).json()["fullname"].as_str().unwrap().to_owned())
}

fn token(answer: &Answer) -> String {
    answer.json()["accessToken"].as_str().unwrap().to_owned()
}

fn cookie(answer: &Answer) -> Option<&str> {
    answer
        .headers
        .get(header::SET_COOKIE)
        .map(|value| value.to_str().unwrap())
}

/// The status of a list that is answered from memory.
async fn status(client: &Client) -> u16 {
    client.get("/v1/categories").await.status.as_u16()
}

/// The key and the status of a refusal in the envelope.
fn refusal(answer: &Answer) -> (u16, String) {
    let body = answer.json();
    assert_eq!(body["result"], "ERR", "{body}");
    (answer.status.as_u16(), body["message"].as_str().unwrap().to_owned())
}

async fn user_id(client: &Client) -> String {
    client.get("/currentuser").await.expect(200).json()["userId"]
        .as_str()
        .unwrap()
        .to_owned()
}

/// Grants something; answers the grant's id.
async fn granted(by: &Client, grant: Value) -> String {
    let answer = by.post("/v1/permissions", &grant).await.expect(201).json();
    answer["permission"]["id"].as_str().unwrap().to_owned()
}

async fn scope(client: &Client, name: &str) -> Value {
    client.get(&format!("/permissions/{name}")).await.expect(200).json()
}

both_engines! {
    async fn either_name_logs_in_by_either_field(test: TestDb) {
        let app = TestApp::new(test).await;
        app.user("sari").await;
        for (field, name) in [("username", "sari"), ("email", "sari@example.com"), ("username", " SARI@Example.com "), ("email", "Sari")] {
            let answer = login(&app.anyone, field, name, PASSWORD).await.expect(200);
            let body = answer.json();
            assert_eq!((&body["email"], &body["fullname"], &body["roleId"], &body["tenantId"]),
                (&json!("sari@example.com"), &json!("sari Lengkap"), &json!("user"), &json!("balai")), "{field} {name}");
            let current = app.anyone.with_token(token(&answer)).get("/currentuser").await.expect(200);
            let mut documented = body.clone();
            documented.as_object_mut().unwrap().remove("refreshToken");
            assert_eq!(current.json(), documented, "the login answers what /currentuser does");
            assert_eq!(current.headers[header::CACHE_CONTROL], "no-store");
            for member in ["sessionId", "userId", "loginAt", "username"] {
                assert!(body[member].is_string(), "{body}");
            }
        }
        // The name in `username` is heeded first.
        let both = json!({"username": "sari", "email": "nobody@example.com", "password": PASSWORD});
        app.anyone.post("/login", &both).await.expect(200);
    }

    async fn nobody_is_taken_for_anybody_because_the_database_is_away(test: TestDb) {
        let home = TestApp::new(test).await;
        let user = home.user("sari").await;
        // Another server that shares the database remembers no session, and has the list in memory.
        let other = tempfile::tempdir().unwrap();
        let given = Given { data: Some(other.path().to_owned()), keys: Some(home.test.dir.path().join("data/keys.json")), ..Given::default() };
        let settings = given.settle(server::wiring::MODULES).unwrap();
        let app = server::app::App::over(&settings, home.test.db.clone(), platform::auth::password::Cost::cheap(), None).unwrap();
        let anyone = Client::new(app.stack.clone());
        let user = anyone.with_token(user.token().unwrap());
        assert_eq!(status(&anyone).await, 200);
        home.test.db.close().await;
        assert_eq!(status(&anyone).await, 200);
        assert_eq!(status(&user).await, 503);
    }

    async fn every_login_that_fails_looks_alike(test: TestDb) {
        let app = TestApp::new(test).await;
        app.user("sari").await;
        for (field, name, password) in [
            ("username", "sari", "123User"), ("email", "sari@example.com", "123User"), ("username", "nobody", PASSWORD),
            ("email", "nobody@example.com", PASSWORD), ("email", "", ""), ("username", "@", PASSWORD), ("email", &*"x@".repeat(1000), PASSWORD),
        ] {
            let answer = login(&app.anyone, field, name, password).await.expect(401);
            assert_eq!((answer.text().as_str(), cookie(&answer)), (NO_LOGIN, None), "{field} {name}");
        }
        for body in [json!({}), json!({"password": PASSWORD}), json!({"username": "sari"}), json!({"username": null, "password": PASSWORD})] {
            assert_eq!(app.anyone.post("/login", &body).await.expect(401).text(), NO_LOGIN, "{body}");
        }
        for (body, key) in [
            (json!({"username": 1, "password": PASSWORD}), "errMsg_usernameTypeIsNotValid"), (json!({"username": "sari", "password": PASSWORD, "x": 1}), "errMsg_xTypeIsNotValid"),
        ] {
            assert_eq!(refusal(&app.anyone.post("/login", &body).await), (400, key.to_owned()), "{body}");
        }
    }

    async fn guessing_is_throttled_here_as_elsewhere(test: TestDb) {
        let app = TestApp::new(test).await;
        app.user("sari").await;
        for _ in 0..10 {
            login(&app.anyone, "email", "sari@example.com", "guess").await.expect(401);
        }
        let answer = login(&app.anyone, "username", "SARI@example.com", PASSWORD).await;
        assert_eq!(refusal(&answer).0, 429);
        assert!(answer.headers.contains_key(header::RETRY_AFTER));
        app.clock.advance(Duration::from_mins(1));
        login(&app.anyone, "email", "sari@example.com", PASSWORD).await.expect(200);
    }

    async fn a_token_is_good_wherever_it_is_carried(test: TestDb) {
        let app = TestApp::new(test).await;
        app.user("sari").await;
        app.user("budi").await;
        let sari = token(&login(&app.anyone, "username", "sari", PASSWORD).await);
        let budi = token(&login(&app.anyone, "username", "budi", PASSWORD).await);
        let who = async |headers: Vec<(&str, String)>, query: String| {
            let headers: Vec<_> = headers.iter().map(|(name, value)| (*name, value.as_str())).collect();
            let answer = send(&app.anyone, Method::GET, &format!("/currentuser{query}"), &headers, "").await;
            assert_eq!(answer.headers[header::CACHE_CONTROL], "no-store");
            (answer.status.as_u16(), answer.json()["fullname"].as_str().unwrap_or_default().to_owned())
        };
        let in_cookie = |token: &str| ("cookie", format!("a=b; {TOKEN}={token}"));
        let bearer = |token: &str| ("authorization", format!("bearer {token}"));
        let own = |token: &str| (TOKEN, token.to_owned());
        let sari_is = (200, "sari Lengkap".to_owned());
        assert_eq!(who(vec![], format!("?access_token={sari}")).await, sari_is);
        assert_eq!(who(vec![bearer(&sari)], String::new()).await, sari_is);
        assert_eq!(who(vec![own(&sari)], String::new()).await, sari_is);
        assert_eq!(who(vec![in_cookie(&sari)], String::new()).await, sari_is);
        // The first place that has one wins, even with a bad one; `null` is none.
        assert_eq!(who(vec![bearer(&budi), own(&budi), in_cookie(&budi)], format!("?access_token={sari}")).await, sari_is);
        assert_eq!(who(vec![bearer("null"), own(&sari), in_cookie(&budi)], "?access_token=null".to_owned()).await, sari_is);
        assert_eq!(who(vec![bearer("bad"), in_cookie(&sari)], String::new()).await.0, 401);
        assert_eq!(who(vec![], String::new()).await.0, 401);
    }

    async fn a_logout_ends_the_session_and_is_done_for_everybody(test: TestDb) {
        let app = TestApp::new(test).await;
        app.user("sari").await;
        let client = app.anyone.with_token(token(&login(&app.anyone, "username", "sari", PASSWORD).await));
        let other = app.anyone.with_token(token(&login(&app.anyone, "username", "sari", PASSWORD).await));
        for _ in 0..2 {
            let answer = client.call(Method::POST, "/logout").await.expect(200);
            assert_eq!(answer.text(), r#"{"status":"OK"}"#);
            assert_eq!(cookie(&answer), Some("clonesahibinden-access-token=; Path=/; Max-Age=0; HttpOnly; SameSite=Lax"));
            assert_eq!(fullname(&client).await, None);
        }
        assert!(fullname(&other).await.is_some(), "another session goes on");
        app.anyone.call(Method::POST, "/logout").await.expect(200);
        app.anyone.with_token("bad").call(Method::POST, "/logout").await.expect(200);
    }

    async fn a_new_session_replaces_the_old_one_once(test: TestDb) {
        let app = TestApp::new(test).await;
        app.user("sari").await;
        let first = login(&app.anyone, "username", "sari", PASSWORD).await.json();
        let old = app.anyone.with_token(first["accessToken"].as_str().unwrap());
        app.clock.advance(Duration::from_mins(14));
        let answer = old.get("/relogin").await.expect(200);
        assert!(cookie(&answer).unwrap().starts_with(&format!("{TOKEN}={}; ", token(&answer))));
        let fresh = app.anyone.with_token(token(&answer));
        let second = fresh.get("/currentuser").await.expect(200).json();
        assert_eq!(second, answer.json());
        assert_eq!((&first["userId"], &first["email"]), (&second["userId"], &second["email"]));
        assert_ne!(first["sessionId"], second["sessionId"]);
        assert_eq!(fullname(&old).await, None);
        assert_eq!(old.get("/relogin").await.expect(401).text(), NO_LOGIN);
        app.clock.advance(Duration::from_mins(14));
        assert!(fullname(&fresh).await.is_some());

        let attempts = futures_util::future::join_all((0..10).map(|_| fresh.get("/relogin"))).await;
        let good: Vec<_> = attempts.iter().filter(|answer| answer.status == 200).collect();
        assert_eq!(good.len(), 1, "of many at once, one succeeds");
        assert!(fullname(&app.anyone.with_token(token(good[0]))).await.is_some());
        assert!(attempts.iter().all(|answer| [200, 401].contains(&answer.status.as_u16())));
        assert_eq!(app.anyone.get("/relogin").await.expect(401).text(), NO_LOGIN);
    }

    async fn a_session_is_renewed_without_the_password(test: TestDb) {
        let app = TestApp::new(test).await;
        app.user("sari").await;
        let renew = async |answer: &Answer| {
            let body = json!({"refreshToken": answer.json()["refreshToken"]});
            app.anyone.post("/relogin", &body).await
        };
        let of = |answer: &Answer| app.anyone.with_token(token(answer));
        let first = login(&app.anyone, "username", "sari", PASSWORD).await.expect(200);
        // Long after the access token is over.
        app.clock.advance(Duration::from_hours(20 * 24));
        assert_eq!(fullname(&of(&first)).await, None);
        let second = renew(&first).await.expect(200);
        assert!(cookie(&second).unwrap().starts_with(&format!("{TOKEN}={}; ", token(&second))));
        let mut shown = second.json();
        shown.as_object_mut().unwrap().remove("refreshToken");
        assert_eq!(of(&second).get("/currentuser").await.expect(200).json(), shown);
        assert_ne!(first.json()["sessionId"], shown["sessionId"]);
        // It lasts as long as a new one, and no longer.
        app.clock.advance(Duration::from_hours(29 * 24));
        let third = renew(&second).await.expect(200);
        app.clock.advance(Duration::from_hours(31 * 24));
        assert_eq!(renew(&third).await.expect(401).text(), NO_LOGIN);
        // TrackMate's refresh tokens are no others.
        let pair = app.anyone.post("/authentications", &json!({"username": "sari", "password": PASSWORD})).await.expect(201).json();
        let fourth = app.anyone.post("/relogin", &json!({"refreshToken": pair["data"]["refreshToken"]})).await.expect(200);
        // Whoever logs out takes it along.
        of(&fourth).call(Method::POST, "/logout").await.expect(200);
        assert_eq!(renew(&fourth).await.expect(401).text(), NO_LOGIN);
        for nothing in ["", "x", "\u{0}"] {
            let answer = app.anyone.post("/relogin", &json!({"refreshToken": nothing})).await;
            assert!([400, 401].contains(&answer.status.as_u16()), "{}", answer.text());
        }
    }

    async fn a_refresh_token_that_is_shown_twice_ends_what_came_of_it(test: TestDb) {
        let app = TestApp::new(test).await;
        app.user("sari").await;
        let renew = async |answer: &Answer| {
            let body = json!({"refreshToken": answer.json()["refreshToken"]});
            app.anyone.post("/relogin", &body).await
        };
        let of = |answer: &Answer| app.anyone.with_token(token(answer));
        let other = login(&app.anyone, "username", "sari", PASSWORD).await.expect(200);
        for by_other_api in [false, true] {
            let stolen = login(&app.anyone, "username", "sari", PASSWORD).await.expect(200);
            let next = renew(&stolen).await.expect(200);
            let last = renew(&next).await.expect(200);
            assert!(fullname(&of(&last)).await.is_some());
            app.clock.advance(Duration::from_secs(11));
            if by_other_api {
                let body = json!({"refreshToken": stolen.json()["refreshToken"]});
                app.anyone.put("/authentications", &body).await.expect(400);
            } else {
                assert_eq!(renew(&stolen).await.expect(401).text(), NO_LOGIN);
            }
            assert_eq!(fullname(&of(&last)).await, None);
            assert_eq!(renew(&last).await.expect(401).text(), NO_LOGIN);
        }
        assert!(fullname(&of(&other)).await.is_some(), "another login goes on");
        // Of many at once, one succeeds and goes on: they are windows of one program.
        let attempts = futures_util::future::join_all((0..6).map(|_| renew(&other))).await;
        let good: Vec<_> = attempts.iter().filter(|answer| answer.status == 200).collect();
        assert_eq!(good.len(), 1);
        assert!(fullname(&of(good[0])).await.is_some());
    }

    async fn another_site_gets_no_cookie_and_renews_nothing_with_one(test: TestDb) {
        let app = TestApp::new(test).await;
        app.user("sari").await;
        let body = json!({"username": "sari", "password": PASSWORD}).to_string();
        let foreign = ("origin", "https://evil.example");
        let answer = send(&app.anyone, Method::POST, "/login", &[foreign, ("host", "balai.example")], &body).await.expect(200);
        assert_eq!(cookie(&answer), None);
        let carried = format!("{TOKEN}={}", token(&answer));
        let own = ("cookie", carried.as_str());
        for foreign in [foreign, ("sec-fetch-site", "cross-site")] {
            let headers = [foreign, ("host", "balai.example"), own];
            let refused = send(&app.anyone, Method::GET, "/relogin", &headers, "").await.expect(401);
            assert_eq!((refused.text().as_str(), cookie(&refused)), (NO_LOGIN, None));
            let out = send(&app.anyone, Method::POST, "/logout", &headers, "").await.expect(200);
            assert_eq!(cookie(&out), None);
        }
        send(&app.anyone, Method::GET, "/currentuser", &[own], "").await.expect(200);
        send(&app.anyone, Method::GET, "/relogin", &[own], "").await.expect(200);
    }

    async fn by_https_the_cookie_is_secure(test: TestDb) {
        let given = Given { public_url: Some("https://balai.example".to_owned()), ..Given::default() };
        let app = TestApp::with(test, given).await;
        app.user("sari").await;
        let answer = login(&app.anyone, "username", "sari", PASSWORD).await.expect(200);
        let wanted = format!("{TOKEN}={}; Path=/; Max-Age=900; HttpOnly; Secure; SameSite=None", token(&answer));
        assert_eq!(cookie(&answer), Some(wanted.as_str()));
    }

    async fn somebody_registers_by_address_and_gets_a_name(test: TestDb) {
        let app = TestApp::new(test).await;
        app.user("sari").await;
        let new = |email: &str| json!({"email": email, "password": PASSWORD, "fullname": " <b>Sari</b> D. "});
        let answer = app.anyone.post("/v1/registeruser", &new("sari@other.example")).await.expect(201).json();
        assert_eq!((&answer["dataName"], &answer["statusCode"], &answer["action"]), (&json!("user"), &json!(201), &json!("create")));
        let user = &answer["user"];
        assert_eq!((&user["email"], &user["fullname"], &user["username"], &user["roleId"], &user["avatar"], &user["isActive"]),
            (&json!("sari@other.example"), &json!("Sari D."), &json!("sari2"), &json!("user"), &Value::Null, &json!(true)));
        assert_eq!(user["_owner"], user["id"]);
        for name in ["sari2", "sari@other.example"] {
            assert_eq!(login(&app.anyone, "username", name, PASSWORD).await.expect(200).json()["userId"], user["id"]);
        }
        let taken = app.anyone.post("/v1/registeruser", &new("SARI@other.example")).await;
        assert_eq!(refusal(&taken), (400, "errMsg_DuplicateIndexErrorWithFields:email".to_owned()));
        for number in 3..15 {
            let made = app.anyone.post("/v1/registeruser", &new(&format!("sari@x{number}.example"))).await.expect(201).json();
            let name = made["user"]["username"].as_str().unwrap().to_owned();
            assert!(if number < 10 { name == format!("sari{number}") } else { name.starts_with("sari.") }, "{name}");
        }
        for (body, key) in [
            (json!({"email": "no address", "password": PASSWORD, "fullname": "x"}), "errMsg_emailTypeIsNotValid"),
            (json!({"email": "a@b.id", "password": "12345", "fullname": "x"}), "errMsg_passwordTypeIsNotValid"),
            (json!({"email": "a@b.id", "password": PASSWORD, "fullname": "<br>"}), "errMsg_fullnameisRequired"),
            (json!({"email": "a@b.id", "password": PASSWORD, "fullname": "x", "avatar": "javascript:x"}), "errMsg_avatarTypeIsNotValid"),
            (json!({"email": "a@b.id", "password": PASSWORD, "fullname": "x", "roleId": "admin"}), "errMsg_roleIdTypeIsNotValid"),
        ] {
            assert_eq!(refusal(&app.anyone.post("/v1/registeruser", &body).await), (400, key.to_owned()), "{body}");
        }
    }

    async fn registrations_repeat_and_are_throttled(test: TestDb) {
        let app = TestApp::new(test).await;
        let body = json!({"email": "sari@x.example", "password": PASSWORD, "fullname": "Sari"}).to_string();
        let once = [("idempotency-key", "k1")];
        let mut ids = Vec::new();
        for _ in 0..3 {
            let answer = send(&app.anyone, Method::POST, "/v1/registeruser", &once, &body).await.expect(201);
            ids.push(answer.json()["user"]["id"].clone());
        }
        ids.dedup();
        assert_eq!(ids.len(), 1);
        let elsewhere = app.anyone.from_ip(IpAddr::from([203, 0, 113, 9]));
        for _ in 0..100 {
            assert_eq!(elsewhere.post("/v1/registeruser", &json!({})).await.status, 400, "what cannot be read costs nothing");
        }
        let wrong = json!({"email": "x", "password": PASSWORD, "fullname": "Sari"});
        for _ in 0..100 {
            elsewhere.post("/v1/registeruser", &wrong).await.expect(400);
        }
        assert_eq!(refusal(&elsewhere.post("/v1/registeruser", &wrong).await).0, 429);
    }

    async fn of_many_registrations_of_one_address_at_once_one_succeeds(test: TestDb) {
        let app = TestApp::new(test).await;
        let attempts = (0..10).map(|number| {
            let address = if number % 2 == 0 { "sari@x.example" } else { "SARI@X.example" };
            let client = app.anyone.clone();
            async move { client.post("/v1/registeruser", &json!({"email": address, "password": PASSWORD, "fullname": "Sari"})).await }
        });
        let answers = futures_util::future::join_all(attempts).await;
        assert_eq!(answers.iter().filter(|answer| answer.status == 201).count(), 1);
        assert!(answers.iter().all(|answer| [201, 400].contains(&answer.status.as_u16())));
        // Names that are made from addresses do not stand in each other's way.
        let attempts = (0..6).map(|number| {
            let client = app.anyone.clone();
            async move { client.post("/v1/registeruser", &json!({"email": format!("budi@x{number}.example"), "password": PASSWORD, "fullname": "Budi"})).await }
        });
        for answer in futures_util::future::join_all(attempts).await {
            answer.expect(201);
        }
    }

    async fn a_permission_is_what_ones_own_grants_and_those_of_ones_role_say(test: TestDb) {
        let app = TestApp::new(test).await;
        let chief = app.account("chief", Role::SuperAdmin).await;
        let (sari, budi) = (app.user("sari").await, app.user("budi").await);
        let id = user_id(&sari).await;
        let object = |last: u8| format!("018f3c1e-7b2a-7c3d-8e4f-0000000000{last:02x}");
        let none = json!({"canDo": false, "exceptions": []});
        assert_eq!((scope(&sari, "orders.manage").await, sari.get("/permissions").await.expect(200).text()), (none.clone(), "[]".to_owned()));
        assert_eq!(scope(&chief, "anything.at%20all").await, json!({"canDo": true, "exceptions": []}));

        let role = granted(&chief, json!({"permissionName": "orders.manage", "roleId": "user"})).await;
        assert_eq!(scope(&budi, "orders.manage").await, json!({"canDo": true, "exceptions": []}));
        let own = granted(&chief, json!({"permissionName": "orders.manage", "subjectUserId": id, "canDo": false})).await;
        granted(&chief, json!({"permissionName": "orders.manage", "subjectUserId": id, "objectId": object(2), "canDo": true})).await;
        granted(&chief, json!({"permissionName": "orders.manage", "subjectUserId": id.to_uppercase(), "objectId": object(1), "canDo": true})).await;
        granted(&chief, json!({"permissionName": "orders.manage", "roleId": "user", "objectId": object(3), "canDo": false})).await;
        granted(&chief, json!({"permissionName": "orders.manage", "roleId": "moderator", "objectId": object(4)})).await;
        assert_eq!(scope(&sari, "orders.manage").await, json!({"canDo": false, "exceptions": [object(1), object(2)]}));
        assert_eq!(scope(&budi, "orders.manage").await, json!({"canDo": true, "exceptions": [object(3)]}));
        assert_eq!(scope(&sari, "orders").await, none);

        let listed = sari.get("/permissions").await.expect(200).json();
        assert_eq!(listed.as_array().unwrap().len(), 5);
        let found = |id: &str| listed.as_array().unwrap().iter().find(|grant| grant["id"] == id).unwrap();
        assert_eq!(*found(&role), json!({"id": role, "permissionName": "orders.manage", "roleId": "user", "subjectUserId": null, "subjectUserGroupId": null,
            "objectId": null, "canDo": true, "tenantCodename": "balai"}));
        assert_eq!((&found(&own)["subjectUserId"], &found(&own)["roleId"]), (&json!(id), &Value::Null));
        chief.delete(&format!("/v1/permissions/{own}")).await.expect(200);
        assert_eq!(scope(&sari, "orders.manage").await, json!({"canDo": true, "exceptions": [object(3)]}));
        for path in ["/permissions", "/permissions/orders.manage"] {
            assert_eq!(app.anyone.get(path).await.expect(401).text(), NO_LOGIN);
        }
    }

    async fn only_a_super_administrator_grants_and_takes_back(test: TestDb) {
        let app = TestApp::new(test).await;
        let chief = app.account("chief", Role::SuperAdmin).await;
        let sari = app.user("sari").await;
        let grant = json!({"permissionName": "orders.manage", "subjectUserId": user_id(&sari).await});
        let whole = chief.post("/v1/permissions", &grant).await.expect(201).json();
        let made = &whole["permission"];
        assert_eq!((&whole["dataName"], &made["canDo"], &made["isActive"], &made["recordVersion"], &made["_owner"]),
            (&json!("permission"), &json!(true), &json!(true), &json!(1), &json!(user_id(&chief).await)));
        let path = format!("/v1/permissions/{}", made["id"].as_str().unwrap());
        let others = [(app.anyone.clone(), 401), (sari.clone(), 403), (app.account("admin", Role::Admin).await, 403)];
        for (client, status) in others {
            for (answer, api) in [
                (client.post("/v1/permissions", &grant).await, "createPermission"), (client.get("/v1/permissions").await, "listPermissions"),
                (client.delete(&path).await, "deletePermission"),
            ] {
                let key = if status == 401 { format!("errMsg_{api}RequiresLogin") } else { "errMsg_UserRoleRequired:[superAdmin]".to_owned() };
                assert_eq!(refusal(&answer), (status, key));
            }
        }
        // Parameters are judged before roles.
        assert_eq!(refusal(&sari.delete("/v1/permissions/1").await), (400, "errMsg_permissionIdisNotAValidID".to_owned()));

        let list = chief.get("/v1/permissions").await.expect(200).json();
        assert_eq!((&list["rowCount"], &list["paging"]["totalRowCount"], &list["permissions"][0]), (&json!(1), &json!(1), made));
        let gone = chief.delete(&path).await.expect(200).json();
        assert_eq!((&gone["permission"]["id"], &gone["permission"]["isActive"]), (&made["id"], &json!(false)));
        assert_eq!(refusal(&chief.delete(&path).await), (404, "errMsg_RecordNotFound".to_owned()));
        assert_eq!(chief.get("/v1/permissions").await.expect(200).json()["rowCount"], 0);
    }

    async fn a_grant_that_makes_no_sense_is_refused(test: TestDb) {
        let app = TestApp::new(test).await;
        let chief = app.account("chief", Role::SuperAdmin).await;
        let id = user_id(&chief).await;
        for (grant, status, key) in [
            (json!({"roleId": "user"}), 400, "errMsg_permissionNameisRequired"),
            (json!({"permissionName": "", "roleId": "user"}), 400, "errMsg_permissionNameisRequired"),
            (json!({"permissionName": "<b>", "roleId": "user"}), 400, "errMsg_permissionNameTypeIsNotValid"),
            (json!({"permissionName": "a"}), 400, "errMsg_subjectUserIdisRequired"),
            (json!({"permissionName": "a", "roleId": "king"}), 400, "errMsg_roleIdTypeIsNotValid"),
            (json!({"permissionName": "a", "roleId": "user", "subjectUserId": id}), 400, "errMsg_roleIdTypeIsNotValid"),
            (json!({"permissionName": "a", "subjectUserId": "1"}), 400, "errMsg_subjectUserIdisNotAValidID"),
            (json!({"permissionName": "a", "subjectUserId": NOWHERE}), 404, "errMsg_RecordNotFound"),
            (json!({"permissionName": "a", "roleId": "user", "objectId": "x"}), 400, "errMsg_objectIdisNotAValidID"),
            (json!({"permissionName": "a", "roleId": "user", "canDo": "yes"}), 400, "errMsg_canDoTypeIsNotValid"),
        ] {
            assert_eq!(refusal(&chief.post("/v1/permissions", &grant).await), (status, key.to_owned()), "{grant}");
        }
        for grant in [json!({"permissionName": "a", "roleId": "user"}), json!({"permissionName": "a", "subjectUserId": id, "objectId": NOWHERE})] {
            granted(&chief, grant.clone()).await;
            let mut opposite = grant.clone();
            opposite["canDo"] = json!(false);
            for again in [grant, opposite] {
                let key = "errMsg_DuplicateIndexErrorWithFields:permissionName-roleId-subjectUserId-objectId";
                assert_eq!(refusal(&chief.post("/v1/permissions", &again).await), (400, key.to_owned()));
            }
        }
        let same = json!({"permissionName": "b", "roleId": "user"});
        let attempts = futures_util::future::join_all((0..8).map(|_| chief.post("/v1/permissions", &same))).await;
        assert_eq!(attempts.iter().filter(|answer| answer.status == 201).count(), 1, "of many at once, one succeeds");
        assert!(attempts.iter().all(|answer| [201, 400].contains(&answer.status.as_u16())));
    }

    async fn what_was_granted_to_an_account_goes_with_it(test: TestDb) {
        let app = TestApp::new(test).await;
        let chief = app.account("chief", Role::SuperAdmin).await;
        let sari = app.user("sari").await;
        granted(&chief, json!({"permissionName": "a", "subjectUserId": user_id(&sari).await})).await;
        granted(&chief, json!({"permissionName": "a", "roleId": "user"})).await;
        sari.delete("/users").await.expect(200);
        let left = chief.get("/v1/permissions").await.expect(200).json();
        assert_eq!((&left["rowCount"], &left["permissions"][0]["roleId"]), (&json!(1), &json!("user")));
        app.test.db.integrity().await.unwrap();
    }
}

#[tokio::test]
async fn a_server_without_services_has_no_session_routes() {
    let given = Given {
        module: Some(vec!["trackmate".to_owned()]),
        ..Given::default()
    };
    let app = TestApp::with(TestDb::sqlite().await, given).await;
    app.anyone.get("/currentuser").await.expect(404);
}
