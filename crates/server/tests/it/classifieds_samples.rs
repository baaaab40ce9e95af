//! Each documented sample of categories and locations, key by key and in the documented order.

use serde_json::{Value, json};
use testkit::{Answer, both_engines};

use crate::classifieds_support::{Market, keys, members};

const HEAD: [&str; 14] = [
    "status",
    "statusCode",
    "elapsedMs",
    "ssoTime",
    "source",
    "cacheKey",
    "userId",
    "sessionId",
    "requestId",
    "dataName",
    "method",
    "action",
    "appVersion",
    "rowCount",
];
const CATEGORY: [&str; 12] = [
    "id",
    "description",
    "icon",
    "name",
    "parentCategoryId",
    "slug",
    "sortOrder",
    "isActive",
    "recordVersion",
    "createdAt",
    "updatedAt",
    "_owner",
];
const LOCATION: [&str; 12] = [
    "id",
    "city",
    "country",
    "district",
    "latitude",
    "longitude",
    "postalCode",
    "isActive",
    "recordVersion",
    "createdAt",
    "updatedAt",
    "_owner",
];
const LIST: [&str; 3] = ["paging", "filters", "uiPermissions"];
const CHANGED: [&str; 2] = ["oldDataValues", "newDataValues"];

fn keys_of(value: &Value) -> Vec<&str> {
    value.as_object().unwrap().keys().map(String::as_str).collect()
}

/// Checks an envelope and what is under `name`; answers it.
fn check(answer: &Answer, said: (&str, &str, u16), name: &str, tail: &[&str], object: &[&str]) -> Value {
    let (text, body) = (answer.text(), answer.json());
    let wanted: Vec<&str> = HEAD.into_iter().chain([name]).chain(tail.iter().copied()).collect();
    assert_eq!(keys(&text), wanted);
    let (method, action, status) = said;
    assert_eq!(body["status"], "OK");
    assert_eq!(
        (&body["method"], &body["action"], &body["dataName"]),
        (&json!(method), &json!(action), &json!(name))
    );
    assert_eq!((answer.status.as_u16(), &body["statusCode"]), (status, &json!(status)));
    let payload = members(&text).into_iter().find(|(key, _)| key == name).unwrap().1;
    let first = if body[name].is_array() {
        assert_eq!(body["rowCount"], body[name].as_array().unwrap().len());
        let rows: Vec<Box<serde_json::value::RawValue>> = serde_json::from_str(payload.get()).unwrap();
        rows[0].get().to_owned()
    } else {
        assert_eq!(body["rowCount"], 1);
        payload.get().to_owned()
    };
    assert_eq!(keys(&first), object);
    body
}

/// An object's keys, and those of its joins.
fn with(object: [&'static str; 12], joins: &[&'static str]) -> Vec<&'static str> {
    object.into_iter().chain(joins.iter().copied()).collect()
}

both_engines! {
    async fn categories_look_as_documented(db: TestDb) {
        let market = Market::new(db).await;
        let admin = &market.admin;
        let parent = market.category("vehicles", None, 1).await;
        let new = json!({"description": "Text", "icon": "String", "name": "String", "parentCategoryId": parent, "slug": "cars", "sortOrder": 3});
        let created = admin.post("/v1/categories", &new).await;
        let body = check(&created, ("POST", "create", 201), "category", &[], &CATEGORY);
        let category = body["category"].clone();
        for (key, value) in new.as_object().unwrap() {
            assert_eq!(&category[key], value, "{key}");
        }
        assert_eq!((&category["isActive"], &category["recordVersion"]), (&json!(true), &json!(1)));
        assert_eq!(category["_owner"], body["userId"]);
        assert_eq!(category["createdAt"], "2026-01-15T08:00:00.000Z");
        let path = format!("/v1/categories/{}", category["id"].as_str().unwrap());

        let updated = market.patch(&path, json!({"name": "Cars", "icon": null})).await;
        let body = check(&updated, ("PATCH", "update", 200), "category", &CHANGED, &CATEGORY);
        assert_eq!(body["oldDataValues"], json!({"name": "String", "icon": "String"}));
        assert_eq!(body["newDataValues"], json!({"name": "Cars", "icon": null}));
        assert_eq!(body["category"]["recordVersion"], 2);

        let child = market.category("electric-cars", category["id"].as_str(), 1).await;
        let one = admin.get(&path).await;
        let joins = ["parentCategory", "childCategories", "childCategoryCount"];
        let body = check(&one, ("GET", "get", 200), "category", &[], &with(CATEGORY, &joins));
        assert_eq!(body["category"]["parentCategory"], json!({"name": "Name of vehicles", "slug": "vehicles"}));
        assert_eq!(body["category"]["childCategories"], json!([{"name": "Name of electric-cars", "slug": "electric-cars", "isActive": true}]));
        assert_eq!(body["category"]["childCategoryCount"], 1);
        let bare = admin.get(&format!("{path}?getJoins=false")).await;
        check(&bare, ("GET", "get", 200), "category", &[], &CATEGORY);

        let list = admin.get("/v1/categories").await;
        let joins = ["childCategories", "activeChildCount"];
        let body = check(&list, ("GET", "list", 200), "categories", &LIST, &with(CATEGORY, &joins));
        assert_eq!(body["categories"][0]["childCategories"], json!([{"name": "Cars", "slug": "cars", "isActive": true}]));
        assert_eq!(body["categories"][0]["activeChildCount"], 1);
        assert_eq!(body["paging"], json!({"pageNumber": 1, "pageRowCount": 3, "totalRowCount": 3, "pageCount": 1}));
        assert_eq!((&body["filters"], &body["uiPermissions"]), (&json!([]), &json!([])));
        check(&admin.get("/v1/categories?getJoins=false").await, ("GET", "list", 200), "categories", &LIST, &CATEGORY);

        let fetched = admin.get("/v1/_fetchlistcategory?slug=electric").await;
        let body = check(&fetched, ("GET", "list", 200), "categories", &LIST, &with(CATEGORY, &["parent"]));
        assert_eq!(
            body["categories"][0]["parent"],
            json!({"description": "Text", "icon": null, "name": "Cars", "parentCategoryId": parent, "slug": "cars", "sortOrder": 3})
        );
        assert_eq!(body["categories"][0]["id"], child);
        assert_eq!(body["filters"], json!([{"name": "slug", "value": "electric"}]));
        check(&admin.get("/v1/_fetchlistcategory?getJoins=false").await, ("GET", "list", 200), "categories", &LIST, &CATEGORY);

        let deleted = admin.delete(&path).await;
        let body = check(&deleted, ("DELETE", "delete", 200), "category", &[], &CATEGORY);
        assert_eq!((&body["category"]["isActive"], &body["category"]["recordVersion"]), (&json!(false), &json!(3)));
    }

    async fn locations_look_as_documented(db: TestDb) {
        let market = Market::new(db).await;
        let admin = &market.admin;
        let new = json!({"city": "İzmir", "country": "Türkiye", "district": "Konak", "latitude": 38.4189, "longitude": -27.5, "postalCode": "35250"});
        let created = admin.post("/v1/locations", &new).await;
        let body = check(&created, ("POST", "create", 201), "location", &[], &LOCATION);
        for (key, value) in new.as_object().unwrap() {
            assert_eq!(&body["location"][key], value, "{key}");
        }
        assert_eq!(body["location"]["_owner"], body["userId"]);
        let path = format!("/v1/locations/{}", body["location"]["id"].as_str().unwrap());

        let updated = market.patch(&path, json!({"latitude": null, "city": "Izmir"})).await;
        let body = check(&updated, ("PATCH", "update", 200), "location", &CHANGED, &LOCATION);
        assert_eq!(body["oldDataValues"], json!({"latitude": 38.4189, "city": "İzmir"}));
        assert_eq!(body["newDataValues"], json!({"latitude": null, "city": "Izmir"}));
        check(&admin.get(&path).await, ("GET", "get", 200), "location", &[], &LOCATION);
        let list = admin.get("/v1/locations").await;
        let body = check(&list, ("GET", "list", 200), "locations", &LIST, &LOCATION);
        assert_eq!(body["paging"], json!({"pageNumber": 1, "pageRowCount": 1, "totalRowCount": 1, "pageCount": 1}));
        let fetched = admin.get("/v1/_fetchlistlocation").await;
        let body = check(&fetched, ("GET", "list", 200), "locations", &LIST, &LOCATION);
        assert_eq!(body["paging"], json!({"pageNumber": 1, "pageRowCount": 25, "totalRowCount": 1, "pageCount": 1}));
        let deleted = admin.delete(&path).await;
        let body = check(&deleted, ("DELETE", "delete", 200), "location", &[], &LOCATION);
        assert_eq!(body["location"]["isActive"], false);
    }

    async fn refusals_look_as_documented(db: TestDb) {
        let market = Market::new(db).await;
        let refused = market.admin.get("/v1/categories/1").await.expect(400);
        assert_eq!(keys(&refused.text()), ["result", "status", "message", "errCode", "date", "detail"]);
        let body = refused.json();
        assert_eq!(keys_of(&body).len(), 6);
        assert_eq!((&body["message"], &body["errCode"]), (&json!("errMsg_categoryIdisNotAValidID"), &json!(400)));
        let nobody = market.anyone.post("/v1/locations", &json!({})).await.expect(401).json();
        assert_eq!((&nobody["message"], &nobody["errCode"]), (&json!("errMsg_createLocationRequiresLogin"), &json!("LoginRequired")));
    }
}
