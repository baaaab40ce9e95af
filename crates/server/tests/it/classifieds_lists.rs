//! Categories and locations in lists: order, filters, pages, who sees deleted ones, and answers from memory.

use http::{Request, StatusCode};
use serde_json::json;
use testkit::both_engines;

use crate::classifieds_support::{Market, each, refusal};

both_engines! {
    async fn categories_are_listed_by_parent_and_place(db: TestDb) {
        let market = Market::new(db).await;
        let b = market.category("b", None, 2).await;
        market.app.clock.advance(std::time::Duration::from_secs(1));
        let a = market.category("a", None, 1).await;
        for (slug, parent, place) in [("a2", &a, 2), ("b1", &b, 1), ("a1", &a, -1)] {
            market.category(slug, Some(parent), place).await;
        }
        let slugs = async |query: &str| each(&market.anyone.get(&format!("/v1/categories{query}")).await.expect(200), "categories", "slug");
        assert_eq!(slugs("").await, ["a", "b", "b1", "a1", "a2"]);
        assert_eq!(slugs("?parentCategoryId=null").await, ["a", "b"]);
        assert_eq!(slugs(&format!("?parentCategoryId={a}")).await, ["a1", "a2"]);
        assert_eq!(slugs(&format!("?parentCategoryId={b}&parentCategoryId=null")).await, ["a", "b", "b1"]);
        assert_eq!(slugs("?pageNumber=2&pageRowCount=2").await, ["b1", "a1"]);
        assert_eq!(slugs("?pageNumber=0&pageRowCount=2").await.len(), 5);
        assert_eq!(slugs("?pageRowCount=nonsense").await.len(), 5);
        let page = market.anyone.get("/v1/categories?pageNumber=1&pageRowCount=2").await.expect(200).json();
        assert_eq!(page["paging"], json!({"pageNumber": 1, "pageRowCount": 2, "totalRowCount": 5, "pageCount": 3}));
        assert_eq!((&page["categories"][0]["activeChildCount"], &page["categories"][1]["activeChildCount"]), (&json!(2), &json!(1)));
        let filtered = market.anyone.get(&format!("/v1/categories?parentCategoryId=null&parentCategoryId={a}")).await.expect(200).json();
        assert_eq!(filtered["filters"], json!([{"name": "parentCategoryId", "value": [null, a]}]));
        assert_eq!(filtered["categories"][0]["childCategories"], json!([{"name": "Name of a1", "slug": "a1", "isActive": true}, {"name": "Name of a2", "slug": "a2", "isActive": true}]));
        let refused = market.anyone.get("/v1/categories?parentCategoryId=x").await;
        assert_eq!(refusal(&refused), (400, "errMsg_parentCategoryIdisNotAValidID".to_owned()));
        let many = "parentCategoryId=null&".repeat(9);
        market.anyone.get(&format!("/v1/categories?{many}")).await.expect(400);
    }

    async fn deleted_ones_are_shown_to_administrators_only(db: TestDb) {
        let market = Market::new(db).await;
        let a = market.category("a", None, 1).await;
        let b = market.category("b", Some(&a), 1).await;
        let place = market.location("A", "B", "C").await;
        for path in [format!("/v1/categories/{b}"), format!("/v1/locations/{place}")] {
            market.admin.delete(&path).await.expect(200);
        }
        for (list, api) in [("categories", "listCategories"), ("locations", "listLocations")] {
            let path = format!("/v1/{list}?isActive=false");
            assert_eq!(refusal(&market.anyone.get(&path).await), (401, format!("errMsg_{api}RequiresLogin")));
            assert_eq!(refusal(&market.user.get(&path).await), (403, "errMsg_UserRoleRequired:[superAdmin , admin]".to_owned()));
            for _ in 0..2 {
                let rows = market.admin.get(&path).await.expect(200).json();
                assert_eq!((&rows["rowCount"], &rows[list][0]["isActive"], &rows["source"]), (&json!(1), &json!(false), &json!("db")));
            }
            assert_eq!(refusal(&market.user.get(&path).await).0, 403);
            assert_eq!(market.anyone.get(&format!("/v1/{list}?isActive=true")).await.expect(200).json()["rowCount"], i64::from(list == "categories"));
            assert_eq!(refusal(&market.anyone.get(&format!("/v1/{list}?isActive=perhaps")).await), (400, "errMsg_isActiveTypeIsNotValid".to_owned()));
        }
        let under = market.admin.get(&format!("/v1/categories?isActive=false&parentCategoryId={a}")).await.expect(200).json();
        assert_eq!((&under["rowCount"], &under["categories"][0]["activeChildCount"]), (&json!(1), &json!(0)));
        let roots = market.admin.get("/v1/categories?isActive=false&parentCategoryId=null").await.expect(200).json();
        assert_eq!(roots["rowCount"], 0);
    }

    async fn categories_are_fetched_newest_first_by_parts_of_their_names(db: TestDb) {
        let market = Market::new(db).await;
        let mut parent = None;
        for (name, slug) in [("Şeker & 100%", "seker-100"), ("ARABA", "araba"), ("Araba_parçaları", "araba-parcalari")] {
            market.app.clock.advance(std::time::Duration::from_secs(1));
            let body = json!({"name": name, "slug": slug, "sortOrder": 1, "parentCategoryId": parent});
            let made = market.admin.post("/v1/categories", &body).await.expect(201).json();
            parent = Some(made["category"]["id"].as_str().unwrap().to_owned());
        }
        let slugs = async |query: &str| each(&market.anyone.get(&format!("/v1/_fetchlistcategory{query}")).await.expect(200), "categories", "slug");
        assert_eq!(slugs("").await, ["araba-parcalari", "araba", "seker-100"]);
        assert_eq!(slugs("?pageRowCount=1&pageNumber=2").await, ["araba"]);
        assert_eq!(slugs("?name=SEK").await, ["seker-100"]);
        assert_eq!(slugs("?name=%25").await, ["seker-100"]);
        assert_eq!(slugs("?name=_").await, ["araba-parcalari"]);
        assert_eq!(slugs("?name=PARÇA&name=%C5%9EEKER").await, ["araba-parcalari", "seker-100"]);
        assert_eq!(slugs("?name=null").await, [""; 0]);
        assert_eq!(slugs("?name=").await.len(), 3);
        assert_eq!(slugs("?slug=Araba&parentCategoryId=null").await, [""; 0]);
        assert_eq!(slugs("?slug=eker&parentCategoryId=null").await, ["seker-100"]);
        let newest = market.anyone.get("/v1/_fetchlistcategory").await.expect(200).json();
        assert_eq!((&newest["categories"][0]["parent"]["slug"], &newest["categories"][2]["parent"]), (&json!("araba"), &json!(null)));
        assert_eq!(newest["paging"]["pageRowCount"], 25);
    }

    async fn locations_are_listed_by_name_and_found_without_case(db: TestDb) {
        let market = Market::new(db).await;
        for (country, city, district) in [
            ("Türkiye", "İzmir", "Konak"),
            ("Türkiye", "Çanakkale", "Merkez"),
            ("Türkiye", "Iğdır", "Merkez"),
            ("Deutschland", "Köln", "Ehrenfeld"),
            ("Türkiye", "İzmir", "Bornova"),
        ] {
            market.app.clock.advance(std::time::Duration::from_secs(1));
            market.location(country, city, district).await;
        }
        let found = async |path: &str| each(&market.anyone.get(path).await.expect(200), "locations", "district");
        assert_eq!(found("/v1/locations").await, ["Ehrenfeld", "Merkez", "Merkez", "Bornova", "Konak"]);
        assert_eq!(found("/v1/locations?city=izmir").await, ["Bornova", "Konak"]);
        assert_eq!(found("/v1/locations?city=%20IZM%C4%B0R%20&district=KONAK").await, ["Konak"]);
        assert_eq!(found("/v1/locations?city=izm").await, [""; 0]);
        assert_eq!(found("/v1/locations?city=ig%25r").await, [""; 0]);
        assert_eq!(found("/v1/locations?city=IGDIR&city=k%C3%B6ln&country=").await, ["Ehrenfeld", "Merkez"]);
        assert_eq!(found("/v1/locations?country=T%C3%9CRK%C4%B0YE&pageNumber=1&pageRowCount=2").await, ["Merkez", "Merkez"]);
        assert_eq!(found("/v1/_fetchlistlocation").await, ["Bornova", "Ehrenfeld", "Merkez", "Merkez", "Konak"]);
        assert_eq!(found("/v1/_fetchlistlocation?city=zm&district=o").await, ["Bornova", "Konak"]);
        let list = market.anyone.get("/v1/locations?city=a&city=null&district=").await.expect(200).json();
        assert_eq!(list["filters"], json!([{"name": "city", "value": ["a", null]}]));
    }

    async fn answers_come_from_memory_until_something_changes(db: TestDb) {
        let market = Market::new(db).await;
        let a = market.category("a", None, 1).await;
        let place = market.location("A", "B", "C").await;
        let paths = [
            "/v1/categories".to_owned(),
            "/v1/categories/tree".to_owned(),
            format!("/v1/categories/{a}"),
            "/v1/categories/by-slug/a".to_owned(),
            "/v1/_fetchlistcategory".to_owned(),
            "/v1/locations".to_owned(),
            format!("/v1/locations/{place}"),
            "/v1/_fetchlistlocation".to_owned(),
        ];
        let source = async |path: &str| market.anyone.get(path).await.expect(200).json()["source"].clone();
        for path in &paths {
            assert_eq!((source(path).await, source(path).await), (json!("db"), json!("cache")), "{path}");
            let separator = if path.contains('?') { '&' } else { '?' };
            assert_eq!(source(&format!("{path}{separator}caching=false")).await, "db");
            let first = market.anyone.get(path).await;
            let etag = first.headers["etag"].clone();
            let again = Request::builder().uri(path).header("if-none-match", etag);
            assert_eq!(market.anyone.send(again, axum::body::Body::empty()).await.status, StatusCode::NOT_MODIFIED);
        }
        market.patch(&format!("/v1/categories/{a}"), json!({"name": "B"})).await.expect(200);
        for path in &paths {
            let fresh = if path.contains("location") { "cache" } else { "db" };
            assert_eq!(source(path).await, fresh, "{path}");
        }
        assert!(market.anyone.get(&paths[1]).await.text().contains("\"name\":\"B\""));
        market.admin.delete(&format!("/v1/locations/{place}")).await.expect(200);
        assert_eq!(market.anyone.get("/v1/locations").await.expect(200).json()["rowCount"], 0);
        market.anyone.get(&paths[6]).await.expect(404);
    }

    async fn nonsense_in_a_query_is_no_fault_of_ours(db: TestDb) {
        let market = Market::new(db).await;
        market.category("a", None, 1).await;
        market.location("A", "B", "C").await;
        let filters = [
            ("/v1/categories", &["parentCategoryId", "isActive"][..]),
            ("/v1/_fetchlistcategory", &["name", "slug", "parentCategoryId"]),
            ("/v1/locations", &["country", "city", "district", "isActive"]),
            ("/v1/_fetchlistlocation", &["country", "city", "district"]),
        ];
        let (long, wide) = ("a".repeat(60_000), "%EF%B7%BA".repeat(255));
        let values = ["%00", "%FF", "%25%25%5C", "'--", "%E2%80%8B", "%F0%9F%98%80", &wide, &long, "null", "", "[]", "$1"];
        for (path, names) in filters {
            for name in names {
                for value in values {
                    let status = market.anyone.get(&format!("{path}?{name}={value}")).await.status.as_u16();
                    assert!([200, 400].contains(&status), "{path} {name}={value:.20}: {status}");
                    let nul_or_long = value == "%00" || value == long;
                    assert!(!nul_or_long || status == 400, "{path} {name}={value:.20}: {status}");
                }
            }
            for page in ["pageNumber=-1", "pageNumber=99999999999999999999", "pageNumber=9223372036854775807&pageRowCount=500", "pageRowCount=1e9"] {
                market.anyone.get(&format!("{path}?{page}")).await.expect(200);
            }
        }
        for slug in ["%00", "a%00", "%FF", "a%2Fb", "-", "%F0%9F%98%80"] {
            let status = market.anyone.get(&format!("/v1/categories/by-slug/{slug}")).await.status.as_u16();
            assert_eq!(status, 400, "{slug}");
        }
    }
}
