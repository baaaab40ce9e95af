//! Talking, as seller, buyer, stranger, moderator and nobody.

use std::time::Duration;

use accounts::Role;
use conversations::Options;
use http::Method;
use serde_json::{Value, json};
use server::settings::Given;
use testkit::both_engines;

use crate::{
    conversations_support::{Ear, NOWHERE, Person, Talk, begin, contents, patch, refusal, say, send, text},
    support::TestApp,
};

/// Everything that is asked of one list of messages.
fn list(thread: &str, query: &str) -> String {
    format!("/v1/listconversationmessages/{thread}{query}")
}

async fn inbox(of: &Person, query: &str) -> Vec<Value> {
    let body = of
        .get(&format!("/v1/conversationthreads{query}"))
        .await
        .expect(200)
        .json();
    body["conversationThreads"].as_array().unwrap().clone()
}

async fn unread(of: &Person) -> (i64, i64) {
    let body = of.get("/v1/unreadcount").await.expect(200).json();
    (
        body["unreadCount"].as_i64().unwrap(),
        body["unreadThreads"].as_i64().unwrap(),
    )
}

fn ids(rows: &[Value]) -> Vec<String> {
    rows.iter().map(|row| text(&row["id"])).collect()
}

both_engines! {
    async fn a_thread_needs_a_listing_its_owner_and_somebody_else(test: TestDb) {
        let talk = Talk::new(test).await;
        let (seller, buyer, other) = (talk.person("satici").await, talk.person("alici").await, talk.person("baska").await);
        let (offered, sold) = (talk.shop.offer(&seller.id), talk.shop.offer(&seller.id));
        talk.shop.sold(&sold);
        let refused = async |body: Value| refusal(&buyer.post("/v1/conversationthreads", &body).await);
        let is = |status: u16, key: &str| (status, format!("errMsg_{key}"));
        assert_eq!(refused(json!({})).await, is(400, "listingIdisRequired"));
        assert_eq!(refused(json!({"listingId": offered})).await, is(400, "receiverIdisRequired"));
        assert_eq!(refused(json!({"listingId": "x", "receiverId": seller.id})).await, is(400, "listingIdisNotAValidID"));
        assert_eq!(refused(json!({"listingId": offered, "receiverId": 7})).await, is(400, "receiverIdisNotAValidID"));
        assert_eq!(refused(json!({"listingId": offered, "receiverId": seller.id, "lastMessageAt": "yesterday"})).await, is(400, "lastMessageAtTypeIsNotValid"));
        assert_eq!(refused(json!({"listingId": offered, "receiverId": buyer.id})).await, is(400, "receiverIdMustDifferFromSenderId"));
        assert_eq!(refused(json!({"listingId": offered, "receiverId": seller.id, "senderId": other.id})).await, is(403, "SenderMustBeTheSessionUser"));
        assert_eq!(refused(json!({"listingId": NOWHERE, "receiverId": seller.id})).await, is(404, "RecordNotFound"));
        assert_eq!(refused(json!({"listingId": sold, "receiverId": seller.id})).await, is(400, "ListingIsNotActive"));
        assert_eq!(refused(json!({"listingId": offered, "receiverId": NOWHERE})).await, is(404, "RecordNotFound"));
        assert_eq!(refused(json!({"listingId": offered, "receiverId": other.id})).await, is(403, "ListingOwnerMustParticipate"));
        // The seller may begin, too; upper case names the same.
        let thread = begin(&seller, &offered.to_uppercase(), &buyer.id).await;
        assert_eq!(begin(&buyer, &offered, &seller.id).await, thread);
        assert_eq!(inbox(&buyer, "").await.len(), 1);
        let key = [("idempotency-key", "k")];
        let body = json!({"listingId": offered, "receiverId": other.id});
        let one = send(&seller, Method::POST, "/v1/conversationthreads", &key, &body).await.expect(201).json();
        let two = send(&seller, Method::POST, "/v1/conversationthreads", &key, &body).await.expect(201).json();
        assert_eq!((&one["conversationThread"], two.get("reused")), (&two["conversationThread"], None));
        let body = json!({"listingId": offered, "receiverId": buyer.id});
        send(&seller, Method::POST, "/v1/conversationthreads", &key, &body).await.expect(409);
    }

    async fn a_message_is_for_the_other_one_and_nobody_else(test: TestDb) {
        let talk = Talk::new(test).await;
        let (seller, buyer, thread) = talk.pair().await;
        let (stranger, moderator) = (talk.person("baska").await, talk.somebody("mod", Role::Moderator).await);
        let message = say(&buyer, &thread, "  Merhaba  ").await;
        assert_eq!((&message["content"], &message["senderId"], &message["receiverId"]), (&json!("Merhaba"), &json!(buyer.id), &json!(seller.id)));
        let refused = async |by: &Person, body: Value| refusal(&by.post("/v1/conversationmessages", &body).await);
        let is = |status: u16, key: &str| (status, format!("errMsg_{key}"));
        let good = |more: Value| {
            let mut body = json!({"content": "a", "conversationThreadId": thread});
            body.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
            body
        };
        assert_eq!(refused(&buyer, json!({"conversationThreadId": thread})).await, is(400, "contentisRequired"));
        assert_eq!(refused(&buyer, good(json!({"content": " \n\u{200b} "}))).await, is(400, "contentisRequired"));
        assert_eq!(refused(&buyer, good(json!({"content": 5}))).await, is(400, "contentTypeIsNotValid"));
        assert_eq!(refused(&buyer, good(json!({"content": "a".repeat(5_001)}))).await, is(400, "contentTypeIsNotValid"));
        assert_eq!(refused(&buyer, json!({"content": "a"})).await, is(400, "conversationThreadIdisRequired"));
        assert_eq!(refused(&buyer, good(json!({"conversationThreadId": "x"}))).await, is(400, "conversationThreadIdisNotAValidID"));
        assert_eq!(refused(&buyer, good(json!({"isRead": "no"}))).await, is(400, "isReadTypeIsNotValid"));
        assert_eq!(refused(&buyer, good(json!({"sentAt": "soon"}))).await, is(400, "sentAtTypeIsNotValid"));
        assert_eq!(refused(&buyer, good(json!({"readAt": 17}))).await, is(400, "readAtTypeIsNotValid"));
        assert_eq!(refused(&buyer, good(json!({"senderId": seller.id}))).await, is(403, "SenderMustBeTheSessionUser"));
        assert_eq!(refused(&buyer, good(json!({"receiverId": stranger.id}))).await, is(400, "receiverIdIsNotTheOtherParticipant"));
        assert_eq!(refused(&buyer, good(json!({"conversationThreadId": NOWHERE}))).await, is(404, "RecordNotFound"));
        for other in [&stranger, &moderator] {
            assert_eq!(refused(other, good(json!({}))).await, is(403, "ConversationThreadCanBeAccessedByParticipants"));
        }
        // What is sent of times and of having read counts for nothing.
        let body = good(json!({"isRead": true, "readAt": "2020-01-01", "sentAt": "2020-01-01T00:00:00Z", "content": "a".repeat(5_000)}));
        let sent = buyer.post("/v1/conversationmessages", &body).await.expect(201).json()["conversationMessage"].clone();
        assert_eq!((&sent["isRead"], &sent["readAt"]), (&json!(false), &json!(null)));
        assert!(text(&sent["sentAt"]) > text(&message["sentAt"]), "the clock stands, and yet it is later");
        let path = format!("/v1/conversationmessages/{}", text(&message["id"]));
        for by in [&seller, &buyer, &moderator] {
            assert_eq!(by.get(&path).await.expect(200).json()["conversationMessage"], message);
        }
        assert_eq!(refusal(&stranger.get(&path).await).0, 403);
        assert_eq!(refusal(&stranger.get(&list(&thread, "")).await).0, 403);
        assert_eq!(refusal(&stranger.get(&format!("/v1/conversationthreads/{thread}")).await).0, 403);
        assert_eq!(contents(&moderator, &list(&thread, "")).await.len(), 2);
    }

    async fn a_retry_is_answered_the_first_message(test: TestDb) {
        let talk = Talk::new(test).await;
        let (seller, buyer, thread) = talk.pair().await;
        let key = [("idempotency-key", "a key")];
        let path = "/v1/conversationmessages";
        let body = json!({"content": "Merhaba", "conversationThreadId": thread});
        let first = send(&buyer, Method::POST, path, &key, &body).await.expect(201).json();
        let again = send(&buyer, Method::POST, path, &key, &body).await.expect(201).json();
        assert_eq!(first["conversationMessage"], again["conversationMessage"]);
        let other = json!({"content": "Başka", "conversationThreadId": thread});
        assert_eq!(refusal(&send(&buyer, Method::POST, path, &key, &other).await), (409, "errMsg_IdempotencyKeyMismatch".to_owned()));
        // Keys belong to whoever uses them.
        send(&seller, Method::POST, path, &key, &other).await.expect(201);
        let named = json!({"content": "Adlı", "conversationThreadId": thread, "clientMessageId": "a key"});
        let one = buyer.post(path, &named).await.expect(201).json();
        let two = buyer.post(path, &named).await.expect(201).json();
        assert_eq!(one["conversationMessage"], two["conversationMessage"]);
        assert_eq!(contents(&buyer, &list(&thread, "")).await, ["Merhaba", "Başka", "Adlı"]);
        assert_eq!(unread(&seller).await, (2, 1));
        // A retry counts even if its sender was blocked in between.
        seller.post(&format!("/v1/blocks/{}", buyer.id), &json!({})).await.expect(201);
        send(&buyer, Method::POST, path, &key, &body).await.expect(201);
        assert_eq!(refusal(&buyer.post(path, &body).await), (403, "errMsg_UserIsBlocked".to_owned()));
    }

    async fn whoever_begins_far_too_many_threads_is_told_when_to_go_on(test: TestDb) {
        let talk = Talk::with(test, Options { threads_per_day: 2, ..Options::default() }).await;
        let (seller, buyer) = (talk.person("satici").await, talk.person("alici").await);
        for _ in 0..2 {
            begin(&buyer, &talk.shop.offer(&seller.id), &seller.id).await;
        }
        let body = json!({"listingId": talk.shop.offer(&seller.id), "receiverId": seller.id});
        let refused = buyer.post("/v1/conversationthreads", &body).await.expect(429);
        assert_eq!((refused.headers["retry-after"].to_str().unwrap(), refusal(&refused).1.as_str()), ("43200", "errMsg_TooManyRequests"));
    }

    async fn threads_of_one_moment_are_not_skipped(test: TestDb) {
        let talk = Talk::new(test).await;
        let (seller, buyer) = (talk.person("satici").await, talk.person("alici").await);
        let mut begun = Vec::new();
        for _ in 0..5 {
            // The clock stands still.
            begun.push(begin(&buyer, &talk.shop.offer(&seller.id), &seller.id).await);
        }
        let page = inbox(&buyer, "?limit=2").await;
        let at = text(&page[1]["lastMessageAt"]);
        let rest = ids(&inbox(&buyer, &format!("?before={at}&limit=10")).await);
        assert_eq!(rest.len(), 5);
        assert!(begun.iter().all(|thread| rest.contains(thread)));
    }

    async fn a_history_is_paged_and_scrolled(test: TestDb) {
        let talk = Talk::new(test).await;
        let (seller, buyer, thread) = talk.pair().await;
        let mut sent = Vec::new();
        for number in 1..=10 {
            talk.app.clock.advance(Duration::from_secs(1));
            sent.push(say(if number % 2 == 0 { &seller } else { &buyer }, &thread, &number.to_string()).await);
        }
        let moderator = talk.somebody("mod", Role::Moderator).await;
        let at = |query: &str| list(&thread, query);
        assert_eq!(contents(&buyer, &at("?pageRowCount=4&pageNumber=1")).await, ["1", "2", "3", "4"]);
        assert_eq!(contents(&buyer, &at("?pageRowCount=4&pageNumber=3")).await, ["9", "10"]);
        for gone in [2, 3, 6] {
            moderator.delete(&format!("/v1/conversationmessages/{}", text(&sent[gone - 1]["id"]))).await.expect(200);
        }
        assert_eq!(contents(&buyer, &at("?pageRowCount=3&pageNumber=1")).await, ["1", "4", "5"]);
        assert_eq!(contents(&buyer, &at("?pageRowCount=3&pageNumber=2")).await, ["7", "8", "9"]);
        assert_eq!(contents(&buyer, &at("?pageRowCount=3&pageNumber=3")).await, ["10"]);
        assert_eq!(contents(&buyer, &at("?pageRowCount=3&pageNumber=4")).await, [""; 0]);
        assert_eq!(contents(&buyer, &at("?pageNumber=0")).await.len(), 7);
        let paging = buyer.get(&at("?pageRowCount=3")).await.json()["paging"].clone();
        assert_eq!(paging, json!({"pageNumber": 1, "pageRowCount": 3, "totalRowCount": 7, "pageCount": 3}));
        assert_eq!(contents(&moderator, &at("")).await.len(), 10);
        assert_eq!(moderator.get(&at("?limit=2")).await.expect(200).json()["paging"]["totalRowCount"], 10);
        let standard = buyer.get(&at("?limit=2&envelope=standard")).await.expect(200).json();
        assert_eq!(standard["pagination"], json!({"total_count": 7, "current_page": 1, "total_pages": 1}));

        let scrolled = async |query: String| {
            let body = buyer.get(&at(&query)).await.expect(200).json();
            let rows = body["conversationMessages"].as_array().unwrap().clone();
            // However little of it is shown, the thread has as many.
            assert_eq!((&body["paging"]["totalRowCount"], &body["paging"]["pageCount"]), (&json!(7), &json!(1)), "{query}");
            let said: Vec<String> = rows.iter().map(|row| text(&row["content"])).collect();
            (said.join(","), body["cursor"]["hasMore"].as_bool().unwrap(), body["cursor"].clone())
        };
        let (said, more, cursor) = scrolled("?limit=3".into()).await;
        assert_eq!((said.as_str(), more), ("8,9,10", true));
        let (said, more, cursor) = scrolled(format!("?limit=3&before={}", text(&cursor["before"]))).await;
        assert_eq!((said.as_str(), more), ("4,5,7", true));
        let (said, more, _) = scrolled(format!("?limit=3&before={}", text(&cursor["before"]))).await;
        assert_eq!((said.as_str(), more), ("1", false));
        let (said, more, _) = scrolled(format!("?limit=2&after={}", text(&cursor["after"]))).await;
        assert_eq!((said.as_str(), more), ("8,9", true));
        let id = |number: usize| text(&sent[number - 1]["id"]);
        assert_eq!(scrolled(format!("?after={}&before={}", id(4), id(9))).await.0, "5,7,8");
        let time = |number: usize| text(&sent[number - 1]["sentAt"]);
        assert_eq!(scrolled(format!("?after={}&limit=2", time(4))).await.0, "5,7");
        assert_eq!(scrolled(format!("?before={}", time(5))).await.0, "1,4");
        assert_eq!(scrolled("?after=2020-01-01&limit=1".into()).await.0, "1");
        assert_eq!(scrolled("?before=2020-01-01".into()).await.0, "");
        for wrong in ["?after=x", "?before=17", &format!("?after={NOWHERE}")] {
            assert_eq!(refusal(&buyer.get(&at(wrong)).await).0, 400, "{wrong}");
        }
        assert_eq!(refusal(&buyer.get(&at(&format!("?conversationThreadId={NOWHERE}"))).await), (400, "errMsg_conversationThreadIdTypeIsNotValid".to_owned()));
    }

    async fn reading_is_the_receivers_and_happens_once(test: TestDb) {
        let talk = Talk::new(test).await;
        let (seller, buyer, thread) = talk.pair().await;
        let moderator = talk.somebody("mod", Role::Moderator).await;
        let mut sent = Vec::new();
        for number in 1..=5 {
            sent.push(text(&say(&buyer, &thread, &number.to_string()).await["id"]));
        }
        let own = text(&say(&seller, &thread, "cevap").await["id"]);
        assert_eq!((unread(&seller).await, unread(&buyer).await), ((5, 1), (1, 1)));
        let mark = |id: &str| format!("/v1/markmessageasread/{id}");
        for by in [&buyer, &moderator] {
            assert_eq!(refusal(&patch(by, &mark(&sent[1]), &json!({})).await), (403, "errMsg_ConversationMessageCanBeMarkedByReceiver".to_owned()));
        }
        assert_eq!(refusal(&patch(&seller, &mark(&sent[1]), &json!({"isRead": false})).await), (400, "errMsg_isReadMustBeTrue".to_owned()));
        assert_eq!(refusal(&patch(&seller, &mark(NOWHERE), &json!({})).await).0, 404);
        talk.app.clock.advance(Duration::from_secs(60));
        let first = seller.call(Method::PATCH, &mark(&sent[1])).await.expect(200).json();
        talk.app.clock.advance(Duration::from_secs(60));
        let second = patch(&seller, &mark(&sent[1]), &json!({"isRead": true})).await.expect(200).json();
        assert_eq!(first["conversationMessage"], second["conversationMessage"]);
        assert_eq!((&second["oldDataValues"], &second["newDataValues"]), (&json!({}), &json!({})));
        assert_eq!(unread(&seller).await, (4, 1));

        let read = format!("/v1/conversationthreads/{thread}/read");
        let answer = patch(&seller, &read, &json!({"conversationMessageId": sent[2]})).await.expect(200).json();
        assert_eq!((&answer["markedCount"], &answer["conversationThread"]["unreadCount"]), (&json!(2), &json!(2)));
        assert_eq!((&answer["oldDataValues"], &answer["newDataValues"]), (&json!({"unreadCount": 4}), &json!({"unreadCount": 2})));
        assert_eq!(unread(&seller).await, (2, 1));
        let answer = seller.call(Method::PATCH, &read).await.expect(200).json();
        assert_eq!(answer["markedCount"], 2);
        assert_eq!((unread(&seller).await, unread(&buyer).await), ((0, 0), (1, 1)));
        patch(&buyer, &mark(&own), &json!({})).await.expect(200);
        assert_eq!(unread(&buyer).await, (0, 0));
        assert_eq!(refusal(&patch(&moderator, &read, &json!({})).await).0, 403);
        assert_eq!(refusal(&patch(&seller, &read, &json!({"conversationMessageId": NOWHERE})).await).0, 404);
        assert_eq!(refusal(&patch(&seller, &read, &json!({"conversationMessageId": 3})).await), (400, "errMsg_conversationMessageIdisNotAValidID".to_owned()));
    }

    async fn more_is_read_at_once_than_one_transaction_takes(test: TestDb) {
        let talk = Talk::new(test).await;
        let (seller, buyer, thread) = talk.pair().await;
        for number in 0..450 {
            say(&buyer, &thread, &number.to_string()).await;
        }
        let answer = patch(&seller, &format!("/v1/conversationthreads/{thread}/read"), &json!({})).await.expect(200).json();
        assert_eq!((&answer["markedCount"], &answer["oldDataValues"]), (&json!(450), &json!({"unreadCount": 450})));
        assert_eq!(unread(&seller).await, (0, 0));
        let rows = buyer.get(&list(&thread, "?pageNumber=0")).await.expect(200).json()["conversationMessages"].as_array().unwrap().clone();
        assert!(rows.len() == 450 && rows.iter().all(|row| row["isRead"] == true));
    }

    async fn a_kind_of_reason_comes_with_a_report_and_with_a_block_and_may_be_left_out(test: TestDb) {
        let talk = Talk::new(test).await;
        let (seller, buyer, thread) = talk.pair().await;
        let staff = talk.somebody("denetci", Role::Moderator).await;
        let (one, two) = (say(&buyer, &thread, "a").await, say(&buyer, &thread, "b").await);
        let at = |message: &Value| format!("/v1/conversationmessages/{}/report", text(&message["id"]));
        for wrong in [json!({"reason": "x", "category": "because"}), json!({"reason": "x", "category": 7}), json!({"category": "spam"})] {
            seller.post(&at(&one), &wrong).await.expect(400);
        }
        let told = seller.post(&at(&one), &json!({"reason": "x", "category": "OffPlatformPayment"})).await.expect(201).json();
        assert_eq!(told["report"]["category"], "offPlatformPayment");
        let told = seller.post(&at(&two), &json!({"reason": "y"})).await.expect(201).json();
        assert_eq!(told["report"].get("category"), None);
        let queue = staff.get("/v1/reports").await.expect(200).json();
        assert_eq!((&queue["reports"][0]["category"], queue["reports"][1].get("category")), (&json!("offPlatformPayment"), None));
        let block = format!("/v1/blocks/{}", buyer.id);
        seller.call(Method::POST, &format!("{block}?category=x")).await.expect(400);
        let blocked = seller.call(Method::POST, &format!("{block}?category=insult")).await.expect(201).json();
        assert_eq!(blocked["block"]["category"], "insult");
        seller.delete(&block).await.expect(200);
        let blocked = seller.call(Method::POST, &block).await.expect(201).json();
        assert_eq!(blocked["block"].get("category"), None);
    }

    async fn a_deleted_message_is_there_for_staff_only(test: TestDb) {
        let talk = Talk::new(test).await;
        let (seller, buyer, thread) = talk.pair().await;
        let (moderator, admin) = (talk.somebody("mod", Role::Moderator).await, talk.somebody("root", Role::Admin).await);
        let first = say(&buyer, &thread, "İlk").await;
        talk.app.clock.advance(Duration::from_secs(60));
        let bad = text(&say(&buyer, &thread, "Kötü söz").await["id"]);
        let path = format!("/v1/conversationmessages/{bad}");
        for by in [&seller, &buyer] {
            assert_eq!(refusal(&by.delete(&path).await), (403, "errMsg_UserRoleRequired:[superAdmin , admin , moderator]".to_owned()));
        }
        assert_eq!(refusal(&buyer.delete("/v1/conversationmessages/x").await).0, 400);
        let gone = send(&moderator, Method::DELETE, &path, &[], &json!({"reason": "hakaret<script>alert(1)</script>"})).await.expect(200).json();
        assert_eq!(gone["conversationMessage"]["isActive"], false);
        assert_eq!(refusal(&admin.delete(&path).await).0, 404);
        for by in [&seller, &buyer] {
            assert_eq!(refusal(&by.get(&path).await).0, 404);
            assert_eq!(contents(by, &list(&thread, "")).await, ["İlk"]);
            assert_eq!(by.get("/v1/searchmessages?q=kotu").await.expect(200).json()["conversationMessages"], json!([]));
        }
        assert_eq!(refusal(&patch(&seller, &format!("/v1/markmessageasread/{bad}"), &json!({})).await).0, 404);
        let row = inbox(&seller, "").await[0].clone();
        assert_eq!((&row["lastMessage"], &row["unreadCount"], &row["lastMessageAt"]), (&json!("İlk"), &json!(1), &first["sentAt"]));
        let seen = admin.get(&path).await.expect(200).json()["conversationMessage"].clone();
        assert_eq!((&seen["content"], &seen["isActive"], &seen["deletedBy"], &seen["deletedReason"]), (&json!("Kötü söz"), &json!(false), &json!(moderator.id), &json!("hakaret")));
        assert!(seen["deletedAt"].is_string());
        assert_eq!(contents(&admin, &list(&thread, "")).await, ["İlk", "Kötü söz"]);
        // The next one is later than the deleted one, too, and the whole thread can go.
        let next = say(&seller, &thread, "Sonraki").await;
        assert!(text(&next["sentAt"]) > text(&seen["sentAt"]));
        for id in [&first["id"], &next["id"]] {
            admin.delete(&format!("/v1/conversationmessages/{}", text(id))).await.expect(200);
        }
        let row = inbox(&seller, "").await[0].clone();
        assert_eq!((&row["lastMessage"], &row["unreadCount"]), (&json!(null), &json!(0)));
        assert_eq!(unread(&buyer).await, (0, 0));
    }

    async fn an_inbox_is_ones_own_and_the_latest_comes_first(test: TestDb) {
        let talk = Talk::new(test).await;
        let (seller, buyer) = (talk.person("satici").await, talk.person("alici").await);
        let (stranger, moderator) = (talk.person("baska").await, talk.somebody("mod", Role::Moderator).await);
        let mut threads = Vec::new();
        let mut listings = Vec::new();
        for number in 0..7 {
            // Half of them are the buyer's own offers.
            let (owner, other) = if number % 2 == 0 { (&seller, &buyer) } else { (&buyer, &seller) };
            let listing = talk.shop.offer(&owner.id);
            talk.app.clock.advance(Duration::from_secs(1));
            threads.push(begin(other, &listing, &owner.id).await);
            listings.push(listing);
        }
        talk.app.clock.advance(Duration::from_secs(1));
        say(&seller, &threads[2], &"ğ".repeat(100)).await;
        let order: Vec<String> = [2, 6, 5, 4, 3, 1, 0].into_iter().map(|n: usize| threads[n].clone()).collect();
        let rows = inbox(&buyer, "").await;
        assert_eq!(ids(&rows), order);
        assert_eq!((rows[0]["lastMessage"].as_str().unwrap().chars().count(), &rows[0]["unreadCount"]), (80, &json!(1)));
        assert_eq!(inbox(&seller, "").await[0]["unreadCount"], 0);
        assert_eq!(ids(&inbox(&buyer, "?pageRowCount=3&pageNumber=2").await), order[3..6]);
        assert_eq!(ids(&inbox(&buyer, "?pageRowCount=3&pageNumber=3").await), order[6..]);
        assert_eq!(ids(&inbox(&buyer, &format!("?listingId={}", listings[4])).await), [threads[4].clone()]);
        assert_eq!(inbox(&stranger, &format!("?listingId={}", listings[4])).await.len(), 0);

        // Scrolling.
        let mut seen = Vec::new();
        let mut before = String::new();
        loop {
            let body = buyer.get(&format!("/v1/conversationthreads?limit=3{before}")).await.expect(200).json();
            seen.extend(ids(body["conversationThreads"].as_array().unwrap()));
            assert_eq!(body["paging"]["totalRowCount"], 7);
            match body["cursor"]["before"].as_str() {
                Some(cursor) => before = format!("&before={cursor}"),
                None => break,
            }
        }
        assert_eq!(seen, order);
        assert_eq!(ids(&inbox(&buyer, &format!("?before={}", order[4])).await), order[5..]);
        let at = text(&inbox(&buyer, "").await[2]["lastMessageAt"]);
        assert_eq!(ids(&inbox(&buyer, &format!("?before={at}")).await), order[2..]);
        assert_eq!(refusal(&buyer.get("/v1/conversationthreads?before=nonsense").await).0, 400);

        // Staff.
        for query in ["?all=true".to_owned(), format!("?userId={}", buyer.id)] {
            assert_eq!(refusal(&stranger.get(&format!("/v1/conversationthreads{query}")).await).0, 403, "{query}");
            let rows = inbox(&moderator, &query).await;
            assert_eq!(ids(&rows), order, "{query}");
            assert_eq!(rows[0]["unreadCount"], i64::from(query.contains("userId")));
        }
        assert_eq!(inbox(&moderator, "").await.len(), 0);
        assert_eq!(ids(&inbox(&moderator, "?all=true&limit=2").await), order[..2]);
        assert_eq!(ids(&inbox(&moderator, &format!("?listingId={}", listings[3])).await), [threads[3].clone()]);
        assert_eq!(refusal(&moderator.get("/v1/conversationthreads?userId=x").await), (400, "errMsg_userIdisNotAValidID".to_owned()));
        assert_eq!(ids(&inbox(&buyer, &format!("?userId={}", buyer.id)).await), order);
    }

    async fn staff_lists_are_filtered(test: TestDb) {
        let talk = Talk::new(test).await;
        let (seller, buyer, thread) = talk.pair().await;
        let (third, moderator) = (talk.person("ucuncu").await, talk.somebody("mod", Role::Moderator).await);
        let listing = talk.shop.offer(&third.id);
        let other = begin(&buyer, &listing, &third.id).await;
        let one = say(&buyer, &thread, "Yüzde 100% pamuk").await;
        say(&seller, &thread, "Cevap").await;
        say(&third, &other, "Başka").await;
        patch(&seller, &format!("/v1/markmessageasread/{}", text(&one["id"])), &json!({})).await.expect(200);
        let fetched = async |query: String| contents(&moderator, &format!("/v1/_fetchlistconversationmessage{query}")).await;
        assert_eq!(fetched(String::new()).await, ["Başka", "Cevap", "Yüzde 100% pamuk"]);
        assert_eq!(fetched(format!("?conversationThreadId={thread}")).await, ["Cevap", "Yüzde 100% pamuk"]);
        assert_eq!(fetched(format!("?senderId={}&senderId={}", third.id, seller.id)).await, ["Başka", "Cevap"]);
        assert_eq!(fetched(format!("?receiverId={}", seller.id)).await, ["Yüzde 100% pamuk"]);
        assert_eq!(fetched("?isRead=true".into()).await, ["Yüzde 100% pamuk"]);
        assert_eq!(fetched("?readAt=null".into()).await, ["Başka", "Cevap"]);
        assert_eq!(fetched("?isActive=false".into()).await, [""; 0]);
        assert_eq!(fetched("?content=0%25%20PAM".into()).await, ["Yüzde 100% pamuk"]);
        assert_eq!(fetched("?content=1_0".into()).await, [""; 0]);
        // Neither case nor accents count, on either engine, and of more than plain letters, too.
        for query in ["Y%C3%9CZDE", "yuzde", "Y%C3%BCz"] {
            assert_eq!(fetched(format!("?content={query}")).await, ["Yüzde 100% pamuk"], "{query}");
        }
        assert_eq!(fetched("?content=BA%C5%9EKA".into()).await, ["Başka"]);
        let threads = async |query: String| ids(moderator.get(&format!("/v1/_fetchlistconversationthread{query}")).await.expect(200).json()["conversationThreads"].as_array().unwrap());
        assert_eq!(threads(String::new()).await, [other.clone(), thread.clone()]);
        assert_eq!(threads(format!("?listingId={listing}")).await, std::slice::from_ref(&other));
        assert_eq!(threads(format!("?receiverId={}", seller.id)).await, std::slice::from_ref(&thread));
        assert_eq!(threads("?pageRowCount=1&pageNumber=2".into()).await, [thread]);
        // What belongs to other services stays away when it is not wanted, what is of this one stays.
        let own = moderator.get("/v1/_fetchlistconversationmessage?excludeCQRS=true").await.expect(200).json()["conversationMessages"][0].clone();
        assert!(own["thread"].is_object() && own.get("senderUser").is_none(), "{own}");
        for path in ["/v1/_fetchlistconversationmessage", "/v1/_fetchlistconversationthread"] {
            assert_eq!(refusal(&buyer.get(path).await).0, 403);
            assert_eq!(refusal(&buyer.get(&format!("{path}?senderId=x")).await).0, 400, "parameters come before roles");
        }
    }

    async fn searching_finds_ones_own_messages_only(test: TestDb) {
        let talk = Talk::new(test).await;
        let (seller, buyer, thread) = talk.pair().await;
        let third = talk.person("ucuncu").await;
        let other = begin(&third, &talk.shop.offer(&seller.id), &seller.id).await;
        say(&buyer, &thread, "Kiralık daire IĞDIR'da mı?").await;
        say(&seller, &thread, "Evet, kiralık. 3+1 daire").await;
        say(&third, &other, "Kiralık araba 1e5 km").await;
        let found = async |by: &Person, query: &str| contents(by, &format!("/v1/searchmessages?q={query}")).await;
        assert_eq!(found(&buyer, "KIRALIK").await, ["Evet, kiralık. 3+1 daire", "Kiralık daire IĞDIR'da mı?"]);
        assert_eq!(found(&buyer, "kira%20igdir").await, ["Kiralık daire IĞDIR'da mı?"]);
        assert_eq!(found(&third, "kiralik").await, ["Kiralık araba 1e5 km"]);
        assert_eq!(found(&third, "1e5").await, ["Kiralık araba 1e5 km"]);
        assert_eq!(found(&seller, "kiralik").await.len(), 3);
        assert_eq!(found(&seller, "araba%20daire").await, [""; 0]);
        for hostile in ["%22*", "who:x", "%27%3B--", "a%26b%7C", "%40", "NEAR(a)"] {
            found(&seller, hostile).await;
        }
        let plain = seller.id.replace('-', "");
        assert_eq!(found(&seller, &plain).await, [""; 0], "who may find a message is no word of it");
        let page = seller.get("/v1/searchmessages?q=kiralik&pageRowCount=2&pageNumber=2").await.expect(200).json();
        assert_eq!((&page["rowCount"], &page["paging"]["totalRowCount"]), (&json!(1), &json!(3)));
        assert_eq!(refusal(&seller.get("/v1/searchmessages").await), (400, "errMsg_qisRequired".to_owned()));
        assert_eq!(refusal(&seller.get(&format!("/v1/searchmessages?q={}", "a".repeat(201))).await).0, 400);
    }

    async fn whoever_is_blocked_cannot_write(test: TestDb) {
        let talk = Talk::new(test).await;
        let (seller, buyer, thread) = talk.pair().await;
        let block = format!("/v1/blocks/{}", buyer.id);
        let first = seller.call(Method::POST, &block).await.expect(201).json();
        let again = seller.post(&block, &json!({})).await.expect(201).json();
        assert_eq!((&first["block"], &again["reused"]), (&again["block"], &json!(true)));
        assert_eq!((&first["block"]["userId"], &first["block"]["user"]["fullname"]), (&json!(buyer.id), &json!("alici Lengkap")));
        let blocks = seller.get("/v1/blocks").await.expect(200).json();
        assert_eq!((&blocks["blocks"], &blocks["paging"]["totalRowCount"]), (&json!([first["block"]]), &json!(1)));
        let body = json!({"conversationThreadId": thread, "content": "a"});
        let is_blocked = (403, "errMsg_UserIsBlocked".to_owned());
        assert_eq!(refusal(&buyer.post("/v1/conversationmessages", &body).await), is_blocked);
        assert_eq!(refusal(&buyer.call(Method::POST, &format!("/v1/conversationthreads/{thread}/typing")).await), is_blocked);
        let listing = talk.shop.offer(&seller.id);
        assert_eq!(refusal(&buyer.post("/v1/conversationthreads", &json!({"listingId": listing, "receiverId": seller.id})).await), is_blocked);
        say(&seller, &thread, "Ben yazabilirim").await;
        assert_eq!(seller.delete(&block).await.expect(200).json()["block"]["isActive"], false);
        assert_eq!(refusal(&seller.delete(&block).await).0, 404);
        say(&buyer, &thread, "Ben de").await;
        assert_eq!(refusal(&seller.call(Method::POST, &format!("/v1/blocks/{}", seller.id)).await).0, 400);
        assert_eq!(refusal(&seller.call(Method::POST, &format!("/v1/blocks/{NOWHERE}")).await).0, 404);
        assert_eq!(refusal(&seller.call(Method::POST, "/v1/blocks/x").await), (400, "errMsg_userIdisNotAValidID".to_owned()));
    }

    async fn reports_wait_for_a_moderator(test: TestDb) {
        let talk = Talk::new(test).await;
        let (seller, buyer, thread) = talk.pair().await;
        let (stranger, moderator) = (talk.person("baska").await, talk.somebody("mod", Role::Moderator).await);
        let message = text(&say(&buyer, &thread, "Önce para gönder").await["id"]);
        let path = format!("/v1/conversationmessages/{message}/report");
        assert_eq!(refusal(&seller.post(&path, &json!({})).await), (400, "errMsg_reasonisRequired".to_owned()));
        assert_eq!(refusal(&stranger.post(&path, &json!({"reason": "a"})).await).0, 403);
        assert_eq!(refusal(&buyer.post(&path, &json!({"reason": "a"})).await).0, 400);
        let made = seller.post(&path, &json!({"reason": "Dolandırıcı"})).await.expect(201).json();
        let again = seller.post(&path, &json!({"reason": "Dolandırıcı!"})).await.expect(201).json();
        assert_eq!((&made["report"], &again["reused"]), (&again["report"], &json!(true)));
        assert_eq!((&made["report"]["status"], &made["report"]["status_idx"]), (&json!("open"), &json!(0)));
        assert_eq!(refusal(&seller.get("/v1/reports").await).0, 403);
        let queue = moderator.get("/v1/reports").await.expect(200).json();
        let report = queue["reports"][0].clone();
        assert_eq!((&report["message"]["content"], &report["reporter"]["fullname"]), (&json!("Önce para gönder"), &json!("satici Lengkap")));
        let path = format!("/v1/reports/{}", text(&report["id"]));
        assert_eq!(refusal(&patch(&moderator, &path, &json!({})).await), (400, "errMsg_statusisRequired".to_owned()));
        assert_eq!(refusal(&patch(&moderator, &path, &json!({"status": "gone"})).await), (400, "errMsg_statusTypeIsNotValid".to_owned()));
        assert_eq!(refusal(&patch(&seller, &path, &json!({"status": "resolved"})).await).0, 403);
        assert_eq!(refusal(&patch(&moderator, &format!("/v1/reports/{NOWHERE}"), &json!({"status": "resolved"})).await).0, 404);
        let closed = patch(&moderator, &path, &json!({"status": "Resolved", "note": "silindi"})).await.expect(200).json();
        assert_eq!((&closed["report"]["status_idx"], &closed["report"]["closedBy"], &closed["newDataValues"]["note"]), (&json!(1), &json!(moderator.id), &json!("silindi")));
        let same = patch(&moderator, &path, &json!({"status": "resolved"})).await.expect(200).json();
        assert_eq!((&same["newDataValues"], &same["report"]["recordVersion"]), (&json!({}), &json!(2)));
        // Whoever reported sees that it was closed, and neither by whom nor what they wrote down.
        let told = seller.post(&format!("/v1/conversationmessages/{}/report", text(&report["conversationMessageId"])), &json!({"reason": "x"})).await.expect(201).json();
        assert_eq!((&told["report"]["status_idx"], &told["report"]["closedBy"], &told["report"]["note"]), (&json!(1), &Value::Null, &Value::Null));
        assert_eq!(moderator.get("/v1/reports").await.expect(200).json()["reports"], json!([]));
        let resolved = moderator.get("/v1/reports?status=resolved").await.expect(200).json();
        assert_eq!((&resolved["rowCount"], &resolved["filters"]), (&json!(1), &json!([{"name": "status", "value": "resolved"}])));
        assert_eq!(refusal(&moderator.get("/v1/reports?status=x").await).0, 400);
    }

    async fn an_account_sends_only_so_many_messages(test: TestDb) {
        let talk = Talk::with(test, Options { messages_per_minute: 3, ..Options::default() }).await;
        let (seller, buyer, thread) = talk.pair().await;
        for _ in 0..3 {
            say(&buyer, &thread, "a").await;
        }
        let body = json!({"conversationThreadId": thread, "content": "a"});
        let refused = buyer.post("/v1/conversationmessages", &body).await.expect(429);
        assert_eq!((refused.headers["retry-after"].to_str().unwrap(), refusal(&refused).1.as_str()), ("20", "errMsg_TooManyRequests"));
        say(&seller, &thread, "a").await;
        talk.app.clock.advance(Duration::from_secs(20));
        say(&buyer, &thread, "a").await;
        buyer.post("/v1/conversationmessages", &body).await.expect(429);
    }

    async fn the_threads_of_a_deleted_account_stay_for_the_other_one(test: TestDb) {
        let talk = Talk::new(test).await;
        let (seller, buyer, thread) = talk.pair().await;
        say(&buyer, &thread, "Merhaba").await;
        let id = accounts::AccountId::from(buyer.id.as_str());
        let accounts = talk.app.app.wired.accounts.clone();
        let delete = async move |tx: &mut platform::Tx<'_>| accounts.delete_account(tx, &id).await;
        talk.app.app.db.write::<_, platform::Error, _>(delete).await.unwrap();
        talk.here.relay.drain().await.unwrap();
        let row = inbox(&seller, "").await[0].clone();
        assert_eq!((&row["senderUser"], &row["receiverUser"]["fullname"]), (&json!({"fullname": null}), &json!("satici Lengkap")));
        assert_eq!(contents(&seller, &list(&thread, "")).await, ["Merhaba"]);
        let body = json!({"conversationThreadId": thread, "content": "Orada mısın?"});
        assert_eq!(refusal(&seller.post("/v1/conversationmessages", &body).await), (400, "errMsg_ReceiverIsNotActive".to_owned()));
        assert_eq!(buyer.get("/v1/conversationthreads").await.status, 401);
        let listing = talk.shop.offer(&seller.id);
        assert_eq!(refusal(&seller.post("/v1/conversationthreads", &json!({"listingId": listing, "receiverId": buyer.id})).await).0, 404);
    }

    async fn text_stays_readable_and_harmless(test: TestDb) {
        let talk = Talk::new(test).await;
        let (seller, buyer, thread) = talk.pair().await;
        for plain in ["a < b && c > d", "Fiyat: 5 < 6 \"tırnak\" 'tek' `geri`", "👍🏽 👨‍👩‍👧", "مرحبا بك", "satır\nsonu", "{\"json\":1}", "%00%0a", "'; drop table message; --"] {
            let sent = say(&buyer, &thread, plain).await;
            let path = format!("/v1/conversationmessages/{}", text(&sent["id"]));
            let shown = seller.get(&path).await.expect(200).json();
            assert_eq!(shown["conversationMessage"]["content"], plain);
        }
        for hostile in ["<script>alert(1)</script>x", "<img src=x onerror=alert(1)>x", "<a href=\"javascript:alert(1)\">x</a>"] {
            let sent = text(&say(&buyer, &thread, hostile).await["content"]);
            assert!(sent.contains('x') && !sent.contains("<script") && !sent.contains("onerror") && !sent.contains("javascript:"), "{sent}");
        }
        for (method, path, body) in [
            (Method::POST, "/v1/conversationmessages", "{"),
            (Method::POST, "/v1/conversationmessages", "[]"),
            (Method::POST, "/v1/conversationmessages", "null"),
            (Method::POST, "/v1/conversationthreads", "{\"listingId\":{\"a\":1}}"),
            (Method::POST, "/v1/conversationmessages", "{\"content\":\"a\\u0000b\"}"),
        ] {
            let answer = buyer.call_text(method, path, body).await;
            assert_eq!(refusal(&answer).0, 400, "{body}");
        }
        for path in ["/v1/conversationmessages/%00", "/v1/conversationthreads/'", "/v1/listconversationmessages/%F0%9F%98%80"] {
            assert_eq!(refusal(&buyer.get(path).await).0, 400, "{path}");
        }
    }

    async fn people_talk_about_what_classifieds_offer(test: TestDb) {
        let given = Given { moderate_listings: Some(false), ..Given::default() };
        let app = TestApp::with(test, given).await;
        let (admin, seller, buyer) = (app.account("root", Role::Admin).await, app.user("satici").await, app.user("alici").await);
        let me = text(&seller.get("/currentuser").await.expect(200).json()["userId"]);
        let category = json!({"name": "Bisiklet", "slug": "bisiklet", "sortOrder": 1});
        let category = admin.post("/v1/categories", &category).await.expect(201).json()["category"]["id"].clone();
        let place = json!({"country": "Türkiye", "city": "İzmir", "district": "Bornova"});
        let place = admin.post("/v1/locations", &place).await.expect(201).json()["location"]["id"].clone();
        let offer = json!({
            "title": "Temiz bisiklet", "description": "Az kullanıldı.", "price": 4250, "currency": "TRY", "categoryId": category,
            "locationId": place, "condition": "used", "listingType": "sale", "contactPhone": "+90 555 000 00 00",
        });
        let listing = text(&seller.post("/v1/listings", &offer).await.expect(201).json()["listing"]["id"]);
        let body = json!({"listingId": listing, "receiverId": me});
        let thread = text(&buyer.post("/v1/conversationthreads", &body).await.expect(201).json()["conversationThread"]["id"]);
        let mut ear = Ear::open(&app.app.stack, &seller, None).await;
        say(&buyer, &thread, "Hâlâ satılık mı?").await;
        assert_eq!(ear.next().await.data["content"], "Hâlâ satılık mı?");
        let row = seller.get("/v1/conversationthreads").await.expect(200).json()["conversationThreads"][0].clone();
        assert_eq!(row["listing"], json!({"status": "active", "status_idx": 1, "title": "Temiz bisiklet", "userId": me}));
        let staff = admin.get("/v1/_fetchlistconversationthread").await.expect(200).json()["conversationThreads"][0].clone();
        assert_eq!((&staff["listing"]["contactPhone"], &staff["listing"]["userId"]), (&json!("+90 555 000 00 00"), &json!(me)));
        assert_eq!(ear.any().await.unwrap().name, "thread-updated");
        app.app.closing.send_replace(true);
        assert_eq!(ear.any().await.unwrap().data["reason"], "server-stopping");
        assert_eq!(ear.any().await, None);
    }
}
