//! What the published clients do, one call after the other, over both base addresses; and what they cannot do without:
//! answers in which nothing is missing.

use accounts::Role;
use serde_json::{Value, json};
use server::settings::Given;
use testkit::{Answer, Client, both_engines};

use crate::{
    support::{PASSWORD, TestApp, id},
    trackmate_support::{count, form, names, search, send},
};

const PLACEHOLDER: &str = "http://127.0.0.1:8080/media/placeholder.png";
/// A client's base address: the document's, and that of the deployed shapes.
const BASES: [&str; 2] = ["", trackmate::COMPAT];

fn picture() -> Vec<u8> {
    let mut png = std::io::Cursor::new(Vec::new());
    let image = image::RgbImage::from_pixel(4, 3, image::Rgb([200, 40, 30]));
    image.write_to(&mut png, image::ImageFormat::Png).unwrap();
    png.into_inner()
}

async fn upload(client: &Client, base: &str, content: &[u8]) -> Answer {
    let (kind, body) = form("data", "foto.jpg", "image/jpeg", content);
    send(
        client,
        "POST",
        &format!("{base}/upload/images"),
        &[("content-type", &kind)],
        body,
    )
    .await
}

/// Fails if anything in an answer is `null` that the clients read without looking.
fn assert_complete(value: &Value, path: &str) {
    // These may be unknown, and the clients look.
    const OPEN: [&str; 5] = ["lat", "lng", "employe", "icon", "contact"];
    match value {
        Value::Null => panic!("{path} is null"),
        Value::Array(entries) => entries.iter().for_each(|entry| assert_complete(entry, path)),
        Value::Object(members) => {
            for (name, member) in members {
                let open = OPEN.contains(&name.as_str()) || name == "category" || name == "umkm" && member.is_null();
                if !(member.is_null() && open) {
                    assert_complete(member, &format!("{path}.{name}"));
                }
            }
        }
        _ => {}
    }
}

/// The path of an address of this server.
fn path(address: &Value) -> String {
    let address = address.as_str().unwrap();
    address
        .strip_prefix("http://127.0.0.1:8080")
        .unwrap_or_else(|| panic!("{address}"))
        .to_owned()
}

both_engines! {
    async fn a_producer_joins_publishes_and_edits_over_either_address(db: TestDb) {
        let app = TestApp::new(db).await;
        for (number, base) in BASES.into_iter().enumerate() {
            let anyone = &app.anyone;
            let at = |path: &str| format!("{base}{path}");
            let username = format!("tumini{number}");
            let person = json!({"username": username, "email": format!("{username}@example.com"), "password": PASSWORD, "fullname": "Bu Tumini"});
            drop(anyone.post(&at("/users"), &person).await.expect(201));
            let login = json!({"username": username, "password": PASSWORD});
            let login = anyone.post(&at("/authentications"), &login).await.expect(201);
            let tumini = anyone.with_token(id(&login, "accessToken"));
            assert_eq!(tumini.get(&at("/users/profile")).await.expect(200).json()["data"]["user"]["fullname"], "Bu Tumini");
            drop(tumini.get(&at("/umkm/profile")).await.expect(404));
            let umkm = id(&tumini.post(&at("/umkm"), &json!({"name": "Dapur Bu Tumini"})).await.expect(201), "umkmId");

            // The picture that was uploaded is found at the address that was answered.
            let uploaded = upload(&tumini, base, &picture()).await.expect(201).json()["data"]["fileLocation"].clone();
            drop(anyone.get(&path(&uploaded)).await.expect(200));
            let body = json!({
                "name": "Gula Semut", "price": "24500", "image": uploaded, "category": 2, "contribution": [4, 9],
                "resources": [{"name": "nira", "location": {"name": "Girimarto", "lat ": -7.77, "lng  ": 111.08}}],
                "production": [{"name": "memasak"}], "impact": [{"name": "hemat air"}],
            });
            let product = id(&tumini.post(&at("/products"), &body).await.expect(201), "productId");
            let listed = anyone.get(&at("/products/search/semut")).await.expect(200).json()["data"]["products"][number].clone();
            let listed = if listed.is_null() { anyone.get(&at("/products")).await.json()["data"]["products"][0].clone() } else { listed };
            assert_eq!((&listed["price"], &listed["category"]), (&json!(24500), &json!(2)));
            assert!(listed["image"] == uploaded || listed["image"] == json!([uploaded]), "{listed}");

            // An edit sends back what was read, with one thing changed.
            let address = at(&format!("/products/{product}"));
            let mut read = anyone.get(&address).await.expect(200).json()["data"]["product"].clone();
            assert_eq!(read["image"], json!([uploaded]));
            read["production"][0]["description"] = json!("empat jam");
            drop(tumini.put(&address, &read).await.expect(200));
            let after = anyone.get(&address).await.expect(200).json()["data"]["product"].clone();
            read["updatedAt"] = after["updatedAt"].clone();
            assert_eq!(after, read);
            let shop = anyone.get(&at(&format!("/umkm/{umkm}"))).await.expect(200).json()["data"]["umkm"].clone();
            let mut edited = shop.clone();
            edited["description"] = json!("Gula aren dari Girimarto");
            drop(tumini.put(&at("/umkm"), &edited).await.expect(200));
            let again = anyone.get(&at(&format!("/umkm/{umkm}"))).await.expect(200).json()["data"]["umkm"].clone();
            edited["updatedAt"] = again["updatedAt"].clone();
            assert_eq!(again, edited);
            assert_eq!(anyone.get(&at(&format!("/products/umkm/{umkm}"))).await.expect(200).json()["count"], 1);

            // Whoever deletes an account logs out afterwards.
            drop(tumini.delete(&at("/users")).await.expect(200));
            let refresh = json!({"refreshToken": id(&login, "refreshToken")});
            drop(anyone.call_json("DELETE".parse().unwrap(), &at("/authentications"), &refresh).await.expect(200));
            drop(anyone.get(&address).await.expect(404));
        }
    }

    async fn nothing_that_a_client_reads_without_looking_is_null(db: TestDb) {
        let app = TestApp::new(db).await;
        let (sari, umkm) = app.producer("sari").await;
        let admin = app.account("root", Role::Admin).await;
        let bare = json!({"name": "Sambal", "price": 1, "resources": [{"name": "cabai"}], "production": [{"name": "ulek"}], "impact": [{"name": "air"}]});
        let product = id(&sari.post("/products", &bare).await.expect(201), "productId");
        let resource = id(&sari.post("/resources", &json!({"name": "gula"})).await.expect(201), "resourceId");
        let impact = id(&sari.post("/impacts", &json!({"name": "tanah"})).await.expect(201), "impactId");
        for base in BASES {
            for path in [
                "/products".to_owned(), "/products/search/sambal".to_owned(), format!("/products/umkm/{umkm}"), format!("/products/{product}"),
                "/umkm".to_owned(), format!("/umkm/{umkm}"), "/umkm/profile".to_owned(), "/resources".to_owned(), format!("/resources/{resource}"),
                "/impacts".to_owned(), format!("/impacts/{impact}"), "/recomendation".to_owned(), "/categories".to_owned(),
            ] {
                let path = format!("{base}{path}");
                assert_complete(&sari.get(&path).await.expect(200).json()["data"], &path);
            }
            for path in ["/umkm/approve/true", "/impacts/approve/true"] {
                let path = format!("{base}{path}");
                let answer = admin.get(&path).await.expect(200).json();
                assert_complete(&answer["data"], &path);
                let row = answer["data"].as_object().unwrap().values().next().unwrap()[0].clone();
                assert_eq!(row["isApprove"], json!(true), "{path}");
                assert!(row["owner"].as_str().unwrap().starts_with("user-"), "{path}");
            }
        }
        let shown = app.anyone.get(&format!("/umkm/{umkm}")).await.json()["data"]["umkm"].clone();
        assert_eq!(shown["contact"], Value::Null);
        assert_eq!(shown["location"], json!({"lat": null, "lng": null, "name": ""}));
        assert_eq!(shown["history"], json!({"text": "", "image": PLACEHOLDER}));
        for base in BASES {
            let picture = app.anyone.get(&format!("{base}/media/placeholder.png")).await.expect(200);
            assert_eq!(picture.headers["content-type"], "image/png");
            assert!(image::load_from_memory(&picture.body).is_ok());
        }
    }

    async fn what_stood_in_for_a_picture_is_not_taken_for_one(db: TestDb) {
        let app = TestApp::new(db).await;
        let (sari, umkm) = app.producer("sari").await;
        let product = id(&sari.post("/products", &json!({"name": "a", "price": 1})).await.expect(201), "productId");
        let (shop, thing) = (format!("/umkm/{umkm}"), format!("/products/{product}"));
        let (old, new) = (PLACEHOLDER, "https://lain.example/media/placeholder.png");
        drop(sari.put("/umkm", &json!({"logo": old, "image": new, "history": {"image": old}})).await.expect(200));
        drop(sari.put(&thing, &json!({"image": [new]})).await.expect(200));
        let shown = app.anyone.get(&shop).await.json()["data"]["umkm"].clone();
        assert_eq!((&shown["logo"], &shown["image"], &shown["history"]["image"]), (&json!(old), &json!(old), &json!(old)));
        assert_eq!(app.anyone.get(&thing).await.json()["data"]["product"]["image"], json!([old]));
    }

    async fn both_generations_of_clients_read_every_contact(db: TestDb) {
        let app = TestApp::new(db).await;
        let (sari, umkm) = app.producer("sari").await;
        let contact = async || app.anyone.get(&format!("/umkm/{umkm}")).await.json()["data"]["umkm"]["contact"].clone();
        let phone = json!({"isWhatsApp": true, "phoneNumber": "0361", "waNumber": "0812"});
        for sent in [
            json!([{"email": "a@b.id", "phone": phone}]),
            json!([{"name": "Email", "description": "a@b.id"}, {"name": "WhatsApp", "description": "0812"}, {"name": "Telepon", "description": "0361"}]),
        ] {
            drop(sari.put("/umkm", &json!({"contact": sent})).await.expect(200));
            let shown = contact().await;
            assert_eq!((&shown[0]["email"], &shown[0]["phone"]), (&json!("a@b.id"), &phone), "{sent}");
            let ways: Vec<_> = shown.as_array().unwrap().iter().map(|way| way["description"].as_str().unwrap()).collect();
            assert_eq!(ways, ["a@b.id", "0812", "0361"], "{sent}");
            drop(sari.put("/umkm", &json!({"contact": shown})).await.expect(200));
            assert_eq!(contact().await, shown);
        }
        for none in [json!(null), json!([])] {
            drop(sari.put("/umkm", &json!({"contact": none})).await.expect(200));
            assert_eq!(contact().await, Value::Null);
        }
    }

    async fn a_word_inside_a_name_is_found_and_counts_less(db: TestDb) {
        let app = TestApp::new(db).await;
        let (sari, _) = app.producer("sari").await;
        for name in ["Rebalsam", "Balsam", "Kopi Gayo"] {
            drop(sari.post("/products", &json!({"name": name, "price": 1})).await.expect(201));
        }
        let found = async |keyword: &str| names(&app.anyone, &search(keyword), "products", "name").await;
        assert_eq!(found("balsam").await, ["Balsam", "Rebalsam"]);
        assert_eq!(found("OPI").await, ["Kopi Gayo"]);
        assert_eq!(found("pi ayo").await, ["Kopi Gayo"]);
        assert_eq!(found("xx").await, [""; 0]);
        // A renamed product is not found by what stood within its old name.
        let product = app.anyone.get("/products").await.json()["data"]["products"][0]["id"].clone();
        drop(sari.put(&format!("/products/{}", product.as_str().unwrap()), &json!({"name": "Teh"})).await.expect(200));
        assert_eq!(count(&app.anyone, &search("opi")).await, 0);
        assert_eq!(found("eh").await, ["Teh"]);
    }

    async fn recommendations_link_to_the_page_that_the_settings_name(db: TestDb) {
        let given = Given { product_url: Some("https://toko.example/product/{id}".to_owned()), ..Given::default() };
        let app = TestApp::with(db, given).await;
        let (sari, _) = app.producer("sari").await;
        let product = id(&sari.post("/products", &json!({"name": "a", "price": 1})).await.expect(201), "productId");
        for base in BASES {
            let row = app.anyone.get(&format!("{base}/recomendation")).await.json()["data"]["recommended_products"][0].clone();
            assert_eq!(row["product_link"], json!(format!("https://toko.example/product/{product}")));
        }
    }

    async fn the_categories_have_the_names_that_clients_show(db: TestDb) {
        let app = TestApp::new(db).await;
        let answer = app.anyone.get("/categories").await.expect(200).json();
        let named = json!([{"id": 1, "name": "Pertanian"}, {"id": 2, "name": "Makanan"}, {"id": 3, "name": "Minuman"}]);
        assert_eq!((&answer["count"], &answer["data"]["categories"]), (&json!(3), &named));
    }
}
