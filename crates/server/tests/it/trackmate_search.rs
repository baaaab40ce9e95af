//! Search that forgives, what is suggested while somebody types, and what narrows the results: the same on both engines.
//!
//! The catalogue and the queries are data, in the folder beside this file.

use std::collections::HashMap;

use platform::{Ctx, Tx, page::Pages};
use serde_json::json;
use testkit::{Client, TestDb};
use trackmate::api::{Choices, Order, PriceBand, Province, Suggestion, Wanted};

use crate::{
    pages_support::Browser,
    support::TestApp,
    trackmate_support::{names, search},
};

const CATALOGUE: &str = include_str!("trackmate_search/catalogue.txt");
const QUERIES: &str = include_str!("trackmate_search/queries.txt");

platform::statements! {
    WORDS = "select count(*) from search_word";
    TRACES = "select count(*) from search_trace";
    FORGET_WORDS = "delete from search_word";
    FORGET_TRACES = "delete from search_trace";
    AGE_PRODUCTS = "update product set settled = 0, province = null";
    AGE_MAKERS = "update umkm set settled = 0, province = null";
}

/// Lines of data, each cut into its parts.
fn lines(text: &str) -> impl Iterator<Item = Vec<&str>> {
    let lines = text.lines().filter(|line| !line.is_empty() && !line.starts_with("# "));
    lines.map(|line| line.split('|').map(str::trim).collect())
}

/// A filled catalogue: who made it, by code, and the code of each name.
struct Stocked {
    app: TestApp,
    makers: HashMap<String, Client>,
    codes: HashMap<String, String>,
}

async fn stocked(test: TestDb) -> Stocked {
    let app = TestApp::new(test).await;
    let (mut makers, mut codes) = (HashMap::new(), HashMap::new());
    for parts in lines(CATALOGUE) {
        match parts.as_slice() {
            [code, name, place] => {
                let maker = app.user(code).await;
                let umkm = json!({"name": name, "location": {"name": place}});
                maker.post("/umkm", &umkm).await.expect(201);
                makers.insert((*code).to_owned(), maker);
            }
            [code, maker, category, price, name, description] => {
                let product = json!({
                    "name": name,
                    "price": price.parse::<f64>().unwrap(),
                    "category": category.parse::<i64>().ok(),
                    "description": description,
                });
                makers[*maker].post("/products", &product).await.expect(201);
                codes.insert((*name).to_owned(), (*code).to_owned());
            }
            _ => panic!("{parts:?}"),
        }
    }
    Stocked { app, makers, codes }
}

impl Stocked {
    /// The codes of what is found, in order.
    async fn find(&self, typed: &str) -> String {
        let path = format!("{}?per_page=100", search(typed));
        let found = names(&self.app.anyone, &path, "products", "name").await;
        let codes: Vec<&str> = found.iter().map(|name| self.codes[name].as_str()).collect();
        codes.join(" ")
    }

    async fn browse(&self, words: &str, choices: Choices, order: Order) -> trackmate::api::Found {
        let wanted = Wanted {
            words: words.to_owned(),
            choices,
            order,
        };
        let found = self.app.app.wired.trackmate.browse(&wanted, Pages::after(0, 100)).await;
        found.unwrap()
    }

    /// What is suggested, a line each.
    async fn suggest(&self, typed: &str) -> Vec<String> {
        let found = self.app.app.wired.trackmate.suggest(typed).await.unwrap();
        let line = |suggestion| match suggestion {
            Suggestion::Words(words) => words,
            Suggestion::Product { name, .. } => format!("product {name}"),
            Suggestion::Maker { name, .. } => format!("maker {name}"),
        };
        found.into_iter().map(line).collect()
    }

    async fn run_job(&self, name: &str) {
        let jobs = self.app.app.wired.modules.iter().flat_map(|module| &module.jobs);
        for job in jobs.filter(|job| job.name == name) {
            (job.run)(Ctx::background(self.app.clock.clone())).await.unwrap();
        }
    }

    async fn count(&self, sql: platform::db::Sql) -> i64 {
        let read = self
            .app
            .test
            .db
            .read(async move |conn: &mut platform::Conn<'_>| conn.number(sql, &[]).await);
        read.await.unwrap()
    }
}

testkit::both_engines! {
    async fn queries_find_what_they_mean_in_order(test: TestDb) {
        let shop = stocked(test).await;
        let mut wrong = Vec::new();
        for parts in lines(QUERIES) {
            let (typed, expected) = parts[0].split_once("=>").unwrap();
            let (typed, expected) = (typed.trim(), expected.trim());
            let found = shop.find(typed).await;
            let meant = shop.browse(typed, Choices::default(), Order::BestMatch).await.meant.join(", ");
            let line = |codes: &str, meant: &str| format!("{typed} => {codes} | {meant}");
            let (found, expected) = (line(&found, &meant), line(expected, parts.get(1).unwrap_or(&"")));
            if found != expected {
                wrong.push(format!("found    {found}\nexpected {expected}"));
            }
        }
        assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    }

    async fn choices_narrow_together_and_count_given_the_others(test: TestDb) {
        let shop = stocked(test).await;
        let bali = Province::of_number(51);
        let number = |found: &trackmate::api::Found| found.paging.total;
        let all = shop.browse("", Choices::default(), Order::Newest).await;
        assert_eq!(number(&all), 60);
        assert_eq!(all.categories, [(1, 12), (2, 18), (3, 10)]);
        let provinces: Vec<_> = all.provinces.iter().map(|(province, count)| (province.name(), *count)).collect();
        assert_eq!(provinces, [("Aceh", 20), ("Jawa Barat", 20), ("Bali", 20)]);

        let in_bali = Choices { province: bali, ..Choices::default() };
        let found = shop.browse("kayu", in_bali, Order::Cheapest).await;
        let names: Vec<_> = found.cards.iter().map(|card| card.name.as_str()).collect();
        assert_eq!(names, ["Sendal Kayu", "Ukiran Kayu Jati", "Meja Kayu Kecil"]);
        // The province's own choice does not count against it; the price's counts are of Bali alone.
        assert_eq!(found.provinces.iter().map(|(_, count)| count).sum::<i64>(), 4);
        assert_eq!(found.prices, [(PriceBand::From100To250, 2), (PriceBand::From250, 1)]);
        let dear = Choices { price: Some(PriceBand::From250), ..in_bali };
        let found = shop.browse("kayu", dear, Order::BestMatch).await;
        assert_eq!((number(&found), found.cards.len(), found.provinces.len()), (1, 1, 1));

        // Prices at the edges.
        let priced = async |price| {
            let choices = Choices { price: Some(price), category: Some(3), province: None };
            let found = shop.browse("", choices, Order::Cheapest).await;
            found.cards.iter().map(|card| card.price.0).collect::<Vec<_>>()
        };
        assert_eq!(priced(PriceBand::Below25).await, [2_499_999]);
        assert_eq!(priced(PriceBand::From100To250).await, [10_000_000]);
    }

    async fn a_maker_that_moves_takes_its_products_along(test: TestDb) {
        let shop = stocked(test).await;
        let sanggar = &shop.makers["sanggar"];
        let moved = json!({"location": {"name": "Jepara, Jateng"}});
        sanggar.put("/umkm", &moved).await.expect(200);
        let found = shop.browse("", Choices::default(), Order::Newest).await;
        let names: Vec<_> = found.provinces.iter().map(|(province, _)| province.name()).collect();
        assert_eq!(names, ["Aceh", "Jawa Barat", "Jawa Tengah"]);
    }

    async fn whoever_types_is_suggested_words_products_and_makers(test: TestDb) {
        let shop = stocked(test).await;
        shop.run_job("trackmate.count_words").await;
        assert_eq!(
            shop.suggest("kop").await,
            [
                "kopi",
                "product Minuman Kopi Susu",
                "product Kopi Luwak Liar",
                "product Kopi Robusta",
                "product Kopi Arabika Gayo"
            ]
        );
        assert_eq!(shop.suggest("kopi ga").await, ["kopi gayo", "product Kopi Arabika Gayo"]);
        assert_eq!(
            shop.suggest("çel").await,
            ["çelebi", "celuk", "maker Sanggar Çelebi Güneş"]
        );
        assert_eq!(shop.suggest("samb").await[..2], ["sambal", "sambalterasi"]);
        for nothing in ["", "k", " ", "…!", "xq", "kopi xq", &"k".repeat(10_000), &"ko pi ".repeat(200)] {
            assert!(shop.suggest(nothing).await.is_empty(), "{nothing}");
        }
    }

    async fn words_that_no_product_has_any_more_are_forgotten(test: TestDb) {
        let shop = stocked(test).await;
        let (words, traces) = (shop.count(WORDS).await, shop.count(TRACES).await);
        let dapur = &shop.makers["dapur"];
        let made = dapur.post("/products", &json!({"name": "Wajik Ketan", "price": 1})).await.expect(201);
        let id = made.json()["data"]["productId"].as_str().unwrap().to_owned();
        assert_eq!(shop.count(WORDS).await, words + 2);
        dapur.delete(&format!("/products/{id}")).await.expect(200);
        // Marked at the first turn, and gone at the second, unless somebody has stored it again.
        shop.run_job("trackmate.count_words").await;
        assert_eq!(shop.count(WORDS).await, words + 2);
        dapur.post("/products", &json!({"name": "Ketan Hitam", "price": 1})).await.expect(201);
        shop.run_job("trackmate.count_words").await;
        assert_eq!(shop.count(WORDS).await, words + 1);
        assert!(shop.count(TRACES).await > traces);
        assert_eq!(shop.suggest("keta").await, ["ketan", "product Ketan Hitam"]);
        assert!(shop.suggest("waji").await.is_empty());
    }

    async fn old_rows_get_words_and_provinces(test: TestDb) {
        let shop = stocked(test).await;
        let before = (shop.count(WORDS).await, shop.count(TRACES).await);
        let age = async |tx: &mut Tx<'_>| {
            for sql in [FORGET_WORDS, FORGET_TRACES, AGE_PRODUCTS, AGE_MAKERS] {
                tx.execute(sql, &[]).await?;
            }
            Ok::<_, platform::Error>(())
        };
        shop.app.test.db.write(age).await.unwrap();
        // As long as they are not settled, they are found as they were.
        assert_eq!(shop.browse("kopi", Choices::default(), Order::BestMatch).await.cards.len(), 4);
        assert!(shop.browse("samabal", Choices::default(), Order::BestMatch).await.cards.is_empty());
        shop.run_job("trackmate.settle_old_rows").await;
        assert_eq!((shop.count(WORDS).await, shop.count(TRACES).await), before);
        let found = shop.browse("samabal", Choices::default(), Order::BestMatch).await;
        assert_eq!((found.cards.len(), found.provinces.len()), (2, 1));
    }

    async fn what_waits_for_approval_is_neither_found_nor_suggested(test: TestDb) {
        let shop = stocked(test).await;
        let listed = shop.app.anyone.get("/umkm").await.expect(200).json();
        let umkm = listed["data"]["umkm"].as_array().unwrap().iter().find(|umkm| umkm["name"] == "Sanggar Çelebi Güneş");
        let id = umkm.unwrap()["id"].as_str().unwrap().to_owned();
        let admin = shop.app.account("pengurus", accounts::Role::Admin).await;
        admin.call(http::Method::PUT, &format!("/umkm/approve/{id}")).await.expect(200);
        shop.app.clock.advance(std::time::Duration::from_secs(60));
        let found = shop.browse("kerajinn", Choices::default(), Order::BestMatch).await;
        assert!(found.cards.is_empty() && found.meant.is_empty(), "{:?}", found.meant);
        assert!(shop.suggest("kerajinan").await.is_empty() && shop.suggest("sanggar").await.is_empty());
    }

    async fn hostile_searches_are_answered_like_any_other(test: TestDb) {
        let shop = stocked(test).await;
        for typed in [
            &"k".repeat(10_000),
            &"kopi ".repeat(200),
            "\u{202e}ipok\u{202c}",
            "شاي أخضر",
            "!!! ... ---",
            "name:kopi",
            "kopi* NEAR(teh, 2)",
            "' & | ! <-> :*",
            "\"(",
            "kopi\\",
            "%_%",
            "ko\u{0}pi",
        ] {
            let found = shop.browse(typed, Choices::default(), Order::BestMatch).await;
            assert!(found.cards.len() <= 4, "{typed:?}");
            shop.suggest(typed).await;
        }
        let punctuation = shop.browse("!!!", Choices::default(), Order::BestMatch).await;
        assert_eq!((punctuation.cards.len(), punctuation.paging.total), (0, 0));
        assert_eq!(shop.find("' & | ! <-> :* luwak").await, "k03");
        assert_eq!(shop.find("(kopi) \"gayo\"").await, "k01 k04 k03 k02");
    }
}

#[tokio::test]
async fn a_shopper_combines_choices_and_takes_them_back_without_scripts() {
    let shop = stocked(TestDb::sqlite().await).await;
    let mut shopper = Browser::new(&shop.app.anyone, "id");
    shopper
        .open("/cari?q=kayu&provinsi=51&harga=100-250&urut=murah")
        .await
        .says("2 produk")
        .says("href=\"/cari?q=kayu&#38;harga=100-250&#38;urut=murah\" aria-label=\"Hapus pilihan Bali\"")
        .says("href=\"/cari?q=kayu&#38;urut=murah\">Hapus semua pilihan")
        .says("Rp100.000 – Rp250.000")
        .says("href=\"/cari?q=kayu&#38;provinsi=51&#38;harga=250-&#38;urut=murah\"");
    shopper
        .open("/cari?q=samabal")
        .await
        .says("Mungkin maksud Anda:")
        .says("href=\"/cari?q=sambal\"><bdi>sambal</bdi>");
    shopper.open("/cari?q=sambal").await.is_silent_about("Mungkin maksud");
    shopper.open("/cari?provinsi=99&harga=x").await.says("60 produk");
}

#[tokio::test]
async fn suggestions_are_told_as_text_with_ways_that_lead_somewhere() {
    let shop = stocked(TestDb::sqlite().await).await;
    let hostile = json!({"name": "Kopi <img src=x onerror=alert(1)>", "price": 1});
    shop.makers["kebun"].post("/products", &hostile).await.expect(201);
    let mut shopper = Browser::new(&shop.app.anyone, "id");
    let answer = shopper.download("/cari/saran?q=kopi%20im").await;
    assert_eq!(answer.headers["content-type"], "application/json");
    assert_eq!(answer.headers["cache-control"], "private, max-age=30");
    let told = answer.json();
    assert_eq!(
        told[0],
        json!({"text": "kopi img", "kind": null, "path": "/cari?q=kopi+img"})
    );
    assert_eq!(told[1]["text"], "Kopi <img src=x onerror=alert(1)>");
    assert_eq!(told[1]["kind"], "Produk");
    for told in told.as_array().unwrap() {
        shopper.open(told["path"].as_str().unwrap()).await;
        assert_eq!(shopper.status, http::StatusCode::OK, "{told}");
    }
    assert_eq!(shopper.download("/cari/saran").await.json(), json!([]));
    let english = Browser::new(&shop.app.anyone, "en")
        .download("/cari/saran?q=gayo")
        .await
        .json();
    assert!(
        english.as_array().unwrap().iter().any(|told| told["kind"] == "Maker"),
        "{english}"
    );
}
