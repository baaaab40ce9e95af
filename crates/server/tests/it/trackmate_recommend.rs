//! What is recommended to whom, what is known of them for it, and that it goes when they want it.

use platform::{Conn, Ctx};
use serde_json::{Value, json};
use testkit::{Client, both_engines};

use crate::{
    pages_support::Browser,
    support::{PASSWORD, TestApp, id},
    trackmate_support::{names, told},
};

platform::statements! {
    VIEWS = "select count(*) from product_seen";
    TERMS = "select count(*) from product_term_count where count > 0";
    DUE = "select count(*) from product where likened < 2";
    MISCOUNTED = "select count(*) from product_term_count c
        where c.count <> (select count(*) from product_term t where t.term = c.term)";
    NEIGHBOURS = "select neighbours from product_neighbours order by product_seq";
}

const FOR: &str = "/recomendation";

/// Runs the module's background jobs once.
async fn settle(app: &TestApp) {
    let jobs = app.app.wired.modules.iter().flat_map(|module| &module.jobs);
    for job in jobs.filter(|job| job.name.starts_with("trackmate.")) {
        (job.run)(Ctx::background(app.clock.clone())).await.unwrap();
    }
}

async fn count(app: &TestApp, sql: platform::db::Sql) -> i64 {
    let read = async move |conn: &mut Conn<'_>| conn.number(sql, &[]).await;
    app.test.db.read(read).await.unwrap()
}

async fn recommended(client: &Client, path: &str) -> Vec<String> {
    names(client, path, "recommended_products", "product_name").await
}

/// Twelve products of three kinds; answers their ids by kind.
async fn stocked(app: &TestApp) -> (Client, Vec<Vec<String>>) {
    let (maker, _) = app.producer("sari").await;
    let mut kinds = Vec::new();
    for (category, kind) in [
        (2, "sambal cabai pedas"),
        (3, "kopi arabika gayo"),
        (1, "batik tulis katun"),
    ] {
        let mut ids = Vec::new();
        for number in 1..=4 {
            let body = json!({"name": format!("{kind} {number}"), "price": 1000 * number, "category": category});
            ids.push(id(&maker.post("/products", &body).await.expect(201), "productId"));
        }
        kinds.push(ids);
    }
    (maker, kinds)
}

async fn rate(client: &Client, product: &str, stars: i64) {
    let path = format!("/products/{product}/rating");
    drop(client.post(&path, &json!({"rating": stars})).await.expect(201));
}

async fn browser_of(app: &TestApp, username: &str) -> Browser {
    let mut browser = Browser::new(&app.anyone, "id");
    browser.open("/masuk?kembali=/").await;
    let login = [("username", username), ("password", PASSWORD), ("kembali", "/")];
    browser.submit("/masuk", &login).await;
    browser
}

fn page_of(product: &str) -> String {
    format!("/p/{}", product.strip_prefix("product-").unwrap())
}

both_engines! {
    async fn what_is_like_a_product_comes_first_also_before_anything_was_reckoned(db: TestDb) {
        let app = TestApp::new(db).await;
        let (_, kinds) = stocked(&app).await;
        let like = format!("{FOR}?product={}", kinds[1][0]);
        settle(&app).await;
        let found = recommended(&app.anyone, &like).await;
        assert_eq!(found.len(), 5);
        assert!(found[..3].iter().all(|name| name.starts_with("kopi")), "{found:?}");
        assert!(!found.contains(&"kopi arabika gayo 1".to_owned()), "{found:?}");
        assert_eq!(
            told(&app.anyone.get(&like).await),
            told(&app.anyone.get(&like.replace("recomendation", "recommendation")).await)
        );
        let (maker, _) = app.producer("dewi").await;
        let body = json!({"name": "Kopi arabika Toraja", "price": 1, "category": 3});
        let new = id(&maker.post("/products", &body).await.expect(201), "productId");
        let of_new = recommended(&app.anyone, &format!("{FOR}?product={new}")).await;
        assert!(of_new[..3].iter().all(|name| name.starts_with("kopi")), "{of_new:?}");
        settle(&app).await;
        let after = recommended(&app.anyone, &like).await;
        assert!(after[..4].contains(&"Kopi arabika Toraja".to_owned()), "{after:?}");

        let none = app.anyone.get(&format!("{FOR}?product=product-nowhere")).await;
        assert_eq!((none.status.as_u16(), none.json()["message"].clone()), (404, json!("Product tidak ditemukan")));
        assert_eq!(app.anyone.get(&format!("{FOR}?product=%00")).await.status, 404);
        assert!(app.anyone.get(&like).await.headers.get("x-hint").is_none());
        assert!(app.anyone.get(&format!("{FOR}?produk=x")).await.headers.contains_key("x-hint"));
    }

    async fn a_taste_is_followed_and_what_is_disliked_or_ones_own_is_not_shown(db: TestDb) {
        let app = TestApp::new(db).await;
        let (maker, kinds) = stocked(&app).await;
        let budi = app.user("budi").await;
        settle(&app).await;
        rate(&budi, &kinds[1][0], 5).await;
        rate(&budi, &kinds[0][0], 1).await;
        let found = recommended(&budi, FOR).await;
        assert!(found[..3].iter().all(|name| name.starts_with("kopi")), "{found:?}");
        assert!(!found.contains(&"sambal cabai pedas 1".to_owned()), "{found:?}");
        assert_eq!(recommended(&budi, FOR).await, found, "the same on the same day");
        let anybody = recommended(&app.anyone, FOR).await;
        assert_eq!(anybody[0], "kopi arabika gayo 1", "what is kept for anybody is not somebody's");
        assert!(recommended(&maker, FOR).await.is_empty(), "all of it is their own");
        let answer = app.anyone.get(FOR).await.expect(200);
        let vary: Vec<_> = answer.headers.get_all("vary").iter().collect();
        assert!(vary.iter().any(|value| *value == "authorization"), "{vary:?}");
        assert_eq!(budi.get(FOR).await.expect(200).headers["cache-control"], "no-store");
    }

    async fn people_who_like_the_same_make_products_alike(db: TestDb) {
        let app = TestApp::new(db).await;
        let (_, kinds) = stocked(&app).await;
        settle(&app).await;
        for name in ["ani", "beni", "cici", "didi", "eko"] {
            let somebody = app.user(name).await;
            rate(&somebody, &kinds[0][0], 5).await;
            rate(&somebody, &kinds[2][3], 4).await;
        }
        for name in ["fani", "gita"] {
            rate(&app.user(name).await, &kinds[1][1], 5).await;
        }
        settle(&app).await;
        let found = recommended(&app.anyone, &format!("{FOR}?product={}", kinds[0][0])).await;
        assert_eq!(found[3..], ["batik tulis katun 4", "kopi arabika gayo 2"], "{found:?}");
    }

    async fn a_change_and_a_removal_are_followed_and_nothing_hidden_is_shown(db: TestDb) {
        let app = TestApp::new(db).await;
        let (maker, kinds) = stocked(&app).await;
        settle(&app).await;
        let like = format!("{FOR}?product={}", kinds[1][0]);
        let change = json!({"name": "kopi arabika gayo istimewa", "category": 3});
        drop(maker.put(&format!("/products/{}", kinds[0][0]), &change).await.expect(200));
        settle(&app).await;
        let found = recommended(&app.anyone, &like).await;
        assert!(found[..4].contains(&"kopi arabika gayo istimewa".to_owned()), "{found:?}");
        for product in kinds.iter().flatten().skip(1).filter(|product| **product != kinds[1][0]) {
            drop(maker.delete(&format!("/products/{product}")).await.expect(200));
        }
        assert_eq!(recommended(&app.anyone, &like).await, ["kopi arabika gayo istimewa"]);
        for product in [&kinds[0][0], &kinds[1][0]] {
            drop(maker.delete(&format!("/products/{product}")).await.expect(200));
        }
        assert_eq!(count(&app, TERMS).await, 0);
    }

    async fn two_at_once_come_to_one_table_and_a_turn_with_nothing_to_do_changes_nothing(db: TestDb) {
        let app = TestApp::new(db).await;
        stocked(&app).await;
        tokio::join!(settle(&app), settle(&app));
        let stored = async || {
            let read = async |conn: &mut Conn<'_>| conn.all(NEIGHBOURS, &[], |row| row.get::<String>(0)).await;
            app.test.db.read(read).await.unwrap()
        };
        let before = stored().await;
        assert_eq!((before.len(), count(&app, DUE).await, count(&app, MISCOUNTED).await), (12, 0, 0));
        settle(&app).await;
        assert_eq!(stored().await, before);
    }

    async fn what_somebody_looked_at_is_noted_shown_and_forgotten(db: TestDb) {
        let app = TestApp::new(db).await;
        let (_, kinds) = stocked(&app).await;
        let budi = app.user("budi").await;
        settle(&app).await;
        let mut reader = browser_of(&app, "budi").await;
        reader.open("/").await.is_silent_about("Untuk Anda");
        let mut stranger = Browser::new(&app.anyone, "id");
        stranger.open(&page_of(&kinds[1][0])).await.says("Dari pembuat yang sama");
        for _ in 0..3 {
            reader.open(&page_of(&kinds[1][0])).await;
        }
        assert_eq!(count(&app, VIEWS).await, 0, "a page that is looked at writes nothing");
        settle(&app).await;
        assert_eq!(count(&app, VIEWS).await, 1);
        reader.open("/").await.says("Untuk Anda").says("kopi arabika gayo 2");
        assert!(recommended(&budi, FOR).await[0].starts_with("kopi"));
        reader.open("/dilihat").await.says("kopi arabika gayo 1").says("Hapus catatan ini");
        reader.submit("/dilihat", &[]).await.says("sudah dihapus").says("Belum ada yang tercatat");
        assert_eq!(count(&app, VIEWS).await, 0);
        reader.open(&page_of(&kinds[0][0])).await;
        let said = budi.delete("/users/me/views").await.expect(200).json()["message"].clone();
        assert_eq!(said, "Riwayat produk yang dilihat berhasil dihapus");
        settle(&app).await;
        assert_eq!(count(&app, VIEWS).await, 0, "what was not stored yet is forgotten as well");
        assert_eq!(app.anyone.delete("/users/me/views").await.status, 401);
    }

    async fn views_and_ratings_go_with_their_account(db: TestDb) {
        let app = TestApp::new(db).await;
        let (_, kinds) = stocked(&app).await;
        let (budi, wati) = (app.user("budi").await, app.user("wati").await);
        rate(&budi, &kinds[0][0], 1).await;
        rate(&wati, &kinds[0][0], 5).await;
        let mut reader = browser_of(&app, "budi").await;
        reader.open(&page_of(&kinds[0][0])).await;
        settle(&app).await;
        reader.open(&page_of(&kinds[0][1])).await;
        drop(budi.delete("/users").await.expect(200));
        settle(&app).await;
        assert_eq!(count(&app, VIEWS).await, 0);
        let rows = app.anyone.get(FOR).await.expect(200).json()["data"]["recommended_products"].clone();
        let rated = rows.as_array().unwrap().iter().find(|row| row["product_id"] == json!(kinds[0][0])).cloned();
        assert_eq!(rated.unwrap()["rating_x"], json!(5.0));
    }

    async fn products_sold_elsewhere_fill_up_until_they_are_taken_away(db: TestDb) {
        let app = TestApp::new(db).await;
        let trackmate = &app.app.wired.trackmate;
        let table = b"product_id,product_name,category,rating,rating_count,product_link\n\
            B1,Kettle,Home|Kitchen,4.0,\"2,000\",https://example.com/B1\nB2,Heater,Home,4.6,900,https://example.com/B2\n";
        assert_eq!(trackmate.import_catalogue(table, true).await.unwrap().products, 2);
        assert!(recommended(&app.anyone, FOR).await.is_empty(), "a trial stores nothing");
        drop(trackmate.import_catalogue(table, false).await.unwrap());
        let answer = app.anyone.get(FOR).await.expect(200).json();
        let expected = json!([
            {"product_id": "B2", "product_name": "Heater", "rating_x": 4.6, "product_link": "https://example.com/B2"},
            {"product_id": "B1", "product_name": "Kettle", "rating_x": 4.0, "product_link": "https://example.com/B1"},
        ]);
        assert_eq!((answer["data"]["recommended_products"].clone(), answer["count"].clone()), (expected, json!(2)));
        let (maker, _) = app.producer("sari").await;
        drop(maker.post("/products", &json!({"name": "Teh", "price": 1})).await.expect(201));
        assert_eq!(recommended(&app.anyone, FOR).await, ["Teh", "Heater", "Kettle"]);
        let broken = b"product_id,product_name,product_link\nB3,Fan,https://example.com/B3\nB4,,https://example.com/B4\n";
        assert!(trackmate.import_catalogue(broken, false).await.is_err());
        let other = b"product_id;product_name;product_link\nB3;Fan;https://example.com/B3\n";
        let done = trackmate.import_catalogue(other, false).await.unwrap();
        assert_eq!((done.products, done.removed), (1, 2));
        assert_eq!(recommended(&app.anyone, FOR).await, ["Teh", "Fan"]);
        assert_eq!(trackmate.clear_catalogue(false).await.unwrap(), 1);
        assert_eq!(recommended(&app.anyone, FOR).await, ["Teh"]);
    }

    async fn a_shop_judges_its_own_recommendations(db: TestDb) {
        let app = TestApp::new(db).await;
        let (_, kinds) = stocked(&app).await;
        for name in ["ani", "beni", "cici"] {
            let somebody = app.user(name).await;
            for product in &kinds[1][..3] {
                rate(&somebody, product, 5).await;
            }
        }
        let found = app.app.wired.trackmate.evaluate_recommendations().await.unwrap();
        assert_eq!((found.products, found.asked, found.ways[0].0), (12, 3, "ours"));
        assert!(found.ways[0].1.hit_rate > 0.9, "{found:?}");
    }
}

#[tokio::test]
async fn only_the_last_two_hundred_views_are_remembered() {
    let app = TestApp::new(testkit::TestDb::sqlite().await).await;
    let (maker, _) = app.producer("sari").await;
    app.user("budi").await;
    let mut reader = browser_of(&app, "budi").await;
    for number in 0..205 {
        let body: Value = json!({"name": format!("P{number}"), "price": 1});
        let product = id(&maker.post("/products", &body).await.expect(201), "productId");
        app.clock.advance(std::time::Duration::from_millis(5));
        reader.open(&page_of(&product)).await;
    }
    settle(&app).await;
    assert_eq!(count(&app, VIEWS).await, 200);
}
