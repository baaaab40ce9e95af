//! What listings of a category are asked, as an administrator keeps it on pages.

use http::StatusCode;
use serde_json::{Value, json};
use testkit::both_engines;

use super::{
    classifieds_shop::Shop,
    pages_market::{logged_in, send_again},
};

const CARS: &str = "/admin/kategori/cars/atribut";

async fn own(shop: &Shop, id: &str) -> Vec<Value> {
    let found = shop
        .market
        .anyone
        .get(&format!("/v1/categories/{id}/attributes"))
        .await
        .expect(200)
        .json();
    found["categoryAttributes"]["own"].as_array().unwrap().clone()
}

fn keys(own: &[Value]) -> Vec<&str> {
    own.iter().map(|one| one["key"].as_str().unwrap()).collect()
}

both_engines! {
    async fn an_administrator_says_what_listings_are_asked_and_sellers_see_it(test: TestDb) {
        let shop = Shop::new(test).await;
        for who in ["seller", "moderator1"] {
            let mut browser = logged_in(&shop, who).await;
            for path in [CARS, "/admin/kategori/cars/atribut/_baru"] {
                browser.open(path).await;
                assert_eq!(browser.status, StatusCode::FORBIDDEN, "{who} {path}");
            }
        }
        let mut admin = logged_in(&shop, "admin1").await;
        admin.open(CARS).await.says("Henüz kendine özgü bir soru yok");
        admin.open("/admin/kategori/cars/atribut/_baru").await;
        let fuel = [("key", "fuel"), ("type", "choice"), ("names.tr", "Yakıt <b>türü</b>"), ("inFacets", "ya"), ("required", "ya"),
            ("options", "diesel | Solar | Diesel | Dizel\n\nelectric")];
        send_again(&mut admin, "/admin/kategori/cars/atribut/_baru", &fuel).await;
        admin.says("Yakıt türü").says("Dizel, electric").says("zorunlu").is_silent_about("<b>türü");
        admin.open("/admin/kategori/cars/atribut/_baru").await;
        let mileage = [("key", "km"), ("type", "number"), ("names.en", "Mileage"), ("unit", "km"), ("least", "0"), ("most", "1000000,5")];
        send_again(&mut admin, "/admin/kategori/cars/atribut/_baru", &mileage).await;
        let defined = own(&shop, &shop.cars).await;
        assert_eq!(keys(&defined), ["fuel", "km"]);
        assert_eq!((&defined[1]["unit"], &defined[1]["most"]), (&json!("km"), &json!(1_000_000.5)));
        assert_eq!(defined[0]["options"][0]["names"]["id"], "Solar");
        // Below it, it is inherited, and leads to where it is defined.
        admin.open("/admin/kategori/electric/atribut").await.says("Üst kategorilerden").says(CARS);
        let mut seller = logged_in(&shop, "seller").await;
        seller.open("/jual/baru?kategori=electric&ini=ya&lokasi=").await.says("attributes.fuel").says("Mileage");
        // In another order, changed, and away.
        admin.open(CARS).await;
        admin.submit(CARS, &[("naik", "km"), ("versi", "2")]).await;
        assert_eq!(admin.status, StatusCode::CONFLICT);
        admin.open(CARS).await;
        admin.submit(CARS, &[("naik", "km"), ("versi", "3")]).await;
        assert_eq!(keys(&own(&shop, &shop.cars).await), ["km", "fuel"]);
        admin.open("/admin/kategori/cars/atribut/fuel").await;
        assert_eq!(admin.holds("options").as_deref().map(|text| text.replace("\r\n", "\n")), Some("diesel | Solar | Diesel | Dizel\nelectric".to_owned()));
        send_again(&mut admin, "/admin/kategori/cars/atribut/fuel", &[("names.id", "Bahan bakar")]).await;
        assert_eq!(own(&shop, &shop.cars).await[1]["names"]["id"], "Bahan bakar");
        admin.submit(CARS, &[("hapus", "fuel"), ("versi", "5")]).await;
        assert_eq!(keys(&own(&shop, &shop.cars).await), ["km"]);
    }

    async fn what_is_wrong_stands_beside_its_field_and_nobody_overwrites_another(test: TestDb) {
        let shop = Shop::new(test).await;
        let mut admin = logged_in(&shop, "admin1").await;
        let new = "/admin/kategori/cars/atribut/_baru";
        let wrong: [(&[(&str, &str)], &str); 6] = [
            (&[("key", "Fuel Type"), ("names.tr", "x")], "key-fault"),
            (&[("key", "fuel"), ("type", "choice"), ("names.tr", "x")], "options-fault"),
            (&[("key", "fuel"), ("type", "text")], "names.id-fault"),
            (&[("key", "km"), ("type", "number"), ("names.tr", "x"), ("least", "çok")], "least-fault"),
            (&[("key", "km"), ("type", "number"), ("names.tr", "x"), ("least", "5"), ("most", "1")], "most-fault"),
            (&[("key", "fuel"), ("type", "text"), ("names.tr", "x"), ("inFacets", "ya")], "inFacets-fault"),
        ];
        for (typed, fault) in wrong {
            admin.open(new).await;
            send_again(&mut admin, new, typed).await;
            assert_eq!(admin.status, StatusCode::UNPROCESSABLE_ENTITY, "{fault}");
            admin.says(fault);
        }
        for nothing in ["/admin/kategori/none/atribut", "/admin/kategori/cars/atribut/none"] {
            admin.open(nothing).await;
            assert_eq!(admin.status, StatusCode::NOT_FOUND, "{nothing}");
        }
        let mut other = logged_in(&shop, "admin1").await;
        other.open(new).await;
        admin.open(new).await;
        send_again(&mut admin, new, &[("key", "one"), ("type", "text"), ("names.tr", "Bir")]).await;
        send_again(&mut other, new, &[("key", "two"), ("type", "text"), ("names.tr", "İki")]).await;
        assert_eq!(other.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert_eq!(other.holds("names.tr").as_deref(), Some("İki"));
        assert_eq!(keys(&own(&shop, &shop.cars).await), ["one"]);
        send_again(&mut other, new, &[]).await;
        assert_eq!(keys(&own(&shop, &shop.cars).await), ["one", "two"]);
    }
}
