//! Changing what one has written, and taking it back.

use std::time::Duration;

use accounts::Role;
use conversations::Options;
use http::Method;
use serde_json::json;

use super::conversations_support::{Ear, Talk, contents, patch, refusal, say, send, text};

fn path(message: &serde_json::Value) -> String {
    format!("/v1/conversationmessages/{}", text(&message["id"]))
}

testkit::both_engines! {
    async fn an_edited_message_says_so_everywhere_and_moderators_see_what_it_said(test: TestDb) {
        let talk = Talk::new(test).await;
        let (seller, buyer, thread) = talk.pair().await;
        let staff = talk.somebody("denetci", Role::Moderator).await;
        let key = [("idempotency-key", "bir")];
        let body = json!({"conversationThreadId": thread, "content": "Bisa seratus?"});
        let sent = send(&buyer, Method::POST, "/v1/conversationmessages", &key, &body).await.expect(201).json();
        let message = sent["conversationMessage"].clone();
        patch(&seller, &format!("/v1/markmessageasread/{}", text(&message["id"])), &json!({})).await.expect(200);
        let mut ear = Ear::open(&talk.here.stack, &seller, None).await;
        talk.app.clock.advance(Duration::from_secs(60));
        let answer = patch(&buyer, &path(&message), &json!({"content": "Bisa <b>seribu</b>?"})).await.expect(200).json();
        let edited = &answer["conversationMessage"];
        assert_eq!((&edited["content"], &edited["recordVersion"], &edited["isRead"]), (&json!("Bisa seribu?"), &json!(3), &json!(true)));
        assert_eq!((&edited["editedAt"], &edited["sentAt"]), (&edited["updatedAt"], &message["sentAt"]));
        assert_eq!(answer["newDataValues"]["content"], "Bisa seribu?");
        let heard = ear.next().await;
        assert_eq!((heard.name.as_str(), &heard.data["content"], &heard.data["unreadCount"]), ("message-updated", &json!("Bisa seribu?"), &json!(0)));
        assert_eq!(ear.any().await.unwrap().data["lastMessage"], "Bisa seribu?");
        // Search, previews and lists follow; nobody is told what it said before but moderators.
        for (query, count) in [("seratus", 0), ("seribu", 1)] {
            let found = seller.get(&format!("/v1/searchmessages?q={query}")).await.expect(200).json();
            assert_eq!(found["rowCount"], count, "{query}");
        }
        assert_eq!(seller.get("/v1/conversationthreads").await.expect(200).json()["conversationThreads"][0]["lastMessage"], "Bisa seribu?");
        for (who, earlier) in [(&seller, None), (&buyer, None), (&staff, Some("Bisa seratus?"))] {
            let shown = who.get(&path(&message)).await.expect(200).json();
            assert_eq!(shown["conversationMessage"]["earlierVersions"][0]["content"].as_str(), earlier);
        }
        // The same text again changes nothing; a retry of what was sent first is still that message.
        let again = patch(&buyer, &path(&message), &json!({"content": "Bisa seribu?"})).await.expect(200).json();
        assert_eq!(again["conversationMessage"], *edited);
        let retry = send(&buyer, Method::POST, "/v1/conversationmessages", &key, &body).await.expect(201).json();
        assert_eq!(retry["conversationMessage"]["id"], message["id"]);
    }

    async fn only_who_wrote_it_changes_a_message_and_only_for_a_while(test: TestDb) {
        let options = Options { edit_window: Duration::from_secs(60), ..Options::default() };
        let talk = Talk::with(test, options).await;
        let (seller, buyer, thread) = talk.pair().await;
        let (stranger, staff) = (talk.person("yabanci").await, talk.somebody("denetci", Role::Moderator).await);
        let message = say(&buyer, &thread, "a").await;
        let (edit, back) = (path(&message), format!("{}/retract", path(&message)));
        let new = json!({"content": "b"});
        for (who, wanted) in [
            (&seller, "errMsg_ConversationMessageCanBeChangedBySender"),
            (&stranger, "errMsg_ConversationThreadCanBeAccessedByParticipants"),
            (&staff, "errMsg_ConversationThreadCanBeAccessedByParticipants"),
        ] {
            assert_eq!(refusal(&patch(who, &edit, &new).await), (403, wanted.to_owned()));
            assert_eq!(refusal(&who.call(Method::POST, &back).await), (403, wanted.to_owned()));
        }
        for wrong in [json!({}), json!({"content": "  "}), json!({"content": "x".repeat(5001)}), json!({"content": 1})] {
            patch(&buyer, &edit, &wrong).await.expect(400);
        }
        let stale = send(&buyer, Method::PATCH, &edit, &[("if-match", "\"7\"")], &new).await;
        assert_eq!(stale.status, 412);
        // Who is kept away says nothing more, and may take back what they said.
        seller.call(Method::POST, &format!("/v1/blocks/{}", buyer.id)).await.expect(201);
        assert_eq!(refusal(&patch(&buyer, &edit, &new).await).1, "errMsg_UserIsBlocked");
        let other = say(&seller, &thread, "c").await;
        talk.app.clock.advance(Duration::from_secs(61));
        let late = (403, "errMsg_ConversationMessageIsTooOldToChange".to_owned());
        assert_eq!(refusal(&patch(&seller, &path(&other), &new).await), late);
        assert_eq!(refusal(&buyer.call(Method::POST, &back).await), late);
        assert_eq!(contents(&buyer, &format!("/v1/listconversationmessages/{thread}")).await, ["a", "c"]);
    }

    async fn what_is_taken_back_is_gone_for_both_and_kept_for_moderators(test: TestDb) {
        let talk = Talk::new(test).await;
        let (seller, buyer, thread) = talk.pair().await;
        let staff = talk.somebody("denetci", Role::Moderator).await;
        say(&buyer, &thread, "kalır").await;
        let message = say(&buyer, &thread, "gizli").await;
        let mut ear = Ear::open(&talk.here.stack, &seller, None).await;
        let back = format!("{}/retract", path(&message));
        let answer = buyer.call(Method::POST, &back).await.expect(200).json();
        assert_eq!(answer["conversationMessage"]["isActive"], false);
        let heard = ear.next().await;
        assert_eq!((heard.name.as_str(), heard.data.get("content"), &heard.data["unreadCount"]), ("message-deleted", None, &json!(1)));
        for who in [&seller, &buyer] {
            who.get(&path(&message)).await.expect(404);
            assert_eq!(contents(who, &format!("/v1/listconversationmessages/{thread}")).await, ["kalır"]);
            assert_eq!(who.get("/v1/searchmessages?q=gizli").await.expect(200).json()["rowCount"], 0);
            assert_eq!(who.get("/v1/conversationthreads").await.expect(200).json()["conversationThreads"][0]["lastMessage"], "kalır");
        }
        assert_eq!(seller.get("/v1/unreadcount").await.expect(200).json()["unreadCount"], 1);
        let kept = staff.get(&path(&message)).await.expect(200).json();
        assert_eq!((&kept["conversationMessage"]["content"], &kept["conversationMessage"]["deletedBy"]), (&json!("gizli"), &json!(buyer.id)));
        buyer.call(Method::POST, &back).await.expect(404);
    }

    async fn what_was_taken_back_after_it_was_read_can_still_be_reported(test: TestDb) {
        let talk = Talk::new(test).await;
        let (seller, buyer, thread) = talk.pair().await;
        let (stranger, staff) = (talk.person("yabanci").await, talk.somebody("denetci", Role::Moderator).await);
        let message = say(&buyer, &thread, "Hakaret").await;
        let report = format!("{}/report", path(&message));
        buyer.call(Method::POST, &format!("{}/retract", path(&message))).await.expect(200);
        let reason = json!({"reason": "Geri almadan önce okudum", "category": "insult"});
        assert_eq!(refusal(&stranger.post(&report, &reason).await).0, 403);
        assert_eq!(refusal(&buyer.post(&report, &reason).await).0, 404);
        let told = seller.post(&report, &reason).await.expect(201).json();
        assert!(!told.to_string().contains("Hakaret"), "{told}");
        seller.get(&path(&message)).await.expect(404);
        let queue = staff.get("/v1/reports").await.expect(200).json();
        assert_eq!(queue["reports"][0]["message"]["content"], "Hakaret");
        // What moderators have deleted they have judged.
        let other = say(&buyer, &thread, "Spam").await;
        staff.delete(&path(&other)).await.expect(200);
        seller.post(&format!("{}/report", path(&other)), &reason).await.expect(404);
    }

    async fn moderators_see_what_a_reported_message_said_before_it_was_changed(test: TestDb) {
        let talk = Talk::new(test).await;
        let (seller, buyer, thread) = talk.pair().await;
        let message = say(&buyer, &thread, "Önce para gönder").await;
        let report = seller.post(&format!("{}/report", path(&message)), &json!({"reason": "x"})).await.expect(201).json();
        patch(&buyer, &path(&message), &json!({"content": "Merhaba"})).await.expect(200);
        let case = talk.here.conversations.show_case(&text(&report["report"]["id"])).await.unwrap();
        assert_eq!(case.earlier[0].content, "Önce para gönder");
        assert_eq!(case.messages.last().unwrap().message.content, "Merhaba");
        // It is their data as well.
        let kept = accounts::PersonalData::of(&talk.here.conversations, &accounts::AccountId::from(buyer.id.as_str())).await.unwrap();
        assert_eq!(kept["earlierVersions"][0]["content"], "Önce para gönder");
    }

    async fn two_who_change_a_message_at_once_leave_one_text(test: TestDb) {
        let talk = Talk::new(test).await;
        let (_, buyer, thread) = talk.pair().await;
        let staff = talk.somebody("denetci", Role::Moderator).await;
        let message = say(&buyer, &thread, "0").await;
        let at = path(&message);
        let (one, two) = (json!({"content": "1"}), json!({"content": "2"}));
        let (first, second) = tokio::join!(patch(&buyer, &at, &one), patch(&buyer, &at, &two));
        let versions = [first.expect(200).json(), second.expect(200).json()].map(|answer| answer["conversationMessage"]["recordVersion"].clone());
        assert!(versions == [json!(2), json!(3)] || versions == [json!(3), json!(2)], "{versions:?}");
        let kept = staff.get(&at).await.expect(200).json();
        assert_eq!(kept["conversationMessage"]["earlierVersions"].as_array().unwrap().len(), 2);
    }
}
