//! `Idempotency-Key`: the same request twice happens once and is answered alike; another request is not mistaken for it.

use std::time::Duration;

use http::{HeaderMap, HeaderValue};
use platform::{
    Conn, Ctx, Db, Error, Kind, Result, Tx,
    auth::keys::Keyring,
    db::{Migration, ModuleMigrations},
    idempotency::{Answers, Once, expire},
    params,
};
use serde::{Deserialize, Serialize};
use testkit::{TestDb, both_engines};
use tokio::task::JoinSet;

const TABLES: ModuleMigrations = ModuleMigrations {
    module: "sample",
    migrations: &[Migration {
        name: "sale",
        sql: "create table sale (number {identity}, what text not null);",
    }],
};

platform::statements! {
    SELL = "insert into sale (what) values ($1) returning number";
    SOLD = "select count(*) from sale";
    KEPT = "select key, answer from idempotency order by key limit 10";
    KEPT_COUNT = "select count(*) from idempotency";
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
struct Receipt {
    number: i64,
    secret: String,
}

struct Shop {
    test: TestDb,
    keys: Keyring,
    answers: Answers,
}

impl Shop {
    async fn open(test: TestDb) -> Self {
        let test = test.migrated(&[platform::module::SCHEMA.migrations, TABLES]).await;
        let keys = Keyring::open(test.dir.path().join("keys.json"), &test.clock).unwrap();
        Self {
            answers: Answers::new(test.db.clone(), keys.clone()),
            keys,
            test,
        }
    }

    fn by(&self, who: &str) -> Ctx {
        Ctx::background(self.test.clock.clone()).by(who)
    }

    async fn sell(&self, who: &str, once: Option<Once>) -> Result<Receipt> {
        sell(&self.answers, &self.by(who), once).await
    }

    async fn sold(&self) -> i64 {
        number(&self.test.db, SOLD).await
    }
}

async fn number(db: &Db, sql: platform::db::Sql) -> i64 {
    db.read(async move |conn: &mut Conn<'_>| conn.number(sql, &[]).await)
        .await
        .unwrap()
}

/// Sells something. Each execution has another number and another secret.
async fn sell(answers: &Answers, ctx: &Ctx, once: Option<Once>) -> Result<Receipt> {
    answers
        .write(ctx, once, async |tx: &mut Tx<'_>| {
            let number = tx.number(SELL, params!["coffee"]).await?;
            Ok(Receipt {
                number,
                secret: format!("very-secret-{number}"),
            })
        })
        .await
}

fn headers(key: &[u8]) -> HeaderMap {
    let mut headers = HeaderMap::new();
    headers.insert("idempotency-key", HeaderValue::from_bytes(key).unwrap());
    headers
}

fn once(key: &str, path: &str, body: &str) -> Option<Once> {
    let once = Once::from_headers(&headers(key.as_bytes()), path).unwrap();
    once.map(|once| once.over(body.as_bytes()))
}

#[test]
fn a_key_has_1_to_255_visible_characters() {
    assert!(Once::from_headers(&HeaderMap::new(), "/sales").unwrap().is_none());
    for good in ["k", "8c9b5a52-7a0b-4b9c-9d5e-0a4f0f6f1a11", &"x".repeat(255)] {
        assert!(
            Once::from_headers(&headers(good.as_bytes()), "/sales")
                .unwrap()
                .is_some(),
            "{good}"
        );
    }
    for bad in ["".as_bytes(), "x".repeat(256).as_bytes(), "schlüssel".as_bytes()] {
        let error = Once::from_headers(&headers(bad), "/sales").unwrap_err();
        assert_eq!(
            (error.kind(), error.fields()[0].path.as_str()),
            (Kind::Invalid, "Idempotency-Key")
        );
    }
}

both_engines! {
    async fn the_same_request_happens_once_and_is_answered_alike(test: TestDb) {
        let shop = Shop::open(test).await;
        let first = shop.sell("sari", once("k", "/sales", "coffee")).await.unwrap();
        for _ in 0..3 {
            assert_eq!(shop.sell("sari", once("k", "/sales", "coffee")).await.unwrap(), first);
        }
        assert_eq!(shop.sold().await, 1);
        let found: Option<Receipt> = shop.answers.find(&shop.by("sari"), &once("k", "/sales", "coffee").unwrap()).await.unwrap();
        assert_eq!(found, Some(first));
        let none: Option<Receipt> = shop.answers.find(&shop.by("sari"), &once("l", "/sales", "coffee").unwrap()).await.unwrap();
        assert_eq!(none, None);
    }

    async fn without_a_key_every_request_happens(test: TestDb) {
        let shop = Shop::open(test).await;
        let first = shop.sell("sari", None).await.unwrap();
        assert_ne!(shop.sell("sari", None).await.unwrap(), first);
        assert_eq!((shop.sold().await, number(&shop.test.db, KEPT_COUNT).await), (2, 0));
    }

    async fn the_same_key_for_another_body_is_refused(test: TestDb) {
        let shop = Shop::open(test).await;
        shop.sell("sari", once("k", "/sales", "coffee")).await.unwrap();
        let error = shop.sell("sari", once("k", "/sales", "tea")).await.unwrap_err();
        assert_eq!((error.kind(), error.code()), (Kind::Conflict, "request.idempotency_mismatch"));
        let error = shop.answers.find::<Receipt>(&shop.by("sari"), &once("k", "/sales", "tea").unwrap()).await.unwrap_err();
        assert_eq!(error.code(), "request.idempotency_mismatch");
        assert_eq!(shop.sold().await, 1);
    }

    async fn a_key_belongs_to_its_caller_and_its_route(test: TestDb) {
        let shop = Shop::open(test).await;
        let receipts = [
            shop.sell("sari", once("k", "/sales", "coffee")).await.unwrap(),
            shop.sell("budi", once("k", "/sales", "coffee")).await.unwrap(),
            shop.sell("sari", once("k", "/orders", "coffee")).await.unwrap(),
            // Parts that only look alike when they are put together.
            shop.sell("sari", once("sk", "/sale", "coffee")).await.unwrap(),
            sell(&shop.answers, &Ctx::background(shop.test.clock.clone()), once("k", "/sales", "tea")).await.unwrap(),
        ];
        let numbers: Vec<i64> = receipts.iter().map(|receipt| receipt.number).collect();
        assert_eq!((numbers, shop.sold().await), (vec![1, 2, 3, 4, 5], 5));
    }

    async fn twenty_of_the_same_request_at_once_happen_once(test: TestDb) {
        let shop = Shop::open(test).await;
        let mut requests = JoinSet::new();
        for _ in 0..20 {
            let (answers, ctx) = (shop.answers.clone(), shop.by("sari"));
            requests.spawn(async move { sell(&answers, &ctx, once("k", "/sales", "coffee")).await });
        }
        let mut receipts = Vec::new();
        while let Some(done) = requests.join_next().await {
            receipts.push(done.unwrap().unwrap());
        }
        receipts.dedup();
        assert_eq!((receipts.len(), shop.sold().await), (1, 1));
    }

    async fn of_different_requests_under_one_key_at_once_one_happens(test: TestDb) {
        let shop = Shop::open(test).await;
        let mut requests = JoinSet::new();
        for number in 0..10 {
            let (answers, ctx) = (shop.answers.clone(), shop.by("sari"));
            requests.spawn(async move { sell(&answers, &ctx, once("k", "/sales", &format!("{number} coffees"))).await });
        }
        let mut refused = 0;
        while let Some(done) = requests.join_next().await {
            if let Err(error) = done.unwrap() {
                assert_eq!(error.code(), "request.idempotency_mismatch");
                refused += 1;
            }
        }
        assert_eq!((refused, shop.sold().await), (9, 1));
    }

    async fn an_answer_is_kept_for_a_day(test: TestDb) {
        let shop = Shop::open(test).await;
        let day = Duration::from_hours(24);
        let first = shop.sell("sari", once("k", "/sales", "coffee")).await.unwrap();
        shop.test.clock.advance(Duration::from_secs(24 * 60 * 60 - 1));
        expire(&shop.test.db).await.unwrap();
        assert_eq!(shop.sell("sari", once("k", "/sales", "coffee")).await.unwrap(), first);
        shop.test.clock.advance(Duration::from_secs(1));
        // The expired answer is still stored, and is replaced; the key is free for another body, too.
        let second = shop.sell("sari", once("k", "/sales", "tea")).await.unwrap();
        assert_eq!((second.number, shop.sold().await), (2, 2));
        assert_eq!(shop.sell("sari", once("k", "/sales", "tea")).await.unwrap(), second);
        shop.test.clock.advance(day);
        expire(&shop.test.db).await.unwrap();
        assert_eq!(number(&shop.test.db, KEPT_COUNT).await, 0);
    }

    async fn neither_the_answer_nor_the_key_can_be_read_in_the_table(test: TestDb) {
        let shop = Shop::open(test).await;
        let first = shop.sell("sari", once("my-own-key", "/sales", "coffee")).await.unwrap();
        let read = shop.test.db.read(async |conn: &mut Conn<'_>| {
            conn.all(KEPT, &[], |row| Ok([row.get::<String>(0)?.into_bytes(), row.get(1)?])).await
        });
        let rows: Vec<[Vec<u8>; 2]> = read.await.unwrap();
        assert_eq!(rows.len(), 1);
        for column in rows.concat() {
            for told in ["secret", "number", "my-own-key", "sari", "coffee"] {
                assert!(!column.windows(told.len()).any(|part| part == told.as_bytes()), "{told}");
            }
        }
        // The server's own keys open it, also after they were changed.
        shop.keys.rotate(shop.test.clock.now()).unwrap();
        assert_eq!(shop.sell("sari", once("my-own-key", "/sales", "coffee")).await.unwrap(), first);
        // Those of another server do not.
        let other = Keyring::open(shop.test.dir.path().join("other.json"), &shop.test.clock).unwrap();
        let stranger = Answers::new(shop.test.db.clone(), other);
        assert!(sell(&stranger, &shop.by("sari"), once("my-own-key", "/sales", "coffee")).await.is_err());
        assert_eq!(shop.sold().await, 1);
    }

    async fn who_has_no_name_shares_no_key_and_none_can_be_guessed_from_its_row(test: TestDb) {
        let shop = Shop::open(test).await;
        let nobody = Ctx::background(shop.test.clock.clone());
        let first = sell(&shop.answers, &nobody, once("k", "/users", "password=kopi1")).await.unwrap();
        let second = sell(&shop.answers, &nobody, once("k", "/users", "password=kopi2")).await.unwrap();
        let again = sell(&shop.answers, &nobody, once("k", "/users", "password=kopi1")).await.unwrap();
        assert_eq!((first == again, first == second, shop.sold().await), (true, false, 2));
        // The same request to a server with other keys leaves another row.
        let stranger = Keyring::open(shop.test.dir.path().join("other.json"), &shop.test.clock).unwrap();
        let stranger = Answers::new(shop.test.db.clone(), stranger);
        sell(&stranger, &nobody, once("k", "/users", "password=kopi1")).await.unwrap();
        assert_eq!(number(&shop.test.db, KEPT_COUNT).await, 3);
    }

    async fn work_that_fails_leaves_the_key_free(test: TestDb) {
        let shop = Shop::open(test).await;
        let out: Result<Receipt> = shop.answers
            .write(&shop.by("sari"), once("k", "/sales", "coffee"), async |tx: &mut Tx<'_>| {
                tx.number(SELL, params!["coffee"]).await?;
                Err(Error::new(Kind::Conflict, "sample.sold_out", "sold out"))
            })
            .await;
        assert_eq!(out.unwrap_err().code(), "sample.sold_out");
        assert_eq!((shop.sold().await, number(&shop.test.db, KEPT_COUNT).await), (0, 0));
        shop.sell("sari", once("k", "/sales", "coffee")).await.unwrap();
        assert_eq!(shop.sold().await, 1);
    }
}
