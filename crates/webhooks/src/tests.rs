//! Webhooks from an event to the receiver, on both engines.

mod bench;

use std::time::Duration;

use platform::version::IfMatch;
use serde_json::{Value, json};
use testkit::both_engines;

use self::bench::{Bench, OK, Receiver, SERVER_ERROR};
use crate::{
    input::WebhookChangeIn,
    model::{
        delivery::DeliveryStatus::{self, Dead, Delivered, Pending},
        endpoint::DisabledReason,
    },
    sending::signature::sign,
};

const DAY: Duration = Duration::from_secs(24 * 60 * 60);

fn change(json: Value) -> WebhookChangeIn {
    serde_json::from_value(json).unwrap()
}

both_engines! {
    async fn what_happens_reaches_whoever_wants_to_hear_it_signed(db: TestDb) {
        let bench = Bench::new(db).await;
        let (hearing, deaf) = (Receiver::new().await, Receiver::new().await);
        let made = bench.webhook(&hearing, &["thing-*"]).await;
        bench.webhook(&deaf, &["row-thing-unmade"]).await;
        bench.happen(1).await;
        bench.round().await;
        let [got] = &hearing.got()[..] else { panic!("{:?}", hearing.got()) };
        assert_eq!(got.line, "POST /in?x=1 HTTP/1.1");
        let body: Value = serde_json::from_str(&got.body).unwrap();
        assert_eq!(
            body,
            json!({"type": "thing-made", "timestamp": "2026-01-15T08:00:00.000Z", "data": {"id": 1}})
        );
        let id = format!("msg_{}_1", bench::event_id(1));
        assert_eq!(got.header("webhook-id"), id);
        assert_eq!(got.header("webhook-timestamp"), "1768464000");
        assert_eq!(got.header("content-type"), "application/json");
        assert!(got.header("user-agent").starts_with("Balai/"));
        let secret = bench::secret_of(&made);
        assert_eq!(got.header("webhook-signature"), sign(&[secret], &id, 1_768_464_000, &got.body));
        assert!(deaf.got().is_empty());
        let [delivered] = &bench.deliveries(&made).await[..] else { panic!() };
        assert_eq!(
            (delivered.status, delivered.attempts, delivered.last_status, delivered.last_error.as_deref()),
            (Delivered, 1, Some(200), None)
        );
    }

    async fn an_event_that_is_told_twice_is_delivered_once(db: TestDb) {
        let bench = Bench::new(db).await;
        bench.happen(1).await;
        let receiver = Receiver::new().await;
        let made = bench.webhook(&receiver, &["*"]).await;
        bench.happen(2).await;
        bench.happen(2).await;
        bench.round().await;
        bench.happen(2).await;
        bench.round().await;
        // On its two topics; and nothing that happened before anybody wanted to hear it.
        assert_eq!(receiver.types(), ["row-thing-made 2", "thing-made 2"]);
        assert_eq!(bench.deliveries(&made).await.len(), 2);
    }

    async fn deliveries_of_one_webhook_keep_their_order_and_nobody_elses(db: TestDb) {
        let bench = Bench::new(db).await;
        let (failing, other) = (Receiver::answering([SERVER_ERROR, OK]).await, Receiver::new().await);
        bench.webhook(&failing, &["thing-*"]).await;
        bench.webhook(&other, &["thing-*"]).await;
        for n in 1..=3 {
            bench.happen(n).await;
        }
        bench.round().await;
        assert_eq!(failing.types(), ["thing-made 1"]);
        assert_eq!(other.types(), ["thing-made 1", "thing-made 2", "thing-made 3"]);
        bench.round().await;
        assert_eq!(failing.got().len(), 1);
        bench.wait(Duration::from_secs(6)).await;
        assert_eq!(failing.types(), ["thing-made 1", "thing-made 1", "thing-made 2", "thing-made 3"]);
        let got = failing.got();
        assert_eq!(got[0].header("webhook-id"), got[1].header("webhook-id"));
        assert_ne!(got[0].header("webhook-timestamp"), got[1].header("webhook-timestamp"));
    }

    async fn a_slow_receiver_keeps_nobody_else_waiting(db: TestDb) {
        let bench = Bench::new(db).await;
        let (slow, other) = (Receiver::silent().await, Receiver::new().await);
        let waiting = bench.webhook(&slow, &["thing-*"]).await;
        bench.webhook(&other, &["thing-*"]).await;
        bench.happen(1).await;
        bench.happen(2).await;
        bench.round().await;
        assert_eq!(other.got().len(), 2);
        let held = bench.deliveries(&waiting).await;
        assert_eq!(held[1].last_error.as_deref(), Some("no answer in time"));
        assert_eq!((held[0].status, held[0].attempts, held[1].attempts), (Pending, 0, 1));
    }

    async fn what_never_arrives_is_dead_after_three_days_and_can_be_sent_again(db: TestDb) {
        let bench = Bench::new(db).await;
        let receiver = Receiver::answering([SERVER_ERROR; 10]).await;
        let made = bench.webhook(&receiver, &["thing-*"]).await;
        bench.happen(1).await;
        bench.happen(2).await;
        bench.round().await;
        let first = bench.deliveries(&made).await[1].clone();
        assert_eq!((first.status, first.attempts, first.last_status), (Pending, 1, Some(500)));
        for _ in 2..=9 {
            bench.wait_for_next(&made).await;
        }
        assert_eq!(receiver.types(), ["thing-made 1"; 9]);
        bench.wait_for_next(&made).await;
        let all = bench.deliveries(&made).await;
        assert_eq!((all[1].status, all[1].attempts, all[1].next_attempt_at), (Dead, 10, None));
        assert_eq!((all[0].status, all[0].attempts), (Delivered, 1));
        assert_eq!(receiver.types()[10], "thing-made 2");
        let again = bench.resend(&made, &all[1]).await;
        assert_eq!((again.status, &again.message_id), (Pending, &all[1].message_id));
        bench.round().await;
        let got = receiver.got();
        assert_eq!(got.last().unwrap().header("webhook-id"), got[0].header("webhook-id"));
        let statuses: Vec<DeliveryStatus> = bench.deliveries(&made).await.iter().map(|one| one.status).collect();
        assert_eq!(statuses, [Delivered, Delivered, Dead]);
        assert_eq!(bench.listed(&made, Some(Dead)).await.len(), 1);
    }

    async fn sending_again_what_waits_sends_it_now(db: TestDb) {
        let bench = Bench::new(db).await;
        let receiver = Receiver::answering([SERVER_ERROR, OK]).await;
        let made = bench.webhook(&receiver, &["thing-*"]).await;
        bench.happen(1).await;
        bench.round().await;
        let waiting = bench.deliveries(&made).await[0].clone();
        assert_eq!(bench.resend(&made, &waiting).await.id, waiting.id);
        bench.round().await;
        assert_eq!(bench.deliveries(&made).await[0].status, Delivered);
        assert_eq!(receiver.got().len(), 2);
    }

    async fn a_receiver_decides_when_it_is_asked_again(db: TestDb) {
        let bench = Bench::new(db).await;
        let busy = "HTTP/1.1 503 Service Unavailable\r\nretry-after: 600\r\ncontent-length: 0\r\n\r\n";
        let receiver = Receiver::answering([busy]).await;
        bench.webhook(&receiver, &["thing-*"]).await;
        bench.happen(1).await;
        bench.round().await;
        bench.wait(Duration::from_secs(590)).await;
        assert_eq!(receiver.got().len(), 1);
        bench.wait(Duration::from_secs(11)).await;
        assert_eq!(receiver.got().len(), 2);
    }

    async fn two_secrets_sign_for_a_day(db: TestDb) {
        let bench = Bench::new(db).await;
        let receiver = Receiver::new().await;
        let made = bench.webhook(&receiver, &["thing-*"]).await;
        let rotated = bench.webhooks.rotate_webhook_secret(&bench.admin, made.webhook.id.clone(), None).await.unwrap();
        assert_ne!(made.secret, rotated.secret);
        assert_eq!(rotated.webhook.record_version, 2);
        bench.happen(1).await;
        bench.round().await;
        bench.wait(DAY).await;
        bench.clean_up().await;
        bench.happen(2).await;
        bench.round().await;
        let got = receiver.got();
        let signed = |secrets: &[Vec<u8>], got: &bench::Got| {
            let at = got.header("webhook-timestamp").parse().unwrap();
            sign(secrets, &got.header("webhook-id"), at, &got.body)
        };
        let (new, old) = (bench::secret_of(&rotated), bench::secret_of(&made));
        assert_eq!(got[0].header("webhook-signature"), signed(&[new.clone(), old], &got[0]));
        assert_eq!(got[1].header("webhook-signature"), signed(&[new], &got[1]));
    }

    async fn secrets_outlive_the_keys_that_sealed_them(db: TestDb) {
        let bench = Bench::new(db).await;
        let receiver = Receiver::new().await;
        let made = bench.webhook(&receiver, &["thing-*"]).await;
        let stored = bench.sealed(&made).await;
        assert!(!stored.current.windows(32).any(|part| part == bench::secret_of(&made)));
        // One that replaced another, so that both are sealed anew.
        let made = bench.webhooks.rotate_webhook_secret(&bench.admin, made.webhook.id, None).await.unwrap();
        bench.keys.rotate(bench.clock().now()).unwrap();
        bench.clean_up().await;
        assert_eq!(bench.sealed(&made).await.key, bench.keys.current().id());
        bench.clock().advance(61 * DAY);
        bench.keys.rotate(bench.clock().now()).unwrap();
        bench.clean_up().await;
        bench.happen(1).await;
        bench.round().await;
        let got = &receiver.got()[0];
        let at = got.header("webhook-timestamp").parse().unwrap();
        assert_eq!(got.header("webhook-signature"), sign(&[bench::secret_of(&made)], &got.header("webhook-id"), at, &got.body));
    }

    async fn a_receiver_that_is_gone_is_left_alone_until_it_is_enabled_again(db: TestDb) {
        let bench = Bench::new(db).await;
        let gone = "HTTP/1.1 410 Gone\r\ncontent-length: 0\r\n\r\n";
        let receiver = Receiver::answering([gone]).await;
        let made = bench.webhook(&receiver, &["thing-*"]).await;
        bench.happen(1).await;
        bench.happen(2).await;
        bench.round().await;
        bench.happen(3).await;
        bench.wait(DAY).await;
        assert_eq!(receiver.got().len(), 1);
        let shown = bench.show(&made).await;
        assert_eq!(
            (shown.enabled, shown.disabled_reason, shown.disabled_at, shown.record_version),
            (false, Some(DisabledReason::Gone), Some(shown.updated_at), 2)
        );
        bench.update(&made, json!({"enabled": true})).await;
        bench.round().await;
        // What waited goes on; what happened meanwhile was not for it.
        assert_eq!(receiver.types(), ["thing-made 1", "thing-made 2"]);
        assert_eq!(bench.show(&made).await.disabled_reason, None);
    }

    async fn a_receiver_that_fails_for_five_days_is_disabled(db: TestDb) {
        let bench = Bench::new(db).await;
        let receiver = Receiver::answering([SERVER_ERROR; 40]).await;
        let made = bench.webhook(&receiver, &["thing-*"]).await;
        bench.happen(1).await;
        bench.happen(2).await;
        bench.round().await;
        let since = bench.show(&made).await.failing_since;
        assert!(since.is_some());
        for _ in 0..9 {
            bench.wait(DAY / 2).await;
        }
        assert!(bench.show(&made).await.enabled);
        bench.wait(DAY).await;
        bench.wait(DAY).await;
        let shown = bench.show(&made).await;
        assert_eq!(
            (shown.enabled, shown.disabled_reason, shown.failing_since),
            (false, Some(DisabledReason::Failing), since)
        );
    }

    async fn success_ends_a_row_of_failures(db: TestDb) {
        let bench = Bench::new(db).await;
        let receiver = Receiver::answering([SERVER_ERROR, OK]).await;
        let made = bench.webhook(&receiver, &["thing-*"]).await;
        bench.happen(1).await;
        bench.round().await;
        assert!(bench.show(&made).await.failing_since.is_some());
        bench.wait(Duration::from_secs(6)).await;
        assert_eq!(bench.show(&made).await.failing_since, None);
    }

    async fn a_change_of_the_address_sends_what_waits_there_at_once(db: TestDb) {
        let bench = Bench::new(db).await;
        let (old, new) = (Receiver::answering([SERVER_ERROR]).await, Receiver::new().await);
        let made = bench.webhook(&old, &["thing-*"]).await;
        bench.happen(1).await;
        bench.round().await;
        bench.update(&made, json!({"url": new.url()})).await;
        bench.round().await;
        assert_eq!((old.got().len(), new.got().len()), (1, 1));
    }

    async fn a_name_that_leads_to_a_private_address_is_not_sent_to(db: TestDb) {
        let bench = Bench::strict(db, "127.0.0.1").await;
        let receiver = Receiver::new().await;
        let made = bench.webhook_at(&receiver.url().replace("http://127.0.0.1", "https://evil.example"), &["thing-*"]).await;
        bench.happen(1).await;
        bench.round().await;
        let tried = bench.deliveries(&made).await[0].clone();
        assert_eq!((tried.status, tried.last_error.as_deref()), (Pending, Some("the address is not public")));
        assert_eq!(receiver.connections(), 0);
        let answered = bench.webhooks.test_webhook(&bench.admin, made.webhook.id).await.unwrap();
        assert_eq!((answered.delivered, answered.error.as_deref()), (false, Some("the address is not public")));
        assert_eq!(receiver.connections(), 0);
    }

    async fn a_test_says_what_the_receiver_answered(db: TestDb) {
        let bench = Bench::new(db).await;
        let teapot = "HTTP/1.1 418 I'm a teapot\r\ncontent-length: 5\r\n\r\nshort";
        let receiver = Receiver::answering([teapot, OK]).await;
        let made = bench.webhook(&receiver, &["thing-*"]).await;
        let first = bench.webhooks.test_webhook(&bench.admin, made.webhook.id.clone()).await.unwrap();
        assert_eq!((first.delivered, first.status, first.body.as_deref()), (false, Some(418), Some("short")));
        let second = bench.webhooks.test_webhook(&bench.admin, made.webhook.id.clone()).await.unwrap();
        assert_eq!((second.delivered, second.status, second.error), (true, Some(200), None));
        let got = &receiver.got()[0];
        let body: Value = serde_json::from_str(&got.body).unwrap();
        assert_eq!((&body["type"], &body["data"]["webhookId"]), (&json!("webhooks.test"), &json!(made.webhook.id)));
        assert!(bench.deliveries(&made).await.is_empty());
    }

    async fn what_was_kept_long_enough_is_removed(db: TestDb) {
        let bench = Bench::new(db).await;
        let (good, bad) = (Receiver::new().await, Receiver::answering(["HTTP/1.1 410 Gone\r\ncontent-length: 0\r\n\r\n"]).await);
        let (delivered, dead) = (bench.webhook(&good, &["thing-*"]).await, bench.webhook(&bad, &["thing-*"]).await);
        bench.happen(1).await;
        bench.happen(2).await;
        bench.round().await;
        let count = async || (bench.deliveries(&delivered).await.len(), bench.deliveries(&dead).await.len());
        for (days, expected) in [(7, (2, 2)), (1, (0, 2)), (22, (0, 2)), (1, (0, 0))] {
            bench.clock().advance(days * DAY);
            bench.clean_up().await;
            assert_eq!(count().await, expected, "{days}");
        }
    }

    async fn a_deleted_webhook_takes_its_deliveries_along(db: TestDb) {
        let bench = Bench::new(db).await;
        let receiver = Receiver::answering([SERVER_ERROR; 9]).await;
        let made = bench.webhook(&receiver, &["*"]).await;
        bench.happen(1).await;
        bench.round().await;
        let id = made.webhook.id.clone();
        let stale = bench.webhooks.delete_webhook(id.clone(), IfMatch::OneOf(vec![7])).await;
        assert_eq!(stale.unwrap_err().code(), "request.version");
        let deleted = bench.webhooks.delete_webhook(id.clone(), IfMatch::OneOf(vec![1])).await.unwrap();
        assert!(!deleted.is_active);
        assert_eq!(bench.count_stored(&made).await, 0);
        assert_eq!(bench.webhooks.show_webhook(id).await.unwrap_err().code(), "webhooks.not_found");
        bench.wait(DAY).await;
        assert_eq!(receiver.got().len(), 1);
    }

    async fn there_are_a_hundred_webhooks_at_most(db: TestDb) {
        let bench = Bench::new(db).await;
        for n in 0..100 {
            bench.webhook_at(&format!("http://127.0.0.1:9/{n}"), &["*"]).await;
        }
        let new = bench.new_webhook("http://127.0.0.1:9/", &["*"]);
        let refused = bench.webhooks.create_webhook(&bench.admin, new, None).await;
        assert_eq!(refused.unwrap_err().code(), "webhooks.too_many");
    }

    async fn one_process_delivers_and_another_takes_over_when_it_is_gone(db: TestDb) {
        let bench = Bench::new(db).await;
        let other = bench.beside().await;
        let receiver = Receiver::new().await;
        let made = bench.webhook(&receiver, &["thing-*"]).await;
        bench.happen(1).await;
        bench.round().await;
        assert_eq!(receiver.got().len(), 1);
        bench.happen(2).await;
        other.deliver_due().await.unwrap();
        assert_eq!(receiver.got().len(), 1);
        // The first one says nothing any more.
        bench.clock().advance(Duration::from_secs(11));
        other.deliver_due().await.unwrap();
        assert_eq!(receiver.types(), ["thing-made 1", "thing-made 2"]);
        bench.happen(3).await;
        bench.round().await;
        assert_eq!((receiver.got().len(), bench.deliveries(&made).await[0].status), (2, Pending));
    }

    async fn nothing_is_begun_when_the_server_is_about_to_stop(db: TestDb) {
        let bench = Bench::new(db).await;
        let receiver = Receiver::new().await;
        bench.webhook(&receiver, &["*"]).await;
        bench.happen(1).await;
        bench.closing.send_replace(true);
        bench.round().await;
        assert!(receiver.got().is_empty());
    }

    async fn a_change_is_made_to_the_version_that_was_seen(db: TestDb) {
        let bench = Bench::new(db).await;
        let made = bench.webhook_at("http://127.0.0.1:9/", &["*"]).await;
        let id = made.webhook.id.clone();
        let check = |json| bench.webhooks.check_webhook_change(&change(json)).unwrap();
        let same = check(json!({"enabled": true}));
        let same = bench.webhooks.update_webhook(id.clone(), same, IfMatch::Any).await.unwrap();
        assert_eq!(same.after, made.webhook);
        let described = check(json!({"description": "Gudang", "topics": ["thing-made"]}));
        let stale = bench.webhooks.update_webhook(id.clone(), described.clone(), IfMatch::OneOf(vec![2])).await;
        assert_eq!(stale.err().unwrap().code(), "request.version");
        let changed = bench.webhooks.update_webhook(id, described, IfMatch::OneOf(vec![1])).await.unwrap().after;
        assert_eq!((changed.description.as_deref(), changed.record_version), (Some("Gudang"), 2));
    }
}
