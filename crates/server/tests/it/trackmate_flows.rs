//! TrackMate's contract beyond its samples: who may do what, what follows from what, and that every write is seen at once.

use std::time::Duration;

use accounts::Role;
use serde_json::{Value, json};
use server::settings::Given;
use testkit::{Client, both_engines};

use crate::{
    support::{PASSWORD, TestApp, id},
    trackmate_support::{count, done, encoded, names, refused, search, sent, told, whole},
};

const LOGIN_REFUSED: &str = "Username / Password Salah";
const BAD_REFRESH: &str = "Refresh token tidak valid";
const NOT_YOURS: &str = "Anda tidak berhak mengakses resource ini";

fn person(username: &str, email: &str) -> Value {
    json!({"username": username, "email": email, "password": PASSWORD, "fullname": "Orang"})
}

fn credentials(username: &str, password: &str) -> Value {
    json!({"username": username, "password": password})
}

async fn product(client: &Client, body: Value) -> String {
    id(&client.post("/products", &body).await.expect(201), "productId")
}

async fn resource(client: &Client, name: &str) -> String {
    id(
        &client.post("/resources", &json!({"name": name})).await.expect(201),
        "resourceId",
    )
}

async fn impact(client: &Client, name: &str) -> String {
    id(
        &client.post("/impacts", &json!({"name": name})).await.expect(201),
        "impactId",
    )
}

async fn found(app: &TestApp, keyword: &str) -> Vec<String> {
    names(&app.anyone, &search(keyword), "products", "name").await
}

/// A moderated application.
async fn moderated(db: testkit::TestDb) -> TestApp {
    let given = Given {
        moderate_umkm: Some(true),
        ..Given::default()
    };
    TestApp::with(db, given).await
}

both_engines! {
    async fn names_and_addresses_are_taken_in_any_case(db: TestDb) {
        let app = TestApp::new(db).await;
        let anyone = &app.anyone;
        drop(anyone.post("/users", &person("Sari", "Sari@Gmail.com")).await.expect(201));
        let taken = |attempt: &str, what: &str| (400, refused(&format!("{attempt}. {what} sudah digunakan.")));
        for username in ["Sari", "sari", "SARI"] {
            let answer = anyone.post("/users", &person(username, "other@gmail.com")).await;
            assert_eq!(whole(&answer), taken("Gagal menambahkan user", "Username"), "{username}");
        }
        for email in ["sari@gmail.com", "SARI@GMAIL.COM"] {
            let answer = anyone.post("/users", &person("other", email)).await;
            assert_eq!(whole(&answer), taken("Gagal menambahkan user", "Email"), "{email}");
        }
        let budi = app.user("budi").await;
        let edit = |username: &str, email: &str| json!({"username": username, "email": email, "fullname": "Budi"});
        let answer = budi.put("/users", &edit("sARI", "budi@example.com")).await;
        assert_eq!(whole(&answer), taken("Gagal edit profil", "Username"));
        let answer = budi.put("/users", &edit("budi", "SARI@gmail.com")).await;
        assert_eq!(whole(&answer), taken("Gagal edit profil", "Email"));
        drop(budi.put("/users", &edit("BUDI", "BUDI@example.com")).await.expect(200));
        drop(anyone.post("/authentications", &credentials("budi", PASSWORD)).await.expect(201));
    }

    async fn only_an_administrator_makes_administrators(db: TestDb) {
        let app = TestApp::new(db).await;
        let (user, admin) = (app.user("sari").await, app.account("root", Role::Admin).await);
        let mut body = person("kepala", "kepala@example.com");
        body["role"] = json!("admin");
        for client in [&app.anyone, &user] {
            assert_eq!(whole(&client.post("/users", &body).await), (403, refused(NOT_YOURS)));
        }
        drop(app.anyone.post("/admin", &body).await.expect(401));
        drop(user.post("/admin", &body).await.expect(403));
        drop(admin.post("/users", &body).await.expect(201));
        drop(admin.post("/admin", &person("wakil", "wakil@example.com")).await.expect(201));
        for username in ["kepala", "wakil", "root"] {
            drop(app.anyone.post("/admin/authentications", &credentials(username, PASSWORD)).await.expect(201));
        }
        let answer = app.anyone.post("/admin/authentications", &credentials("sari", PASSWORD)).await;
        assert_eq!(whole(&answer), (403, refused(NOT_YOURS)));
        let answer = app.anyone.post("/admin/authentications", &credentials("sari", "wrong1")).await;
        assert_eq!(whole(&answer), (401, refused(LOGIN_REFUSED)));
        body["role"] = json!("root");
        drop(app.anyone.post("/users", &body).await.expect(400));
    }

    async fn a_wrong_name_and_a_wrong_password_look_alike(db: TestDb) {
        let app = TestApp::new(db).await;
        drop(app.user("sari").await);
        for (username, password) in [("sari", "wrong1"), ("nobody", PASSWORD), ("", ""), ("sari", "")] {
            let answer = app.anyone.post("/authentications", &credentials(username, password)).await;
            assert_eq!(whole(&answer), (401, refused(LOGIN_REFUSED)), "{username:?} {password:?}");
        }
        drop(app.anyone.post("/authentications", &credentials("SARI", PASSWORD)).await.expect(201));
    }

    async fn a_session_ends_at_once_and_for_good(db: TestDb) {
        let app = TestApp::new(db).await;
        drop(app.user("sari").await);
        let login = app.anyone.post("/authentications", &credentials("sari", PASSWORD)).await.expect(201);
        let (access, refresh) = (id(&login, "accessToken"), json!({"refreshToken": id(&login, "refreshToken")}));
        let sari = app.anyone.with_token(&access);
        drop(sari.get("/users/profile").await.expect(200));

        let swapped = app.anyone.put("/authentications", &json!({"refreshToken": access})).await;
        assert_eq!(whole(&swapped), (400, refused(BAD_REFRESH)));
        let swapped = app.anyone.with_token(id(&login, "refreshToken")).get("/users/profile").await;
        assert_eq!(swapped.status, 401);

        app.clock.advance(Duration::from_secs(15 * 60));
        // A deployed client renews its token on exactly this text.
        assert_eq!(whole(&sari.get("/users/profile").await), (401, refused("Token maximum age exceeded")));
        let renewed = app.anyone.put("/authentications", &refresh).await.expect(200);
        let sari = app.anyone.with_token(id(&renewed, "accessToken"));
        drop(sari.get("/users/profile").await.expect(200));

        let logout = app.anyone.call_json("DELETE".parse().unwrap(), "/authentications", &refresh).await;
        assert_eq!(whole(&logout), (200, done("Refresh token berhasil dihapus")));
        drop(sari.get("/users/profile").await.expect(401));
        for method in ["PUT", "DELETE"] {
            let answer = app.anyone.call_json(method.parse().unwrap(), "/authentications", &refresh).await;
            assert_eq!(whole(&answer), (400, refused(BAD_REFRESH)), "{method}");
        }
    }

    async fn a_refresh_token_lives_for_thirty_days(db: TestDb) {
        let app = TestApp::new(db).await;
        drop(app.user("sari").await);
        let login = app.anyone.post("/authentications", &credentials("sari", PASSWORD)).await.expect(201);
        let refresh = json!({"refreshToken": id(&login, "refreshToken")});
        app.clock.advance(Duration::from_hours(30 * 24 - 1));
        drop(app.anyone.put("/authentications", &refresh).await.expect(200));
        app.clock.advance(Duration::from_hours(1));
        assert_eq!(whole(&app.anyone.put("/authentications", &refresh).await), (400, refused(BAD_REFRESH)));
    }

    async fn a_deleted_account_takes_everything_with_it(db: TestDb) {
        let app = TestApp::new(db).await;
        let (sari, umkm) = app.producer("sari").await;
        let login = app.anyone.post("/authentications", &credentials("sari", PASSWORD)).await.expect(201);
        let refresh = json!({"refreshToken": id(&login, "refreshToken")});
        let product = product(&sari, json!({"name": "Sambal", "price": 1})).await;
        let (resource, impact) = (resource(&sari, "cabai").await, impact(&sari, "air").await);
        let handle = sari.get("/users/profile").await.json()["data"]["user"]["id"].as_str().unwrap().to_owned();
        let lists = ["/products".to_owned(), search("sambal"), "/umkm".to_owned(), "/recomendation".to_owned()];
        let things = [
            format!("/products/{product}"), format!("/umkm/{umkm}"), format!("/products/umkm/{umkm}"),
            format!("/users/{handle}"), format!("/users/umkm/{handle}"), format!("/resources/{resource}"),
            format!("/impacts/{impact}"),
        ];
        for path in &lists {
            assert_eq!(count(&app.anyone, path).await, 1, "{path}");
        }
        for path in &things {
            drop(app.anyone.get(path).await.expect(200));
        }
        drop(sari.delete("/users").await.expect(200));
        for path in &lists {
            assert_eq!(count(&app.anyone, path).await, 0, "{path}");
        }
        for path in &things {
            assert_eq!(app.anyone.get(path).await.status, 404, "{path}");
        }
        drop(sari.get("/users/profile").await.expect(401));
        drop(sari.delete("/users").await.expect(401));
        assert_eq!(whole(&app.anyone.put("/authentications", &refresh).await), (400, refused(BAD_REFRESH)));
        // Clients log out of what they have deleted, once.
        let log_out = async || app.anyone.call_json("DELETE".parse().unwrap(), "/authentications", &refresh).await;
        assert_eq!(whole(&log_out().await), (200, done("Refresh token berhasil dihapus")));
        assert_eq!(whole(&log_out().await), (400, refused(BAD_REFRESH)));
        let answer = app.anyone.post("/authentications", &credentials("sari", PASSWORD)).await;
        assert_eq!(whole(&answer), (401, refused(LOGIN_REFUSED)));
        app.app.relay.drain().await.unwrap();
        // The name is free again, and its new owner has nothing of the old one's.
        let again = app.user("sari").await;
        drop(again.get("/umkm/profile").await.expect(404));
    }

    async fn what_deployed_clients_send_is_understood(db: TestDb) {
        let app = TestApp::new(db).await;
        let (sari, umkm) = app.producer("sari").await;
        let body = json!({"employe": "12", "location": {"lat": "-8.65", "lng": "115.21", "name": "Denpasar"},
            "contact": [{"name": "wa", "description": "0812"}], "created_at": "2023-11-28T13:06:42.530Z"});
        drop(sari.put("/umkm", &body).await.expect(200));
        let read = async || app.anyone.get(&format!("/umkm/{umkm}")).await.expect(200).json()["data"]["umkm"].clone();
        let shown = read().await;
        assert_eq!((&shown["location"]["lat"], &shown["contact"][0]["name"]), (&json!(-8.65), &json!("wa")));
        drop(sari.put("/umkm", &json!({"contact": null})).await.expect(200));
        assert_ne!(read().await["contact"][0]["name"], json!("wa"));
        let product = product(&sari, json!({"name": "Sambal", "price": "25000", "category": "3"})).await;
        let shown = app.anyone.get(&format!("/products/{product}")).await.expect(200).json();
        let shown = &shown["data"]["product"];
        assert_eq!((&shown["price"], &shown["category"]), (&json!(25_000), &json!(3)));
        assert_eq!(shown["umkm"]["employe"], json!(12));
        let echoed = json!({"name": "air", "is_approve": true, "created_at": "x", "updated_at": "y"});
        drop(sari.post("/impacts", &echoed).await.expect(201));
        for body in [json!({"employe": "dua"}), json!({"employe": "1.5"}), json!({"employe": ""})] {
            drop(sari.put("/umkm", &body).await.expect(400));
        }
    }

    async fn an_account_has_one_umkm_and_changes_no_other(db: TestDb) {
        let app = TestApp::new(db).await;
        let (sari, umkm) = app.producer("sari").await;
        let (budi, other) = app.producer("budi").await;
        assert_eq!(whole(&sari.post("/umkm", &json!({"name": "Kedua"})).await), (400, refused("UMKM sudah ada")));
        assert_eq!(whole(&budi.delete(&format!("/umkm/{umkm}")).await), (403, refused(NOT_YOURS)));
        assert_eq!(whole(&budi.delete("/umkm/umkm-nowhere").await), (404, refused("UMKM tidak ditemukan")));
        drop(app.anyone.get(&format!("/umkm/{umkm}")).await.expect(200));
        drop(budi.delete("/umkm").await.expect(200));
        drop(app.anyone.get(&format!("/umkm/{other}")).await.expect(404));
        assert_eq!(whole(&budi.put("/umkm", &json!({"name": "x"})).await), (404, refused("UMKM tidak ditemukan")));
        assert_eq!(whole(&budi.delete("/umkm").await), (404, refused("UMKM tidak ditemukan")));
        let without = budi.post("/products", &json!({"name": "x", "price": 1})).await;
        assert_eq!(whole(&without), (400, refused("Lengkapi profil UMKM terlebih dahulu")));
        drop(budi.post("/umkm", &json!({"name": "Lagi"})).await.expect(201));
        assert_eq!(names(&app.anyone, "/umkm", "umkm", "name").await.len(), 2);
    }

    async fn strangers_change_nothing(db: TestDb) {
        let app = TestApp::new(db).await;
        let (sari, _) = app.producer("sari").await;
        let (budi, _) = app.producer("budi").await;
        let paths = [
            (format!("/products/{}", product(&sari, json!({"name": "Sambal", "price": 1})).await), NOT_YOURS),
            (format!("/resources/{}", resource(&sari, "cabai").await), "Anda tidak berhak mengelola resource ini"),
            (format!("/impacts/{}", impact(&sari, "air").await), "Anda tidak berhak mengelola impact ini"),
        ];
        for (path, refusal) in paths {
            let before = app.anyone.get(&path).await.expect(200).text();
            assert_eq!(whole(&budi.put(&path, &json!({"name": "mine"})).await), (403, refused(refusal)), "{path}");
            assert_eq!(whole(&budi.delete(&path).await), (403, refused(refusal)), "{path}");
            assert_eq!(app.anyone.get(&path).await.expect(200).text(), before);
            drop(sari.delete(&path).await.expect(200));
        }
    }

    async fn a_moderated_umkm_and_its_products_wait_for_approval(db: TestDb) {
        let app = moderated(db).await;
        let admin = app.account("root", Role::Admin).await;
        let (sari, umkm) = app.producer("sari").await;
        drop(product(&sari, json!({"name": "Sambal", "price": 1})).await);
        let lists = ["/umkm".to_owned(), "/products".to_owned(), search("sambal"), "/recomendation".to_owned()];
        let toggle = format!("/umkm/approve/{umkm}");
        for round in 0..3 {
            let shown = round % 2;
            for path in &lists {
                assert_eq!(count(&app.anyone, path).await, shown, "{path} in round {round}");
            }
            assert_eq!(count(&admin, "/umkm/approve/true").await, shown);
            assert_eq!(count(&admin, "/umkm/approve/false").await, 1 - shown);
            drop(sari.get("/umkm/profile").await.expect(200));
            drop(sari.call("PUT".parse().unwrap(), &toggle).await.expect(403));
            drop(admin.call("PUT".parse().unwrap(), &toggle).await.expect(200));
        }
        drop(admin.call("PUT".parse().unwrap(), "/umkm/approve/umkm-nowhere").await.expect(404));
        drop(admin.get("/umkm/approve/maybe").await.expect(400));
        // A product that is added or edited while its UMKM waits waits, too.
        drop(admin.call("PUT".parse().unwrap(), &toggle).await.expect(200));
        drop(product(&sari, json!({"name": "Kripik", "price": 1})).await);
        assert_eq!(count(&app.anyone, "/products").await, 0);
    }

    async fn a_moderated_impact_waits_for_approval(db: TestDb) {
        let app = moderated(db).await;
        let (admin, sari) = (app.account("root", Role::Admin).await, app.user("sari").await);
        let impact = impact(&sari, "hemat air").await;
        let is_approve = async || app.anyone.get(&format!("/impacts/{impact}")).await.json()["data"]["impact"]["isApprove"].clone();
        for approved in [false, true, false] {
            assert_eq!(is_approve().await, json!(approved));
            for list in [true, false] {
                let shown = i64::from(list == approved);
                assert_eq!(count(&admin, &format!("/impacts/approve/{list}")).await, shown);
            }
            drop(admin.call("PUT".parse().unwrap(), &format!("/impacts/approve/{impact}")).await.expect(200));
        }
        drop(admin.call("PUT".parse().unwrap(), "/impacts/approve/impact-nowhere").await.expect(404));
    }

    async fn without_moderation_everything_starts_approved(db: TestDb) {
        let app = TestApp::new(db).await;
        let admin = app.account("root", Role::Admin).await;
        let (sari, umkm) = app.producer("sari").await;
        drop(impact(&sari, "air").await);
        for kind in ["umkm", "impacts"] {
            assert_eq!(count(&admin, &format!("/{kind}/approve/true")).await, 1, "{kind}");
            assert_eq!(count(&admin, &format!("/{kind}/approve/false")).await, 0, "{kind}");
        }
        drop(admin.call("PUT".parse().unwrap(), &format!("/umkm/approve/{umkm}")).await.expect(200));
        assert_eq!(count(&app.anyone, "/umkm").await, 0);
    }

    async fn references_are_shown_resolved_beside_inline_entries(db: TestDb) {
        let app = TestApp::new(db).await;
        let (sari, _) = app.producer("sari").await;
        let (chili, salt, water) = (resource(&sari, "cabai").await, resource(&sari, "garam").await, impact(&sari, "air").await);
        let body = json!({"name": "Sambal", "price": 1, "resources": [chili, {"name": "batu"}, salt, chili], "impact": [{"name": "kerja", "icon": 2}, water]});
        let path = format!("/products/{}", product(&sari, body).await);
        let entries = async |field: &str| {
            let shown = app.anyone.get(&path).await.expect(200).json();
            let list = shown["data"]["product"][field].as_array().unwrap().clone();
            list.iter().map(|entry| (entry["name"].as_str().unwrap().to_owned(), entry["id"].as_str().unwrap().to_owned())).collect::<Vec<_>>()
        };
        let listed = async |field: &str| entries(field).await.into_iter().map(|(name, _)| name).collect::<Vec<_>>();
        assert_eq!(listed("resources").await, ["cabai", "batu", "garam", "cabai"]);
        assert_eq!(listed("impact").await, ["kerja", "air"]);
        // What came along has an id of its own.
        let ids: Vec<_> = entries("resources").await.into_iter().map(|(_, id)| id).collect();
        assert_eq!((&ids[0], &ids[2], &ids[3]), (&chili, &salt, &chili));
        assert!(ids[1].starts_with("resource-") && ids[1] != chili && ids[1] != salt);

        drop(sari.put(&format!("/resources/{chili}"), &json!({"name": "cabai rawit"})).await.expect(200));
        assert_eq!(listed("resources").await[0], "cabai rawit");
        drop(sari.put(&format!("/impacts/{water}"), &json!({"name": "hemat air"})).await.expect(200));
        assert_eq!(listed("impact").await[1], "hemat air");
        app.app.relay.drain().await.unwrap();
        assert_eq!(found(&app, "rawit").await, ["Sambal"]);

        drop(sari.delete(&format!("/resources/{chili}")).await.expect(200));
        drop(sari.delete(&format!("/impacts/{water}")).await.expect(200));
        assert_eq!(listed("resources").await, ["batu", "garam"]);
        assert_eq!(listed("impact").await, ["kerja"]);
        // What was deleted is not found by its name any more, what stays is.
        assert_eq!(found(&app, "rawit").await, Vec::<String>::new());
        assert_eq!(found(&app, "garam").await, ["Sambal"]);
    }

    async fn an_unknown_reference_is_refused_by_name(db: TestDb) {
        let app = TestApp::new(db).await;
        let (sari, _) = app.producer("sari").await;
        let known = resource(&sari, "cabai").await;
        let path = format!("/products/{}", product(&sari, json!({"name": "Sambal", "price": 1})).await);
        let before = app.anyone.get(&path).await.text();
        for (field, known) in [("resources", &known), ("impact", &known)] {
            let body = json!({"name": "Lain", "price": 1, field: [known, "resource-unknown"]});
            for answer in [sari.post("/products", &body).await, sari.put(&path, &body).await] {
                assert_eq!(answer.status, 400);
                assert!(answer.text().contains("resource-unknown"), "{}", answer.text());
            }
        }
        assert_eq!(app.anyone.get(&path).await.text(), before);
        assert_eq!(count(&app.anyone, "/products").await, 1);
    }

    async fn a_deleted_accounts_resources_leave_other_peoples_products(db: TestDb) {
        let app = TestApp::new(db).await;
        let (sari, budi) = (app.producer("sari").await.0, app.user("budi").await);
        let chili = resource(&budi, "cabai").await;
        let path = format!("/products/{}", product(&sari, json!({"name": "Sambal", "price": 1, "resources": [chili]})).await);
        assert_eq!(found(&app, "cabai").await, ["Sambal"]);
        drop(app.anyone.get(&path).await.expect(200));
        drop(budi.delete("/users").await.expect(200));
        assert_eq!(app.anyone.get(&path).await.json()["data"]["product"]["resources"], json!([]));
        assert_eq!(found(&app, "cabai").await, Vec::<String>::new());
    }

    async fn a_new_name_is_found_and_the_old_one_is_not(db: TestDb) {
        let app = TestApp::new(db).await;
        let (sari, _) = app.producer("sari").await;
        let chili = resource(&sari, "cabai").await;
        let sambal = product(&sari, json!({"name": "Sambal", "price": 1, "resources": [chili]})).await;
        drop(sari.put("/umkm", &json!({"name": "Dapur Wangi"})).await.expect(200));
        drop(sari.put(&format!("/resources/{chili}"), &json!({"name": "lombok"})).await.expect(200));
        app.app.relay.drain().await.unwrap();
        for (keyword, hits) in [("wangi", 1), ("umkm", 0), ("lombok", 1), ("cabai", 0), ("sambal", 1)] {
            assert_eq!(found(&app, keyword).await.len(), hits, "{keyword}");
        }
        drop(sari.put(&format!("/products/{sambal}"), &json!({"name": "Saus", "description": "pedas manis"})).await.expect(200));
        for (keyword, hits) in [("saus", 1), ("sambal", 0), ("manis", 1), ("lombok", 1), ("wangi", 1)] {
            assert_eq!(found(&app, keyword).await.len(), hits, "{keyword}");
        }
    }

    async fn search_knows_prefixes_and_neither_case_nor_accents(db: TestDb) {
        let app = TestApp::new(db).await;
        let (sari, _) = app.producer("sari").await;
        let words = [
            "Kopi Mérapi", "250g", "1e5", "0x1F", "12345678901234567890", "辣椒酱", "고추장", "กาแฟ", "मसाला", "Ünlü", "İzmir",
            "①③", "ﷺ", "ß",
        ];
        for word in words {
            drop(product(&sari, json!({"name": word, "price": 1})).await);
        }
        for word in words {
            assert_eq!(found(&app, word).await, [word], "{word}");
        }
        for (keyword, name) in [
            ("kop", "Kopi Mérapi"), ("MERAPI", "Kopi Mérapi"), ("merapi KOPI", "Kopi Mérapi"), ("mér", "Kopi Mérapi"),
            ("k m", "Kopi Mérapi"), ("UNLU", "Ünlü"), ("izmir", "İzmir"), ("IZMİR", "İzmir"), ("250", "250g"), ("辣", "辣椒酱"), ("12", "12345678901234567890"),
        ] {
            assert!(found(&app, keyword).await.contains(&name.to_owned()), "{keyword}");
        }
        for keyword in ["xopi", "kopi teh", " ", "%", "_", "\"", "'", "*", "--", "🅐", "&|!", "\u{300}"] {
            assert_eq!(found(&app, keyword).await, Vec::<String>::new(), "{keyword:?}");
        }
    }

    async fn operators_of_the_engines_are_only_words(db: TestDb) {
        let app = TestApp::new(db).await;
        let (sari, _) = app.producer("sari").await;
        for name in ["Kopi", "Teh", "near name or and not"] {
            drop(product(&sari, json!({"name": name, "price": 1})).await);
        }
        for keyword in ["kopi OR teh", "kopi NOT x", "NEAR(kopi, 2)", "name:kopi", "kopi & !teh", "kopi'); drop table product; --", "{name}: kopi"] {
            assert_eq!(found(&app, keyword).await, Vec::<String>::new(), "{keyword}");
        }
        for keyword in ["kopi*", "\"kopi", "-kopi", "kopi:*", "(kopi", "^kopi", "kopi\\", "'kopi'", "kopi<->", "kopi:A", "+kopi"] {
            let expected = if keyword == "kopi:A" { vec![] } else { vec!["Kopi"] };
            assert_eq!(found(&app, keyword).await, expected, "{keyword}");
        }
        for keyword in ["near", "OR", "AND NOT", "name"] {
            assert_eq!(found(&app, keyword).await, ["near name or and not"], "{keyword}");
        }
        let answer = app.anyone.get(&search("<b>'\"")).await.expect(200);
        assert_eq!(answer.json()["message"], "Menampilkan hasil pencarian untuk '<b>'\"'");
    }

    async fn a_long_keyword_is_refused_or_found_and_never_breaks(db: TestDb) {
        let app = TestApp::new(db).await;
        let (sari, _) = app.producer("sari").await;
        for letter in ["x", "ä", "㌀", "𐐨", "ﷺ"] {
            let longest = letter.repeat(200);
            drop(product(&sari, json!({"name": longest, "price": 1})).await);
            assert_eq!(found(&app, &longest).await, [longest], "{letter}");
            assert_eq!(app.anyone.get(&search(&letter.repeat(201))).await.status, 400, "{letter}");
        }
        let many = "a b c d e f g h i j k l m n o p q r s t u v w x y z ".repeat(3);
        assert_eq!(found(&app, &many).await, Vec::<String>::new());
    }

    async fn a_name_weighs_more_than_a_maker_and_a_maker_more_than_a_description(db: TestDb) {
        let app = TestApp::new(db).await;
        let (sari, _) = app.producer("sari").await;
        drop(product(&sari, json!({"name": "Nama kopi", "price": 1})).await);
        drop(product(&sari, json!({"name": "Bahan", "price": 1, "resources": [{"name": "kopi"}]})).await);
        drop(product(&sari, json!({"name": "Uraian", "price": 1, "description": "kopi dan lain lain"})).await);
        drop(product(&sari, json!({"name": "Lain", "price": 1})).await);
        assert_eq!(found(&app, "kopi").await, ["Nama kopi", "Bahan", "Uraian"]);
    }

    async fn lists_have_pages(db: TestDb) {
        let app = TestApp::new(db).await;
        let (sari, umkm) = app.producer("sari").await;
        for number in 1..=5 {
            drop(product(&sari, json!({"name": format!("Sambal {number}"), "price": 1, "category": 3})).await);
            drop(resource(&sari, &format!("cabai {number}")).await);
            drop(impact(&sari, &format!("air {number}")).await);
        }
        let lists = [
            ("/products".to_owned(), "products"), (search("sambal"), "products"), ("/products/category/3".to_owned(), "products"),
            (format!("/products/umkm/{umkm}"), "products"), ("/resources".to_owned(), "resources"), ("/impacts".to_owned(), "impacts"),
        ];
        for (path, name) in lists {
            let whole = names(&sari, &path, name, "name").await;
            assert_eq!(whole.len(), 5, "{path}");
            let mut paged = Vec::new();
            let mut next = Some(format!("{path}?x=y&per_page=2"));
            while let Some(page) = next {
                let answer = sari.get(&page).await.expect(200);
                assert_eq!(answer.json()["count"], 5, "{page}");
                paged.extend(names(&sari, &page, name, "name").await);
                next = answer.headers.get("link").map(|link| {
                    let link = link.to_str().unwrap();
                    let target = link.strip_prefix('<').unwrap().strip_suffix(">; rel=\"next\"").unwrap().to_owned();
                    assert!(target.starts_with(&format!("{path}?x=y&page=")), "{target}");
                    target
                });
            }
            assert_eq!(paged, whole, "{path}");
            let beyond = sari.get(&format!("{path}?page=4&per_page=2")).await.expect(200).json();
            assert_eq!((beyond["count"].clone(), beyond["data"][name].clone()), (json!(5), json!([])), "{path}");
            for query in ["page=0", "per_page=0", "page=-1", "page=x", "per_page=1001", "page=", "page=1e3", "page=99999999999999999999", "page=1%00", "page=9000000&per_page=900"] {
                assert_eq!(sari.get(&format!("{path}?{query}")).await.status, 400, "{path}?{query}");
            }
        }
    }

    async fn a_thousand_and_five_products_are_counted_and_a_thousand_listed(db: TestDb) {
        let app = TestApp::new(db).await;
        let (sari, _) = app.producer("sari").await;
        for number in 1..=1005 {
            drop(product(&sari, json!({"name": format!("Sambal {number}"), "price": number})).await);
        }
        for path in ["/products".to_owned(), search("sambal")] {
            let answer = app.anyone.get(&path).await.expect(200);
            let list = answer.json();
            let rows = list["data"]["products"].as_array().unwrap().len();
            assert_eq!((list["count"].clone(), rows), (json!(1005), 1000), "{path}");
            let next = format!("<{path}?page=2&per_page=1000>; rel=\"next\"");
            assert_eq!(answer.headers["link"], next.as_str());
            let rest = app.anyone.get(&format!("{path}?page=2&per_page=1000")).await.expect(200);
            assert_eq!(rest.json()["data"]["products"].as_array().unwrap().len(), 5);
            assert!(!rest.headers.contains_key("link"));
        }
        let first = names(&app.anyone, "/products?per_page=2", "products", "name").await;
        assert_eq!(first, ["Sambal 1005", "Sambal 1004"]);
    }

    async fn the_five_best_are_recommended(db: TestDb) {
        let app = TestApp::new(db).await;
        let (sari, _) = app.producer("sari").await;
        let mut products = Vec::new();
        for number in 1..=7 {
            products.push(product(&sari, json!({"name": format!("P{number}"), "price": 1})).await);
        }
        let recommended = async || names(&app.anyone, "/recomendation", "recommended_products", "product_name").await;
        assert_eq!(recommended().await, ["P7", "P6", "P5", "P4", "P3"]);
        let mut raters = Vec::new();
        for number in 0..4 {
            raters.push(app.user(&format!("rater{number}")).await);
        }
        let rate = async |rater: usize, product: usize, stars: i64| {
            let path = format!("/products/{}/rating", products[product - 1]);
            raters[rater].post(&path, &json!({"rating": stars})).await.expect(201).json()
        };
        // One enthusiast weighs less than four who are content.
        drop(rate(0, 1, 5).await);
        for rater in 0..4 {
            drop(rate(rater, 2, 5).await);
        }
        drop(rate(0, 7, 1).await);
        assert_eq!(recommended().await, ["P2", "P1", "P6", "P5", "P4"]);
        assert_eq!(told(&app.anyone.get("/recommendation").await), told(&app.anyone.get("/recomendation").await));

        assert_eq!(rate(0, 3, 4).await["data"], json!({"rating": 4.0, "count": 1}));
        assert_eq!(rate(0, 3, 1).await["data"], json!({"rating": 1.0, "count": 1}), "a second rating replaces the first");
        assert_eq!(rate(1, 3, 2).await["data"], json!({"rating": 1.5, "count": 2}));
        let shown = app.anyone.get("/recomendation").await.json()["data"]["recommended_products"][1]["rating_x"].clone();
        assert_eq!(shown, json!(5.0));
        for stars in [json!(0), json!(6), json!(-1), json!(1.5), json!("6"), json!("1.5"), json!(""), json!(null), json!(9_223_372_036_854_775_807_i64)] {
            let path = format!("/products/{}/rating", products[0]);
            assert_eq!(sari.post(&path, &json!({"rating": stars})).await.status, 400, "{stars}");
        }
        drop(sari.post("/products/product-nowhere/rating", &json!({"rating": 5})).await.expect(404));
    }

    async fn every_write_is_seen_by_the_next_read(db: TestDb) {
        let app = TestApp::new(db).await;
        let (sari, umkm) = app.producer("sari").await;
        let handle = sari.get("/users/profile").await.json()["data"]["user"]["id"].as_str().unwrap().to_owned();
        let (chili, water) = (resource(&sari, "cabai").await, impact(&sari, "air").await);
        let body = json!({"name": "Sambal", "price": 1, "resources": [chili], "impact": [water], "category": 1});
        let sambal = product(&sari, body).await;
        let watched = [
            "/products".to_owned(), search("s"), "/products/category/1".to_owned(), format!("/products/umkm/{umkm}"), format!("/products/{sambal}"), "/umkm".to_owned(),
            format!("/umkm/{umkm}"), format!("/users/{handle}"), "/recomendation".to_owned(), format!("/resources/{chili}"),
            format!("/impacts/{water}"),
        ];
        let edit_user = json!({"username": "sari2", "email": "sari@example.com", "fullname": "Sari Dua"});
        let writes: Vec<(&str, String, Value, &[usize])> = vec![
            ("PUT", format!("/products/{sambal}"), json!({"name": "Sambal dua", "price": 2}), &[0, 1, 2, 3, 4, 8]),
            ("PUT", "/products".to_owned(), json!({"id": sambal, "image": "http://b.jpg", "category": 1}), &[0, 1, 2, 3, 4]),
            ("POST", "/products".to_owned(), json!({"name": "Saus", "price": 2, "category": 1}), &[0, 1, 2, 3, 8]),
            ("PUT", "/umkm".to_owned(), json!({"name": "Baru", "logo": "http://c.jpg"}), &[4, 5, 6]),
            ("PUT", "/users".to_owned(), edit_user, &[7]),
            ("PUT", format!("/resources/{chili}"), json!({"name": "cabai rawit"}), &[4, 9]),
            ("PUT", format!("/impacts/{water}"), json!({"name": "hemat air"}), &[4, 10]),
            ("POST", format!("/products/{sambal}/rating"), json!({"rating": 5}), &[8]),
        ];
        for (method, path, body, changes) in writes {
            let mut before = Vec::new();
            for path in &watched {
                // Often enough to be answered before its route is looked for.
                for _ in 0..3 {
                    drop(app.anyone.get(path).await.expect(200));
                }
                before.push(app.anyone.get(path).await.expect(200));
            }
            drop(sari.call_json(method.parse().unwrap(), &path, &body).await);
            for (place, (watched, before)) in watched.iter().zip(&before).enumerate() {
                let headers = [("if-none-match", before.headers["etag"].to_str().unwrap())];
                let after = crate::trackmate_support::send(&app.anyone, "GET", watched, &headers, "").await;
                if changes.contains(&place) {
                    assert_eq!(after.status, 200, "{watched} after {method} {path}");
                    assert_ne!(after.text(), before.text());
                    assert_ne!(after.headers["etag"], before.headers["etag"]);
                } else if after.status != 200 {
                    assert_eq!((after.status.as_u16(), after.body.len()), (304, 0), "{watched} after {method} {path}");
                    assert_eq!(after.headers["etag"], before.headers["etag"]);
                }
            }
        }
        drop(sari.delete(&format!("/resources/{chili}")).await.expect(200));
        drop(sari.delete(&format!("/impacts/{water}")).await.expect(200));
        let shown = app.anyone.get(&format!("/products/{sambal}")).await.json()["data"]["product"].clone();
        assert_eq!((&shown["resources"], &shown["impact"]), (&json!([]), &json!([])));
        drop(sari.delete(&format!("/products/{sambal}")).await.expect(200));
        for path in &watched[..4] {
            assert_eq!(count(&app.anyone, path).await, 1, "{path}");
        }
        drop(sari.delete("/umkm").await.expect(200));
        for path in [&watched[0], &watched[1], &watched[2], &watched[5], &watched[8]] {
            assert_eq!(count(&app.anyone, path).await, 0, "{path}");
        }
        drop(app.anyone.get(&watched[6]).await.expect(404));
    }

    async fn what_is_asked_for_again_and_again_is_answered_as_at_first(db: TestDb) {
        let app = TestApp::new(db).await;
        let (sari, _) = app.producer("sari").await;
        let about = "dari dapur ".repeat(200);
        let sambal = product(&sari, json!({"name": "Sambal", "price": 1, "description": about})).await;
        let (list, detail) = ("/products?per_page=25".to_owned(), format!("/products/{sambal}"));
        let ways: [&[(&'static str, &str)]; 7] = [
            &[], &[("accept", "application/json")], &[("accept", "application/vnd.standard+json")],
            &[("accept", "text/html")], &[("accept-encoding", "gzip")], &[("accept-encoding", "br")], &[("accept-encoding", "identity")],
        ];
        for path in [&list, &detail] {
            for way in ways {
                let ask = async |more: &[(&'static str, &str)]| {
                    let asker = way.iter().chain(more).fold(app.anyone.clone(), |asker, (name, value)| asker.with_header(name, value));
                    let answer = asker.get(path).await;
                    let mut headers = answer.headers.clone();
                    let id = headers.remove("x-request-id").unwrap();
                    headers.remove("content-length");
                    (answer.status, headers, answer.body, id)
                };
                let first = ask(&[]).await;
                let mut ids = vec![first.3.clone()];
                for _ in 0..4 {
                    let again = ask(&[]).await;
                    assert_eq!((&again.0, &again.1), (&first.0, &first.1), "{path} {way:?}");
                    assert_eq!(again.2, first.2, "{path} {way:?}");
                    ids.push(again.3);
                }
                ids.sort_by(|a, b| a.as_bytes().cmp(b.as_bytes()));
                ids.dedup();
                assert_eq!(ids.len(), 5);
                if let Some(etag) = first.1.get("etag") {
                    let known = ask(&[("if-none-match", etag.to_str().unwrap())]).await;
                    assert_eq!((known.0.as_u16(), known.2.len()), (304, 0), "{path} {way:?}");
                    assert_eq!(known.1.get("etag"), Some(etag));
                    assert_eq!(known.1.get("vary"), first.1.get("vary"));
                    assert!(!known.1.contains_key("content-encoding") && !known.1.contains_key("content-type"));
                }
            }
        }
        let named = app.anyone.with_header("x-request-id", "mine-1").get(&detail).await;
        assert_eq!(named.headers["x-request-id"], "mine-1");
        let hinted = app.anyone.get(&format!("{detail}?x=1")).await;
        for _ in 0..3 {
            let again = app.anyone.get(&format!("{detail}?x=1")).await;
            assert_eq!(again.headers.get("x-hint"), hinted.headers.get("x-hint"));
        }
        drop(sari.delete(&detail).await.expect(200));
        for way in ways {
            let asker = way.iter().fold(app.anyone.clone(), |asker, (name, value)| asker.with_header(name, value));
            assert_ne!(asker.get(&detail).await.status, 200, "{way:?}");
        }
    }

    async fn a_price_keeps_its_decimals(db: TestDb) {
        let app = TestApp::new(db).await;
        let (sari, _) = app.producer("sari").await;
        for (price, shown) in [
            ("0", "0"), ("0.01", "0.01"), ("19.99", "19.99"), ("12500.5", "12500.5"), ("1e3", "1000"), ("10000000000000", "10000000000000"),
            ("9999999999999.99", "9999999999999.99"), ("100.00", "100"), ("0.1", "0.1"), ("-0", "0"), ("4.35", "4.35"), ("1.1e1", "11"),
        ] {
            let added = sent(&sari, "POST", "/products", &format!(r#"{{"name":"x","price":{price}}}"#)).await.expect(201);
            let path = format!("/products/{}", id(&added, "productId"));
            for path in ["/products?per_page=1", &path] {
                let text = app.anyone.get(path).await.expect(200).text();
                assert!(text.contains(&format!("\"price\":{shown},")), "{price} in {text}");
            }
        }
        for price in ["-0.01", "-1", "1.001", "1e14", "1e400", "10000000000000.01", "\"1,5\"", "\"-1\"", "\"\"", "null", "true", "[]", "NaN", "0x10", "01"] {
            let answer = sent(&sari, "POST", "/products", &format!(r#"{{"name":"x","price":{price}}}"#)).await;
            assert_eq!(answer.status, 400, "{price}: {}", answer.text());
        }
    }

    async fn a_place_lies_on_the_globe(db: TestDb) {
        let app = TestApp::new(db).await;
        let (sari, _) = app.producer("sari").await;
        for place in [r#"{"lat":90,"lng":-180}"#, r#"{"lat":-90.0,"lng":180.0,"name":"x"}"#, r#"{" lat":0,"lng\t ":0}"#, r#""x""#, "{}", "null"] {
            drop(sent(&sari, "PUT", "/umkm", &format!(r#"{{"location":{place}}}"#)).await.expect(200));
        }
        for place in [r#"{"lat":90.1,"lng":0}"#, r#"{"lat":0,"lng":-180.1}"#, r#"{"lat":"nan","lng":0}"#, r#"{"lat":"","lng":0}"#, r#"{"lat":0}"#, r#"{"x":1}"#, "1", "[]", r#"{"lat":1e999,"lng":0}"#] {
            let answer = sent(&sari, "PUT", "/umkm", &format!(r#"{{"location":{place}}}"#)).await;
            assert_eq!(answer.status, 400, "{place}: {}", answer.text());
        }
    }

    async fn a_profile_shows_others_no_email(db: TestDb) {
        let app = TestApp::new(db).await;
        let (sari, umkm) = app.producer("sari").await;
        let handle = sari.get("/users/profile").await.json()["data"]["user"]["id"].as_str().unwrap().to_owned();
        let brief = r#"{"error":false,"status":"success","data":{"user":{"id":"user-#","username":"sari","image":null,"fullname":"sari Lengkap"}}}"#;
        assert_eq!(whole(&app.anyone.get(&format!("/users/{handle}")).await), (200, brief.to_owned()));
        let own = app.anyone.get(&format!("/users/umkm/{handle}")).await.expect(200).json();
        assert_eq!(own["data"]["umkm"]["id"], umkm.as_str());
        assert_eq!(whole(&app.anyone.get("/users/user-nowhere").await), (404, refused("User tidak ditemukan")));
        assert_eq!(whole(&app.anyone.get(&format!("/users/{}", encoded("a'b"))).await).0, 404);
        // A picture is removed by null and stays when it is not mentioned.
        let edit = |image: &str| format!(r#"{{"username":"sari","email":"s@x.id","fullname":"S"{image}}}"#);
        for (image, shown) in [(r#","image":"http://a.jpg""#, json!("http://a.jpg")), ("", json!("http://a.jpg")), (r#","image":null"#, Value::Null)] {
            drop(sent(&sari, "PUT", "/users", &edit(image)).await.expect(200));
            assert_eq!(sari.get("/users/profile").await.json()["data"]["user"]["image"], shown);
        }
    }
}
