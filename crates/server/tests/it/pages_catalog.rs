//! The tree of categories in an administrator's hands: moved, put in order, merged, taken back.

use http::StatusCode;
use serde_json::json;
use testkit::both_engines;

use super::{
    classifieds_shop::Shop,
    pages_market::{logged_in, send_again},
    pages_support::Browser,
    support::PASSWORD,
};

const TREE: &str = "/admin/kategori";

async fn admin(shop: &Shop) -> Browser {
    let mut browser = Browser::new(&shop.market.anyone, "tr");
    browser.open("/masuk").await;
    browser
        .submit("/masuk", &[("username", "admin1"), ("password", PASSWORD)])
        .await;
    browser
}

/// Slugs of the roots, in order.
async fn roots(shop: &Shop) -> Vec<String> {
    let tree = shop.market.anyone.get("/v1/categories/tree").await.expect(200).json();
    let list = tree["categories"].as_array().unwrap();
    list.iter()
        .map(|one| one["slug"].as_str().unwrap().to_owned())
        .collect()
}

/// The parent of a category, by id.
async fn parent(shop: &Shop, id: &str) -> serde_json::Value {
    let one = shop
        .market
        .anyone
        .get(&format!("/v1/categories/{id}"))
        .await
        .expect(200)
        .json();
    one["category"]["parentCategoryId"].clone()
}

/// The first deed that can be taken back.
fn undo(browser: &Browser) -> String {
    let rest = browser.page.split("action=\"/admin/kategori/_batal/").nth(1).unwrap();
    format!("/admin/kategori/_batal/{}", rest.split('"').next().unwrap())
}

both_engines! {
    async fn only_administrators_keep_the_tree(test: TestDb) {
        let shop = Shop::new(test).await;
        for who in ["seller", "moderator1"] {
            let mut browser = logged_in(&shop, who).await;
            for path in [TREE, "/admin/kategori/cars", "/admin/kategori/_baru", "/admin/kategori/cars/gabung?ke=phones"] {
                browser.open(path).await;
                assert_eq!(browser.status, StatusCode::FORBIDDEN, "{who} {path}");
            }
            browser.open("/pasar").await;
            for (path, field) in [(TREE, ("turun", "vehicles")), ("/admin/kategori/cars/hapus", ("x", "y")), ("/admin/kategori/cars/gabung", ("ke", "phones"))] {
                browser.submit(path, &[field]).await;
                assert_eq!(browser.status, StatusCode::FORBIDDEN, "{who} {path}");
                browser.open("/pasar").await;
            }
        }
        assert_eq!(roots(&shop).await, ["vehicles", "phones"]);
    }

    async fn categories_are_put_in_order_and_moved_and_that_is_taken_back(test: TestDb) {
        let shop = Shop::new(test).await;
        let mut admin = admin(&shop).await;
        admin.open(TREE).await.says("Name of vehicles").says("Name of electric").says("4 kategori");
        admin.submit(TREE, &[("turun", "vehicles")]).await.says("Sıra değişti");
        assert_eq!(roots(&shop).await, ["phones", "vehicles"]);
        // At the end of its siblings it goes no further.
        admin.submit(TREE, &[("turun", "vehicles")]).await;
        assert_eq!(roots(&shop).await, ["phones", "vehicles"]);
        let order = undo(&admin);
        // Dragged below another one, before its children.
        let version = admin.page.split("data-slug=\"phones\" data-version=\"").nth(1).unwrap().split('"').next().unwrap().to_owned();
        let dragged = [("pindah", "phones"), ("induk", "vehicles"), ("tempat", "0"), ("versi", version.as_str())];
        admin.submit(TREE, &dragged).await.says("Kategori taşındı");
        assert_eq!(parent(&shop, &shop.phones).await, json!(shop.vehicles));
        // Who saw an older tree moves nothing.
        admin.submit(TREE, &[("pindah", "phones"), ("induk", ""), ("tempat", "0"), ("versi", version.as_str())]).await;
        assert_eq!(admin.status, StatusCode::CONFLICT);
        // Never below itself, nor too deep.
        admin.open(TREE).await;
        for target in ["cars", "electric"] {
            admin.submit(TREE, &[("pindah", "vehicles"), ("induk", target), ("tempat", "0")]).await;
            assert!(admin.status.is_client_error());
            admin.open(TREE).await;
        }
        // The order cannot be taken back as long as what came after it stands; then it can.
        let move_undo = undo(&admin);
        admin.submit(&order, &[]).await;
        assert_eq!(admin.status, StatusCode::CONFLICT);
        admin.open(TREE).await;
        admin.submit(&move_undo, &[]).await.says("Önceki hâline döndü");
        assert_eq!(parent(&shop, &shop.phones).await, json!(null));
        admin.submit(&move_undo, &[]).await;
        assert_eq!(admin.status, StatusCode::CONFLICT);
        // By the form of its page, without scripts.
        admin.open("/admin/kategori/phones").await.says("Taşı");
        send_again(&mut admin, "/admin/kategori/phones/pindah", &[("induk", "cars"), ("tempat", "")]).await;
        assert_eq!(parent(&shop, &shop.phones).await, json!(shop.cars));
    }

    async fn a_category_is_renamed_and_found_by_what_it_was_called(test: TestDb) {
        let shop = Shop::new(test).await;
        let mut admin = admin(&shop).await;
        admin.open("/admin/kategori/phones").await;
        send_again(&mut admin, "/admin/kategori/phones", &[("name", "Telefon & <b>tablet</b>"), ("slug", "Telefon Tablet")]).await;
        assert_eq!(admin.status, StatusCode::UNPROCESSABLE_ENTITY);
        admin.says("slug-fault").is_silent_about("<b>tablet");
        send_again(&mut admin, "/admin/kategori/phones", &[("slug", "telefon-tablet")]).await;
        assert_eq!(admin.path.split('?').next().unwrap(), "/admin/kategori/telefon-tablet");
        let mut visitor = Browser::new(&shop.market.anyone, "tr");
        visitor.open("/pasar/kategori/phones").await;
        assert_eq!(visitor.path, "/pasar/kategori/telefon-tablet");
        admin.open(TREE).await;
        admin.submit(&undo(&admin), &[]).await;
        visitor.open("/pasar/kategori/telefon-tablet").await;
        assert_eq!(visitor.path, "/pasar/kategori/phones");
        // A new one stands behind its siblings; sent twice it is one.
        admin.open("/admin/kategori/_baru?induk=vehicles").await;
        let held = admin.held_with(&[("name", "Bisiklet"), ("slug", "bisiklet"), ("induk", "vehicles")]);
        let held: Vec<_> = held.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
        for _ in 0..2 {
            admin.submit("/admin/kategori/_baru", &held).await;
            assert_eq!(admin.path.split('?').next().unwrap(), "/admin/kategori/bisiklet");
        }
        admin.open(TREE).await.says("5 kategori");
        admin.open("/admin/kategori?cari=BİSİK").await.says("/admin/kategori/bisiklet");
        admin.open("/admin/kategori/bisiklet").await;
        send_again(&mut admin, "/admin/kategori/bisiklet/hapus", &[]).await;
        admin.says("Kategori silindi").says("4 kategori");
    }

    async fn a_category_is_merged_into_another_one_with_all_that_is_in_it(test: TestDb) {
        let shop = Shop::new(test).await;
        let own = shop.active(json!({"title": "Kendi ilanı", "categoryId": shop.cars, "subcategoryId": null})).await;
        let below = shop.active(json!({"title": "Elektrikli", "categoryId": shop.cars, "subcategoryId": shop.electric})).await;
        let mut admin = admin(&shop).await;
        // What listings lie in is not deleted.
        admin.open("/admin/kategori/cars").await;
        send_again(&mut admin, "/admin/kategori/cars/hapus", &[]).await;
        assert_eq!(admin.status, StatusCode::UNPROCESSABLE_ENTITY);
        admin.open("/admin/kategori/cars/gabung?ke=phones").await
            .says("1 ilan taşınır").says("Name of electric").says("/pasar/kategori/phones").says("geri alınamaz");
        let category = async |id: &str| {
            let listing = shop.market.anyone.get(&format!("/v1/listings/{id}")).await.expect(200).json();
            (listing["listing"]["categoryId"].clone(), listing["listing"]["subcategoryId"].clone())
        };
        assert_eq!(category(&own).await.0, json!(shop.cars));
        send_again(&mut admin, "/admin/kategori/cars/gabung", &[]).await;
        admin.says("Kategoriler birleştirildi");
        assert_eq!(category(&own).await, (json!(shop.phones), json!(null)));
        assert_eq!(category(&below).await.0, json!(shop.electric));
        assert_eq!(parent(&shop, &shop.electric).await, json!(shop.phones));
        let mut visitor = Browser::new(&shop.market.anyone, "tr");
        visitor.open("/pasar/kategori/cars").await.says("2 ilan");
        assert_eq!(visitor.path, "/pasar/kategori/phones");
        admin.open("/admin/catatan").await.says("Name of cars → Name of phones");
        // Not into itself, nor into what lies below it, nor into what is gone.
        for target in ["phones", "electric", "cars", ""] {
            admin.open(&format!("/admin/kategori/phones/gabung?ke={target}")).await;
            assert!(admin.status.is_client_error(), "{target}");
        }
    }
}
