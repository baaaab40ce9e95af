//! The deployed shapes: the same data below another address, as the published clients read it.

use serde_json::{Value, json};
use testkit::both_engines;

use crate::{
    support::{TestApp, id},
    trackmate_support::send,
};

const COMPAT: &str = trackmate::COMPAT;

both_engines! {
    async fn lists_and_details_have_the_deployed_shapes(db: TestDb) {
        let app = TestApp::new(db).await;
        let (sari, umkm) = app.producer("sari").await;
        let body = json!({
            "name": "Sambal", "price": 12500.5, "image": ["https://a/1.jpg", "https://a/2.jpg"], "category": 2,
            "contribution": [4, {"icon": 9, "description": "maju"}, {"icon": "https://a/b.png"}, 400],
        });
        let product = id(&sari.post("/products", &body).await.expect(201), "productId");
        let pictures = json!(["https://a/1.jpg", "https://a/2.jpg"]);
        for path in ["/products".to_owned(), "/products/search/sambal".to_owned(), "/products/category/2".to_owned(), format!("/products/umkm/{umkm}")] {
            let row = |answer: Value| answer["data"]["products"][0].clone();
            let documented = row(app.anyone.get(&path).await.expect(200).json());
            assert_eq!((&documented["image"], &documented["price"]), (&json!("https://a/1.jpg"), &json!(12500.5)), "{path}");
            let deployed = row(app.anyone.get(&format!("{COMPAT}{path}")).await.expect(200).json());
            let expected = json!({"id": product, "name": "Sambal", "image": pictures, "price": 12501, "category": 2});
            assert_eq!(deployed, expected, "{path}");
        }
        let detail = async |base: &str| app.anyone.get(&format!("{base}/products/{product}")).await.json()["data"]["product"].clone();
        let (documented, deployed) = (detail("").await, detail(COMPAT).await);
        assert_eq!(documented["contribution"], body["contribution"]);
        let mut expected = documented.clone();
        (expected["price"], expected["contribution"]) = (json!(12501), json!([4, 9]));
        assert_eq!(deployed, expected);
    }

    async fn a_price_beyond_32_bits_is_told_as_the_largest(db: TestDb) {
        let app = TestApp::new(db).await;
        let (sari, _) = app.producer("sari").await;
        for (price, told) in [(json!(2_147_483_647_i64), 2_147_483_647_i64), (json!(2_147_483_648_i64), 2_147_483_647), (json!(10_000_000_000_000_i64), 2_147_483_647), (json!(0.49), 0)] {
            let product = id(&sari.post(&format!("{COMPAT}/products"), &json!({"name": "a", "price": price})).await.expect(201), "productId");
            assert_eq!(app.anyone.get(&format!("{COMPAT}/products/{product}")).await.json()["data"]["product"]["price"], json!(told));
            assert_eq!(app.anyone.get(&format!("/products/{product}")).await.json()["data"]["product"]["price"], price);
        }
    }

    async fn an_edit_of_something_else_does_not_round_what_was_told_rounded(db: TestDb) {
        let app = TestApp::new(db).await;
        let (sari, _) = app.producer("sari").await;
        let body = json!({"name": "a", "price": 12500.5, "category": 5_000_000_000_i64, "contribution": [4, {"description": "maju"}]});
        let product = id(&sari.post("/products", &body).await.expect(201), "productId");
        let (plain, compat) = (format!("/products/{product}"), format!("{COMPAT}/products/{product}"));
        let mut read = app.anyone.get(&compat).await.json()["data"]["product"].clone();
        read["name"] = json!("b");
        for path in [compat.clone(), format!("{COMPAT}/products")] {
            drop(sari.put(&path, &read).await.expect(200));
            let after = app.anyone.get(&plain).await.json()["data"]["product"].clone();
            assert_eq!(after["name"], "b");
            for untouched in ["price", "category", "contribution"] {
                assert_eq!(after[untouched], body[untouched], "{untouched}");
            }
        }
        // What is really changed is.
        drop(sari.put(&compat, &json!({"price": 12502, "contribution": [9], "category": 1})).await.expect(200));
        let after = app.anyone.get(&plain).await.json()["data"]["product"].clone();
        assert_eq!((&after["price"], &after["contribution"], &after["category"]), (&json!(12502), &json!([9]), &json!(1)));
        // At the documented address a number means itself.
        drop(sari.put(&plain, &json!({"price": 0.5})).await.expect(200));
        drop(sari.put(&plain, &json!({"price": 1})).await.expect(200));
        assert_eq!(app.anyone.get(&plain).await.json()["data"]["product"]["price"], json!(1));
    }

    async fn a_write_at_one_address_is_seen_at_the_other_at_once(db: TestDb) {
        let app = TestApp::new(db).await;
        let (sari, _) = app.producer("sari").await;
        let product = id(&sari.post("/products", &json!({"name": "a", "price": 1})).await.expect(201), "productId");
        let (plain, compat) = (format!("/products/{product}"), format!("{COMPAT}/products/{product}"));
        for (write, name) in [(&plain, "b"), (&compat, "c")] {
            for path in [&plain, &compat] {
                drop(app.anyone.get(path).await.expect(200));
            }
            drop(sari.put(write, &json!({"name": name})).await.expect(200));
            for path in [&plain, &compat] {
                assert_eq!(app.anyone.get(path).await.json()["data"]["product"]["name"], name);
            }
        }
        let kept = app.anyone.get(&compat).await.expect(200);
        let tag = kept.headers["etag"].to_str().unwrap();
        assert_eq!(send(&app.anyone, "GET", &compat, &[("if-none-match", tag)], "").await.status, 304);
    }

    async fn guards_are_the_same_below_the_deployed_address(db: TestDb) {
        let app = TestApp::new(db).await;
        let (sari, _) = app.producer("sari").await;
        let products = format!("{COMPAT}/products");
        drop(app.anyone.post(&products, &json!({"name": "a", "price": 1})).await.expect(401));
        let body = json!({"name": "a", "price": 1}).to_string();
        let headers = [("content-type", "application/json"), ("idempotency-key", "once")];
        let first = send(&sari, "POST", &products, &headers, body.clone()).await.expect(201);
        let again = send(&sari, "POST", &products, &headers, body).await.expect(201);
        assert_eq!(first.text(), again.text());
        assert_eq!(app.anyone.get(&products).await.json()["count"], 1);
        let page = app.anyone.get(&format!("{products}?page=2&per_page=1")).await.expect(200);
        assert_eq!(page.json()["data"]["products"], json!([]));
        let missing = app.anyone.get(&format!("{COMPAT}/nowhere")).await.expect(404);
        assert_eq!(missing.json()["status"], "fail");
        drop(app.anyone.call("PATCH".parse().unwrap(), &products).await.expect(405));
    }

    async fn failed_logins_count_together_at_both_addresses(db: TestDb) {
        let app = TestApp::new(db).await;
        drop(app.user("sari").await);
        let wrong = json!({"username": "sari", "password": "salah-1"});
        for number in 0..10 {
            let base = ["", COMPAT][number % 2];
            drop(app.anyone.post(&format!("{base}/authentications"), &wrong).await.expect(401));
        }
        drop(app.anyone.post(&format!("{COMPAT}/authentications"), &wrong).await.expect(429));
    }
}
