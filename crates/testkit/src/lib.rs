//! For tests: a fresh database per test on both engines, a clock that is turned by hand, and clients that call an
//! in-process application.
//!
//! Invariant: tests share nothing; each gets a database of its own, so all of them run at once.

mod bucket;
pub mod catalogues;
mod client;
mod database;
pub mod dialect;
pub mod layers;
mod nats;
mod pair;
pub mod programs;
pub mod sheets;
pub mod smtp;

pub use bucket::Bucket;
pub use client::{Answer, Client, Judge};
pub use database::{TestDb, own_postgres, postgres_url};
pub use nats::Nats;
pub use pair::DatabasePair;

/// Declares a test once and runs it on both engines: `both_engines! { async fn name(db: TestDb) { … } }` makes
/// `name::sqlite` and `name::postgres`. The latter needs `BALAI_TEST_POSTGRES_URL`; without it, it says so and passes,
/// unless `BALAI_TEST_REQUIRE_SERVICES` is set, which makes it fail.
#[macro_export]
macro_rules! both_engines {
    ($($(#[$meta:meta])* async fn $name:ident($db:ident: TestDb) $body:block)*) => {$(
        $(#[$meta])*
        mod $name {
            #[allow(unused_imports, clippy::allow_attributes, reason = "each test uses what it needs of the file's imports")]
            use super::*;

            async fn run($db: $crate::TestDb) $body

            #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
            async fn sqlite() {
                run($crate::TestDb::sqlite().await).await;
            }

            #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
            async fn postgres() {
                if let Some(db) = $crate::TestDb::postgres().await {
                    run(db).await;
                }
            }
        }
    )*};
}
