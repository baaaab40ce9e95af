//! TrackMate's catalogue as its clients use it.

use serde_json::json;
use testkit::both_engines;

use crate::support::{TestApp, id};

both_engines! {
    async fn a_product_is_listed_searched_and_traced_as_soon_as_it_is_added(db: TestDb) {
        let app = TestApp::new(db).await;
        let (producer, _) = app.producer("tumini").await;
        let body = json!({"name": "Sambal Mérah", "price": 12500.5, "resources": [{"name": "cabai rawit"}]});
        let product = id(&producer.post("/products", &body).await.expect(201), "productId");
        let list = app.anyone.get("/products").await.expect(200).json();
        assert_eq!((list["count"].as_i64(), list["data"]["products"][0]["id"].as_str()), (Some(1), Some(product.as_str())));
        for keyword in ["sambal", "MERAH", "sam", "rawit", "umkm tumini"] {
            let path = format!("/products/search/{}", keyword.replace(' ', "%20"));
            assert_eq!(app.anyone.get(&path).await.expect(200).json()["count"], 1, "{keyword}");
        }
        let shown = app.anyone.get(&format!("/products/{product}")).await.expect(200).json();
        assert_eq!(shown["data"]["product"]["price"], json!(12500.5));
    }
}
