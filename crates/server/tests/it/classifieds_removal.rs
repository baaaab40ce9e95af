//! Deleting categories and locations that are in use, and putting siblings in an order at once.

use classifieds::Status;
use serde_json::{Value, json};
use testkit::{Answer, both_engines};

use crate::{
    classifieds_shop::{Shop, at, refused},
    classifieds_support::each,
};

/// Where a listing lies.
async fn place(shop: &Shop, id: &str) -> (Value, Value, Value) {
    let listing = shop.seller.get(&at(id)).await.expect(200).json()["listing"].clone();
    (
        listing["categoryId"].clone(),
        listing["subcategoryId"].clone(),
        listing["locationId"].clone(),
    )
}

fn detail(answer: &Answer) -> String {
    answer.json()["detail"].as_str().unwrap().to_owned()
}

both_engines! {
    async fn a_category_with_listings_goes_only_when_they_move(db: TestDb) {
        let shop = Shop::new(db).await;
        let waiting = shop.offer(json!({})).await;
        let below = shop.offer(json!({"categoryId": shop.vehicles, "subcategoryId": shop.cars})).await;
        let path = format!("/v1/categories/{}", shop.cars);
        let answer = shop.market.admin.delete(&path).await;
        refused(&answer, 409, "errMsg_CategoryIsInUse");
        assert!(detail(&answer).contains(": 2."), "{}", detail(&answer));
        for nowhere in [shop.cars.as_str(), "018f3c1e-7b2a-7c3d-8e4f-0123456789ab", "x"] {
            let answer = shop.market.admin.delete(&format!("{path}?moveTo={nowhere}")).await;
            refused(&answer, 400, "errMsg_moveToisNotAValidID");
        }
        drop(shop.market.admin.delete(&format!("{path}?moveTo={}", shop.phones)).await.expect(200));
        for id in [&waiting, &below] {
            assert_eq!(place(&shop, id).await, (json!(shop.phones), Value::Null, json!(shop.konak)));
        }
        drop(shop.market.anyone.get(&path).await.expect(404));
    }

    async fn listings_of_a_child_go_along_with_it(db: TestDb) {
        let shop = Shop::new(db).await;
        let child = shop.offer(json!({"categoryId": shop.vehicles, "subcategoryId": shop.cars})).await;
        let grandchild = shop.offer(json!({"categoryId": shop.vehicles, "subcategoryId": shop.electric})).await;
        drop(shop.market.admin.delete(&format!("/v1/categories/{}", shop.vehicles)).await.expect(200));
        assert_eq!(place(&shop, &child).await, (json!(shop.cars), Value::Null, json!(shop.konak)));
        assert_eq!(place(&shop, &grandchild).await, (json!(shop.cars), json!(shop.electric), json!(shop.konak)));
    }

    async fn what_is_moved_within_its_branch_stays_in_it(db: TestDb) {
        let shop = Shop::new(db).await;
        let id = shop.offer(json!({"categoryId": shop.vehicles, "subcategoryId": shop.electric})).await;
        let path = format!("/v1/categories/{}?moveTo={}", shop.electric, shop.cars);
        drop(shop.market.admin.delete(&path).await.expect(200));
        assert_eq!(place(&shop, &id).await, (json!(shop.vehicles), json!(shop.cars), json!(shop.konak)));
    }

    async fn any_number_of_listings_moves(db: TestDb) {
        let shop = Shop::new(db).await;
        let (owner, now) = (shop.account(&shop.seller).await, shop.market.app.clock.now());
        for _ in 0..205 {
            shop.stored(&owner, Status::Active, now, json!({})).await;
        }
        let path = format!("/v1/locations/{}", shop.konak);
        let answer = shop.market.admin.delete(&path).await;
        refused(&answer, 409, "errMsg_LocationIsInUse");
        assert!(detail(&answer).contains(": 205."), "{}", detail(&answer));
        drop(shop.market.admin.delete(&format!("{path}?moveTo={}", shop.bornova)).await.expect(200));
        let found = shop.market.anyone.get(&format!("/v1/listings?locationId={}", shop.bornova)).await.expect(200).json();
        assert_eq!(found["paging"]["totalRowCount"], 205);
        drop(shop.market.anyone.get(&path).await.expect(404));
    }

    async fn siblings_are_put_in_an_order_at_once(db: TestDb) {
        let shop = Shop::new(db).await;
        let market = &shop.market;
        let boats = market.category("boats", Some(&shop.vehicles), 2).await;
        let bikes = market.category("bikes", Some(&shop.vehicles), 7).await;
        let order = |ids: &[&str]| json!({"parentCategoryId": shop.vehicles, "categoryIds": ids});
        let path = "/v1/categories/order";
        let told = market.told().await.len();
        let answer = market.admin.put(path, &order(&[&bikes, &boats, &shop.cars])).await.expect(200);
        assert_eq!(each(&answer, "categories", "slug"), ["bikes", "boats", "cars"]);
        let places: Vec<_> = answer.json()["categories"].as_array().unwrap().iter().map(|one| one["sortOrder"].clone()).collect();
        assert_eq!(places, [1, 2, 3]);
        // Boats stay where they were.
        assert_eq!(market.topics(told).await, ["category.changed", "category.changed"]);
        let list = format!("/v1/categories?parentCategoryId={}", shop.vehicles);
        assert_eq!(each(&market.anyone.get(&list).await, "categories", "slug"), ["bikes", "boats", "cars"]);
        for wrong in [&[&*bikes, &*boats][..], &[&bikes, &boats, &shop.cars, &shop.phones], &[&bikes, &boats, &boats], &[]] {
            refused(&market.admin.put(path, &order(wrong)).await, 400, "errMsg_categoryIdsTypeIsNotValid");
        }
        let roots = json!({"categoryIds": [shop.phones, shop.vehicles]});
        assert_eq!(each(&market.admin.put(path, &roots).await.expect(200), "categories", "slug"), ["phones", "vehicles"]);
        let nobodys = json!({"parentCategoryId": "018f3c1e-7b2a-7c3d-8e4f-0123456789ab", "categoryIds": []});
        refused(&market.admin.put(path, &nobodys).await, 400, "errMsg_parentCategoryIdisNotAValidID");
        assert_eq!(market.user.put(path, &roots).await.status, 403);
    }
}
