//! At the same time, twice, and in any order: one thread per pair, one message per key, numbers without gaps, and counters
//! that say what counting says.

use accounts::Role;
use futures_util::future::join_all;
use http::Method;
use platform::{Conn, Db, db::Row};
use serde_json::json;
use testkit::both_engines;

use crate::conversations_support::{Person, Talk, patch, say, send, text};

platform::statements! {
    COUNTED = "select t.sender_unread, t.receiver_unread, t.message_count, t.deleted_count,
        (select count(*) from message m where m.thread_seq = t.seq and m.sender_id = t.receiver_id
            and m.read_at is null and m.deleted_at is null),
        (select count(*) from message m where m.thread_seq = t.seq and m.sender_id = t.sender_id
            and m.read_at is null and m.deleted_at is null),
        (select count(*) from message m where m.thread_seq = t.seq),
        (select count(*) from message m where m.thread_seq = t.seq and m.deleted_at is not null),
        (select count(*) from message m where m.thread_seq = t.seq and m.read_at is null and m.deleted_at is null
            and m.number <= case when m.sender_id = t.sender_id then t.receiver_read_number else t.sender_read_number end),
        (select coalesce(max(m.number), 0) from message m where m.thread_seq = t.seq),
        (select coalesce(max(m.sent_at), t.last_message_at) from message m where m.thread_seq = t.seq and m.deleted_at is null),
        t.last_message_at
        from thread t order by t.seq limit 100";
    THREADS = "select count(*) from thread";
    MESSAGES = "select count(*) from message";
    LOG = "select account_id, count(*), min(seq), max(seq) from live_event group by account_id order by account_id limit 100";
    SEARCHABLE = "select count(*) from message_search";
    ALIVE = "select count(*) from message where deleted_at is null";
}

async fn number(db: &Db, sql: platform::db::Sql) -> i64 {
    db.read(async move |conn: &mut Conn<'_>| conn.number(sql, &[]).await)
        .await
        .unwrap()
}

/// Every counter says what counting says.
async fn assert_counted(db: &Db) {
    let columns = |row: &Row<'_>| {
        (0..12)
            .map(|index| row.get::<i64>(index))
            .collect::<Result<Vec<_>, _>>()
    };
    let rows = db
        .read(async move |conn: &mut Conn<'_>| conn.all(COUNTED, &[], columns).await)
        .await
        .unwrap();
    for row in rows {
        assert_eq!(row[0..4], row[4..8], "counters and counts of {row:?}");
        assert_eq!(row[8], 0, "nothing unread is below the read number");
        assert_eq!(row[9], row[2], "numbers have no gaps");
        assert_eq!(row[10], row[11], "the last message is the last one");
    }
    let logs = db
        .read(async |conn: &mut Conn<'_>| {
            let log = |row: &Row<'_>| Ok((row.get::<i64>(1)?, row.get::<i64>(2)?, row.get::<i64>(3)?));
            conn.all(LOG, &[], log).await
        })
        .await
        .unwrap();
    for (count, first, last) in logs {
        assert_eq!((first, last), (1, count), "a log has no gaps");
    }
    assert_eq!(number(db, SEARCHABLE).await, number(db, ALIVE).await);
}

both_engines! {
    async fn fifty_who_begin_at_once_get_one_thread(test: TestDb) {
        let talk = Talk::new(test).await;
        let (seller, buyer) = (talk.person("satici").await, talk.person("alici").await);
        let listing = talk.shop.offer(&seller.id);
        let begun = join_all((0..50).map(|number| {
            let (by, to) = if number % 2 == 0 { (&seller, &buyer) } else { (&buyer, &seller) };
            let body = json!({"listingId": listing, "receiverId": to.id});
            async move { by.post("/v1/conversationthreads", &body).await.expect(201).json() }
        }))
        .await;
        let first = &begun[0]["conversationThread"]["id"];
        assert!(begun.iter().all(|answer| answer["conversationThread"]["id"] == *first));
        assert_eq!(begun.iter().filter(|answer| answer.get("reused").is_none()).count(), 1);
        assert_eq!(number(&talk.app.app.db, THREADS).await, 1);
        assert_counted(&talk.app.app.db).await;
    }

    async fn one_key_at_once_makes_one_message(test: TestDb) {
        let talk = Talk::new(test).await;
        let (_, buyer, thread) = talk.pair().await;
        let body = json!({"conversationThreadId": thread, "content": "Bir kere"});
        let sent = join_all((0..20).map(|_| {
            send(&buyer, Method::POST, "/v1/conversationmessages", &[("idempotency-key", "one")], &body)
        }))
        .await;
        let ids: std::collections::HashSet<_> = sent.into_iter().map(|answer| text(&answer.expect(201).json()["conversationMessage"]["id"])).collect();
        assert_eq!(ids.len(), 1);
        assert_eq!(number(&talk.app.app.db, MESSAGES).await, 1);
        assert_counted(&talk.app.app.db).await;
    }

    async fn messages_sent_at_once_are_one_after_another(test: TestDb) {
        let talk = Talk::new(test).await;
        let (seller, buyer, thread) = talk.pair().await;
        let path = format!("/v1/listconversationmessages/{thread}?pageNumber=0");
        join_all((0..60).map(|number| {
            let (by, thread) = (if number % 2 == 0 { &seller } else { &buyer }, &thread);
            async move { say(by, thread, &number.to_string()).await }
        }))
        .await;
        let rows = buyer.get(&path).await.expect(200).json()["conversationMessages"].as_array().unwrap().clone();
        let times: Vec<String> = rows.iter().map(|row| text(&row["sentAt"])).collect();
        assert!(times.len() == 60 && times.windows(2).all(|pair| pair[0] < pair[1]), "{times:?}");
        assert_counted(&talk.app.app.db).await;
    }

    async fn a_message_read_by_many_at_once_is_read_once(test: TestDb) {
        let talk = Talk::new(test).await;
        let (seller, buyer, thread) = talk.pair().await;
        let id = text(&say(&buyer, &thread, "a").await["id"]);
        say(&buyer, &thread, "b").await;
        let (one, all) = (format!("/v1/markmessageasread/{id}"), format!("/v1/conversationthreads/{thread}/read"));
        join_all((0..10).map(|number| {
            let path = if number % 2 == 0 { &one } else { &all };
            let seller = &seller;
            async move { patch(seller, path, &json!({})).await.expect(200) }
        }))
        .await;
        assert_counted(&talk.app.app.db).await;
        assert_eq!(seller.get("/v1/unreadcount").await.json()["unreadCount"], 0);
    }

    async fn counters_never_drift(test: TestDb) {
        let talk = Talk::new(test).await;
        let (seller, buyer, thread) = talk.pair().await;
        let third = talk.person("ucuncu").await;
        let other = crate::conversations_support::begin(&third, &talk.shop.offer(&seller.id), &seller.id).await;
        let moderator = talk.somebody("mod", Role::Moderator).await;
        let mut random = fastrand::Rng::with_seed(7);
        let mut sent: Vec<(String, String)> = Vec::new();
        for round in 0..40 {
            // Several steps at once, drawn beforehand so that a failure can be repeated.
            let steps: Vec<Step> = (0..6).map(|_| Step::drawn(&mut random, &sent)).collect();
            let people = [&seller, &buyer, &third];
            let threads = [&thread, &other];
            let made = join_all(steps.iter().map(|step| step.taken(people, &moderator, threads))).await;
            sent.extend(made.into_iter().flatten());
            if round % 8 == 0 {
                assert_counted(&talk.app.app.db).await;
            }
        }
        assert_counted(&talk.app.app.db).await;
        for person in [&seller, &buyer, &third] {
            let body = person.get("/v1/conversationthreads?pageNumber=0").await.expect(200).json();
            let listed: i64 = body["conversationThreads"].as_array().unwrap().iter().map(|row| row["unreadCount"].as_i64().unwrap()).sum();
            assert_eq!(person.get("/v1/unreadcount").await.expect(200).json()["unreadCount"], listed);
        }
        assert!(number(&talk.app.app.db, MESSAGES).await > 50);
    }
}

/// One random thing that somebody does.
enum Step {
    /// Who, where.
    Send(usize, usize),
    /// Who, what.
    Mark(usize, String),
    /// Who, where, up to what.
    ReadUpTo(usize, usize, Option<String>),
    Delete(String),
}

impl Step {
    fn drawn(random: &mut fastrand::Rng, sent: &[(String, String)]) -> Self {
        let person = random.usize(0..3);
        let thread = random.usize(0..2);
        let message = |random: &mut fastrand::Rng| random.choice(sent).map(|(id, _)| id.clone());
        match random.usize(0..10) {
            0..=4 => Self::Send(person, thread),
            5..=6 => message(random).map_or(Self::Send(person, thread), |id| Self::Mark(person, id)),
            7..=8 => Self::ReadUpTo(person, thread, message(random)),
            _ => message(random).map_or(Self::Send(person, thread), Self::Delete),
        }
    }

    /// Does it; what is refused is refused. Answers the message that was sent, if one was.
    async fn taken(&self, people: [&Person; 3], moderator: &Person, threads: [&String; 2]) -> Option<(String, String)> {
        match self {
            Self::Send(person, thread) => {
                let body = json!({"conversationThreadId": threads[*thread], "content": "bir iki üç"});
                let answer = people[*person].post("/v1/conversationmessages", &body).await;
                assert!([201, 403].contains(&answer.status.as_u16()), "{}", answer.text());
                let id = answer.json()["conversationMessage"]["id"].as_str()?.to_owned();
                Some((id, threads[*thread].clone()))
            }
            Self::Mark(person, id) => {
                let answer = patch(people[*person], &format!("/v1/markmessageasread/{id}"), &json!({})).await;
                assert!([200, 403, 404].contains(&answer.status.as_u16()), "{}", answer.text());
                None
            }
            Self::ReadUpTo(person, thread, id) => {
                let body = json!({"conversationMessageId": id});
                let path = format!("/v1/conversationthreads/{}/read", threads[*thread]);
                let answer = patch(people[*person], &path, &body).await;
                assert!([200, 403, 404].contains(&answer.status.as_u16()), "{}", answer.text());
                None
            }
            Self::Delete(id) => {
                let answer = moderator.delete(&format!("/v1/conversationmessages/{id}")).await;
                assert!([200, 404].contains(&answer.status.as_u16()), "{}", answer.text());
                None
            }
        }
    }
}
