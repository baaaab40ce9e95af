//! Maps: of a product's ingredients, of its maker, of all makers, and the one on which a place is chosen.

use http::StatusCode;
use serde_json::{Value, json};
use testkit::TestDb;

use super::{pages_producer::seller, pages_support::Browser, support::TestApp};

/// The most that a map adds to a page, in bytes.
const LARGEST: usize = 15_000;

/// A maker in Jakarta, and the code of its product of such ingredients.
async fn stocked(app: &TestApp, ingredients: &Value) -> String {
    let (maker, _) = app.producer("rina").await;
    let place = json!({"location": {"lat": -6.2, "lng": 106.8, "name": "Jakarta"}});
    maker.put("/umkm", &place).await.expect(200);
    let product = json!({"name": "Kopi", "price": 1, "resources": ingredients});
    let answer = maker.post("/products", &product).await.expect(201);
    let id = answer.json()["data"]["productId"].as_str().unwrap().to_owned();
    id.strip_prefix("product-").unwrap().to_owned()
}

/// The map of a page.
fn map(page: &str) -> &str {
    let (_, rest) = page.split_once("<figure class=\"map\">").unwrap();
    rest.split_once("</figure>").unwrap().0
}

testkit::both_engines! {
    async fn a_product_shows_where_its_ingredients_come_from_and_how_far_that_is(test: TestDb) {
        let app = TestApp::new(test).await;
        let ingredients = json!([
            {"name": "Gula <b>aren</b>", "location": {"lat": -7.8, "lng": 110.4, "name": "Yogyakarta"}},
            {"name": "Garam", "location": {"name": "entah di mana"}},
            {"name": "Susu", "location": {"lat": -6.2005, "lng": 106.8, "name": "Jakarta"}},
        ]);
        let code = stocked(&app, &ingredients).await;
        let mut shopper = Browser::new(&app.anyone, "id");
        shopper.open(&format!("/produk/{code}")).await.says("Perjalanan bahan-bahannya");
        let drawn = map(&shopper.page);
        assert!(drawn.len() < LARGEST, "{}", drawn.len());
        for text in ["440 km", "kurang dari 1 km", "Gula &#60;b&#62;aren", "UMKM rina", "class=\"land\" d=\"M"] {
            assert!(drawn.contains(text), "{text}: {drawn}");
        }
        assert!(!drawn.contains("Garam") && !drawn.contains(" style="), "{drawn}");
        assert_eq!(drawn.matches("class=\"way-line\"").count(), 2);
        let maker = drawn.split("href=\"/pembuat/").nth(1).unwrap().split('"').next().unwrap();
        let maker = format!("/pembuat/{maker}");
        shopper.open(&maker).await.says("Peta: lokasi UMKM rina");
        shopper.open("/").await.says("Para pembuat di peta");
        assert!(map(&shopper.page).contains("href=\"/pembuat/"), "{}", shopper.page);
        assert!(map(&shopper.page).len() < LARGEST);
    }

    async fn there_is_no_map_where_no_place_is_known(test: TestDb) {
        let app = TestApp::new(test).await;
        let (maker, _) = app.producer("rina").await;
        let answer = maker.post("/products", &json!({"name": "Kopi", "price": 1})).await.expect(201);
        let id = answer.json()["data"]["productId"].as_str().unwrap().to_owned();
        let nowhere = json!({"location": {"name": "Jakarta"}});
        maker.put("/umkm", &nowhere).await.expect(200);
        let mut shopper = Browser::new(&app.anyone, "en");
        for path in ["/", &format!("/produk/{}", id.strip_prefix("product-").unwrap())] {
            shopper.open(path).await.is_silent_about("class=\"map\"");
            assert_eq!(shopper.status, StatusCode::OK);
        }
    }
}

#[tokio::test]
async fn a_place_is_chosen_on_a_map_and_typed_without_one() {
    let app = TestApp::new(TestDb::sqlite().await).await;
    let mut rina = seller(&app, "rina").await;
    rina.resend("/usaha", &[("name", "Kebun")], &[]).await;
    rina.open("/usaha/profil").await;
    rina.says("data-lat=\"location.lat\" data-lng=\"location.lng\" data-at=\"-2.3,118,30\"")
        .says("visibility=\"hidden\"");
    let business = [("name", ""), ("location.lat", "4,6"), ("location.lng", "96.8")];
    rina.resend("/usaha/profil", &business, &[])
        .await
        .says("data-at=\"4.6,96.8,4\"");
    assert_eq!(rina.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!(rina.holds("location.lat").as_deref(), Some("4,6"));
    rina.is_silent_about("visibility=\"hidden\"");
    let script = rina
        .page
        .split("<script type=\"module\" src=\"")
        .find(|part| part.starts_with("/assets/map-"));
    let script = script.unwrap().split('"').next().unwrap().to_owned();
    app.anyone.get(&script).await.expect(200);
}

#[tokio::test]
async fn the_ground_of_a_map_is_a_small_drawing_whatever_is_asked_for() {
    let app = TestApp::new(TestDb::sqlite().await).await;
    let home = app.anyone.get("/peta.svg").await.expect(200).text();
    assert!(home.contains("data-at=\"-2.3,118,30\""), "{home}");
    for asked in ["4.6,96.8,3", "39,35,12", "0,0,1000", "90,180,0.0001"] {
        let answer = app.anyone.get(&format!("/peta.svg?di={asked}")).await.expect(200);
        assert_eq!(answer.headers["content-type"], "image/svg+xml");
        assert!(
            answer.body.len() < LARGEST && answer.text().ends_with("</svg>"),
            "{asked}"
        );
    }
    for nothing in ["", "a,b,c", "1,2", "NaN,NaN,NaN", "91,0,1", "%3Csvg,1,1"] {
        let answer = app.anyone.get(&format!("/peta.svg?di={nothing}")).await.expect(200);
        assert_eq!(answer.text(), home, "{nothing}");
    }
}
