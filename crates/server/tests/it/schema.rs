//! Tables and statements of every module: each statement is good on the engines that it is meant for, is written so that
//! both number its parameters alike, and both engines end up with the same tables.

use std::collections::BTreeSet;

use platform::db::{Engine, Sql};
use testkit::{TestDb, both_engines};

/// Every schema of the program.
pub(crate) use server::wiring::schemas;

/// The database with the tables of every module.
pub(crate) async fn migrated(test: TestDb) -> TestDb {
    let migrations: Vec<_> = schemas().map(|schema| schema.migrations).collect();
    test.migrated(&migrations).await
}

fn statements() -> impl Iterator<Item = Sql> {
    schemas().flat_map(|schema| schema.every_statement())
}

/// The numbers of a statement's parameters, in the order in which each first appears. Quoted text has no parameters.
fn parameters(text: &str) -> Vec<usize> {
    let mut found = Vec::new();
    for unquoted in text.split('\'').step_by(2) {
        for after in unquoted.split('$').skip(1) {
            let digits = after
                .find(|c: char| !c.is_ascii_digit())
                .map_or(after, |end| &after[..end]);
            let number = digits.parse().unwrap_or(0);
            if !found.contains(&number) {
                found.push(number);
            }
        }
    }
    found
}

#[test]
fn parameters_are_found_where_they_first_appear() {
    assert_eq!(parameters("select 1"), [0; 0]);
    assert_eq!(parameters("select $2 where a = $1 and b in ($2, $10)"), [2, 1, 10]);
    assert_eq!(parameters("select '$7 it''s $8' where a = $1"), [1]);
}

/// SQLite numbers `$n` by first appearance, PostgreSQL by `n`: only a text in which the two agree means the same on both.
#[test]
fn parameters_first_appear_in_numeric_order() {
    for sql in statements() {
        let found = parameters(sql.text());
        let wanted: Vec<usize> = (1..=found.len()).collect();
        assert_eq!(found, wanted, "{}: {}", sql.name(), sql.text());
    }
}

#[test]
fn every_statement_has_a_name_of_its_own() {
    let mut names = BTreeSet::new();
    for sql in statements() {
        assert!(names.insert(sql.name()), "{} is listed twice", sql.name());
    }
    assert!(names.len() > 20, "only {names:?}");
}

/// `now()` and its like would be the machine's clock and differ between the engines; `?` means nothing to PostgreSQL.
#[test]
fn no_statement_asks_the_engine_for_the_time_or_uses_question_marks() {
    for sql in statements() {
        let text = sql.text().to_lowercase();
        for word in [
            "now()",
            "current_timestamp",
            "current_date",
            "datetime(",
            "strftime(",
            "random()",
            "?",
        ] {
            assert!(!text.contains(word), "{} contains {word}", sql.name());
        }
    }
}

both_engines! {
    async fn every_statement_prepares(test: TestDb) {
        let test = migrated(test).await;
        let engine = test.db.engine();
        let mut wrong = Vec::new();
        for sql in statements().filter(|sql| sql.only().is_none_or(|only| only == engine)) {
            if let Err(error) = test.db.prepare(sql).await {
                wrong.push(format!("{}: {error}", sql.name()));
            }
        }
        assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    }

    async fn all_modules_migrate_together_and_one_by_one(test: TestDb) {
        for schema in schemas() {
            let wanted = schema.migrations.migrations.len();
            assert_eq!(test.db.migrate(&[schema.migrations]).await.unwrap(), wanted, "{}", schema.migrations.module);
        }
        let one_by_one = test.db.schema().await.unwrap();
        test.db.integrity().await.unwrap();
        let together = match test.db.engine() {
            Engine::Sqlite => TestDb::sqlite().await,
            Engine::Postgres => TestDb::postgres().await.unwrap(),
        };
        assert_eq!(migrated(together).await.db.schema().await.unwrap(), one_by_one);
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn both_engines_end_up_with_the_same_tables() {
    let sqlite = migrated(TestDb::sqlite().await).await.db.schema().await.unwrap();
    assert!(sqlite.contains(&"account.username_key:text!".to_owned()), "{sqlite:#?}");
    assert!(sqlite.contains(&"idempotency.answer:bytea!".to_owned()), "{sqlite:#?}");
    let Some(postgres) = TestDb::postgres().await else {
        return;
    };
    let postgres = migrated(postgres).await.db.schema().await.unwrap();
    assert_eq!(sqlite, postgres);
}
