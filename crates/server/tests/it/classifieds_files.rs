//! Files of categories and locations: what an export writes, an import takes; all of a file is stored, or nothing.

use serde_json::{Value, json};
use testkit::both_engines;

use crate::classifieds_support::{Market, refusal, upload};

const CATEGORIES: &str = "/v1/categories/import";
const LOCATIONS: &str = "/v1/locations/import";

/// What an import did: created, changed, unchanged.
fn counts(body: &Value) -> (i64, i64, i64) {
    let count = |name: &str| body["import"][name].as_i64().unwrap();
    (count("created"), count("changed"), count("unchanged"))
}

both_engines! {
    async fn what_is_exported_can_be_imported(db: TestDb) {
        let market = Market::new(db).await;
        let file = "slug,name,parentSlug,sortOrder,icon,description\n\
            leaf,\"=HYPERLINK(\"\"x\"\")\",mid,-3,'s,\"two\nlines, \"\"quoted\"\"\"\n\
            mid,Mid,top,1,,\n\
            top,+1,,2147483647,@icon,\n";
        let imported = upload(&market.admin, CATEGORIES, "text/csv; charset=utf-8", file).await.expect(200).json();
        assert_eq!((counts(&imported), &imported["import"]["rows"], &imported["import"]["dryRun"]), ((3, 0, 0), &json!(3), &json!(false)));
        assert_eq!(market.topics(0).await, ["category.created"; 3]);
        let leaf = market.anyone.get("/v1/categories/by-slug/leaf").await.expect(200).json()["category"].clone();
        assert_eq!((&leaf["name"], &leaf["sortOrder"], &leaf["icon"]), (&json!("=HYPERLINK(\"x\")"), &json!(-3), &json!("'s")));
        assert_eq!((&leaf["description"], &leaf["parentCategory"]["slug"]), (&json!("two\nlines, \"quoted\""), &json!("mid")));

        let export = market.admin.get("/v1/categories/export.csv").await.expect(200);
        assert_eq!(export.headers["content-type"], "text/csv; charset=utf-8");
        assert_eq!(export.headers["content-disposition"], "attachment; filename=\"categories.csv\"");
        assert_eq!(export.headers["content-security-policy"], "default-src 'none'; sandbox");
        let text = export.text();
        assert_eq!(
            text,
            "\u{feff}slug,name,parentSlug,sortOrder,icon,description\n\
            top,'+1,,2147483647,'@icon,\n\
            mid,Mid,top,1,,\n\
            leaf,\"'=HYPERLINK(\"\"x\"\")\",mid,-3,'s,\"two\nlines, \"\"quoted\"\"\"\n"
        );
        let again = upload(&market.admin, CATEGORIES, "text/csv", text.clone()).await.expect(200).json();
        assert_eq!(counts(&again), (0, 0, 3));
        assert_eq!(market.topics(3).await.len(), 0);
        // And the lists of the API can be imported as they are, too.
        let list = market.anyone.get("/v1/categories").await.expect(200).json()["categories"].clone();
        assert_eq!(counts(&market.admin.post(CATEGORIES, &list).await.expect(200).json()), (0, 0, 3));
    }

    async fn files_of_countries_with_decimal_commas_are_read(db: TestDb) {
        let market = Market::new(db).await;
        let file = "sep=;\r\ncountry;city;district;latitude;longitude\r\nTürkiye;İzmir;Konak;38,4189;-27.5\r\n";
        let imported = upload(&market.admin, LOCATIONS, "text/csv", file).await.expect(200).json();
        assert_eq!(counts(&imported), (1, 0, 0));
        let found = market.anyone.get("/v1/locations").await.expect(200).json()["locations"][0].clone();
        assert_eq!((&found["latitude"], &found["longitude"]), (&json!(38.4189), &json!(-27.5)));
        for (file, field) in [
            // Where commas part cells, none is decimal; and there is one in a number.
            ("country,city,district,latitude\nA,B,C,\"38,4\"\n", "latitude"),
            ("country;city;district;latitude\nA;B;C;1,5,0\n", "latitude"),
            ("country;city;district;latitude\nA;B;C;1.000,5\n", "latitude"),
        ] {
            let tried = upload(&market.admin, "/v1/locations/import?dryRun=1", "text/csv", file).await.expect(200).json();
            assert_eq!(tried["import"]["findings"][0]["field"], field, "{file}");
        }
    }

    async fn integers_that_do_not_fit_are_refused_and_not_rounded(db: TestDb) {
        let market = Market::new(db).await;
        for number in ["12.5", "1.0", "1e30", "9007199254740993.0", "2147483648", "-2147483649", "1e-7"] {
            let body = format!(r#"{{"name":"A","slug":"a","sortOrder":{number}}}"#);
            let answer = market.admin.call_text(http::Method::POST, "/v1/categories", &body).await;
            assert_eq!(refusal(&answer), (400, "errMsg_sortOrderTypeIsNotValid".to_owned()), "{number}");
            let file = format!("[{body}]");
            let tried = upload(&market.admin, "/v1/categories/import?dryRun=1", "application/json", file).await.expect(200).json();
            assert_eq!(tried["import"]["findings"][0]["field"], "sortOrder", "{number}");
        }
    }

    async fn a_file_is_stored_whole_or_not_at_all(db: TestDb) {
        let market = Market::new(db).await;
        let a = market.category("a", None, 1).await;
        market.category("b", Some(&a), 1).await;
        let told = market.told().await.len();
        let file = "slug,name,parentSlug,sortOrder\nc,C,,2\nb,B,c,1\nd,D,e,1\ne,,,x\n";
        let tried = upload(&market.admin, "/v1/categories/import?dryRun=1", "text/csv", file).await.expect(200).json();
        let findings = tried["import"]["findings"].clone();
        assert_eq!(findings[0], json!({"row": 5, "field": "name", "message": "errMsg_nameisRequired", "detail": "is required"}));
        assert_eq!((findings[1]["row"].as_i64(), &findings[1]["message"]), (Some(5), &json!("errMsg_sortOrderTypeIsNotValid")));
        let refused = upload(&market.admin, CATEGORIES, "text/csv", file).await;
        assert_eq!(refusal(&refused), (400, "errMsg_ImportIsNotValid".to_owned()));
        assert!(refused.json()["detail"].as_str().unwrap().contains("row 5, name: is required"), "{}", refused.text());
        let file = "slug,name,parentSlug,sortOrder\nc,C,,1\nb,B,gone,1\n";
        let tried = upload(&market.admin, "/v1/categories/import?dryRun=true", "text/csv", file).await.expect(200).json();
        assert_eq!(tried["import"]["findings"].as_array().unwrap().len(), 1, "{tried}");
        upload(&market.admin, CATEGORIES, "text/csv", file).await.expect(400);
        assert_eq!((market.told().await.len(), market.anyone.get("/v1/categories").await.json()["rowCount"].clone()), (told, json!(2)));

        let good = json!([{"slug": "b", "name": "Name of b", "sortOrder": 1, "parentSlug": null}, {"slug": "a", "name": "A", "sortOrder": 2}]);
        let tried = market.admin.post("/v1/categories/import?dryRun=1", &good).await.expect(200).json();
        assert_eq!((counts(&tried), &tried["import"]["dryRun"]), ((0, 2, 0), &json!(true)));
        assert_eq!(market.told().await.len(), told);
        assert_eq!(counts(&market.admin.post(CATEGORIES, &good).await.expect(200).json()), (0, 2, 0));
        assert_eq!(market.topics(told).await, ["category.changed"; 2]);
        let roots = market.anyone.get("/v1/categories?parentCategoryId=null&getJoins=false").await.json()["categories"].clone();
        assert_eq!((&roots[0]["slug"], &roots[1]["slug"], &roots[1]["recordVersion"]), (&json!("b"), &json!("a"), &json!(2)));
    }

    async fn places_can_be_swapped_by_a_file(db: TestDb) {
        let market = Market::new(db).await;
        for (slug, place) in [("a", 1), ("b", 2), ("c", 3)] {
            market.category(slug, None, place).await;
        }
        let file = "slug,name,sortOrder\na,A,2\nb,B,3\nc,C,1\n";
        assert_eq!(counts(&upload(&market.admin, CATEGORIES, "text/csv", file).await.expect(200).json()), (0, 3, 0));
        let list = market.anyone.get("/v1/categories").await.expect(200).json()["categories"].clone();
        assert_eq!((&list[0]["slug"], &list[1]["slug"], &list[2]["slug"]), (&json!("c"), &json!("a"), &json!("b")));
        // A former slug that a file takes is nobody's former one any more.
        let a = list[1]["id"].as_str().unwrap();
        market.patch(&format!("/v1/categories/{a}"), json!({"slug": "z"})).await.expect(200);
        upload(&market.admin, CATEGORIES, "text/csv", "slug,name,sortOrder\na,New,9\n").await.expect(200);
        assert_eq!(market.anyone.get("/v1/categories/by-slug/a").await.json()["category"]["name"], "New");
    }

    async fn locations_go_out_and_come_in(db: TestDb) {
        let market = Market::new(db).await;
        let file = "country;city;district;latitude;longitude\r\nTürkiye;İzmir;Konak;38.4189;-27.1287\r\nTürkiye;İzmir;Bornova;;\r\n";
        assert_eq!(counts(&upload(&market.admin, LOCATIONS, "text/csv", file).await.expect(200).json()), (2, 0, 0));
        let export = market.admin.get("/v1/locations/export.csv").await.expect(200).text();
        assert_eq!(
            export,
            "\u{feff}country,city,district,postalCode,latitude,longitude\nTürkiye,İzmir,Bornova,,,\nTürkiye,İzmir,Konak,,38.4189,-27.1287\n"
        );
        assert_eq!(counts(&upload(&market.admin, LOCATIONS, "text/csv", export).await.expect(200).json()), (0, 0, 2));
        let change = json!([{"country": "TÜRKİYE", "city": "izmir", "district": "Konak", "postalCode": "35250"}, {"country": "A", "city": "B", "district": "C"}]);
        assert_eq!(counts(&market.admin.post(LOCATIONS, &change).await.expect(200).json()), (1, 1, 0));
        let konak = market.anyone.get("/v1/locations?district=konak").await.json()["locations"][0].clone();
        assert_eq!((&konak["city"], &konak["latitude"], &konak["postalCode"]), (&json!("izmir"), &json!(38.4189), &json!("35250")));
        let twice = json!([{"country": "X", "city": "Y", "district": "Z"}, {"country": "x", "city": "y", "district": "z"}, {"country": "x"}]);
        let tried = market.admin.post("/v1/locations/import?dryRun=1", &twice).await.expect(200).json();
        assert_eq!(tried["import"]["findings"].as_array().unwrap().len(), 2);
        assert_eq!(refusal(&market.admin.post(LOCATIONS, &twice).await).0, 400);
        assert_eq!(market.topics(0).await, ["location.created", "location.created", "location.changed", "location.created"]);
    }

    async fn what_is_no_file_is_refused(db: TestDb) {
        let market = Market::new(db).await;
        for path in [CATEGORIES, LOCATIONS] {
            for (media, content, status) in [
                ("application/json", b"{}".to_vec(), 400),
                ("application/json", b"[1]".to_vec(), 400),
                ("application/json", b"[{\"slug\":\"a\\u0000\"}]".to_vec(), 400),
                ("application/json", Vec::new(), 400),
                ("text/csv", b"slug\n\xff\n".to_vec(), 400),
                ("text/csv", b"nonsense\nx\n".to_vec(), 400),
                ("text/csv", b"slug,name\nx\n".to_vec(), 400),
                ("text/plain", b"slug".to_vec(), 415),
                ("text/csv", vec![b'a'; (4 << 20) + 1], 413),
                ("application/json", format!("[{}{{}}]", "{},".repeat(5_000)).into_bytes(), 400),
            ] {
                let answer = upload(&market.admin, path, media, content).await;
                assert_eq!(answer.status.as_u16(), status, "{media}: {}", answer.text());
            }
            // Nothing at all is a file of nothing.
            assert_eq!(counts(&upload(&market.admin, path, "text/csv", "").await.expect(200).json()), (0, 0, 0));
            assert_eq!(refusal(&market.admin.post(&format!("{path}?dryRun=maybe"), &json!([])).await), (400, "errMsg_dryRunTypeIsNotValid".to_owned()));
        }
        assert_eq!(market.told().await.len(), 0);
    }
}
