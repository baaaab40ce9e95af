//! What listings of a category say by name: defined, inherited, asked of listings, and what lists are narrowed by.

use serde_json::{Value, json};
use testkit::{Answer, both_engines};

use crate::classifieds_shop::{Shop, ids};

fn fuel() -> Value {
    json!({"key": "fuel", "type": "choice", "names": {"en": "Fuel", "tr": "Yakıt"}, "inFacets": true,
        "options": [{"value": "petrol", "names": {"tr": "Benzin"}}, {"value": "diesel"}, {"value": "lpg"}]})
}

fn km() -> Value {
    json!({"key": "km", "type": "number", "names": {"en": "Mileage"}, "unit": "km", "least": 0, "inFacets": true})
}

fn year(required: bool) -> Value {
    json!({"key": "year", "type": "year", "names": {"en": "Year"}, "required": required, "inFacets": true})
}

fn extras() -> Value {
    json!({"key": "extras", "type": "several", "names": {"en": "Extras"}, "inFacets": true,
        "options": [{"value": "abs"}, {"value": "radio"}]})
}

async fn define(shop: &Shop, category: &str, definitions: Value) -> Answer {
    let path = format!("/v1/categories/{category}/attributes");
    shop.market.admin.put(&path, &json!({"attributes": definitions})).await
}

async fn asked(shop: &Shop, category: &str) -> (i64, Vec<String>) {
    let answer = shop
        .market
        .anyone
        .get(&format!("/v1/categories/{category}/attributes"))
        .await;
    let shown = answer.expect(200).json()["categoryAttributes"].clone();
    let keys = shown["attributes"].as_array().unwrap().iter();
    let keys = keys.map(|one| format!("{}:{}", one["key"].as_str().unwrap(), one["type"].as_str().unwrap()));
    (shown["recordVersion"].as_i64().unwrap(), keys.collect())
}

async fn found(shop: &Shop, query: &str) -> Vec<String> {
    let mut found = ids(&shop
        .market
        .anyone
        .get(&format!("/v1/listings?{query}"))
        .await
        .expect(200));
    found.sort();
    found
}

/// The field that a refusal names.
fn refused(answer: &Answer) -> String {
    assert_eq!(answer.status, 400, "{}", answer.text());
    let key = answer.json()["message"].as_str().unwrap().replace("errMsg_", "");
    key.replace("isRequired", "").replace("TypeIsNotValid", "")
}

fn sorted(mut ids: Vec<String>) -> Vec<String> {
    ids.sort();
    ids
}

both_engines! {
    async fn definitions_are_inherited_and_each_change_is_a_version(test: TestDb) {
        let shop = Shop::with(test, false).await;
        assert_eq!(asked(&shop, &shop.cars).await, (1, vec![]));
        define(&shop, &shop.vehicles, json!([km(), fuel()])).await.expect(200);
        define(&shop, &shop.cars, json!([year(false), {"key": "fuel", "type": "text", "names": {"id": "Bahan bakar"}}])).await.expect(200);
        assert_eq!(asked(&shop, &shop.vehicles).await, (2, vec!["km:number".into(), "fuel:choice".into()]));
        let below = vec!["km:number".to_owned(), "fuel:text".to_owned(), "year:year".to_owned()];
        assert_eq!(asked(&shop, &shop.cars).await, (2, below.clone()));
        assert_eq!(asked(&shop, &shop.electric).await, (1, below));
        assert_eq!(asked(&shop, &shop.phones).await, (1, vec![]));
        // The same again is no new version, another order is.
        define(&shop, &shop.vehicles, json!([km(), fuel()])).await.expect(200);
        assert_eq!(asked(&shop, &shop.vehicles).await.0, 2);
        let again = define(&shop, &shop.vehicles, json!([fuel(), km()])).await.expect(200).json();
        assert_eq!(again["categoryAttributes"]["recordVersion"], 3);
        define(&shop, &shop.vehicles, json!([])).await.expect(200);
        assert_eq!(asked(&shop, &shop.vehicles).await, (4, vec![]));
    }

    async fn only_administrators_define_and_a_version_that_was_not_seen_is_not_overwritten(test: TestDb) {
        let shop = Shop::with(test, false).await;
        let path = format!("/v1/categories/{}/attributes", shop.cars);
        let body = json!({"attributes": [km()]});
        for nobody in [&shop.market.anyone, &shop.seller, &shop.moderator] {
            let answer = nobody.put(&path, &body).await;
            assert!([401, 403].contains(&answer.status.as_u16()), "{}", answer.text());
        }
        let stale = shop.market.admin.with_header("if-match", "\"5\"");
        assert_eq!(stale.put(&path, &body).await.status, 412);
        assert_eq!(shop.market.admin.with_header("if-match", "\"1\"").put(&path, &body).await.status, 200);
        let missing = "/v1/categories/018f3c1e-0000-7c3d-8e4f-0123456789ab/attributes";
        assert_eq!(shop.market.admin.put(missing, &body).await.status, 404);
        assert_eq!(shop.market.anyone.get(missing).await.status, 404);
        let wrong = define(&shop, &shop.cars, json!([{"key": "A", "type": "choice", "names": {}}])).await;
        assert_eq!(refused(&wrong), "attributes[0].key");
    }

    async fn new_listings_say_what_is_asked_and_old_ones_keep_what_they_said(test: TestDb) {
        let shop = Shop::with(test, false).await;
        let old = shop.offer(json!({"attributes": {"fuel": "steam", "colour": "red"}})).await;
        define(&shop, &shop.vehicles, json!([km(), fuel(), year(true), extras()])).await.expect(200);

        for (attributes, wrong) in [
            (json!({}), "attributes.year"),
            (json!({"year": 2019, "fuel": "steam"}), "attributes.fuel"),
            (json!({"year": 2019, "km": "5"}), "attributes.km"),
            (json!({"year": 2019, "km": -5}), "attributes.km"),
            (json!({"year": 2019, "extras": ["abs", "sail"]}), "attributes.extras"),
        ] {
            let answer = shop.seller.post("/v1/listings", &shop.body(json!({"attributes": attributes}))).await;
            assert_eq!(refused(&answer), wrong, "{attributes}");
        }
        let elsewhere = json!({"categoryId": shop.phones, "attributes": {}});
        shop.seller.post("/v1/listings", &shop.body(elsewhere)).await.expect(201);
        let good = shop.offer(json!({"attributes": {"year": 2019, "km": 48_000.5, "fuel": "diesel", "own": [1]}})).await;
        let shown = shop.market.anyone.get(&format!("/v1/listings/{good}")).await.json();
        assert_eq!(shown["listing"]["attributes"], json!({"year": 2019, "km": 48_000.5, "fuel": "diesel", "own": [1]}));

        // What an old one leaves as it was is let be; what it says anew is not.
        let change = async |id: &str, attributes: Value| {
            shop.seller.patch(&format!("/v1/listings/{id}"), &json!({"attributes": attributes})).await
        };
        change(&old, json!({"fuel": "steam", "colour": "blue"})).await.expect(200);
        shop.seller.patch(&format!("/v1/listings/{old}"), &json!({"price": 5})).await.expect(200);
        assert_eq!(refused(&change(&old, json!({"fuel": "wood"})).await), "attributes.fuel");
        change(&old, json!({"fuel": "lpg", "year": 1990})).await.expect(200);
        assert_eq!(refused(&change(&old, json!({"fuel": "lpg"})).await), "attributes.year");
        let moved = json!({"categoryId": shop.phones});
        shop.seller.patch(&format!("/v1/listings/{old}"), &moved).await.expect(200);
    }

    async fn lists_are_narrowed_by_attributes_and_say_how_many_there_are(test: TestDb) {
        let shop = Shop::with(test, false).await;
        define(&shop, &shop.vehicles, json!([km(), fuel(), year(false), extras()])).await.expect(200);
        let offer = async |attributes: Value| shop.offer(json!({"attributes": attributes})).await;
        let a = offer(json!({"fuel": "diesel", "km": 10_000, "year": 2015, "extras": ["abs", "radio"]})).await;
        let b = offer(json!({"fuel": "petrol", "km": 50_000.5, "year": 2019, "extras": ["radio"]})).await;
        let c = offer(json!({"fuel": "diesel", "km": 90_000, "year": 2021})).await;
        let d = offer(json!({"free text": "x = y"})).await;
        let d2 = shop.offer(json!({"categoryId": shop.phones, "attributes": {"fuel": "diesel"}})).await;

        assert_eq!(found(&shop, "attribute=fuel%3Ddiesel").await, sorted(vec![a.clone(), c.clone(), d2.clone()]));
        let in_cars = format!("categoryId={}&attribute=fuel%3Ddiesel", shop.cars);
        assert_eq!(found(&shop, &in_cars).await, sorted(vec![a.clone(), c.clone()]));
        assert_eq!(found(&shop, "attribute=fuel=diesel&attribute=extras=abs").await, std::slice::from_ref(&a));
        assert_eq!(found(&shop, "attribute=extras=abs&attribute=extras=radio").await, sorted(vec![a.clone(), b.clone()]));
        assert_eq!(found(&shop, "attribute=km%3E=50000&attribute=km%3C=90000").await, sorted(vec![b.clone(), c.clone()]));
        assert_eq!(found(&shop, "attribute=year%3C=2019&attribute=km%3C=50000&q=aile").await, std::slice::from_ref(&a));
        assert_eq!(found(&shop, "attribute=year=2021").await, std::slice::from_ref(&c));
        assert_eq!(found(&shop, "attribute=free%20text=x%20=%20y").await, [d]);
        assert_eq!(found(&shop, "attribute=fuel=steam").await, [""; 0]);
        let wrong = shop.market.anyone.get("/v1/listings?attribute=fuel&attribute=km%3E=many").await;
        assert_eq!(refused(&wrong), "attribute");

        let facets = async |query: &str| {
            let answer = shop.market.anyone.get(&format!("/v1/listings/facets?{query}")).await;
            answer.expect(200).json()["facets"].clone()
        };
        assert_eq!(facets("").await.get("attributes"), None);
        let counted = facets(&format!("categoryId={}", shop.vehicles)).await["attributes"].clone();
        let told = |key: &str| counted.as_array().unwrap().iter().find(|one| one["key"] == key).unwrap().clone();
        assert_eq!((told("km")["least"].clone(), told("km")["most"].clone()), (json!(10_000.0), json!(90_000.0)));
        assert_eq!(told("fuel")["values"], json!([
            {"value": "petrol", "names": {"tr": "Benzin"}, "count": 1}, {"value": "diesel", "names": {}, "count": 2},
        ]));
        assert_eq!(told("extras")["values"][1]["count"], 2);

        // A changed listing is found by what it says now, and one that is gone by nothing.
        let path = format!("/v1/listings/{c}");
        shop.seller.patch(&path, &json!({"attributes": {"fuel": "lpg"}})).await.expect(200);
        assert_eq!(found(&shop, &in_cars).await, [a]);
        assert_eq!(found(&shop, "attribute=fuel=lpg").await, [c]);
        shop.seller.delete(&path).await.expect(200);
        assert_eq!(found(&shop, "attribute=fuel=lpg").await, [""; 0]);
    }
}
