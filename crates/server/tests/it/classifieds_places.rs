//! Locations: what makes one, which are the same, deletion and restoration.

use serde_json::{Value, json};
use testkit::both_engines;

use crate::classifieds_support::{Market, refusal, upload};

const TAKEN: &str = "errMsg_DuplicateIndexErrorWithFields:country-city-district";

both_engines! {
    async fn bad_values_are_refused_by_name(db: TestDb) {
        let market = Market::new(db).await;
        let long = "a".repeat(256);
        for (field, value, key) in [
            ("city", Value::Null, "errMsg_cityisRequired"),
            ("country", json!(""), "errMsg_countryisRequired"),
            ("district", json!(long), "errMsg_districtTypeIsNotValid"),
            ("district", json!(["a"]), "errMsg_districtTypeIsNotValid"),
            ("latitude", json!(90.01), "errMsg_latitudeTypeIsNotValid"),
            ("latitude", json!("1"), "errMsg_latitudeTypeIsNotValid"),
            ("longitude", json!(-180.5), "errMsg_longitudeTypeIsNotValid"),
            ("longitude", json!(1e300), "errMsg_longitudeTypeIsNotValid"),
            ("postalCode", json!(long), "errMsg_postalCodeTypeIsNotValid"),
        ] {
            let mut body = json!({"country": "A", "city": "B", "district": "C"});
            body[field] = value;
            let refused = market.admin.post("/v1/locations", &body).await;
            assert_eq!(refusal(&refused), (400, key.to_owned()), "{body}");
        }
        let edge = json!({"country": "A", "city": "B", "district": "C", "latitude": -90, "longitude": 180});
        let made = market.admin.post("/v1/locations", &edge).await.expect(201).json();
        assert_eq!((&made["location"]["latitude"], &made["location"]["longitude"]), (&json!(-90.0), &json!(180.0)));
    }

    async fn a_location_is_one_whatever_its_case(db: TestDb) {
        let market = Market::new(db).await;
        let konak = market.location("Türkiye", "İzmir", "Konak").await;
        let other = market.location("Türkiye", "İzmir", "Bornova").await;
        let again = json!({"country": " TÜRKİYE", "city": "izmir ", "district": "KONAK"});
        assert_eq!(refusal(&market.admin.post("/v1/locations", &again).await), (400, TAKEN.to_owned()));
        let path = format!("/v1/locations/{other}");
        assert_eq!(refusal(&market.patch(&path, json!({"district": "konak"})).await), (400, TAKEN.to_owned()));
        // Its own key is not in its own way.
        let renamed = market.patch(&format!("/v1/locations/{konak}"), json!({"district": "KONAK"})).await.expect(200).json();
        assert_eq!(renamed["newDataValues"], json!({"district": "KONAK"}));
        assert_eq!(market.topics(0).await, ["location.created", "location.created", "location.changed"]);
        for (body, key) in [
            (json!({}), "errMsg_UpdateDataClauseCanNotBeEmpty"),
            (json!({"city": null}), "errMsg_cityisRequired"),
            (json!({"longitude": 181}), "errMsg_longitudeTypeIsNotValid"),
        ] {
            assert_eq!(refusal(&market.patch(&path, body).await), (400, key.to_owned()));
        }
        let same = market.patch(&path, json!({"city": "İzmir", "latitude": null})).await.expect(200).json();
        assert_eq!((&same["location"]["recordVersion"], &same["newDataValues"]), (&json!(1), &json!({})));
        assert_eq!(market.topics(3).await.len(), 0);
    }

    async fn a_deleted_location_comes_back_unless_it_was_made_anew(db: TestDb) {
        let market = Market::new(db).await;
        let id = market.location("A", "B", "C").await;
        let (path, restore) = (format!("/v1/locations/{id}"), format!("/v1/locations/{id}/restore"));
        market.admin.delete(&path).await.expect(200);
        assert_eq!(refusal(&market.admin.delete(&path).await).0, 404);
        assert_eq!(refusal(&market.anyone.get(&path).await).0, 404);
        let back = market.admin.post(&restore, &json!({})).await.expect(200).json();
        assert_eq!((&back["location"]["recordVersion"], &back["newDataValues"]), (&json!(3), &json!({"isActive": true})));
        market.admin.post(&restore, &json!({})).await.expect(200);
        market.admin.delete(&path).await.expect(200);
        market.location("a", "b", "c").await;
        assert_eq!(refusal(&market.admin.post(&restore, &json!({})).await), (400, TAKEN.to_owned()));
        assert_eq!(market.topics(0).await, ["location.created", "location.deleted", "location.changed", "location.deleted", "location.created"]);
        for wrong in ["1", "%00", "018f3c1e7b2a7c3d8e4f0123456789ab"] {
            market.anyone.get(&format!("/v1/locations/{wrong}")).await.expect(400);
        }
    }

    async fn an_accent_makes_another_place(db: TestDb) {
        let market = Market::new(db).await;
        let with = market.location("Sverige", "Uppsala", "Håbo").await;
        let without = market.location("Sverige", "Uppsala", "Habo").await;
        let again = json!({"country": "SVERIGE", "city": "uppsala", "district": "ha\u{30a}bo"});
        assert_eq!(refusal(&market.admin.post("/v1/locations", &again).await), (400, TAKEN.to_owned()));
        // A search that knows no accents finds both, page by page.
        for path in ["/v1/locations?district=habo", "/v1/locations?district=habo&pageRowCount=1"] {
            let found = market.anyone.get(path).await.expect(200);
            assert_eq!(found.json()["paging"]["totalRowCount"], 2);
        }
        let page = async |number: u8| {
            let path = format!("/v1/locations?district=habo&pageRowCount=1&pageNumber={number}");
            market.anyone.get(&path).await.expect(200).json()["locations"][0]["id"].clone()
        };
        let pages = [page(1).await, page(2).await];
        assert!(pages.contains(&json!(with)) && pages.contains(&json!(without)), "{pages:?}");
        // Each comes back as itself.
        let path = format!("/v1/locations/{without}");
        market.admin.delete(&path).await.expect(200);
        market.admin.post(&format!("{path}/restore"), &json!({})).await.expect(200);
        let renamed = market.patch(&path, json!({"district": "HÅBO"})).await;
        assert_eq!(refusal(&renamed), (400, TAKEN.to_owned()));
        let file = "country,city,district,postalCode\nSverige,Uppsala,Håbo,1\nSverige,Uppsala,Habo,2\n";
        upload(&market.admin, "/v1/locations/import", "text/csv", file).await.expect(200);
        let code = async |id: &str| {
            market.anyone.get(&format!("/v1/locations/{id}")).await.expect(200).json()["location"]["postalCode"].clone()
        };
        assert_eq!((code(&with).await, code(&without).await), (json!("1"), json!("2")));
    }

    async fn a_location_stays_while_listings_are_there(db: TestDb) {
        let market = Market::new(db).await;
        let category = market.category("cars", None, 1).await;
        let id = market.location("A", "B", "C").await;
        let path = format!("/v1/locations/{id}");
        let body = json!({"categoryId": category, "locationId": id, "title": "Family car", "price": 10});
        let listing = market.user.post("/v1/listings", &body).await.expect(201).json();
        let listing = listing["listing"]["id"].as_str().unwrap().to_owned();
        let set = async |status: &str| {
            let path = format!("/v1/listings/{listing}/status");
            market.patch(&path, json!({"status": status})).await.expect(200);
        };
        set("active").await;
        assert_eq!(refusal(&market.admin.delete(&path).await), (409, "errMsg_LocationIsInUse".to_owned()));
        assert_eq!(market.anyone.get(&path).await.expect(200).json()["location"]["recordVersion"], 1);
        // It could be offered again.
        set("sold").await;
        assert_eq!(refusal(&market.admin.delete(&path).await).0, 409);
        let other = market.location("A", "B", "D").await;
        market.admin.delete(&format!("{path}?moveTo={other}")).await.expect(200);
        let refused = market.user.post("/v1/listings", &body).await;
        assert_eq!(refusal(&refused).0, 400);
    }
}
