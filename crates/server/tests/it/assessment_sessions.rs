//! Administrators of exams: sessions, forged requests, the administrators themselves, and titles.

use std::time::Duration;

use assessment::Role;
use axum::body::Body;
use http::{Method, Request, header};
use serde_json::{Value, json};
use server::settings::Given;
use testkit::{Client, both_engines};

use crate::{
    assessment_support::{Exams, PASSWORD, cookie_of, log_in, make_admin, try_log_in},
    support::TestApp,
};

async fn is_authenticated(client: &Client) -> bool {
    let answer = client.get("/api/v1/auth/check").await.expect(200);
    answer.json() == json!({"isAuthenticated": true})
}

both_engines! {
    async fn a_suspended_administrator_is_out_at_once_and_the_last_one_stays(test: TestDb) {
        let exams = Exams::new(test).await;
        let assessment = &exams.app.app.wired.assessment;
        let author = assessment.find_admin("AUTHOR").await.unwrap().unwrap();
        assert!(assessment.suspend_admin(None, author.id, "cuti").await.unwrap());
        exams.author.get("/api/v1/ranks").await.expect(401);
        let refused = try_log_in(&exams.app.anyone, "author", PASSWORD).await.expect(403);
        assert_eq!(refused.json(), json!({"message": "This account is suspended. Ask whoever runs this server."}));
        assert!(!assessment.suspend_admin(None, author.id, "").await.unwrap());
        let (states, _) = assessment.list_admin_states(platform::page::Pages::everything()).await.unwrap();
        let suspended: Vec<_> = states.iter().filter(|one| one.suspended_at.is_some()).map(|one| one.id).collect();
        assert_eq!(suspended, [author.id]);
        let first = exams.admin.get("/api/v1/audit-log").await.expect(200).json()["data"][0].clone();
        assert_eq!((&first["action"], &first["thingId"]), (&json!("suspend"), &json!(author.id)));
        assert_eq!((&first["adminId"], &first["detail"]["reason"]), (&Value::Null, &json!("cuti")));

        assert!(assessment.unsuspend_admin(None, author.id, "").await.unwrap());
        try_log_in(&exams.app.anyone, "author", PASSWORD).await.expect(200);
        let last = assessment.find_admin("administrator").await.unwrap().unwrap();
        let refused = assessment.suspend_admin(None, last.id, "").await.unwrap_err();
        assert_eq!(refused.code(), "assessment.last_administrator");
        assert_eq!(assessment.find_admin(&last.id.to_string()).await.unwrap().unwrap().username, "administrator");
    }

    async fn a_session_begins_with_a_login_and_ends_with_a_logout(test: TestDb) {
        let exams = Exams::new(test).await;
        let anyone = &exams.app.anyone;
        assert!(!is_authenticated(anyone).await);
        let answer = try_log_in(anyone, "Administrator", PASSWORD).await.expect(200);
        assert_eq!(
            answer.json(),
            json!({"id": 1, "username": "administrator", "role": "administrator"})
        );
        for line in answer.headers.get_all(header::SET_COOKIE) {
            let line = line.to_str().unwrap();
            for part in ["HttpOnly", "SameSite=Strict", "Secure", "Max-Age=28800", "Path=/"] {
                assert!(line.contains(part), "{line}");
            }
        }
        assert!(is_authenticated(&exams.admin).await);
        let token = exams.admin.get("/v1/auth/token").await.expect(200);
        assert_eq!(token.headers["cache-control"], "no-store");
        assert!(token.json()["token"].as_str().unwrap().starts_with("eyJ"));
        let bye = exams.admin.get("/api/v1/auth/logout").await.expect(200);
        assert_eq!(bye.json(), json!({"message": "Logout successful"}));
        assert_eq!(cookie_of(&bye, "adm-token").as_deref(), Some(""));
        assert!(!is_authenticated(&exams.admin).await);
        exams.admin.get("/api/v1/admins").await.expect(401);
        exams.author.call(Method::POST, "/api/v1/auth/logout").await.expect(200);
        exams.author.get("/api/v1/ranks").await.expect(401);
    }

    async fn a_session_lasts_eight_hours(test: TestDb) {
        let exams = Exams::new(test).await;
        exams.app.clock.advance(Duration::from_secs(8 * 3600 - 1));
        assert!(is_authenticated(&exams.admin).await);
        exams.app.clock.advance(Duration::from_secs(1));
        assert!(!is_authenticated(&exams.admin).await);
    }

    async fn a_cookie_is_secure_unless_the_server_was_asked_as_this_machine(test: TestDb) {
        let app = TestApp::new(test).await;
        let asked = async |host: &str, proto: Option<&str>| {
            let mut request = Request::get("/api/v1/auth/csrf-token").header("host", host);
            if let Some(proto) = proto {
                request = request.header("x-forwarded-proto", proto);
            }
            let answer = app.anyone.send(request, Body::empty()).await.expect(200);
            answer.headers[header::SET_COOKIE]
                .to_str()
                .unwrap()
                .contains("; Secure")
        };
        for local in ["localhost", "localhost:8080", "127.0.0.1:8080", "[::1]:8080", "[::1]"] {
            assert!(!asked(local, None).await, "{local}");
            assert!(asked(local, Some("https")).await, "{local}");
        }
        for away in [
            "ujian.example",
            "192.168.1.5:8080",
            "localhost.example",
            "[2001:db8::1]:80",
        ] {
            assert!(asked(away, None).await, "{away}");
        }
    }

    async fn in_a_classroom_without_certificates_cookies_come_over_plain_http_if_the_settings_say_so(test: TestDb) {
        let given = Given { insecure_lan: Some(true), ..Given::default() };
        let app = TestApp::with(test, given).await;
        make_admin(&app, "penguji", Role::Administrator).await;
        let lan = app.anyone.with_header("host", "192.168.1.5:8080");
        let answer = try_log_in(&lan, "penguji", PASSWORD).await.expect(200);
        for line in answer.headers.get_all(header::SET_COOKIE) {
            let line = line.to_str().unwrap();
            assert!(line.ends_with("HttpOnly; SameSite=Strict"), "{line}");
        }
        let by_https = lan.with_header("x-forwarded-proto", "https").get("/api/v1/auth/csrf-token").await.expect(200);
        assert!(by_https.headers[header::SET_COOKIE].to_str().unwrap().ends_with("; Secure"));
    }

    async fn a_login_whose_cookies_a_browser_threw_away_is_told_why(test: TestDb) {
        let exams = Exams::new(test).await;
        let anyone = &exams.app.anyone;
        let body = json!({"username": "administrator", "password": PASSWORD});
        let token = anyone.get("/api/v1/auth/csrf-token").await.expect(200).json()["csrfToken"].clone();
        let token = token.as_str().unwrap().to_owned();
        let refused = async |client: &Client| {
            let answer = client.post("/api/v1/auth/login", &body).await.expect(403);
            answer.json()["message"].as_str().unwrap().to_owned()
        };
        let lan = anyone.with_header("host", "sekolah.lan:8080").with_header("x-xsrf-token", &token);
        let page = lan.with_header("origin", "http://sekolah.lan:8080");
        for client in [&lan, &page] {
            let said = refused(client).await;
            for part in ["Ujian memerlukan HTTPS atau localhost", "Exams need HTTPS or localhost"] {
                assert!(said.starts_with("Invalid CSRF token. ") && said.contains(part), "{said}");
            }
        }
        // Whoever has another reason is told what the document says.
        let cookie = format!("x-xsrf-token={}", token.replace('.', "x"));
        for other in [
            lan.with_header("cookie", &cookie),
            lan.with_header("x-xsrf-token", "made.up.token"),
            lan.without_header("x-xsrf-token"),
            lan.with_header("x-forwarded-proto", "https"),
            page.with_header("origin", "https://sekolah.lan:8080"),
            anyone.with_header("host", "localhost:8080").with_header("x-xsrf-token", &token),
        ] {
            assert_eq!(refused(&other).await, "Invalid CSRF token");
        }
    }

    async fn a_change_shows_the_token_of_its_session(test: TestDb) {
        let exams = Exams::new(test).await;
        let (admin, author) = (&exams.admin, &exams.author);
        let token = async |client: &Client| {
            let answer = client.get("/api/v1/auth/csrf-token").await.expect(200);
            answer.json()["csrfToken"].as_str().unwrap().to_owned()
        };
        let (own, others, nobodys) = (token(admin).await, token(author).await, token(&exams.app.anyone).await);
        let title = json!({"title": "Kolonel"});
        for wrong in [
            admin.without_header("x-xsrf-token"),
            admin.with_header("x-xsrf-token", ""),
            admin.with_header("x-xsrf-token", &others),
            admin.with_header("x-xsrf-token", &nobodys),
            admin.with_header("origin", "https://evil.example"),
            admin.with_header("origin", "null"),
            admin.with_header("sec-fetch-site", "cross-site"),
            admin
                .with_header("sec-fetch-site", "same-origin")
                .with_header("origin", "https://evil.example"),
        ] {
            let answer = wrong.post("/api/v1/ranks", &title).await.expect(403);
            assert_eq!(answer.json(), json!({"message": "Invalid CSRF token"}));
        }
        // Before anything else that is wrong with a change, and after who it is.
        admin
            .without_header("x-xsrf-token")
            .delete("/api/v1/ranks/999")
            .await
            .expect(403);
        exams.app.anyone.post("/api/v1/ranks", &title).await.expect(401);
        // No content type gets around it.
        let form = Request::post("/api/v1/ranks").header("content-type", "text/plain");
        let client = admin.without_header("x-xsrf-token");
        client.send(form, Body::from(title.to_string())).await.expect(403);
        // A cookie of its own must be the same, if there is one.
        let session = admin.get("/api/v1/auth/token").await.expect(200);
        let session = session.json()["token"].as_str().unwrap().to_owned();
        let with = |cookie: &str| admin.with_header("cookie", &format!("adm-token={session}; x-xsrf-token={cookie}"));
        with(&nobodys).post("/api/v1/ranks", &title).await.expect(403);
        with(&own).post("/api/v1/ranks", &title).await.expect(201);
        admin
            .with_header("host", "ujian.example")
            .with_header("origin", "https://ujian.example")
            .post("/api/v1/ranks", &json!({"title": "Mayor"}))
            .await
            .expect(201);
    }

    async fn a_login_shows_the_token_of_its_cookie(test: TestDb) {
        let exams = Exams::new(test).await;
        let anyone = &exams.app.anyone;
        let csrf = anyone.get("/api/v1/auth/csrf-token").await.expect(200);
        let csrf = csrf.json()["csrfToken"].as_str().unwrap().to_owned();
        let other = anyone.get("/api/v1/auth/csrf-token").await.expect(200);
        let other = other.json()["csrfToken"].as_str().unwrap().to_owned();
        assert_ne!(csrf, other);
        let keeping = anyone.with_header("cookie", &format!("x-xsrf-token={csrf}"));
        let again = keeping.get("/api/v1/auth/csrf-token").await.expect(200);
        assert_eq!(again.json()["csrfToken"], csrf.as_str());
        let login = json!({"username": "administrator", "password": PASSWORD});
        for wrong in [
            anyone.clone(),
            anyone.with_header("x-xsrf-token", &csrf),
            keeping.clone(),
            keeping.with_header("x-xsrf-token", &other),
        ] {
            wrong.post("/api/v1/auth/login", &login).await.expect(403);
        }
        let good = keeping.with_header("x-xsrf-token", &csrf);
        let answer = good.post("/api/v1/auth/login", &login).await.expect(200);
        let bound = cookie_of(&answer, "x-xsrf-token").unwrap();
        assert_ne!(bound, csrf);
        let session = cookie_of(&answer, "adm-token").unwrap();
        let admin = anyone
            .with_header("cookie", &format!("adm-token={session}; x-xsrf-token={bound}"))
            .with_header("x-xsrf-token", &bound);
        admin.post("/v1/units", &json!({"title": "Peleton"})).await.expect(201);
    }

    async fn wrong_names_and_wrong_passwords_look_alike_and_are_braked(test: TestDb) {
        let exams = Exams::new(test).await;
        let anyone = &exams.app.anyone;
        let unknown = try_log_in(anyone, "nobody", PASSWORD).await.expect(401);
        let wrong = try_log_in(anyone, "rater", "wrong").await.expect(401);
        assert_eq!(unknown.json(), wrong.json());
        for _ in 0..9 {
            try_log_in(anyone, "rater", "wrong").await.expect(401);
        }
        let braked = try_log_in(anyone, "rater", PASSWORD).await.expect(429);
        assert!(braked.headers.contains_key("retry-after"));
        try_log_in(anyone, "proctor", PASSWORD).await.expect(200);
        exams.app.clock.advance(Duration::from_secs(600));
        try_log_in(anyone, "rater", PASSWORD).await.expect(200);
    }

    async fn tokens_of_another_realm_are_good_for_nothing(test: TestDb) {
        let exams = Exams::new(test).await;
        let person = exams.app.account("siti", accounts::Role::SuperAdmin).await;
        let foreign = person.token().unwrap();
        let client = exams.app.anyone.with_header("cookie", &format!("adm-token={foreign}"));
        client.get("/api/v1/admins").await.expect(401);
        assert!(!is_authenticated(&client).await);
        let own = exams.admin.get("/api/v1/auth/token").await.expect(200);
        let own = own.json()["token"].as_str().unwrap().to_owned();
        exams
            .app
            .anyone
            .with_token(&own)
            .get("/currentuser")
            .await
            .expect(401);
        // And no header carries it here.
        exams
            .app
            .anyone
            .with_token(&own)
            .get("/api/v1/admins")
            .await
            .expect(401);
    }

    async fn administrators_are_made_shown_changed_and_deleted(test: TestDb) {
        let exams = Exams::new(test).await;
        let admin = &exams.admin;
        let new = json!({"username": "JohnDoe", "roleId": 1, "password": "admin123"});
        let made = admin.post("/api/v1/admins", &new).await.expect(201);
        let id = made.json()["id"].as_i64().unwrap();
        assert_eq!(made.json(), json!({"id": id, "username": "JohnDoe", "roleId": 1}));
        let taken = json!({"username": "johndoe", "roleId": 2, "password": "admin123"});
        admin.post("/api/v1/admins", &taken).await.expect(409);
        let all = admin.get("/api/v1/admins").await.expect(200).json();
        assert_eq!(all.as_array().unwrap().len(), 5);
        assert_eq!(all[4], made.json());
        let path = format!("/api/v1/admins/{id}");
        let one = admin.get(&path).await.expect(200);
        assert_eq!(
            (one.json(), one.headers["etag"].to_str().unwrap()),
            (made.json(), "\"1\"")
        );
        let change = json!({"username": "JohnUpdatedDoe", "roleId": 2});
        let changed = admin.patch(&path, &change).await.expect(200);
        assert_eq!(
            changed.json(),
            json!({"id": id, "username": "JohnUpdatedDoe", "roleId": 2})
        );
        admin
            .with_header("if-match", "\"1\"")
            .patch(&path, &change)
            .await
            .expect(412);
        admin.patch(&path, &json!({})).await.expect(400);
        let gone = admin.delete(&path).await.expect(200);
        assert_eq!(gone.json(), json!({"message": "Admin successfully deleted"}));
        let missing = admin.get(&path).await.expect(404);
        assert_eq!(missing.json(), json!({"message": "There is no such administrator."}));
        for (odd, status) in [
            ("0", 404),
            ("-1", 404),
            ("99999999999999999999", 404),
            ("x", 400),
            ("1.5", 400),
        ] {
            admin.get(&format!("/api/v1/admins/{odd}")).await.expect(status);
        }
    }

    async fn wrong_administrators_are_refused_field_by_field(test: TestDb) {
        let exams = Exams::new(test).await;
        let wrong = json!({"username": "a b", "roleId": 5, "password": "short"});
        let answer = exams.admin.post("/api/v1/admins", &wrong).await.expect(400);
        let named: Vec<Value> = answer.json()["errors"]
            .as_array()
            .unwrap()
            .iter()
            .map(|e| e["attribute_name"].clone())
            .collect();
        assert_eq!(named, ["username", "password", "roleId"]);
        for (body, field) in [
            (json!({"roleId": 1, "password": "admin123"}), "username"),
            (
                json!({"username": "siapa", "roleId": "1", "password": "admin123"}),
                "roleId",
            ),
            (
                json!({"username": "siapa", "roleId": 1, "password": "admin123", "admin": true}),
                "admin",
            ),
        ] {
            let answer = exams.admin.post("/api/v1/admins", &body).await.expect(400);
            assert_eq!(answer.json()["errors"][0]["attribute_name"], field);
        }
    }

    async fn the_last_administrator_stays(test: TestDb) {
        let exams = Exams::new(test).await;
        let admin = &exams.admin;
        admin.delete("/api/v1/admins/1").await.expect(409);
        admin.patch("/api/v1/admins/1", &json!({"roleId": 3})).await.expect(409);
        let second = make_admin(&exams.app, "kedua", Role::Administrator).await;
        let other = log_in(&exams.app.anyone, "kedua").await;
        // Each deletes the other at the same time: one of them is left.
        let mine = format!("/api/v1/admins/{second}");
        let (one, two) = tokio::join!(admin.delete(&mine), other.delete("/api/v1/admins/1"));
        let statuses = [one.status.as_u16(), two.status.as_u16()];
        assert_eq!(
            statuses.iter().filter(|status| **status == 200).count(),
            1,
            "{statuses:?}"
        );
    }

    async fn a_new_password_ends_other_sessions_and_is_not_repeated(test: TestDb) {
        let exams = Exams::new(test).await;
        let elsewhere = log_in(&exams.app.anyone, "rater").await;
        let check = json!({"password": PASSWORD});
        let verified = exams
            .rater
            .post("/api/v1/admins/check-password", &check)
            .await
            .expect(200);
        assert_eq!(verified.json(), json!({"status": "verified"}));
        let wrong = json!({"password": "other"});
        exams
            .rater
            .post("/api/v1/admins/check-password", &wrong)
            .await
            .expect(400);
        let new = json!({"password": "newpassword123"});
        exams.rater.patch("/api/v1/admins/password/1", &new).await.expect(403);
        let changed = exams.rater.patch("/api/v1/admins/password/4", &new).await.expect(200);
        assert_eq!(changed.json(), json!({"id": 4, "username": "rater", "roleId": 4}));
        assert!(is_authenticated(&exams.rater).await);
        assert!(!is_authenticated(&elsewhere).await);
        exams.admin.patch("/api/v1/admins/password/4", &check).await.expect(200);
        assert!(!is_authenticated(&exams.rater).await);
        exams
            .admin
            .patch("/api/v1/admins/password/999", &check)
            .await
            .expect(404);
    }

    async fn a_lower_role_counts_at_once(test: TestDb) {
        let exams = Exams::new(test).await;
        exams.author.get("/api/v1/admins").await.expect(403);
        exams
            .admin
            .patch("/api/v1/admins/2", &json!({"roleId": 1}))
            .await
            .expect(200);
        exams.author.get("/api/v1/admins").await.expect(200);
        exams.admin.delete("/api/v1/admins/2").await.expect(200);
        exams.author.get("/api/v1/admins").await.expect(401);
    }

    async fn titles_are_made_shown_changed_and_deleted(test: TestDb) {
        let exams = Exams::new(test).await;
        let admin = &exams.admin;
        for (all, deleted) in [
            ("/api/v1/positions", "Position has been successfully deleted"),
            ("/api/v1/ranks", "Rank has been successfully deleted"),
            ("/v1/units", "Unit has been successfully deleted"),
        ] {
            let made = admin.post(all, &json!({"title": " Manager "})).await.expect(201).json();
            let keys: Vec<&str> = made.as_object().unwrap().keys().map(String::as_str).collect();
            assert_eq!(keys, ["createdAt", "id", "title", "updatedAt"]);
            assert_eq!(made["title"], "Manager");
            admin.post(all, &json!({"title": "MANAGER"})).await.expect(409);
            admin.post(all, &json!({"title": "Staff"})).await.expect(201);
            let list = exams.rater.get(all).await.expect(200).json();
            assert_eq!((list.as_array().unwrap().len(), &list[0]), (2, &made));
            let some = exams
                .rater
                .get(&format!("{all}?limit=1&offset=1"))
                .await
                .expect(200)
                .json();
            assert_eq!(
                (some.as_array().unwrap().len(), &some[0]["title"]),
                (1, &json!("Staff"))
            );
            let one = format!("{all}/1");
            exams.app.clock.advance(Duration::from_secs(60));
            let changed = admin.patch(&one, &json!({"title": "Senior Manager"})).await.expect(200);
            assert_eq!(changed.json()["title"], "Senior Manager");
            assert_eq!(changed.json()["createdAt"], made["createdAt"]);
            assert_ne!(changed.json()["updatedAt"], made["updatedAt"]);
            admin.patch(&one, &json!({"title": "staff"})).await.expect(409);
            admin.patch(&one, &json!({"title": " "})).await.expect(400);
            admin.with_header("if-match", "\"1\"").delete(&one).await.expect(412);
            let gone = admin.with_header("if-match", "\"2\"").delete(&one).await.expect(200);
            assert_eq!(gone.json(), json!({"message": deleted}));
            admin.get(&one).await.expect(404);
            admin.delete(&one).await.expect(404);
        }
    }

    async fn what_was_done_is_noted_without_secrets(test: TestDb) {
        let exams = Exams::new(test).await;
        let new = json!({"username": "JohnDoe", "roleId": 4, "password": "admin123"});
        exams.admin.post("/api/v1/admins", &new).await.expect(201);
        exams.admin.post("/api/v1/ranks", &json!({"title": "Kolonel"})).await.expect(201);
        exams.author.post("/api/v1/ranks", &json!({"title": "Mayor"})).await.expect(403);
        let notes = exams.admin.get("/api/v1/audit-log?limit=2").await.expect(200);
        assert!(!notes.text().contains("admin123"));
        let notes = notes.json();
        assert_eq!(notes["metadata"]["totalItems"], 6);
        let said: Vec<(&Value, &Value, &Value)> = notes["data"].as_array().unwrap().iter()
            .map(|note| (&note["action"], &note["thing"], &note["detail"])).collect();
        assert_eq!(said, [
            (&json!("create"), &json!("exam_rank"), &json!({"title": "Kolonel"})),
            (&json!("create"), &json!("exam_admin"), &json!({"username": "JohnDoe", "roleId": 4})),
        ]);
        let some = exams.admin.get("/api/v1/audit-log?thing=exam_rank&adminId=1").await.expect(200).json();
        assert_eq!(some["metadata"]["totalItems"], 1);
        for thing in ["exam_admin", "admin"] {
            let some = exams.admin.get(&format!("/api/v1/audit-log?thing={thing}")).await.expect(200).json();
            assert_eq!(some["metadata"]["totalItems"], 5, "{thing}");
        }
        exams.admin.get("/api/v1/audit-log?thingId=x").await.expect(400);
    }

    async fn of_parallel_makers_of_one_title_one_wins(test: TestDb) {
        let exams = Exams::new(test).await;
        let body = json!({"title": "Kapten"});
        let tries = (0..20).map(|_| exams.admin.post("/api/v1/ranks", &body));
        let answers = futures_util::future::join_all(tries).await;
        let count = |status: u16| answers.iter().filter(|answer| answer.status.as_u16() == status).count();
        assert_eq!((count(201), count(409)), (1, 19));
    }

    async fn a_repeated_request_is_carried_out_once(test: TestDb) {
        let exams = Exams::new(test).await;
        let keyed = exams.admin.with_header("idempotency-key", "satu");
        let body = json!({"title": "Letnan"});
        let one = keyed.post("/api/v1/ranks", &body).await.expect(201);
        let two = keyed.post("/api/v1/ranks", &body).await.expect(201);
        assert_eq!(one.json(), two.json());
        keyed
            .post("/api/v1/ranks", &json!({"title": "Sersan"}))
            .await
            .expect(409);
    }

    async fn what_no_route_matches_is_answered_in_the_exams_words(test: TestDb) {
        let exams = Exams::new(test).await;
        let missing = exams.admin.get("/api/v1/nothing").await.expect(404);
        let keys: Vec<String> = missing.json().as_object().unwrap().keys().cloned().collect();
        assert_eq!(keys, ["message"]);
        exams.admin.call(Method::PUT, "/api/v1/ranks").await.expect(405);
    }
}
