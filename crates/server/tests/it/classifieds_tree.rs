//! Categories: who may edit the tree, which trees there can be, and what becomes of slugs, children and deleted ones.

use http::Method;
use serde_json::{Value, json};
use testkit::both_engines;

use crate::classifieds_support::{Market, each, refusal};

const NOWHERE: &str = "018f3c1e-7b2a-7c3d-8e4f-0123456789ab";
const SLUG_TAKEN: &str = "errMsg_DuplicateIndexErrorWithFields:slug";
const PLACE_TAKEN: &str = "errMsg_DuplicateIndexErrorWithFields:parentCategoryId-sortOrder";
const NO_PARENT: &str = "errMsg_parentCategoryIdisNotAValidID";
const TOO_DEEP: &str = "errMsg_CategoryDepthExceeded";
const NOT_FOUND: &str = "errMsg_RecordNotFound";

fn at(id: &str) -> String {
    format!("/v1/categories/{id}")
}

both_engines! {
    async fn only_administrators_edit(db: TestDb) {
        let market = Market::new(db).await;
        let new = json!({"name": "A", "slug": "a", "sortOrder": 1});
        let place = json!({"country": "A", "city": "B", "district": "C"});
        let (category, location) = (at(NOWHERE), format!("/v1/locations/{NOWHERE}"));
        let routes = [
            ("createCategory", Method::POST, "/v1/categories".to_owned(), &new),
            ("updateCategory", Method::PATCH, category.clone(), &new),
            ("deleteCategory", Method::DELETE, category.clone(), &new),
            ("restoreCategory", Method::POST, format!("{category}/restore"), &new),
            ("importCategories", Method::POST, "/v1/categories/import".to_owned(), &new),
            ("exportCategories", Method::GET, "/v1/categories/export.csv".to_owned(), &new),
            ("createLocation", Method::POST, "/v1/locations".to_owned(), &place),
            ("updateLocation", Method::PATCH, location.clone(), &place),
            ("deleteLocation", Method::DELETE, location.clone(), &place),
            ("restoreLocation", Method::POST, format!("{location}/restore"), &place),
            ("importLocations", Method::POST, "/v1/locations/import".to_owned(), &place),
            ("exportLocations", Method::GET, "/v1/locations/export.csv".to_owned(), &place),
        ];
        for (api, method, path, body) in routes {
            let nobody = market.anyone.call_json(method.clone(), &path, body).await;
            assert_eq!(refusal(&nobody), (401, format!("errMsg_{api}RequiresLogin")));
            let somebody = market.user.call_json(method.clone(), &path, body).await;
            assert_eq!(refusal(&somebody), (403, "errMsg_UserRoleRequired:[superAdmin , admin]".to_owned()), "{api}");
        }
        // Parameters are judged before the role.
        let wrong = market.user.call_json(Method::PATCH, &at("1"), &new).await;
        assert_eq!(refusal(&wrong), (400, "errMsg_categoryIdisNotAValidID".to_owned()));
        let wrong = market.user.call_json(Method::PATCH, &at(NOWHERE), &json!({})).await;
        assert_eq!(refusal(&wrong), (400, "errMsg_UpdateDataClauseCanNotBeEmpty".to_owned()));
        let root = market.app.account("root1", accounts::Role::SuperAdmin).await;
        root.post("/v1/categories", &new).await.expect(201);
        assert_eq!(market.topics(0).await, ["category.created"]);
    }

    async fn bad_values_are_refused_by_name(db: TestDb) {
        let market = Market::new(db).await;
        let long = "a".repeat(256);
        for (field, value, key) in [
            ("name", Value::Null, "errMsg_nameisRequired"),
            ("name", json!("  "), "errMsg_nameisRequired"),
            ("name", json!(1), "errMsg_nameTypeIsNotValid"),
            ("name", json!(long), "errMsg_nameTypeIsNotValid"),
            ("slug", Value::Null, "errMsg_slugisRequired"),
            ("slug", json!("Two Words"), "errMsg_slugIsNotValid"),
            ("slug", json!("şeker"), "errMsg_slugIsNotValid"),
            ("slug", json!(long), "errMsg_slugTypeIsNotValid"),
            ("sortOrder", Value::Null, "errMsg_sortOrderisRequired"),
            ("sortOrder", json!("1"), "errMsg_sortOrderTypeIsNotValid"),
            ("sortOrder", json!(1.5), "errMsg_sortOrderTypeIsNotValid"),
            ("sortOrder", json!(2_147_483_648_i64), "errMsg_sortOrderTypeIsNotValid"),
            ("icon", json!(long), "errMsg_iconTypeIsNotValid"),
            ("description", json!("a".repeat(10_001)), "errMsg_descriptionTypeIsNotValid"),
            ("parentCategoryId", json!("root"), "errMsg_parentCategoryIdisNotAValidID"),
            ("parentCategoryId", json!(NOWHERE), NO_PARENT),
        ] {
            let mut body = json!({"name": "A", "slug": "a", "sortOrder": 1});
            body[field] = value;
            let refused = market.admin.post("/v1/categories", &body).await;
            assert_eq!(refusal(&refused), (400, key.to_owned()), "{body}");
        }
        for body in ["", "[]", "{", "null", "{\"name\":\"a\\u0000\",\"slug\":\"a\",\"sortOrder\":1}"] {
            market.admin.call_text(Method::POST, "/v1/categories", body).await.expect(400);
        }
        // What is not a field of the caller's is read over; what a browser would run is not stored.
        let body = json!({"id": NOWHERE, "isActive": false, "name": "<b>A</b>", "slug": "a", "sortOrder": -5, "description": "x<script>y</script>"});
        let made = market.admin.post("/v1/categories", &body).await.expect(201).json()["category"].clone();
        assert_ne!(made["id"], NOWHERE);
        assert_eq!((&made["name"], &made["description"], &made["isActive"]), (&json!("A"), &json!("x"), &json!(true)));
    }

    async fn a_tree_has_three_levels_and_no_cycles(db: TestDb) {
        let market = Market::new(db).await;
        let a = market.category("a", None, 1).await;
        let b = market.category("b", Some(&a), 1).await;
        let c = market.category("c", Some(&b), 1).await;
        assert_eq!(refusal(&market.add_category("d", Some(&c), 1).await), (400, TOO_DEEP.to_owned()));
        let x = market.category("x", None, 2).await;
        let y = market.category("y", Some(&x), 1).await;
        let under = |parent: &str| json!({"parentCategoryId": parent, "sortOrder": 9});
        for below in [&a, &b, &c] {
            let refused = market.patch(&at(&a), under(below)).await;
            assert_eq!(refusal(&refused), (400, "errMsg_CategoryCycle".to_owned()));
        }
        // A branch of two levels does not fit under the second level, one of one level does.
        assert_eq!(refusal(&market.patch(&at(&x), under(&b)).await), (400, TOO_DEEP.to_owned()));
        assert_eq!(refusal(&market.patch(&at(&b), under(&y)).await), (400, TOO_DEEP.to_owned()));
        market.patch(&at(&x), under(&a)).await.expect(200);
        assert_eq!(refusal(&market.patch(&at(&a), under(&y)).await), (400, "errMsg_CategoryCycle".to_owned()));
        // Back to the root by null, with the whole branch.
        let moved = market.patch(&at(&b), json!({"parentCategoryId": null, "sortOrder": 7})).await.expect(200).json();
        assert_eq!(moved["oldDataValues"], json!({"parentCategoryId": a, "sortOrder": 1}));
        assert_eq!(moved["newDataValues"], json!({"parentCategoryId": null, "sortOrder": 7}));
        let tree = market.anyone.get("/v1/categories/tree").await.expect(200).json();
        let slugs = |nodes: &Value| -> Vec<Value> { nodes.as_array().unwrap().iter().map(|node| node["slug"].clone()).collect() };
        assert_eq!(slugs(&tree["categories"]), ["a", "b"]);
        let nodes = &tree["categories"];
        assert_eq!(slugs(&nodes[0]["childCategories"]), ["x"]);
        assert_eq!(slugs(&nodes[0]["childCategories"][0]["childCategories"]), ["y"]);
        assert_eq!(slugs(&nodes[1]["childCategories"]), ["c"]);
        assert_eq!((&tree["rowCount"], &tree["paging"]["pageCount"]), (&json!(2), &json!(1)));
        // A deleted category is nobody's parent.
        market.admin.delete(&at(&y)).await.expect(200);
        assert_eq!(refusal(&market.add_category("z", Some(&y), 1).await), (400, NO_PARENT.to_owned()));
        assert_eq!(refusal(&market.patch(&at(&c), under(&y)).await), (400, NO_PARENT.to_owned()));
    }

    async fn slugs_and_places_are_unique_among_active_ones(db: TestDb) {
        let market = Market::new(db).await;
        let a = market.category("a", None, 1).await;
        let b = market.category("b", None, 2).await;
        market.category("c", Some(&a), 1).await;
        assert_eq!(refusal(&market.add_category("a", Some(&b), 1).await), (400, SLUG_TAKEN.to_owned()));
        assert_eq!(refusal(&market.add_category("d", None, 2).await), (400, PLACE_TAKEN.to_owned()));
        assert_eq!(refusal(&market.add_category("d", Some(&a), 1).await), (400, PLACE_TAKEN.to_owned()));
        market.category("d", Some(&b), 1).await;
        assert_eq!(refusal(&market.patch(&at(&b), json!({"slug": "a"})).await), (400, SLUG_TAKEN.to_owned()));
        assert_eq!(refusal(&market.patch(&at(&b), json!({"sortOrder": 1})).await), (400, PLACE_TAKEN.to_owned()));
        let into_a = json!({"parentCategoryId": a, "sortOrder": 1});
        assert_eq!(refusal(&market.patch(&at(&b), into_a).await), (400, PLACE_TAKEN.to_owned()));
        market.admin.delete(&at(&a)).await.expect(200);
        let again = market.category("a", None, 1).await;
        assert_ne!(again, a);
    }

    async fn a_change_that_changes_nothing_is_none(db: TestDb) {
        let market = Market::new(db).await;
        let a = market.category("a", None, 1).await;
        let told = market.told().await.len();
        market.app.clock.advance(std::time::Duration::from_secs(5));
        let same = market.patch(&at(&a), json!({"slug": "a", "sortOrder": 1, "icon": null})).await.expect(200).json();
        assert_eq!((&same["category"]["recordVersion"], &same["category"]["updatedAt"]), (&json!(1), &json!("2026-01-15T08:00:00.000Z")));
        assert_eq!((&same["oldDataValues"], &same["newDataValues"]), (&json!({}), &json!({})));
        assert_eq!(market.told().await.len(), told);
        let changed = market.patch(&at(&a), json!({"name": "B"})).await.expect(200).json();
        assert_eq!((&changed["category"]["recordVersion"], &changed["category"]["updatedAt"]), (&json!(2), &json!("2026-01-15T08:00:05.000Z")));
        let (topic, body) = market.told().await.pop().unwrap();
        assert_eq!(topic, "classifieds.category.changed");
        assert_eq!((&body["old_category"]["name"], &body["category"]), (&json!("Name of a"), &changed["category"]));
        assert_eq!((&body["oldDataValues"], &body["newDataValues"]), (&json!({"name": "Name of a"}), &json!({"name": "B"})));
        for empty in [json!({}), json!({"recordVersion": 3})] {
            let refused = market.patch(&at(&a), empty).await;
            assert_eq!(refusal(&refused), (400, "errMsg_UpdateDataClauseCanNotBeEmpty".to_owned()));
        }
        assert_eq!(refusal(&market.patch(&at(&a), json!({"name": null})).await), (400, "errMsg_nameisRequired".to_owned()));
        assert_eq!(refusal(&market.patch(&at(NOWHERE), json!({"name": "x"})).await), (404, NOT_FOUND.to_owned()));
    }

    async fn children_of_a_deleted_category_become_the_last_roots(db: TestDb) {
        let market = Market::new(db).await;
        let a = market.category("a", None, 5).await;
        market.category("last", None, 9).await;
        let second = market.category("second", Some(&a), 20).await;
        let first = market.category("first", Some(&a), 10).await;
        market.category("grandchild", Some(&first), 1).await;
        let told = market.told().await.len();
        let deleted = market.admin.delete(&at(&a)).await.expect(200).json();
        assert_eq!(deleted["category"]["isActive"], false);
        let roots = market.anyone.get("/v1/categories?parentCategoryId=null").await.expect(200);
        assert_eq!(each(&roots, "categories", "slug"), ["last", "first", "second"]);
        let rows = roots.json()["categories"].clone();
        assert_eq!((&rows[1]["sortOrder"], &rows[2]["sortOrder"], &rows[2]["recordVersion"]), (&json!(10), &json!(11), &json!(2)));
        assert_eq!((&rows[1]["childCategories"][0]["slug"], &rows[2]["id"]), (&json!("grandchild"), &json!(second)));
        assert_eq!(market.topics(told).await, ["category.deleted", "category.changed", "category.changed"]);
        let gone = market.told().await[told].1.clone();
        assert_eq!(gone, deleted["category"]);
        assert_eq!(refusal(&market.admin.delete(&at(&a)).await), (404, NOT_FOUND.to_owned()));
        assert_eq!(refusal(&market.anyone.get(&at(&a)).await), (404, NOT_FOUND.to_owned()));
        assert_eq!(refusal(&market.patch(&at(&a), json!({"name": "x"})).await), (404, NOT_FOUND.to_owned()));
    }

    async fn roots_close_up_when_there_is_no_place_behind_the_last_one(db: TestDb) {
        let market = Market::new(db).await;
        let doomed = market.category("doomed", None, 3).await;
        for (slug, sort_order) in [("other", i64::from(i32::MAX)), ("low", i64::from(i32::MIN)), ("one", 1), ("two", 2)] {
            market.category(slug, None, sort_order).await;
        }
        market.category("child", Some(&doomed), 7).await;
        let told = market.told().await.len();
        market.admin.delete(&at(&doomed)).await.expect(200);
        let roots = market.anyone.get("/v1/categories?parentCategoryId=null").await.expect(200);
        assert_eq!(each(&roots, "categories", "slug"), ["low", "one", "two", "other", "child"]);
        let orders: Vec<_> = roots.json()["categories"].as_array().unwrap().iter().map(|row| row["sortOrder"].as_i64().unwrap()).collect();
        assert_eq!(orders, [1, 2, 3, 4, 5]);
        assert_eq!(market.topics(told).await.len(), 6);
    }

    async fn former_slugs_lead_to_where_their_category_is_now(db: TestDb) {
        let market = Market::new(db).await;
        let by = |slug: &str| format!("/v1/categories/by-slug/{slug}");
        let a = market.category("one", None, 1).await;
        let found = market.anyone.get(&by("one")).await.expect(200).json();
        assert_eq!((&found["category"]["id"], found.get("redirectFrom")), (&json!(a), None));
        assert_eq!(found["category"]["childCategoryCount"], 0);
        for slug in ["two", "three"] {
            market.patch(&at(&a), json!({"slug": slug})).await.expect(200);
        }
        for former in ["one", "two"] {
            let found = market.anyone.get(&by(former)).await.expect(200).json();
            assert_eq!((&found["category"]["slug"], &found["redirectFrom"]), (&json!("three"), &json!(former)));
        }
        // A former slug that somebody takes is theirs, also after they gave it up.
        let b = market.category("one", None, 2).await;
        assert_eq!(market.anyone.get(&by("one")).await.expect(200).json()["category"]["id"], json!(b));
        market.patch(&at(&b), json!({"slug": "four"})).await.expect(200);
        assert_eq!(market.anyone.get(&by("one")).await.expect(200).json()["category"]["id"], json!(b));
        // Going back to an own former slug is no redirect any more.
        market.patch(&at(&a), json!({"slug": "two"})).await.expect(200);
        let found = market.anyone.get(&by("two")).await.expect(200).json();
        assert_eq!((&found["category"]["id"], found.get("redirectFrom")), (&json!(a), None));
        assert_eq!(market.anyone.get(&by("three")).await.expect(200).json()["redirectFrom"], "three");
        market.admin.delete(&at(&a)).await.expect(200);
        for slug in ["two", "three", "never"] {
            assert_eq!(refusal(&market.anyone.get(&by(slug)).await), (404, NOT_FOUND.to_owned()), "{slug}");
        }
        assert_eq!(refusal(&market.anyone.get(&by("No")).await), (400, "errMsg_slugIsNotValid".to_owned()));
        market.admin.post(&format!("{}/restore", at(&a)), &json!({})).await.expect(200);
        assert_eq!(market.anyone.get(&by("three")).await.expect(200).json()["category"]["slug"], "two");
    }

    async fn a_deleted_category_comes_back_unless_its_place_is_taken(db: TestDb) {
        let market = Market::new(db).await;
        let restore = |id: &str| format!("{}/restore", at(id));
        let a = market.category("a", None, 1).await;
        let b = market.category("b", Some(&a), 1).await;
        market.admin.delete(&at(&b)).await.expect(200);
        let told = market.told().await.len();
        let back = market.admin.post(&restore(&b), &json!({})).await.expect(200).json();
        assert_eq!((&back["method"], &back["action"]), (&json!("POST"), &json!("update")));
        assert_eq!((&back["category"]["isActive"], &back["category"]["recordVersion"], &back["category"]["parentCategoryId"]), (&json!(true), &json!(3), &json!(a)));
        assert_eq!((&back["oldDataValues"], &back["newDataValues"]), (&json!({"isActive": false}), &json!({"isActive": true})));
        market.admin.call(Method::POST, &restore(&b)).await.expect(200);
        assert_eq!(market.topics(told).await, ["category.changed"]);
        assert_eq!(refusal(&market.admin.post(&restore(NOWHERE), &json!({})).await), (404, NOT_FOUND.to_owned()));

        market.admin.delete(&at(&b)).await.expect(200);
        let taker = market.category("taker", Some(&a), 1).await;
        assert_eq!(refusal(&market.admin.post(&restore(&b), &json!({})).await), (400, PLACE_TAKEN.to_owned()));
        market.patch(&at(&taker), json!({"sortOrder": 2, "slug": "b"})).await.expect(200);
        assert_eq!(refusal(&market.admin.post(&restore(&b), &json!({})).await), (400, SLUG_TAKEN.to_owned()));
        market.patch(&at(&taker), json!({"slug": "taker"})).await.expect(200);
        // The parent has moved down meanwhile: no room under it any more.
        let top = market.category("top", None, 3).await;
        let middle = market.category("middle", Some(&top), 1).await;
        market.admin.delete(&at(&taker)).await.expect(200);
        market.patch(&at(&a), json!({"parentCategoryId": middle})).await.expect(200);
        assert_eq!(refusal(&market.admin.post(&restore(&b), &json!({})).await), (400, TOO_DEEP.to_owned()));
        market.admin.delete(&at(&a)).await.expect(200);
        assert_eq!(refusal(&market.admin.post(&restore(&b), &json!({})).await), (400, NO_PARENT.to_owned()));
    }

    async fn a_creation_that_is_sent_twice_happens_once(db: TestDb) {
        let market = Market::new(db).await;
        let body = json!({"name": "A", "slug": "a", "sortOrder": 1}).to_string();
        let mut answers = Vec::new();
        for _ in 0..2 {
            let request = http::Request::builder().method("POST").uri("/v1/categories").header("idempotency-key", "k").header("content-type", "application/json");
            answers.push(market.admin.send(request, body.clone().into()).await.expect(201).json()["category"].clone());
        }
        assert_eq!(answers[0], answers[1]);
        assert_eq!(market.topics(0).await, ["category.created"]);
    }
}
