//! Who is away is told by mail that messages wait: once, over all of their threads, and not again until they have looked.

use std::time::Duration;

use conversations::{Options, UnreadDigest};
use http::Method;
use platform::Ctx;
use serde_json::json;
use testkit::both_engines;

use super::conversations_support::{Talk, begin, patch, say, text};

const MINUTE: Duration = Duration::from_secs(60);

/// What is told when the job runs after a while.
async fn told_after(talk: &Talk, minutes: u32) -> Vec<UnreadDigest> {
    talk.app.clock.advance(MINUTE * minutes);
    let job = talk
        .here
        .jobs
        .iter()
        .find(|job| job.name == "conversations.tell_unread")
        .unwrap();
    (job.run)(Ctx::background(talk.app.clock.clone())).await.unwrap();
    talk.letters.take().into_iter().map(|(_, digest)| digest).collect()
}

/// Tokens last longer than what is tried here.
async fn talk_of(test: testkit::TestDb) -> Talk {
    Talk::with(
        test,
        Options {
            messages_per_minute: 1_000_000,
            threads_per_day: 1_000,
            ..Options::default()
        },
    )
    .await
}

both_engines! {
    async fn one_letter_tells_of_all_threads_and_there_is_no_other_until_they_look(test: TestDb) {
        let talk = talk_of(test).await;
        let (seller, buyer, thread) = talk.pair().await;
        let other = talk.person("ikinci").await;
        let listing = talk.shop.offer(&seller.id);
        let second = begin(&other, &listing, &seller.id).await;
        say(&buyer, &thread, "a").await;
        assert!(told_after(&talk, 10).await.is_empty());
        say(&buyer, &thread, "b").await;
        say(&other, &second, "c").await;
        let told = told_after(&talk, 21).await;
        assert_eq!(told.len(), 1);
        assert_eq!((told[0].messages, told[0].threads), (3, 2));
        assert_eq!(told[0].talks[0].person.as_deref(), Some("ikinci Lengkap"));
        assert_eq!((told[0].talks[0].listing.as_deref(), told[0].talks[1].messages), (Some("Temiz bisiklet"), 2));
        // More messages, and no other letter.
        let buyer = talk.again("alici").await;
        say(&buyer, &thread, "d").await;
        assert!(told_after(&talk, 60).await.is_empty());
        // Who has read is told of what comes later.
        let seller = talk.again("satici").await;
        patch(&seller, &format!("/v1/conversationthreads/{thread}/read"), &json!({})).await.expect(200);
        assert!(told_after(&talk, 31).await.is_empty());
        let buyer = talk.again("alici").await;
        say(&buyer, &thread, "e").await;
        let told = told_after(&talk, 31).await;
        assert_eq!((told.len(), told[0].messages, told[0].threads), (1, 2, 2));
    }

    async fn what_was_read_or_looked_at_in_time_needs_no_letter(test: TestDb) {
        let talk = talk_of(test).await;
        let (seller, buyer, thread) = talk.pair().await;
        let message = say(&buyer, &thread, "a").await;
        talk.app.clock.advance(MINUTE * 5);
        patch(&seller, &format!("/v1/markmessageasread/{}", text(&message["id"])), &json!({})).await.expect(200);
        assert!(told_after(&talk, 40).await.is_empty());
        let buyer = talk.again("alici").await;
        say(&buyer, &thread, "b").await;
        // Looking at a page is enough.
        let seller = talk.again("satici").await;
        let accounts = &talk.app.app.wired.accounts;
        let session = accounts.actor(Ctx::background(talk.app.clock.clone()), seller.token().unwrap()).await.unwrap();
        talk.here.conversations.note_look(&session).await.unwrap();
        assert!(told_after(&talk, 40).await.is_empty());
        // What is taken back waits for nobody.
        let buyer = talk.again("alici").await;
        let message = say(&buyer, &thread, "c").await;
        patch(&talk.again("satici").await, &format!("/v1/conversationthreads/{thread}/read"), &json!({})).await.expect(200);
        let last = say(&buyer, &thread, "d").await;
        for one in [&message, &last] {
            buyer.call(Method::POST, &format!("/v1/conversationmessages/{}/retract", text(&one["id"]))).await.expect(200);
        }
        assert!(told_after(&talk, 40).await.is_empty());
    }

    async fn muted_threads_and_people_who_are_kept_away_do_not_count(test: TestDb) {
        let talk = talk_of(test).await;
        let (seller, buyer, thread) = talk.pair().await;
        let other = talk.person("ikinci").await;
        let listing = talk.shop.offer(&seller.id);
        let second = begin(&other, &listing, &seller.id).await;
        let id = other.id.clone();
        let settings = format!("/v1/conversationthreads/{thread}/settings");
        patch(&seller, &settings, &json!({"muted": true})).await.expect(200);
        say(&buyer, &thread, "a").await;
        assert!(told_after(&talk, 31).await.is_empty());
        // Whoever mutes after a message came, or blocks its sender, hears nothing of it either.
        let (seller, buyer, other) = (talk.again("satici").await, talk.again("alici").await, talk.again("ikinci").await);
        patch(&seller, &settings, &json!({"muted": false})).await.expect(200);
        say(&buyer, &thread, "b").await;
        say(&other, &second, "c").await;
        patch(&seller, &settings, &json!({"muted": true})).await.expect(200);
        seller.call(Method::POST, &format!("/v1/blocks/{id}")).await.expect(201);
        assert!(told_after(&talk, 31).await.is_empty());
        let seller = talk.again("satici").await;
        seller.delete(&format!("/v1/blocks/{id}")).await.expect(200);
        patch(&seller, &settings, &json!({"muted": false, "archived": true})).await.expect(200);
        let other = talk.again("ikinci").await;
        say(&other, &second, "d").await;
        let told = told_after(&talk, 31).await;
        assert_eq!((told.len(), told[0].messages, told[0].threads), (1, 2, 1));
    }
}

#[tokio::test]
async fn nobody_is_told_where_that_is_switched_off() {
    let options = Options {
        unread_after: Duration::ZERO,
        ..Options::default()
    };
    let talk = Talk::with(testkit::TestDb::sqlite().await, options).await;
    let (_, buyer, thread) = talk.pair().await;
    say(&buyer, &thread, "a").await;
    assert!(talk.here.jobs.iter().all(|job| job.name != "conversations.tell_unread"));
}
