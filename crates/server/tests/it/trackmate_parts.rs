//! What comes along with a product or UMKM has ids, so that an edit that sends back what was read keeps, changes, removes
//! and adds what it means.

use serde_json::{Value, json};
use testkit::{Client, both_engines};

use crate::{
    support::{TestApp, id},
    trackmate_support::{count, names, rows, search},
};

/// What an account of a product or UMKM reads of it.
async fn shown(client: &Client, path: &str, name: &str) -> Value {
    client.get(path).await.expect(200).json()["data"][name].clone()
}

/// A member of each entry of a list.
fn each(list: &Value, name: &str) -> Vec<String> {
    let entries = list.as_array().unwrap().iter();
    entries.map(|entry| entry[name].as_str().unwrap().to_owned()).collect()
}

fn stored(rows: &[(&'static str, i64)], table: &str) -> i64 {
    rows.iter().find(|(name, _)| name.ends_with(table)).unwrap().1
}

const WHOLE: &str = r#"{"name":"Sambal","price":1000,
    "resources":[{"name":"cabai"},{"name":"garam","location":"Amed"}],
    "production":[{"name":"petik"},{"name":"ulek"}],
    "impact":[{"name":"air","icon":3},{"name":"limbah"}]}"#;

async fn whole(client: &Client) -> String {
    let body: Value = serde_json::from_str(WHOLE).unwrap();
    let product = id(&client.post("/products", &body).await.expect(201), "productId");
    format!("/products/{product}")
}

const LISTS: [&str; 3] = ["resources", "production", "impact"];

both_engines! {
    async fn a_product_that_is_sent_back_as_it_was_read_stays_as_it_is(db: TestDb) {
        let app = TestApp::new(db).await;
        let (sari, _) = app.producer("sari").await;
        let path = whole(&sari).await;
        let (before, counts) = (shown(&sari, &path, "product").await, rows(&app.test.db).await);
        for list in LISTS {
            assert_eq!(each(&before[list], "id").len(), 2, "{list}");
        }
        let mut sent = before.clone();
        drop(sari.put(&path, &sent).await.expect(200));
        drop(sari.put("/products", &sent).await.expect(200));
        let after = shown(&sari, &path, "product").await;
        sent["updatedAt"] = after["updatedAt"].clone();
        assert_eq!(after, sent);
        assert_eq!(rows(&app.test.db).await, counts);
    }

    async fn parts_are_kept_changed_removed_and_added(db: TestDb) {
        let app = TestApp::new(db).await;
        let (sari, _) = app.producer("sari").await;
        let path = whole(&sari).await;
        let before = shown(&sari, &path, "product").await;
        let entry = |list: &str, at: usize| before[list][at].clone();
        let mut change = json!({});
        for list in LISTS {
            let mut changed = entry(list, 1);
            changed["name"] = json!("lain");
            // In another order; the first one is left out.
            change[list] = json!([{"name": "baru"}, changed]);
        }
        drop(sari.put(&path, &change).await.expect(200));
        let after = shown(&sari, &path, "product").await;
        for list in LISTS {
            assert_eq!(each(&after[list], "name"), ["baru", "lain"], "{list}");
            let (ids, old) = (each(&after[list], "id"), each(&before[list], "id"));
            assert_eq!(ids[1], old[1], "{list}");
            assert!(!old.contains(&ids[0]), "{list}");
        }
        // What was left out is gone, and nothing else.
        for (list, one) in [("resources", "resource"), ("impact", "impact")] {
            let gone = each(&before[list], "id");
            let address = format!("/{one}s/{}", gone[0]);
            drop(app.anyone.get(&address).await.expect(404));
            drop(app.anyone.get(&format!("/{one}s/{}", gone[1])).await.expect(200));
        }
        assert_eq!(names(&app.anyone, &search("lain"), "products", "name").await, ["Sambal"]);
        assert_eq!(count(&app.anyone, &search("cabai")).await, 0);
        // What an edit does not mention stays.
        drop(sari.put(&path, &json!({"name": "Sambal Lain"})).await.expect(200));
        assert_eq!(shown(&sari, &path, "product").await["resources"], after["resources"]);
    }

    async fn a_part_may_be_kept_by_its_id_alone(db: TestDb) {
        let app = TestApp::new(db).await;
        let (sari, _) = app.producer("sari").await;
        let path = whole(&sari).await;
        let before = shown(&sari, &path, "product").await;
        let second = before["resources"][1]["id"].clone();
        drop(sari.put(&path, &json!({"resources": [second]})).await.expect(200));
        assert_eq!(shown(&sari, &path, "product").await["resources"], json!([before["resources"][1]]));
    }

    async fn a_part_is_changed_at_its_own_address_and_seen_at_once(db: TestDb) {
        let app = TestApp::new(db).await;
        let ((sari, umkm), (budi, _)) = (app.producer("sari").await, app.producer("budi").await);
        let path = whole(&sari).await;
        let before = shown(&app.anyone, &path, "product").await;
        let address = format!("/resources/{}", before["resources"][0]["id"].as_str().unwrap());
        drop(budi.put(&address, &json!({"name": "x"})).await.expect(403));
        drop(sari.put(&address, &json!({"name": "cabai rawit"})).await.expect(200));
        assert_eq!(shown(&app.anyone, &path, "product").await["resources"][0]["name"], "cabai rawit");
        // Parts are not what somebody keeps: they are in no list of their own, and wait for nobody.
        for list in ["/resources", "/impacts"] {
            assert_eq!(count(&sari, list).await, 0, "{list}");
        }
        assert_eq!(shown(&app.anyone, &format!("/umkm/{umkm}"), "umkm").await["impact"], json!([]));
    }

    async fn the_id_of_something_else_changes_nothing_there(db: TestDb) {
        let app = TestApp::new(db).await;
        let ((sari, _), (budi, _)) = (app.producer("sari").await, app.producer("budi").await);
        let (theirs, own) = (whole(&budi).await, whole(&sari).await);
        let kept = id(&budi.post("/resources", &json!({"name": "gula"})).await.expect(201), "resourceId");
        let part = shown(&sari, &theirs, "product").await["resources"][0]["id"].clone();
        let step = shown(&sari, &theirs, "product").await["production"][0]["id"].clone();
        let sent = json!({
            "resources": [{"id": part, "name": "curian"}, {"id": kept, "name": "curian"}, {"id": "no-such", "name": "ada"}, {"id": 7, "name": "angka"}],
            "production": [{"id": step, "name": "curian"}],
        });
        drop(sari.put(&own, &sent).await.expect(200));
        let after = shown(&sari, &own, "product").await;
        // Somebody else's that is kept is named, and says what it says.
        assert_eq!(each(&after["resources"], "name"), ["curian", "gula", "ada", "angka"]);
        assert_eq!(after["resources"][1]["id"], json!(kept));
        assert_ne!(after["resources"][0]["id"], part);
        assert_ne!(after["production"][0]["id"], step);
        assert_eq!(each(&shown(&sari, &theirs, "product").await["resources"], "name"), ["cabai", "garam"]);
        // One's own that is kept is changed for all.
        let mine = id(&sari.post("/resources", &json!({"name": "gula merah"})).await.expect(201), "resourceId");
        drop(sari.put(&own, &json!({"resources": [{"id": mine, "name": "gula aren"}]})).await.expect(200));
        assert_eq!(shown(&sari, &format!("/resources/{mine}"), "resource").await["name"], "gula aren");
        assert_eq!(count(&sari, "/resources").await, 1);
        // The same id twice cannot be the same part.
        let twice = json!({"resources": [{"id": mine, "name": "a"}, {"id": mine, "name": "b"}]});
        drop(sari.put(&own, &twice).await.expect(200));
        assert_eq!(each(&shown(&sari, &own, "product").await["resources"], "name"), ["a", "b"]);
    }

    async fn parts_go_with_what_they_are_part_of(db: TestDb) {
        let app = TestApp::new(db).await;
        let (sari, _) = app.producer("sari").await;
        let path = whole(&sari).await;
        drop(sari.put("/umkm", &json!({"impact": [{"name": "hemat air"}]})).await.expect(200));
        let counts = rows(&app.test.db).await;
        assert_eq!((stored(&counts, "RESOURCES"), stored(&counts, "IMPACTS")), (2, 3));
        drop(sari.delete(&path).await.expect(200));
        let counts = rows(&app.test.db).await;
        assert_eq!((stored(&counts, "RESOURCES"), stored(&counts, "IMPACTS"), stored(&counts, "REFERENCES")), (0, 1, 0));
        drop(whole(&sari).await);
        drop(sari.delete("/umkm").await.expect(200));
        let counts = rows(&app.test.db).await;
        assert_eq!((stored(&counts, "RESOURCES"), stored(&counts, "IMPACTS")), (0, 0));
    }

    async fn a_refused_product_leaves_no_parts(db: TestDb) {
        let app = TestApp::new(db).await;
        let (sari, _) = app.producer("sari").await;
        let before = rows(&app.test.db).await;
        let body = json!({"name": "a", "price": 1, "resources": [{"name": "cabai"}, "resource-nowhere"]});
        drop(sari.post("/products", &body).await.expect(400));
        assert_eq!(rows(&app.test.db).await, before);
    }

    async fn a_umkm_shows_its_impacts_and_those_that_its_owner_keeps(db: TestDb) {
        let app = TestApp::new(db).await;
        let ((sari, umkm), (budi, _)) = (app.producer("sari").await, app.producer("budi").await);
        let path = format!("/umkm/{umkm}");
        let impacts = async || shown(&app.anyone, &path, "umkm").await["impact"].clone();
        assert_eq!(impacts().await, json!([]));
        let keep = async |client: &Client, name: &str| {
            id(&client.post("/impacts", &json!({"name": name})).await.expect(201), "impactId")
        };
        let (first, theirs) = (keep(&sari, "hutan").await, keep(&budi, "laut").await);
        assert_eq!(each(&impacts().await, "name"), ["hutan"]);
        drop(sari.put("/umkm", &json!({"impact": [{"name": "sawah"}]})).await.expect(200));
        assert_eq!(each(&impacts().await, "name"), ["sawah", "hutan"]);
        drop(sari.put(&format!("/impacts/{first}"), &json!({"name": "hutan bakau"})).await.expect(200));
        assert_eq!(each(&impacts().await, "name"), ["sawah", "hutan bakau"]);

        // Sent back as it was read, it stays the same, and is not doubled.
        let read = impacts().await;
        drop(sari.put("/umkm", &json!({"impact": read})).await.expect(200));
        assert_eq!(impacts().await, read);
        assert_eq!(count(&sari, "/impacts").await, 1);
        let mut changed = read.clone();
        changed[0]["description"] = json!("tadah hujan");
        drop(sari.put("/umkm", &json!({"impact": changed})).await.expect(200));
        assert_eq!(impacts().await, changed);
        for path in ["/umkm/profile".to_owned(), path.clone()] {
            assert_eq!(shown(&sari, &path, "umkm").await["impact"], changed);
        }

        // What others keep is not this one's.
        let refused = sari.put("/umkm", &json!({"impact": [theirs]})).await.expect(400);
        assert!(refused.text().contains(&theirs), "{}", refused.text());
        drop(sari.delete(&format!("/impacts/{first}")).await.expect(200));
        assert_eq!(each(&impacts().await, "name"), ["sawah"]);
        drop(sari.put("/umkm", &json!({"impact": []})).await.expect(200));
        assert_eq!(impacts().await, json!([]));
    }
}
