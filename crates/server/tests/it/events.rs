//! Events: told exactly when their write is committed, to this process at once, to others through the outbox, and to
//! durable subscribers until they have handled them.

use std::{
    collections::{HashMap, HashSet},
    sync::{
        Arc, Mutex,
        atomic::{AtomicUsize, Ordering},
    },
    time::Duration,
};

use platform::{
    Conn, Db, Error, Result, Tx,
    cache::Cache,
    db::Options,
    events::{Bus, Event, Recorded, Relay, Subscriber},
    params,
};
use serde::{Deserialize, Serialize};
use testkit::{TestDb, both_engines};
use tokio::{
    runtime::Handle,
    sync::{mpsc, oneshot, watch},
};

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
struct WallPainted {
    wall: String,
    coat: i64,
}

impl Event for WallPainted {
    const TOPIC: &'static str = "sample.wall.painted";

    fn subject(&self) -> &str {
        &self.wall
    }
}

#[derive(Serialize)]
struct WallTornDown(String);

impl Event for WallTornDown {
    const TOPIC: &'static str = "sample.wall.torn_down";

    fn subject(&self) -> &str {
        &self.0
    }
}

platform::statements! {
    STORED = "select count(*) from outbox";
    DEAD = "select count(*) from outbox_delivery where dead = 1";
    MARK = "insert into idempotency (key, answer, expires_at) values ($1, $2, 0)";
    MARKED = "select count(*) from idempotency where key = $1";
}

async fn number(db: &Db, sql: platform::db::Sql) -> i64 {
    db.read(async move |conn: &mut Conn<'_>| conn.number(sql, &[]).await)
        .await
        .unwrap()
}

/// Paints coats of a wall in one write.
async fn paint(db: &Db, wall: &str, coats: impl IntoIterator<Item = i64>) {
    let events: Vec<_> = coats
        .into_iter()
        .map(|coat| WallPainted {
            wall: wall.to_owned(),
            coat,
        })
        .collect();
    let write = db.write(async move |tx: &mut Tx<'_>| {
        for event in &events {
            tx.emit(event).await?;
        }
        Ok::<_, Error>(())
    });
    write.await.unwrap();
}

/// What somebody heard or handled, in order.
#[derive(Clone, Default)]
struct Heard(Arc<Mutex<Vec<Recorded>>>);

impl Heard {
    fn listening(bus: &Bus) -> Self {
        let heard = Self::default();
        let ear = heard.clone();
        bus.listen(WallPainted::TOPIC, move |event| ear.note(event));
        heard
    }

    fn note(&self, event: &Recorded) {
        self.0.lock().unwrap().push(event.clone());
    }

    fn len(&self) -> usize {
        self.0.lock().unwrap().len()
    }

    /// The coats, each event once: a receiver ignores an id that it knows.
    fn coats(&self, wall: &str) -> Vec<i64> {
        let mut known = HashSet::new();
        let all = self.0.lock().unwrap();
        let fresh = all
            .iter()
            .filter(|event| &*event.subject == wall && known.insert(event.id.clone()));
        fresh.map(|event| event.read::<WallPainted>().unwrap().coat).collect()
    }

    fn ids(&self) -> Vec<Arc<str>> {
        self.0.lock().unwrap().iter().map(|event| event.id.clone()).collect()
    }
}

/// A durable subscriber that notes what it handled, and fails as often as `fails` says.
fn painter(heard: &Heard, fails: impl Fn(&WallPainted) -> bool + Send + Sync + 'static) -> Subscriber {
    let (heard, fails) = (heard.clone(), Arc::new(fails));
    Subscriber {
        name: "sample.painter",
        topics: &[WallPainted::TOPIC],
        wanted: None,
        handle: Arc::new(move |event| {
            let (heard, fails) = (heard.clone(), Arc::clone(&fails));
            Box::pin(async move {
                if fails(&event.read()?) {
                    return Err(Error::internal("not now"));
                }
                heard.note(&event);
                Ok(())
            })
        }),
    }
}

fn never(_: &WallPainted) -> bool {
    false
}

async fn ready(test: TestDb) -> TestDb {
    test.migrated(&[platform::module::SCHEMA.migrations]).await
}

/// The same database in another process: another handle with another bus.
async fn elsewhere(test: &TestDb) -> Db {
    let options = Options {
        postgres_connections: 4,
        ..Options::default()
    };
    Db::open(&test.location, options, test.clock.clone(), Bus::new())
        .await
        .unwrap()
}

/// Long enough for every back-off and lease.
const LATER: Duration = Duration::from_secs(150);

both_engines! {
    async fn listeners_hear_a_write_after_its_commit_and_before_its_answer(test: TestDb) {
        let test = ready(test).await;
        let (seen, runtime, db) = (Arc::new(AtomicUsize::new(0)), Handle::current(), elsewhere(&test).await);
        let counted = Arc::clone(&seen);
        test.db.bus().listen(WallPainted::TOPIC, move |event| {
            let key = event.read::<WallPainted>().unwrap().wall;
            let look = db.read_by_key(async |conn: &mut Conn<'_>| conn.number(MARKED, params![&key]).await);
            // On SQLite this is the writer's thread, on PostgreSQL the caller's task.
            let found = match Handle::try_current() {
                Ok(_) => tokio::task::block_in_place(|| runtime.block_on(look)),
                Err(_) => runtime.block_on(look),
            };
            assert_eq!(found.unwrap(), 1, "the event came before its row");
            counted.fetch_add(1, Ordering::SeqCst);
        });
        for round in 0..10_usize {
            let write = test.db.write(async move |tx: &mut Tx<'_>| {
                let wall = format!("wall {round}");
                tx.emit(&WallPainted { wall: wall.clone(), coat: 1 }).await?;
                tx.execute(MARK, params![&wall, [1_u8].as_slice()]).await
            });
            write.await.unwrap();
            assert_eq!(seen.load(Ordering::SeqCst), round + 1);
        }
    }

    async fn a_recorded_event_says_what_happened_when_and_where(test: TestDb) {
        let test = ready(test).await;
        let heard = Heard::listening(test.db.bus());
        paint(&test.db, "north", 1..=3).await;
        test.db.write(async |tx: &mut Tx<'_>| tx.emit(&WallTornDown("north".to_owned())).await).await.unwrap();
        assert_eq!(heard.coats("north"), [1, 2, 3]);
        let first = heard.0.lock().unwrap()[0].clone();
        assert_eq!((&*first.topic, &*first.subject, &*first.body), (WallPainted::TOPIC, "north", r#"{"wall":"north","coat":1}"#));
        assert_eq!((first.at, &first.origin), (test.clock.now(), test.db.bus().node()));
        let ids: HashSet<_> = heard.ids().into_iter().collect();
        assert_eq!(ids.len(), 3, "each event has an id of its own");
        assert_eq!(number(&test.db, STORED).await, 4);
    }

    async fn a_write_that_fails_emits_nothing(test: TestDb) {
        let test = ready(test).await;
        let (heard, handled) = (Heard::listening(test.db.bus()), Heard::default());
        let relay = Relay::new(test.db.clone(), vec![painter(&handled, never)]);
        let out: Result<()> = test.db
            .write(async |tx: &mut Tx<'_>| {
                tx.emit(&WallPainted { wall: "north".to_owned(), coat: 1 }).await?;
                Err(Error::internal("changed my mind"))
            })
            .await;
        assert!(out.is_err());
        relay.drain().await.unwrap();
        assert_eq!((heard.len(), handled.len(), relay.owed().await.unwrap()), (0, 0, 0));
        assert_eq!(number(&test.db, STORED).await, 0);
        paint(&test.db, "north", [2]).await;
        assert_eq!(heard.coats("north"), [2]);
    }

    async fn subscribers_get_every_event_in_order_and_again_after_failing(test: TestDb) {
        let test = ready(test).await;
        let handled = Heard::default();
        // The fifth coat of each wall fails twice.
        let failures = Arc::new(Mutex::new(HashMap::<String, u32>::new()));
        let counts = Arc::clone(&failures);
        let relay = Relay::new(test.db.clone(), vec![painter(&handled, move |event| {
            let mut counts = counts.lock().unwrap();
            let count = counts.entry(event.wall.clone()).or_default();
            *count += u32::from(event.coat == 5);
            event.coat == 5 && *count <= 2
        })]);
        for coat in 1..=10 {
            for wall in ["north", "south", "west"] {
                paint(&test.db, wall, [coat]).await;
            }
        }
        assert_eq!(relay.owed().await.unwrap(), 30);
        for _ in 0..10 {
            relay.drain().await.unwrap();
            test.clock.advance(LATER);
        }
        assert_eq!(relay.owed().await.unwrap(), 0);
        for wall in ["north", "south", "west"] {
            assert_eq!(handled.coats(wall), (1..=10).collect::<Vec<_>>(), "{wall}");
            assert_eq!(failures.lock().unwrap()[wall], 3, "{wall}");
        }
    }

    async fn a_subscriber_that_failed_is_left_alone_until_its_pause_is_over(test: TestDb) {
        let test = ready(test).await;
        let (tries, handled) = (Arc::new(AtomicUsize::new(0)), Heard::default());
        let counted = Arc::clone(&tries);
        let relay = Relay::new(test.db.clone(), vec![painter(&handled, move |_| counted.fetch_add(1, Ordering::SeqCst) < 2)]);
        paint(&test.db, "north", [1]).await;
        for _ in 0..5 {
            relay.drain().await.unwrap();
        }
        assert_eq!(tries.load(Ordering::SeqCst), 1);
        test.clock.advance(Duration::from_millis(200));
        relay.drain().await.unwrap();
        test.clock.advance(Duration::from_millis(200));
        relay.drain().await.unwrap();
        assert_eq!(tries.load(Ordering::SeqCst), 2, "the second pause is longer");
        test.clock.advance(Duration::from_millis(200));
        relay.drain().await.unwrap();
        assert_eq!((tries.load(Ordering::SeqCst), handled.len()), (3, 1));
    }

    async fn an_event_that_fails_twenty_times_is_set_aside_and_holds_nothing_up(test: TestDb) {
        let test = ready(test).await;
        let (tries, handled) = (Arc::new(AtomicUsize::new(0)), Heard::default());
        let counted = Arc::clone(&tries);
        let relay = Relay::new(test.db.clone(), vec![painter(&handled, move |event| {
            let bad = event.wall == "mouldy";
            counted.fetch_add(usize::from(bad), Ordering::SeqCst);
            bad
        })]);
        paint(&test.db, "north", [1]).await;
        paint(&test.db, "mouldy", [1]).await;
        paint(&test.db, "north", [2, 3]).await;
        for attempt in 1..=20 {
            assert_eq!(handled.coats("north"), [1].get(..usize::from(attempt > 1)).unwrap());
            relay.drain().await.unwrap();
            assert_eq!(tries.load(Ordering::SeqCst), attempt);
            test.clock.advance(LATER);
        }
        relay.drain().await.unwrap();
        assert_eq!(handled.coats("north"), [1, 2, 3]);
        assert_eq!((relay.owed().await.unwrap(), number(&test.db, DEAD).await), (0, 1));
        test.clock.advance(LATER);
        relay.drain().await.unwrap();
        assert_eq!(tries.load(Ordering::SeqCst), 20);
        assert_eq!(number(&test.db, STORED).await, 1, "what was set aside is kept for whoever looks after it");
    }

    async fn a_subscriber_that_panics_is_tried_again_like_one_that_fails(test: TestDb) {
        let test = ready(test).await;
        let (tries, handled) = (Arc::new(AtomicUsize::new(0)), Heard::default());
        let counted = Arc::clone(&tries);
        let relay = Relay::new(test.db.clone(), vec![painter(&handled, move |_| {
            assert_ne!(counted.fetch_add(1, Ordering::SeqCst), 0, "on purpose");
            false
        })]);
        paint(&test.db, "north", [1, 2]).await;
        relay.drain().await.unwrap();
        assert_eq!(handled.len(), 0);
        test.clock.advance(LATER);
        relay.drain().await.unwrap();
        assert_eq!((handled.coats("north"), relay.owed().await.unwrap()), (vec![1, 2], 0));
    }

    async fn each_subscriber_is_owed_only_its_own_topics_and_goes_its_own_pace(test: TestDb) {
        let test = ready(test).await;
        let (handled, torn) = (Heard::default(), Heard::default());
        let other = torn.clone();
        let wrecker = Subscriber {
            name: "sample.wrecker",
            topics: &[WallTornDown::TOPIC],
            wanted: None,
            handle: Arc::new(move |event| {
                let other = other.clone();
                Box::pin(async move {
                    other.note(&event);
                    Ok(())
                })
            }),
        };
        let relay = Relay::new(test.db.clone(), vec![painter(&handled, |_| true), wrecker]);
        paint(&test.db, "north", [1]).await;
        test.db.write(async |tx: &mut Tx<'_>| tx.emit(&WallTornDown("north".to_owned())).await).await.unwrap();
        assert_eq!(relay.owed().await.unwrap(), 2);
        relay.drain().await.unwrap();
        assert_eq!((handled.len(), torn.len(), relay.owed().await.unwrap()), (0, 1, 1));
    }

    async fn of_two_processes_one_serves_a_subscriber_until_its_lease_ends(test: TestDb) {
        let test = ready(test).await;
        let other = elsewhere(&test).await;
        let (here, there) = (Heard::default(), Heard::default());
        let ours = Relay::new(test.db.clone(), vec![painter(&here, never)]);
        let theirs = Relay::new(other.clone(), vec![painter(&there, never)]);
        paint(&test.db, "north", [1]).await;
        ours.drain().await.unwrap();
        paint(&other, "north", [2]).await;
        theirs.drain().await.unwrap();
        assert_eq!((here.coats("north"), there.coats("north")), (vec![1], vec![]), "the lease is ours");
        assert_eq!(theirs.owed().await.unwrap(), 1);
        // The holder goes on and renews, however much time has passed.
        test.clock.advance(Duration::from_secs(10));
        ours.drain().await.unwrap();
        test.clock.advance(Duration::from_secs(3));
        paint(&test.db, "north", [3]).await;
        theirs.drain().await.unwrap();
        assert_eq!((here.coats("north"), there.coats("north")), (vec![1, 2], vec![]));
        // The holder is gone for good.
        test.clock.advance(Duration::from_secs(5));
        theirs.drain().await.unwrap();
        assert_eq!((here.coats("north"), there.coats("north")), (vec![1, 2], vec![3]));
        paint(&test.db, "north", [4]).await;
        ours.drain().await.unwrap();
        assert_eq!(here.coats("north"), [1, 2], "the lease is theirs now");
    }

    async fn two_processes_that_drain_at_once_handle_each_event_once(test: TestDb) {
        let test = ready(test).await;
        let other = elsewhere(&test).await;
        let handled = Heard::default();
        let ours = Relay::new(test.db.clone(), vec![painter(&handled, never)]);
        let theirs = Relay::new(other.clone(), vec![painter(&handled, never)]);
        for coat in 0..40 {
            paint(if coat % 2 == 0 { &test.db } else { &other }, "north", [coat]).await;
            if coat % 5 == 0 {
                let (one, two) = tokio::join!(ours.drain(), theirs.drain());
                one.and(two).unwrap();
            }
        }
        let (one, two) = tokio::join!(ours.drain(), theirs.drain());
        one.and(two).unwrap();
        // Whoever has the lease has finished; the other had nothing to do.
        assert_eq!(ours.owed().await.unwrap(), 0);
        assert_eq!((handled.len(), handled.coats("north")), (40, (0..40).collect::<Vec<_>>()));
    }

    async fn another_process_hears_events_through_its_relay_and_its_own_only_once(test: TestDb) {
        let test = ready(test).await;
        let other = elsewhere(&test).await;
        let heard = Heard::listening(other.bus());
        let relay = Relay::new(other.clone(), Vec::new());
        relay.drain().await.unwrap();
        paint(&test.db, "north", [1, 2]).await;
        paint(&other, "south", [1]).await;
        assert_eq!(heard.coats("south"), [1]);
        assert_eq!(heard.coats("north"), [0; 0]);
        for _ in 0..3 {
            relay.drain().await.unwrap();
        }
        assert_eq!((heard.len(), heard.coats("north")), (3, vec![1, 2]));
        // Nor later, when the relay has settled what it told.
        test.clock.advance(Duration::from_secs(31));
        relay.drain().await.unwrap();
        paint(&test.db, "north", [3]).await;
        relay.drain().await.unwrap();
        relay.drain().await.unwrap();
        assert_eq!((heard.len(), heard.coats("north")), (4, vec![1, 2, 3]));
    }

    async fn another_process_hears_of_a_flood_at_once(test: TestDb) {
        let test = ready(test).await;
        let other = elsewhere(&test).await;
        let heard = Heard::listening(other.bus());
        let relay = Relay::new(other, Vec::new());
        relay.drain().await.unwrap();
        paint(&test.db, "north", 0..1200).await;
        relay.drain().await.unwrap();
        assert_eq!(heard.coats("north"), (0..1200).collect::<Vec<_>>());
        assert_eq!(heard.len(), 1200);
    }

    async fn the_outbox_forgets_what_is_old_and_owed_to_nobody(test: TestDb) {
        let test = ready(test).await;
        let handled = Heard::default();
        let relay = Relay::new(test.db.clone(), vec![painter(&handled, |event| event.wall == "mouldy")]);
        paint(&test.db, "north", 0..700).await;
        paint(&test.db, "mouldy", [1]).await;
        test.db.write(async |tx: &mut Tx<'_>| tx.emit(&WallTornDown("north".to_owned())).await).await.unwrap();
        relay.drain().await.unwrap();
        assert_eq!(number(&test.db, STORED).await, 702, "other processes have not had the time to hear of it");
        test.clock.advance(Duration::from_secs(61));
        relay.drain().await.unwrap();
        assert_eq!(number(&test.db, STORED).await, 1, "the event that is still owed");
        paint(&test.db, "south", [1]).await;
        assert_eq!(number(&test.db, STORED).await, 2);
    }

    async fn what_another_process_writes_makes_what_is_kept_stale(test: TestDb) {
        let test = ready(test).await;
        let cache = Cache::<i64>::new(1 << 20);
        test.db.bus().watch_for(&cache);
        let relay = Relay::new(test.db.clone(), Vec::new());
        relay.drain().await.unwrap();
        let stored = async || {
            let count = async move |conn: &mut Conn<'_>| conn.number(STORED, &[]).await;
            test.db.read_kept(&cache, "stored", count).await.unwrap()
        };
        assert_eq!(stored().await, 0);
        paint(&test.db, "north", [1]).await;
        assert_eq!(stored().await, 1, "its own writes are heard of at once");
        paint(&elsewhere(&test).await, "north", [2]).await;
        relay.drain().await.unwrap();
        assert_eq!(stored().await, 2);
    }

    async fn who_serves_alone_stores_only_what_is_owed(test: TestDb) {
        let test = ready(test).await;
        let handled = Heard::default();
        let relay = Relay::new(test.db.clone(), vec![painter(&handled, |_| false)]);
        let heard = Heard::listening(test.db.bus());
        test.db.bus().serve_alone();
        test.db.write(async |tx: &mut Tx<'_>| tx.emit(&WallTornDown("north".to_owned())).await).await.unwrap();
        assert_eq!(number(&test.db, STORED).await, 0, "nobody waits for it");
        paint(&test.db, "north", 0..3).await;
        assert_eq!(number(&test.db, STORED).await, 3, "the painter waits for these");
        relay.drain().await.unwrap();
        assert_eq!((heard.coats("north"), handled.coats("north")), (vec![0, 1, 2], vec![0, 1, 2]));
    }

    async fn a_running_relay_wakes_up_for_events_and_ends_when_it_is_told_to(test: TestDb) {
        let test = ready(test).await;
        let (tell, mut told) = mpsc::unbounded_channel();
        let relay = Relay::new(test.db.clone(), vec![Subscriber {
            name: "sample.painter",
            topics: &[WallPainted::TOPIC],
            wanted: None,
            handle: Arc::new(move |event| {
                let tell = tell.clone();
                Box::pin(async move { tell.send(event.read::<WallPainted>()?.coat).map_err(Error::internal) })
            }),
        }]);
        let (stop, stopped) = watch::channel(false);
        let relay = Arc::new(relay);
        let running = tokio::spawn({
            let relay = Arc::clone(&relay);
            async move { relay.run(stopped).await }
        });
        for coat in 0..3 {
            paint(&test.db, "north", [coat]).await;
            assert_eq!(told.recv().await, Some(coat));
        }
        stop.send(true).unwrap();
        running.await.unwrap();
        // One whose owner is gone ends, too.
        let (stop, stopped) = watch::channel(false);
        let running = tokio::spawn(async move { relay.run(stopped).await });
        drop(stop);
        running.await.unwrap();
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_event_whose_transaction_commits_late_is_heard_all_the_same() {
    let Some(test) = TestDb::postgres().await else { return };
    let test = ready(test).await;
    let other = elsewhere(&test).await;
    let heard = Heard::listening(other.bus());
    let relay = Relay::new(other, Vec::new());
    relay.drain().await.unwrap();
    let (drawn, has_drawn) = oneshot::channel();
    let (commit, may_commit) = oneshot::channel::<()>();
    let gates = Arc::new(Mutex::new(Some((drawn, may_commit))));
    let db = test.db.clone();
    let late = tokio::spawn(async move {
        db.write(async move |tx: &mut Tx<'_>| {
            tx.emit(&WallPainted {
                wall: "late".to_owned(),
                coat: 1,
            })
            .await?;
            let gates = gates.lock().unwrap().take();
            if let Some((drawn, may_commit)) = gates {
                drawn.send(()).unwrap();
                may_commit.await.unwrap();
            }
            Ok::<_, Error>(())
        })
        .await
    });
    has_drawn.await.unwrap();
    paint(&test.db, "early", [1]).await;
    relay.drain().await.unwrap();
    assert_eq!((heard.coats("early"), heard.coats("late")), (vec![1], vec![]));
    commit.send(()).unwrap();
    late.await.unwrap().unwrap();
    test.clock.advance(Duration::from_secs(20));
    relay.drain().await.unwrap();
    assert_eq!((heard.coats("late"), heard.len()), (vec![1], 2));
}
