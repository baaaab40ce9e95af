//! Blobs and the rows that name them: there are no rows without a blob, and no blobs without a row.

use std::path::Path;

use futures_util::{FutureExt as _, stream};
use platform::{
    Db, Error, Kind, Message, Tx,
    db::{Migration, ModuleMigrations},
    media::{BlobHash, Files, Media, Received},
    params,
};
use testkit::{TestDb, both_engines};
use tokio::sync::oneshot;

const TABLES: &[ModuleMigrations] = &[ModuleMigrations {
    module: "sample",
    migrations: &[Migration {
        name: "sample",
        sql: "create table sample_file (id bigint not null primary key, hash text not null);",
    }],
}];

platform::statements! {
    PUT = "insert into sample_file (id, hash) values ($1, $2)";
    NAMED = "select count(*) from sample_file where hash = $1";
    FORGET = "delete from sample_file where id = $1 returning hash";
}

/// How many blobs are below a folder.
pub(crate) fn blobs(folder: &Path) -> usize {
    let below = |shard: &Path| std::fs::read_dir(shard).unwrap().count();
    let shards = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    let shards = shards.filter(|path| path.file_name().unwrap().len() == 2);
    shards.map(|shard| below(&shard)).sum()
}

struct Shelf {
    test: TestDb,
    files: Files,
}

impl Shelf {
    async fn new(db: TestDb) -> Self {
        let test = db.migrated(TABLES).await;
        let media = Media::on_disk(test.dir.path().join("media")).unwrap();
        let files = Files::new(media, test.db.clone(), NAMED);
        Self { test, files }
    }

    async fn arrived(&self, content: &'static str) -> Received {
        let content = stream::iter([Ok(content.into())]);
        self.files.media().receive(content, 100).await.unwrap()
    }

    fn blobs(&self) -> usize {
        blobs(&self.test.dir.path().join("media"))
    }

    async fn keep(&self, id: i64, content: &'static str) -> Result<BlobHash, Error> {
        let received = self.arrived(content).await;
        let row = put(self.test.db.clone(), id, received.hash);
        self.files.keep_with(vec![received], row).await
    }

    async fn forget(&self, id: i64) {
        let db = self.test.db.clone();
        let rows = async move {
            let forget = async move |tx: &mut Tx<'_>| tx.all(FORGET, params![id], |row| row.get(0)).await;
            Ok(((), db.write(forget).await?))
        };
        self.files.remove_with(rows).await.unwrap();
    }
}

async fn put(db: Db, id: i64, hash: BlobHash) -> Result<BlobHash, Error> {
    let name = hash.to_string();
    let put = async move |tx: &mut Tx<'_>| tx.execute(PUT, params![id, &name]).await;
    db.write(put).await?;
    Ok(hash)
}

fn refusal() -> Error {
    Error::new(Kind::Conflict, "sample.refused", Message::new("tidak", "no"))
}

both_engines! {
    async fn a_blob_stays_as_long_as_a_row_names_it(db: TestDb) {
        let shelf = Shelf::new(db).await;
        let hash = shelf.keep(1, "a").await.unwrap();
        assert_eq!(shelf.keep(2, "a").await.unwrap(), hash);
        assert_eq!(shelf.files.media().len(&hash).await.unwrap(), Some(1));
        shelf.forget(1).await;
        assert_eq!(shelf.blobs(), 1);
        shelf.forget(2).await;
        assert_eq!(shelf.blobs(), 0);
    }

    async fn a_row_that_is_not_written_leaves_no_blob_behind(db: TestDb) {
        let shelf = Shelf::new(db).await;
        let arrived = vec![shelf.arrived("a").await, shelf.arrived("b").await];
        let refused = shelf.files.keep_with(arrived, async { Err::<(), _>(refusal()) }).await;
        assert_eq!((refused.unwrap_err().code(), shelf.blobs()), ("sample.refused", 0));

        // The key is taken already.
        let kept = shelf.keep(1, "a").await.unwrap();
        assert!(shelf.keep(1, "b").await.is_err());
        assert_eq!(shelf.blobs(), 1);
        // The same content again, refused: another row names it.
        assert!(shelf.keep(1, "a").await.is_err());
        assert_eq!(shelf.files.media().len(&kept).await.unwrap(), Some(1));
    }

    async fn whoever_goes_away_half_way_leaves_blob_and_row_or_neither(db: TestDb) {
        let shelf = Shelf::new(db).await;
        let received = shelf.arrived("a").await;
        let ((begun, has_begun), (go_on, may_go_on)) = (oneshot::channel(), oneshot::channel::<()>());
        let row = put(shelf.test.db.clone(), 1, received.hash);
        let row = async move {
            begun.send(()).unwrap();
            may_go_on.await.unwrap();
            row.await
        };
        let mut keeping = Box::pin(shelf.files.keep_with(vec![received], row));
        assert!((&mut keeping).now_or_never().is_none());
        has_begun.await.unwrap();
        drop(keeping);
        assert_eq!(shelf.blobs(), 1);
        // Whoever removes waits until the row is there, and so finds and removes both.
        let mut removing = Box::pin(shelf.forget(1));
        assert!((&mut removing).now_or_never().is_none());
        go_on.send(()).unwrap();
        removing.await;
        assert_eq!(shelf.blobs(), 0);
    }
}
