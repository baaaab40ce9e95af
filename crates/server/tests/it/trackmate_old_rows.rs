//! Rows that were stored before parts had ids and products were found within their words are settled in the background.

use platform::{Ctx, Tx, db::Engine, params};
use serde_json::{Value, json};
use testkit::both_engines;

use crate::{
    support::{TestApp, id},
    trackmate_support::{names, rows},
};

platform::statements! {
    PRODUCT = "update product set settled = 0, resources = $1, production = $2, impact = $3 where name = $4";
    UMKM = "update umkm set settled = 0, impact = $1";
    REFERENCES = "delete from product_resource";
    RESOURCES = "delete from resource where part_of is not null";
    OTHER_REFERENCES = "delete from product_impact";
    IMPACTS = "delete from impact where part_of is not null";
    @Sqlite WORDS = "delete from product_search_inside";
    @Postgres OTHER_WORDS = "update product_search set inside = ''";
}

const RESOURCES_OF_OLD: &str = r#"[{"name":"cabai","image":null,"location":null,"description":"pedas"}]"#;
const STEPS_OF_OLD: &str = r#"[{"name":"petik","image":null,"description":null}]"#;
const IMPACTS_OF_OLD: &str = r#"[{"name":"air","description":"hemat"}]"#;

/// Takes from every row what the older version did not store.
async fn make_old(app: &TestApp, product: &'static str) {
    let age = async move |tx: &mut Tx<'_>| {
        let values = params![RESOURCES_OF_OLD, STEPS_OF_OLD, IMPACTS_OF_OLD, product];
        tx.execute(PRODUCT, values).await?;
        tx.execute(UMKM, params![IMPACTS_OF_OLD]).await?;
        for sql in [REFERENCES, RESOURCES, OTHER_REFERENCES, IMPACTS] {
            tx.execute(sql, &[]).await?;
        }
        let words = match tx.engine() {
            Engine::Sqlite => WORDS,
            Engine::Postgres => OTHER_WORDS,
        };
        tx.execute(words, &[]).await
    };
    app.test.db.write(age).await.unwrap();
}

/// Runs the module's background jobs once.
async fn run_jobs(app: &TestApp) {
    let jobs = app.app.wired.modules.iter().flat_map(|module| &module.jobs);
    for job in jobs.filter(|job| job.name == "trackmate.settle_old_rows") {
        (job.run)(Ctx::background(app.clock.clone())).await.unwrap();
    }
}

/// What is shown, without the ids of its parts; and those.
fn parted(mut shown: Value) -> (Value, Vec<String>) {
    let mut found = Vec::new();
    for list in ["resources", "production", "impact"] {
        for entry in shown[list].as_array_mut().into_iter().flatten() {
            if let Some(Value::String(id)) = entry.as_object_mut().unwrap().remove("id") {
                found.push(id);
            }
        }
    }
    (shown, found)
}

both_engines! {
    async fn parts_of_old_rows_get_ids_and_products_are_found_within_their_words(db: TestDb) {
        let app = TestApp::new(db).await;
        let (sari, umkm) = app.producer("sari").await;
        let new = json!({"name": "Sambalterasi", "price": 1000});
        let product = id(&sari.post("/products", &new).await.expect(201), "productId");
        make_old(&app, "Sambalterasi").await;
        let found = async || names(&app.anyone, "/products/search/terasi", "products", "name").await;
        let shown = async |path: &str, name: &str| {
            app.clock.advance(std::time::Duration::from_secs(60));
            app.anyone.get(path).await.expect(200).json()["data"][name].clone()
        };
        let (of_product, of_umkm) = (format!("/products/{product}"), format!("/umkm/{umkm}"));
        let (before, ids) = parted(shown(&of_product, "product").await);
        assert!(ids.is_empty(), "{ids:?}");
        let (umkm_before, ids) = parted(shown(&of_umkm, "umkm").await);
        assert!(ids.is_empty(), "{ids:?}");
        assert!(found().await.is_empty());

        run_jobs(&app).await;
        let (after, ids) = parted(shown(&of_product, "product").await);
        assert_eq!((after, ids.len()), (before, 3));
        let (umkm_after, umkm_ids) = parted(shown(&of_umkm, "umkm").await);
        assert_eq!((umkm_after, umkm_ids.len()), (umkm_before, 1));
        assert_eq!(found().await, ["Sambalterasi"]);
        app.app.relay.drain().await.unwrap();

        // Once: nothing is stored again, and the ids stay.
        let counts = rows(&app.test.db).await;
        run_jobs(&app).await;
        assert_eq!(rows(&app.test.db).await, counts);
        assert_eq!(parted(shown(&of_product, "product").await).1, ids);
    }

    /// More than fit into one transaction.
    async fn many_old_rows_are_settled_in_one_turn(db: TestDb) {
        let app = TestApp::new(db).await;
        let (sari, _) = app.producer("sari").await;
        for _ in 0..45 {
            drop(sari.post("/products", &json!({"name": "Sambalterasi", "price": 1000})).await.expect(201));
        }
        make_old(&app, "Sambalterasi").await;
        run_jobs(&app).await;
        let found = names(&app.anyone, "/products/search/terasi?per_page=100", "products", "name").await;
        assert_eq!(found.len(), 45);
    }
}
