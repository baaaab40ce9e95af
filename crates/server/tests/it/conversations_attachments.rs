//! Pictures that come with messages: taken in, sent, shown to those alone who may read them, and gone with what they came with.

use std::{path::Path, time::Duration};

use accounts::Role;
use conversations::Options;
use http::{HeaderMap, Method};
use image::{ImageFormat, Rgb, RgbImage};
use platform::Ctx;
use serde_json::{Value, json};
use testkit::{Answer, Client, both_engines};

use super::{
    conversations_live::delete_account,
    conversations_support::{Ear, NOWHERE, Person, Talk, contents, patch, refusal, say, send, text},
    files::blobs,
    trackmate_support::{form, send as post_bytes},
};

const ALL: &str = "/v1/conversationattachments";

/// A small picture; another seed is another one.
pub(crate) fn picture(seed: u8) -> Vec<u8> {
    let shade = |n: u32| u8::try_from(n % 256).unwrap();
    let image = RgbImage::from_fn(48, 36, |x, y| Rgb([shade(x) ^ seed, shade(y), shade(x * y / 7)]));
    let mut bytes = std::io::Cursor::new(Vec::new());
    image.write_to(&mut bytes, ImageFormat::Png).unwrap();
    bytes.into_inner()
}

async fn upload(by: &Client, content: &[u8], headers: &[(&str, &str)]) -> Answer {
    let (kind, body) = form("file", "x.png", "image/png", content);
    let mut all = vec![("content-type", kind.as_str())];
    all.extend_from_slice(headers);
    post_bytes(by, "POST", ALL, &all, body).await
}

/// Sends a picture; answers it.
async fn attached(by: &Client, seed: u8) -> Value {
    let answer = upload(by, &picture(seed), &[]).await.expect(201).json();
    answer["conversationAttachment"].clone()
}

fn id(of: &Value) -> String {
    text(&of["id"])
}

fn file(of: &Value, size: &str) -> String {
    text(&of["variants"][size]["url"])
}

fn with(thread: &str, content: &str, pictures: &[&Value]) -> Value {
    let ids: Vec<String> = pictures.iter().map(|one| id(one)).collect();
    json!({"conversationThreadId": thread, "content": content, "attachmentIds": ids})
}

async fn say_with(by: &Client, thread: &str, content: &str, pictures: &[&Value]) -> Value {
    let answer = by
        .post("/v1/conversationmessages", &with(thread, content, pictures))
        .await
        .expect(201);
    answer.json()["conversationMessage"].clone()
}

/// How many files are stored for messages.
fn files(talk: &Talk) -> usize {
    blobs(Path::new(&talk.app.test.dir.path().join("data/media/messages")))
}

fn header<'h>(headers: &'h HeaderMap, name: &str) -> &'h str {
    headers.get(name).map_or("", |value| value.to_str().unwrap())
}

async fn run_job(talk: &Talk, name: &str) {
    let job = talk.here.jobs.iter().find(|job| job.name == name).unwrap();
    (job.run)(Ctx::background(talk.app.clock.clone())).await.unwrap();
}

/// Somebody may look at a picture, or is told that there is none.
async fn sees(who: &Client, picture: &Value) -> bool {
    let answer = who.get(&file(picture, "thumb")).await;
    assert!([200, 404].contains(&answer.status.as_u16()), "{}", answer.status);
    answer.status == 200
}

both_engines! {
    async fn a_picture_comes_with_its_message_to_both_and_to_nobody_else(test: TestDb) {
        let talk = Talk::new(test).await;
        let (seller, buyer, thread) = talk.pair().await;
        let (stranger, staff) = (talk.person("yabanci").await, talk.somebody("denetci", Role::Moderator).await);
        let admin = talk.somebody("yonetici", Role::Admin).await;
        let (one, two) = (attached(&buyer, 1).await, attached(&buyer, 2).await);
        assert_eq!((&one["width"], &one["variants"]["large"]["contentType"]), (&json!(48), &json!("image/jpeg")));
        // Before it is sent, it is theirs alone.
        for (who, may) in [(&buyer, true), (&seller, false), (&stranger, false), (&staff, false), (&admin, false)] {
            assert_eq!(sees(who, &one).await, may);
        }
        let mut ear = Ear::open(&talk.here.stack, &seller, None).await;
        let message = say_with(&buyer, &thread, "Bak", &[&two, &one]).await;
        assert_eq!(message["attachments"], json!([two, one]));
        let heard = ear.next().await;
        assert_eq!((heard.name.as_str(), &heard.data["attachments"]), ("message-created", &json!([two, one])));
        let listed = seller.get(&format!("/v1/listconversationmessages/{thread}")).await.expect(200).json();
        assert_eq!(listed["conversationMessages"][0]["attachments"], json!([two, one]));
        for (who, may) in [(&buyer, true), (&seller, true), (&stranger, false), (&staff, false), (&admin, false)] {
            assert_eq!(sees(who, &one).await, may);
        }
        talk.anyone().get(&file(&one, "large")).await.expect(401);
        let answer = seller.get(&file(&one, "large")).await.expect(200);
        assert_eq!(header(&answer.headers, "content-type"), "image/jpeg");
        assert_eq!(header(&answer.headers, "x-content-type-options"), "nosniff");
        assert!(header(&answer.headers, "cache-control").starts_with("private"), "{:?}", answer.headers);
        assert!(!answer.body.windows(4).any(|bytes| bytes == b"Exif"));
        for size in ["original", "..", "thumb%2f"] {
            seller.get(&format!("{ALL}/{}/{size}", id(&one))).await.expect(404);
        }
        // A message without pictures says nothing of them.
        assert_eq!(say(&seller, &thread, "Güzel").await.get("attachments"), None);
    }

    async fn a_message_of_pictures_alone_has_something_to_say(test: TestDb) {
        let talk = Talk::new(test).await;
        let (_, buyer, thread) = talk.pair().await;
        let one = attached(&buyer, 1).await;
        let body = json!({"conversationThreadId": thread, "attachmentIds": [id(&one)]});
        let sent = buyer.post("/v1/conversationmessages", &body).await.expect(201).json();
        assert_eq!(sent["conversationMessage"]["content"], "📷");
        let inbox = buyer.get("/v1/conversationthreads").await.expect(200).json();
        assert_eq!(inbox["conversationThreads"][0]["lastMessage"], "📷");
        // Without pictures a text is as needed as ever.
        for nothing in [json!({"conversationThreadId": thread}), json!({"conversationThreadId": thread, "content": " ", "attachmentIds": []})] {
            buyer.post("/v1/conversationmessages", &nothing).await.expect(400);
        }
    }

    async fn pictures_are_sent_once_by_whose_they_are_and_six_at_most(test: TestDb) {
        let talk = Talk::new(test).await;
        let (seller, buyer, thread) = talk.pair().await;
        let one = attached(&buyer, 1).await;
        let key = "errMsg_attachmentIdsNotFound";
        let foreign = seller.post("/v1/conversationmessages", &with(&thread, "a", &[&one])).await;
        assert_eq!(refusal(&foreign), (400, key.to_owned()));
        let nowhere = json!({"conversationThreadId": thread, "content": "a", "attachmentIds": [NOWHERE]});
        assert_eq!(refusal(&buyer.post("/v1/conversationmessages", &nowhere).await).1, key);
        for wrong in [json!(["x"]), json!([1]), json!("x"), json!([null]), json!({"a": 1})] {
            let body = json!({"conversationThreadId": thread, "content": "a", "attachmentIds": wrong});
            buyer.post("/v1/conversationmessages", &body).await.expect(400);
        }
        // The same one twice is one.
        let message = say_with(&buyer, &thread, "a", &[&one, &one]).await;
        assert_eq!(message["attachments"].as_array().unwrap().len(), 1);
        assert_eq!(refusal(&buyer.post("/v1/conversationmessages", &with(&thread, "b", &[&one])).await).1, key);
        let mut all = Vec::new();
        for seed in 10..17 {
            all.push(attached(&buyer, seed).await);
        }
        let all: Vec<&Value> = all.iter().collect();
        buyer.post("/v1/conversationmessages", &with(&thread, "c", &all)).await.expect(400);
        say_with(&buyer, &thread, "c", &all[..6]).await;
        // Who is kept away sends no pictures either; theirs stay unsent.
        seller.call(Method::POST, &format!("/v1/blocks/{}", buyer.id)).await.expect(201);
        assert_eq!(refusal(&buyer.post("/v1/conversationmessages", &with(&thread, "d", &[all[6]])).await).1, "errMsg_UserIsBlocked");
        assert!(sees(&buyer, all[6]).await && !sees(&seller, all[6]).await);
    }

    async fn two_messages_at_once_do_not_share_a_picture(test: TestDb) {
        let talk = Talk::new(test).await;
        let (_, buyer, thread) = talk.pair().await;
        let one = attached(&buyer, 1).await;
        let (first, second) = (with(&thread, "1", &[&one]), with(&thread, "2", &[&one]));
        let (first, second) = tokio::join!(
            buyer.post("/v1/conversationmessages", &first),
            buyer.post("/v1/conversationmessages", &second)
        );
        let mut statuses = [first.status.as_u16(), second.status.as_u16()];
        statuses.sort_unstable();
        assert_eq!(statuses, [201, 400]);
    }

    async fn a_retry_is_the_same_message_and_other_pictures_are_not(test: TestDb) {
        let talk = Talk::new(test).await;
        let (_, buyer, thread) = talk.pair().await;
        let (one, twin, other) = (attached(&buyer, 1).await, attached(&buyer, 1).await, attached(&buyer, 2).await);
        let key = [("idempotency-key", "bir")];
        let sent = async |pictures: &[&Value]| send(&buyer, Method::POST, "/v1/conversationmessages", &key, &with(&thread, "a", pictures)).await;
        let first = sent(&[&one]).await.expect(201).json();
        assert_eq!(sent(&[&one]).await.expect(201).json()["conversationMessage"], first["conversationMessage"]);
        // What looks the same was sent a second time by a form that was.
        assert_eq!(sent(&[&twin]).await.expect(201).json()["conversationMessage"]["id"], first["conversationMessage"]["id"]);
        for wrong in [&[][..], &[&other], &[&one, &other]] {
            assert_eq!(refusal(&sent(wrong).await), (409, "errMsg_IdempotencyKeyMismatch".to_owned()));
        }
        // A picture that is sent again under a key is one picture.
        let headers = [("idempotency-key", "resim")];
        let again = [upload(&buyer, &picture(3), &headers).await, upload(&buyer, &picture(3), &headers).await];
        let [first, second] = again.map(|answer| id(&answer.expect(201).json()["conversationAttachment"]));
        assert_eq!(first, second);
        upload(&buyer, &picture(4), &headers).await.expect(409);
    }

    async fn what_is_taken_back_takes_its_pictures_along(test: TestDb) {
        let talk = Talk::new(test).await;
        let (seller, buyer, thread) = talk.pair().await;
        let staff = talk.somebody("denetci", Role::Moderator).await;
        let one = attached(&buyer, 1).await;
        assert_eq!(files(&talk), 1, "three sizes of so small a picture are one file");
        let message = say_with(&buyer, &thread, "a", &[&one]).await;
        // Changing the text leaves them.
        let at = format!("/v1/conversationmessages/{}", id(&message));
        let edited = patch(&buyer, &at, &json!({"content": "b"})).await.expect(200).json();
        assert_eq!(edited["conversationMessage"]["attachments"], json!([one]));
        buyer.call(Method::POST, &format!("{at}/retract")).await.expect(200);
        for who in [&buyer, &seller, &staff] {
            assert!(!sees(who, &one).await);
        }
        assert_eq!(files(&talk), 0);
        let kept = staff.get(&at).await.expect(200).json();
        assert_eq!((&kept["conversationMessage"]["content"], kept["conversationMessage"].get("attachments")), (&json!("b"), None));
    }

    async fn what_was_reported_stays_for_moderators_until_they_have_decided(test: TestDb) {
        let talk = Talk::new(test).await;
        let (seller, buyer, thread) = talk.pair().await;
        let (staff, stranger) = (talk.somebody("denetci", Role::Moderator).await, talk.person("yabanci").await);
        let (one, two) = (attached(&buyer, 1).await, attached(&buyer, 2).await);
        let message = say_with(&buyer, &thread, "a", &[&one]).await;
        say_with(&buyer, &thread, "b", &[&two]).await;
        let at = format!("/v1/conversationmessages/{}", id(&message));
        let report = seller.post(&format!("{at}/report"), &json!({"reason": "ayıp"})).await.expect(201).json()["report"].clone();
        assert!(sees(&staff, &one).await && sees(&staff, &two).await && !sees(&stranger, &one).await);
        buyer.call(Method::POST, &format!("{at}/retract")).await.expect(200);
        assert!(sees(&staff, &one).await && !sees(&buyer, &one).await && !sees(&seller, &one).await);
        let queue = staff.get("/v1/reports").await.expect(200).json();
        assert_eq!(queue["reports"][0]["message"]["attachments"], json!([one]));
        patch(&staff, &format!("/v1/reports/{}", id(&report)), &json!({"status": "dismissed"})).await.expect(200);
        assert!(!sees(&staff, &one).await && sees(&staff, &two).await);
        assert_eq!(files(&talk), 1);
        // What moderators delete before they decide is theirs to look at until then, too.
        let other = say_with(&buyer, &thread, "c", &[&attached(&buyer, 3).await]).await;
        let picture = other["attachments"][0].clone();
        let at = format!("/v1/conversationmessages/{}", id(&other));
        staff.call(Method::DELETE, &at).await.expect(200);
        assert!(!sees(&staff, &picture).await);
    }

    async fn pictures_that_no_message_comes_with_are_gone_after_a_day(test: TestDb) {
        let talk = Talk::new(test).await;
        let (seller, buyer, thread) = talk.pair().await;
        let (unsent, sent) = (attached(&buyer, 1).await, attached(&buyer, 2).await);
        say_with(&buyer, &thread, "a", &[&sent]).await;
        let mine = attached(&buyer, 3).await;
        seller.call(Method::DELETE, &format!("{ALL}/{}", id(&mine))).await.expect(404);
        let gone = buyer.call(Method::DELETE, &format!("{ALL}/{}", id(&mine))).await.expect(200).json();
        assert_eq!(gone["conversationAttachment"]["isActive"], false);
        buyer.call(Method::DELETE, &format!("{ALL}/{}", id(&sent))).await.expect(404);
        assert_eq!(files(&talk), 2);
        talk.app.clock.advance(Duration::from_secs(23 * 60 * 60));
        run_job(&talk, "conversations.drop_unsent_attachments").await;
        assert_eq!(files(&talk), 2);
        talk.app.clock.advance(Duration::from_secs(2 * 60 * 60));
        run_job(&talk, "conversations.drop_unsent_attachments").await;
        let seller = talk.again("satici").await;
        assert_eq!(files(&talk), 1);
        assert!(sees(&seller, &sent).await);
        let buyer = talk.again("alici").await;
        assert!(!sees(&buyer, &unsent).await);
    }

    async fn who_leaves_takes_their_pictures_along(test: TestDb) {
        let talk = Talk::new(test).await;
        let (seller, buyer, thread) = talk.pair().await;
        let (one, own) = (attached(&buyer, 1).await, attached(&seller, 2).await);
        attached(&buyer, 3).await;
        say_with(&buyer, &thread, "a", &[&one]).await;
        say_with(&seller, &thread, "b", &[&own]).await;
        delete_account(&talk, &buyer.id).await;
        talk.here.relay.drain().await.unwrap();
        assert!(!sees(&seller, &one).await && sees(&seller, &own).await);
        assert_eq!(files(&talk), 1);
        let list = format!("/v1/listconversationmessages/{thread}");
        assert_eq!(contents(&seller, &list).await, ["a", "b"]);
        let listed = seller.get(&list).await.expect(200).json();
        assert_eq!(listed["conversationMessages"][0].get("attachments"), None);
    }

    async fn nobody_fills_the_disk_with_pictures_that_are_not_sent(test: TestDb) {
        let talk = Talk::new(test).await;
        let buyer = talk.person("alici").await;
        for seed in 0..30 {
            attached(&buyer, seed).await;
        }
        assert_eq!(refusal(&upload(&buyer, &picture(40), &[]).await), (409, "errMsg_AttachmentLimitExceeded".to_owned()));
        assert_eq!(files(&talk), 30);
    }
}

#[tokio::test]
async fn what_is_no_good_picture_is_refused_and_leaves_nothing() {
    let talk = Talk::with(testkit::TestDb::sqlite().await, Options::default()).await;
    let buyer: Person = talk.person("alici").await;
    let mut bomb = picture(1);
    // The head says 60,000 by 60,000.
    bomb[16..24].copy_from_slice(&[0, 0, 0xea, 0x60, 0, 0, 0xea, 0x60]);
    let script = b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>".to_vec();
    let half = picture(1)[..200].to_vec();
    let html = [b"GIF89a".as_slice(), b"<html><script>alert(1)</script>"].concat();
    for (content, status) in [
        (bomb, 415),
        (script, 415),
        (half, 415),
        (html, 415),
        (b"%PDF-1.7".to_vec(), 415),
        (Vec::new(), 400),
        (vec![0xff; (20 << 20) + 1], 413),
    ] {
        let answer = upload(&buyer, &content, &[]).await;
        assert!(
            [status, 413].contains(&answer.status.as_u16()),
            "{} {}",
            answer.status,
            answer.text()
        );
    }
    let (kind, body) = form("other", "x.png", "image/png", &picture(1));
    post_bytes(&buyer, "POST", ALL, &[("content-type", &kind)], body)
        .await
        .expect(400);
    buyer.post(ALL, &json!({"file": "x"})).await.expect(415);
    upload(&talk.anyone(), &picture(1), &[]).await.expect(401);
    assert_eq!(files(&talk), 0);
}
