//! Background jobs that find nothing to do leave the writer to others.

use platform::{Ctx, db::Location};
use rusqlite::Connection;
use testkit::TestDb;

use crate::support::TestApp;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_job_with_nothing_to_do_writes_nothing() {
    let app = TestApp::new(TestDb::sqlite().await).await;
    // Somebody whose session lasts, so that tables are not merely empty.
    app.user("budi").await;
    let Location::Sqlite(path) = &app.test.location else {
        panic!("not SQLite")
    };
    // As long as this one writes, no other can: a job that tries fails after a few seconds.
    let writer = Connection::open(path).unwrap();
    writer.execute_batch("begin immediate").unwrap();
    let wired = &app.app.wired;
    for job in wired.modules.iter().flat_map(|module| &module.jobs).chain(&wired.jobs) {
        let done = (job.run)(Ctx::background(app.clock.clone())).await;
        done.unwrap_or_else(|error| panic!("{}: {error}", job.name));
    }
}
