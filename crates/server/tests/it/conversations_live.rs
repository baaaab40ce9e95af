//! Live streams: who hears what, without a gap and without hearing anything twice, on this process and on others.

use std::time::Duration;

use accounts::Role;
use axum::body::Body;
use conversations::Options;
use futures_util::{SinkExt as _, StreamExt as _, future::join_all};
use http::{Method, Request, header};
use platform::{
    Ctx,
    http::listen::{ConnectionLimits, serve},
};
use serde_json::{Value, json};
use testkit::both_engines;
use tokio::{
    net::{TcpListener, TcpStream},
    sync::watch,
};
use tokio_tungstenite::{
    WebSocketStream, client_async,
    tungstenite::{Message, client::IntoClientRequest as _, error::Error as SocketError},
};

use crate::conversations_support::{Ear, Person, Talk, begin, patch, say, send, text};

const STREAM: &str = "/v1/conversationthreads/stream";

/// A day and more.
const DAY: Duration = Duration::from_secs(24 * 60 * 60);

pub(crate) async fn delete_account(talk: &Talk, id: &str) {
    let id = accounts::AccountId::from(id);
    let accounts = talk.app.app.wired.accounts.clone();
    let delete = async move |tx: &mut platform::Tx<'_>| accounts.delete_account(tx, &id).await;
    talk.app.app.db.write::<_, platform::Error, _>(delete).await.unwrap();
}

both_engines! {
    async fn both_sides_hear_what_happens_while_it_happens(test: TestDb) {
        let talk = Talk::new(test).await;
        let (seller, buyer) = (talk.person("satici").await, talk.person("alici").await);
        let stranger = talk.person("baska").await;
        let moderator = talk.somebody("mod", Role::Moderator).await;
        let mut ears = Vec::new();
        for person in [&seller, &buyer, &stranger] {
            ears.push(Ear::open(&talk.here.stack, person, None).await);
        }
        let thread = begin(&buyer, &talk.shop.offer(&seller.id), &seller.id).await;
        let message = say(&buyer, &thread, "Merhaba\nnasılsın?").await;
        let id = text(&message["id"]);
        patch(&seller, &format!("/v1/markmessageasread/{id}"), &json!({})).await.expect(200);
        say(&buyer, &thread, "İyi misin?").await;
        patch(&seller, &format!("/v1/conversationthreads/{thread}/read"), &json!({})).await.expect(200);
        moderator.delete(&format!("/v1/conversationmessages/{id}")).await.expect(200);
        let unread: [&[i64]; 2] = [&[0, 1, 0, 1, 0, 0], &[0, 0, 0, 0, 0, 0]];
        for (ear, unread) in ears.iter_mut().zip(unread) {
            let mut heard = Vec::new();
            for _ in 0..6 {
                heard.push(ear.next().await);
            }
            let names: Vec<_> = heard.iter().map(|event| event.name.as_str()).collect();
            assert_eq!(names, ["thread-updated", "message-created", "message-read", "message-created", "message-read", "message-deleted"]);
            let ids: Vec<_> = heard.iter().map(|event| event.id.unwrap()).collect();
            assert_eq!(ids, [1, 2, 3, 4, 5, 6]);
            assert_eq!(heard[0].data["id"], json!(thread));
            let counts: Vec<_> = heard.iter().map(|event| event.data["unreadCount"].as_i64().unwrap()).collect();
            assert_eq!(counts, unread);
            let mut created = heard[1].data.clone();
            created.as_object_mut().unwrap().remove("unreadCount");
            assert_eq!(created, message);
            assert_eq!((&heard[2].data["isRead"], &heard[2].data["readUpTo"]), (&json!(true), &json!(false)));
            assert_eq!((&heard[4].data["content"], &heard[4].data["readUpTo"]), (&json!("İyi misin?"), &json!(true)));
            assert_eq!(heard[5].data, json!({"id": id, "conversationThreadId": thread, "isActive": false, "unreadCount": 0}));
        }
        // What is about a message also says how its thread looks now.
        let shown = ears[1].any().await.unwrap();
        assert_eq!((shown.id, shown.name.as_str(), &shown.data["lastMessage"]), (None, "thread-updated", &json!("İyi misin?")));
        // The stranger heard nothing of it.
        let other = begin(&stranger, &talk.shop.offer(&seller.id), &seller.id).await;
        assert_eq!((ears[2].next().await.data["id"].clone(), ears[2].last.as_deref()), (json!(other), Some("1")));
    }

    async fn writing_is_told_now_and_then_and_kept_nowhere(test: TestDb) {
        let talk = Talk::new(test).await;
        let (seller, buyer, thread) = talk.pair().await;
        let path = format!("/v1/conversationthreads/{thread}/typing");
        let mut ear = Ear::open(&talk.here.stack, &seller, None).await;
        for _ in 0..5 {
            let answer = buyer.call(Method::POST, &path).await.expect(200).json();
            assert_eq!(answer["typing"], json!({"conversationThreadId": thread, "userId": buyer.id}));
        }
        talk.app.clock.advance(Duration::from_secs(3));
        buyer.call(Method::POST, &path).await.expect(200);
        say(&buyer, &thread, "a").await;
        for _ in 0..2 {
            let heard = ear.any().await.unwrap();
            assert_eq!((heard.name.as_str(), heard.id, &heard.data["userId"]), ("typing", None, &json!(buyer.id)));
        }
        assert_eq!(ear.any().await.unwrap().name, "message-created");
        let stranger = talk.person("baska").await;
        stranger.call(Method::POST, &path).await.expect(403);
    }

    async fn a_stream_is_resumed_without_a_gap_while_others_write(test: TestDb) {
        const WRITERS: usize = 4;
        const EACH: usize = 60;
        let talk = Talk::new(test).await;
        let (seller, buyer, thread) = talk.pair().await;
        let mut others = Vec::new();
        for number in 0..WRITERS - 1 {
            let other = talk.person(&format!("yazar{number}")).await;
            let thread = begin(&other, &talk.shop.offer(&seller.id), &seller.id).await;
            others.push((other, thread));
        }
        others.push((buyer.clone(), thread));
        let first = Ear::open(&talk.here.stack, &seller, None).await;
        let start: i64 = first.last.clone().unwrap().parse().unwrap();
        let (stack, listener) = (talk.here.stack.clone(), seller.client.clone());
        let ears = tokio::spawn(async move {
            let mut ear = first;
            let mut heard = Vec::new();
            while heard.len() < WRITERS * EACH {
                let event = ear.next().await;
                heard.push((event.id.unwrap(), text(&event.data["id"])));
                // Lost again and again, after ever so many events.
                if heard.len() % 7 == 3 {
                    let last = ear.last.take();
                    ear = Ear::open(&stack, &listener, last.as_deref()).await;
                }
            }
            heard
        });
        let sent = join_all(others.iter().map(|(person, thread)| async move {
            let mut sent = Vec::new();
            for number in 0..EACH {
                sent.push(text(&say(person, thread, &number.to_string()).await["id"]));
            }
            sent
        }))
        .await;
        let heard = ears.await.unwrap();
        let ids: Vec<i64> = heard.iter().map(|(id, _)| *id).collect();
        assert_eq!(ids, (start + 1..=start + i64::try_from(WRITERS * EACH).unwrap()).collect::<Vec<_>>());
        let mut heard: Vec<String> = heard.into_iter().map(|(_, message)| message).collect();
        let mut sent: Vec<String> = sent.into_iter().flatten().collect();
        heard.sort();
        sent.sort();
        assert_eq!(heard, sent);
    }

    async fn a_listener_that_is_slow_reads_the_log(test: TestDb) {
        let talk = Talk::new(test).await;
        let (seller, buyer, thread) = talk.pair().await;
        let mut ear = Ear::open(&talk.here.stack, &seller, None).await;
        for number in 0..300 {
            say(&buyer, &thread, &number.to_string()).await;
        }
        for number in 0..300 {
            let heard = ear.next().await;
            assert_eq!((heard.id, &heard.data["content"]), (Some(number + 2), &json!(number.to_string())));
        }
        say(&buyer, &thread, "son").await;
        assert_eq!(ear.next().await.data["content"], "son");
    }

    async fn what_was_deleted_is_not_told_again(test: TestDb) {
        let talk = Talk::new(test).await;
        let (seller, buyer, thread) = talk.pair().await;
        let moderator = talk.somebody("mod", Role::Moderator).await;
        let id = text(&say(&buyer, &thread, "GİZLİ söz").await["id"]);
        patch(&seller, &format!("/v1/markmessageasread/{id}"), &json!({})).await.expect(200);
        say(&buyer, &thread, "kalan").await;
        moderator.delete(&format!("/v1/conversationmessages/{id}")).await.expect(200);
        let mut ear = Ear::open(&talk.here.stack, &seller, Some("0")).await;
        let mut heard = Vec::new();
        for number in 1..=5 {
            let event = ear.next().await;
            assert_eq!(event.id, Some(number));
            assert!(!event.data.to_string().contains("GİZLİ"), "{event:?}");
            heard.push(event.name);
        }
        assert_eq!(heard, ["thread-updated", "message-deleted", "message-deleted", "message-created", "message-deleted"]);
    }

    async fn other_processes_hear_it_too(test: TestDb) {
        let talk = Talk::new(test).await;
        let (seller, buyer, thread) = talk.pair().await;
        let there = talk.elsewhere().await;
        there.relay.drain().await.unwrap();
        let remote = testkit::Client::new(there.stack.clone()).with_token(buyer.token().unwrap());
        let mut here = Ear::open(&talk.here.stack, &seller, None).await;
        let mut ear = Ear::open(&there.stack, &seller, None).await;
        for number in 0..20 {
            // By turns, so that what the relay brings is late and out of turn.
            let by = if number % 2 == 0 { &buyer.client } else { &remote };
            say(by, &thread, &number.to_string()).await;
        }
        buyer.call(Method::POST, &format!("/v1/conversationthreads/{thread}/typing")).await.expect(200);
        talk.here.relay.drain().await.unwrap();
        there.relay.drain().await.unwrap();
        for ear in [&mut here, &mut ear] {
            for number in 0..20 {
                let heard = ear.next().await;
                assert_eq!((heard.id, &heard.data["content"]), (Some(number + 2), &json!(number.to_string())));
            }
        }
        assert_eq!(ear.any().await.unwrap().name, "thread-updated");
        assert_eq!(ear.any().await.unwrap().name, "typing");
        // An ended session ends its streams everywhere.
        talk.app.anyone.with_token(seller.token().unwrap()).post("/logout", &json!({})).await.expect(200);
        there.relay.drain().await.unwrap();
        assert_eq!(ending(&mut ear).await["reason"], "session-ended");
    }

    async fn processes_that_write_at_once_leave_no_gap(test: TestDb) {
        let talk = Talk::new(test).await;
        let (seller, buyer, thread) = talk.pair().await;
        let there = talk.elsewhere().await;
        let remote = testkit::Client::new(there.stack.clone()).with_token(buyer.token().unwrap());
        let mut ears = [Ear::open(&talk.here.stack, &seller, None).await, Ear::open(&there.stack, &seller, None).await];
        join_all((0..40).map(|number: usize| {
            let (by, thread) = (if number.is_multiple_of(2) { &buyer.client } else { &remote }, &thread);
            async move { say(by, thread, &number.to_string()).await }
        }))
        .await;
        talk.here.relay.drain().await.unwrap();
        there.relay.drain().await.unwrap();
        for ear in &mut ears {
            let mut said = Vec::new();
            for id in 2..42 {
                let heard = ear.next().await;
                assert_eq!(heard.id, Some(id));
                said.push(text(&heard.data["content"]).parse::<usize>().unwrap());
            }
            said.sort_unstable();
            assert_eq!(said, (0..40).collect::<Vec<_>>());
        }
    }

    async fn a_stream_ends_with_its_session_its_account_and_the_server(test: TestDb) {
        let talk = Talk::new(test).await;
        let (seller, buyer, _) = talk.pair().await;
        let second = talk.again("satici").await;
        let mut of_session = Ear::open(&talk.here.stack, &seller, None).await;
        let mut of_second = Ear::open(&talk.here.stack, &second, None).await;
        let mut of_buyer = Ear::open(&talk.here.stack, &buyer, None).await;
        let mut stays = Ear::open(&talk.here.stack, &talk.again("alici").await, None).await;
        assert_eq!(talk.here.conversations.streams(), 4);
        talk.app.anyone.with_token(seller.token().unwrap()).post("/logout", &json!({})).await.expect(200);
        assert_eq!(ending(&mut of_session).await, json!({"code": 1008, "reason": "session-ended"}));
        delete_account(&talk, &seller.id).await;
        assert_eq!(ending(&mut of_second).await["reason"], "session-ended");
        talk.here.closing.send_replace(true);
        for ear in [&mut of_buyer, &mut stays] {
            assert_eq!(ending(ear).await, json!({"code": 1001, "reason": "server-stopping"}));
        }
        drop((of_session, of_second, of_buyer, stays));
        assert_eq!(talk.here.conversations.streams(), 0);
    }

    async fn one_stream_too_many_ends_the_oldest(test: TestDb) {
        let talk = Talk::with(test, Options { streams_per_account: 2, ..Options::default() }).await;
        let (seller, buyer, thread) = talk.pair().await;
        let mut ears = Vec::new();
        for _ in 0..3 {
            ears.push(Ear::open(&talk.here.stack, &seller, None).await);
        }
        say(&buyer, &thread, "a").await;
        assert_eq!(ending(&mut ears[0]).await["reason"], "too-many-streams");
        for ear in &mut ears[1..] {
            assert_eq!(ear.next().await.data["content"], "a");
        }
        assert_eq!(talk.here.conversations.streams(), 2);
    }

    async fn what_cannot_be_resumed_is_reset(test: TestDb) {
        let talk = Talk::new(test).await;
        let (seller, buyer, thread) = talk.pair().await;
        say(&buyer, &thread, "eski").await;
        for unknown in ["nonsense", "-1", "3", "999999999999999999999"] {
            let mut ear = Ear::open(&talk.here.stack, &seller, Some(unknown)).await;
            let heard = ear.any().await.unwrap();
            assert_eq!((heard.name.as_str(), heard.id), ("reset", Some(2)), "{unknown}");
            say(&buyer, &thread, "a").await;
            assert_eq!(ear.next().await.id, Some(3));
            // Back to two entries for the next round.
            if unknown == "nonsense" {
                break;
            }
        }
        // Old entries go, the last one stays, and the numbers go on.
        talk.app.clock.advance(8 * DAY);
        let ctx = Ctx::background(talk.app.clock.clone());
        for job in &talk.here.jobs {
            (job.run)(ctx.clone()).await.unwrap();
        }
        let (seller, buyer) = (talk.again("satici").await, talk.again("alici").await);
        let mut ear = Ear::open(&talk.here.stack, &seller, Some("1")).await;
        assert_eq!(ear.any().await.unwrap().name, "reset");
        let mut ear = Ear::open(&talk.here.stack, &seller, Some("2")).await;
        assert_eq!(ear.next().await.id, Some(3));
        say(&buyer, &thread, "yeni").await;
        assert_eq!(ear.next().await.id, Some(4));
    }

    async fn a_browser_listens_with_nothing_but_an_address(test: TestDb) {
        let talk = Talk::new(test).await;
        let (seller, buyer, thread) = talk.pair().await;
        say(&buyer, &thread, "a").await;
        let path = format!("{STREAM}?lastEventId=1&access_token={}", seller.token().unwrap());
        let request = Request::builder().uri(path).header(header::ACCEPT_ENCODING, "gzip, br");
        let response = talk.here.stack.serve(request.body(Body::empty()).unwrap(), [127, 0, 0, 1].into()).await;
        assert_eq!((response.status().as_u16(), response.headers().get(header::CONTENT_ENCODING)), (200, None));
        let mut body = response.into_body().into_data_stream();
        let opening = body.next().await.unwrap().unwrap();
        assert_eq!(opening, "retry: 3000\nid: 1\n\n");
        let event = body.next().await.unwrap().unwrap();
        assert!(event.starts_with(b"id: 2\nevent: message-created\ndata: {\"id\":"), "{event:?}");
        let refused = talk.anyone().get(&format!("{STREAM}?access_token=x")).await.expect(401);
        assert_eq!(refused.json()["message"], "errMsg_streamConversationThreadsRequiresLogin");
    }
}

/// A WebSocket of somebody's on a real connection.
type Socket = WebSocketStream<TcpStream>;

/// Serves on a port of its own until `stop` is dropped.
async fn served(talk: &Talk) -> (String, watch::Sender<bool>) {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap().to_string();
    let (stop, stopped) = watch::channel(false);
    tokio::spawn(serve(
        listener,
        talk.here.stack.clone(),
        ConnectionLimits::default(),
        stopped,
    ));
    (address, stop)
}

async fn connect(address: &str, query: &str, headers: &[(&'static str, &str)]) -> Result<Socket, SocketError> {
    let mut request = format!("ws://{address}/v1/conversationthreads/socket{query}").into_client_request()?;
    for (name, value) in headers {
        request.headers_mut().insert(*name, value.parse().unwrap());
    }
    let stream = TcpStream::connect(address).await.unwrap();
    client_async(request, stream).await.map(|(socket, _)| socket)
}

/// The next frame.
async fn frame(socket: &mut Socket) -> Value {
    loop {
        let message = tokio::time::timeout(Duration::from_secs(20), socket.next())
            .await
            .unwrap();
        match message.unwrap().unwrap() {
            Message::Text(text) => return serde_json::from_str(&text).unwrap(),
            Message::Ping(_) | Message::Pong(_) => {}
            other => panic!("{other:?}"),
        }
    }
}

/// The next frame with a number.
async fn numbered(socket: &mut Socket) -> (String, String) {
    loop {
        let frame = frame(socket).await;
        if let Some(id) = frame["id"].as_str() {
            return (id.to_owned(), text(&frame["event"]));
        }
    }
}

/// The code and the reason of the close that ends a socket.
async fn goodbye(socket: &mut Socket) -> (u16, String) {
    loop {
        let message = tokio::time::timeout(Duration::from_secs(20), socket.next())
            .await
            .expect("a close in time");
        match message.expect("a close before the end").unwrap() {
            Message::Close(Some(close)) => return (close.code.into(), close.reason.to_string()),
            Message::Close(None) => panic!("no reason"),
            _ => {}
        }
    }
}

/// What the last event of a stream says.
async fn ending(ear: &mut Ear) -> Value {
    loop {
        let heard = ear.any().await.expect("a reason before the end");
        if heard.name == "end" {
            assert_eq!(ear.any().await, None);
            return heard.data;
        }
    }
}

fn bearer(person: &Person) -> (&'static str, String) {
    ("authorization", format!("Bearer {}", person.token().unwrap()))
}

both_engines! {
    async fn a_socket_tells_the_same(test: TestDb) {
        let talk = Talk::new(test).await;
        let (seller, buyer, thread) = talk.pair().await;
        let (address, _stop) = served(&talk).await;
        let token = bearer(&seller);
        let mut socket = connect(&address, "", &[(token.0, &token.1)]).await.unwrap();
        assert_eq!(frame(&mut socket).await, json!({"id": "1", "event": "ready", "data": {}}));
        let message = say(&buyer, &thread, "Merhaba").await;
        let heard = frame(&mut socket).await;
        assert_eq!((&heard["id"], &heard["event"], &heard["data"]["content"]), (&json!("2"), &json!("message-created"), &message["content"]));
        let shown = frame(&mut socket).await;
        assert_eq!((&shown["id"], &shown["event"], &shown["data"]["unreadCount"]), (&json!(null), &json!("thread-updated"), &json!(1)));
        // Resumed by address, and by the first word; what was told since is not told twice.
        say(&buyer, &thread, "b").await;
        let query = format!("?lastEventId=1&access_token={}", seller.token().unwrap());
        let mut resumed = connect(&address, &query, &[]).await.unwrap();
        assert_eq!(frame(&mut resumed).await["id"], "1");
        for id in ["2", "3"] {
            assert_eq!(numbered(&mut resumed).await, (id.to_owned(), "message-created".to_owned()));
        }
        let mut late = connect(&address, "", &[(token.0, &token.1)]).await.unwrap();
        assert_eq!(frame(&mut late).await["id"], "3");
        late.send(Message::text(r#"{"lastEventId":"1"}"#)).await.unwrap();
        for id in ["2", "3"] {
            assert_eq!(numbered(&mut late).await.0, id);
        }
        say(&buyer, &thread, "c").await;
        assert_eq!(numbered(&mut late).await.0, "4");
        // Words that are too long, and none of ours.
        late.send(Message::text("x".repeat(10_000))).await.unwrap();
        assert_eq!(goodbye(&mut late).await, (1009, "message-too-long".to_owned()));
        assert_eq!(numbered(&mut socket).await.0, "3");
        socket.send(Message::text("nonsense")).await.unwrap();
        assert_eq!(numbered(&mut socket).await.0, "4");
        talk.here.closing.send_replace(true);
        assert_eq!(goodbye(&mut socket).await, (1001, "server-stopping".to_owned()));
    }

    async fn a_socket_says_why_it_ends(test: TestDb) {
        let talk = Talk::with(test, Options { streams_per_account: 2, ..Options::default() }).await;
        let (seller, ..) = talk.pair().await;
        let (address, _stop) = served(&talk).await;
        let token = bearer(&seller);
        let open = async || {
            let mut socket = connect(&address, "", &[(token.0, &token.1)]).await.unwrap();
            assert_eq!(frame(&mut socket).await["event"], "ready");
            socket
        };
        for (message, code, reason) in [
            (Message::binary(vec![1, 2, 3]), 1003, "texts-only"),
            (Message::text("x".repeat(5000)), 1009, "message-too-long"),
            (Message::text("x".repeat(70_000)), 1009, "message-too-long"),
        ] {
            let mut socket = open().await;
            socket.send(message).await.unwrap();
            assert_eq!(goodbye(&mut socket).await, (code, reason.to_owned()));
        }
        let mut sockets = [open().await, open().await, open().await];
        assert_eq!(goodbye(&mut sockets[0]).await, (1008, "too-many-streams".to_owned()));
        talk.app.anyone.with_token(seller.token().unwrap()).post("/logout", &json!({})).await.expect(200);
        for socket in &mut sockets[1..] {
            assert_eq!(goodbye(socket).await, (1008, "session-ended".to_owned()));
        }
        // Whoever says goodbye first is answered.
        let again = talk.again("satici").await;
        let token = format!("Bearer {}", again.token().unwrap());
        let mut socket = connect(&address, "", &[("authorization", &token)]).await.unwrap();
        socket.close(None).await.unwrap();
        while let Some(message) = socket.next().await {
            message.unwrap();
        }
    }

    async fn a_page_of_another_site_hears_nothing_by_cookie(test: TestDb) {
        let talk = Talk::new(test).await;
        let seller = talk.person("satici").await;
        let (address, _stop) = served(&talk).await;
        let cookie = format!("clonesahibinden-access-token={}", seller.token().unwrap());
        let refused = async |headers: &[(&'static str, &str)]| match connect(&address, "", headers).await {
            Err(SocketError::Http(response)) => response.status().as_u16(),
            other => panic!("{other:?}"),
        };
        assert_eq!(refused(&[]).await, 401);
        assert_eq!(refused(&[("cookie", &cookie), ("origin", "https://evil.example")]).await, 403);
        assert_eq!(refused(&[("cookie", &cookie), ("origin", "null")]).await, 403);
        connect(&address, "", &[("cookie", &cookie), ("origin", &format!("http://{address}"))]).await.unwrap();
        // Who can name the token is no page that borrows a cookie.
        let token = bearer(&seller);
        connect(&address, "", &[(token.0, &token.1), ("origin", "https://evil.example")]).await.unwrap();
        let plain = send(&seller, Method::GET, "/v1/conversationthreads/socket", &[], &json!({})).await.expect(400).json();
        assert_eq!(plain["message"], "errMsg_WebSocketIsRequired");
    }
}
