//! Threads that are put away or muted, by each of the two for themselves.

use serde_json::{Value, json};

use super::conversations_support::{Ear, Person, Talk, patch, refusal, say, text};

async fn keep(by: &Person, thread: &str, change: Value) -> Value {
    let path = format!("/v1/conversationthreads/{thread}/settings");
    patch(by, &path, &change).await.expect(200).json()["conversationThread"].clone()
}

async fn listed(by: &Person, query: &str) -> Vec<String> {
    let body = by
        .get(&format!("/v1/conversationthreads{query}"))
        .await
        .expect(200)
        .json();
    let rows = body["conversationThreads"].as_array().unwrap();
    assert_eq!(body["rowCount"], rows.len());
    rows.iter().map(|row| text(&row["id"])).collect()
}

testkit::both_engines! {
    async fn what_is_put_away_comes_back_with_a_new_message_unless_it_is_muted(test: TestDb) {
        let talk = Talk::new(test).await;
        let (seller, buyer, thread) = talk.pair().await;
        say(&buyer, &thread, "a").await;
        let kept = keep(&seller, &thread, json!({"archived": true})).await;
        assert_eq!((&kept["isArchived"], kept.get("isMuted"), &kept["unreadCount"]), (&json!(true), None, &json!(1)));
        for (who, open, away) in [(&seller, 0, 1), (&buyer, 1, 0)] {
            assert_eq!(listed(who, "").await.len(), open);
            assert_eq!(listed(who, "?limit=5").await.len(), open);
            assert_eq!(listed(who, "?archived=true").await.len(), away);
            assert_eq!(listed(who, "?archived=true&limit=5").await.len(), away);
        }
        say(&buyer, &thread, "b").await;
        assert_eq!((listed(&seller, "").await.len(), listed(&seller, "?archived=true").await.len()), (1, 0));
        // Muted it stays where it is, and the documented count still has it.
        keep(&seller, &thread, json!({"archived": true, "muted": true})).await;
        say(&buyer, &thread, "c").await;
        assert_eq!((listed(&seller, "").await.len(), listed(&seller, "?archived=true").await.len()), (0, 1));
        assert_eq!(seller.get("/v1/unreadcount").await.expect(200).json()["unreadCount"], 3);
        // What is not said stays; the other one and the thread's version learn nothing of it.
        let kept = keep(&seller, &thread, json!({"archived": false})).await;
        assert_eq!((kept.get("isArchived"), &kept["isMuted"]), (None, &json!(true)));
        let shown = buyer.get(&format!("/v1/conversationthreads/{thread}")).await.expect(200).json();
        let shown = &shown["conversationThread"];
        assert_eq!((shown.get("isArchived"), shown.get("isMuted"), &shown["recordVersion"]), (None, None, &json!(4)));
    }

    async fn only_ones_own_pages_hear_of_it_and_only_the_two_may(test: TestDb) {
        let talk = Talk::new(test).await;
        let (seller, buyer, thread) = talk.pair().await;
        let stranger = talk.person("yabanci").await;
        let (mut own, mut other) = (Ear::open(&talk.here.stack, &seller, None).await, Ear::open(&talk.here.stack, &buyer, None).await);
        keep(&seller, &thread, json!({"muted": true})).await;
        let heard = own.next().await;
        assert_eq!((heard.name.as_str(), &heard.data["id"]), ("thread-updated", &json!(thread)));
        keep(&seller, &thread, json!({"muted": true})).await;
        assert!(own.is_silent().await && other.is_silent().await);
        let path = format!("/v1/conversationthreads/{thread}/settings");
        assert_eq!(refusal(&patch(&stranger, &path, &json!({"muted": true})).await).0, 403);
        patch(&seller, &path, &json!({"muted": "ja"})).await.expect(400);
        patch(&seller, &path, &json!({})).await.expect(400);
    }
}
