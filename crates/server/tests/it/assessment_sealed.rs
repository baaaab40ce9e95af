//! The paper before the start: who gets it sealed, what opens it and when, and what happens when nothing does; and papers that
//! are compressed once.

use std::{io::Read as _, time::Duration};

use base64::{Engine as _, prelude::BASE64_URL_SAFE_NO_PAD};
use http::Method;
use platform::{Timestamp, Tx, auth::sealing, db::Sql, params};
use serde_json::{Value, json};
use sha2::{Digest as _, Sha256};
use testkit::{Answer, both_engines};

use crate::assessment_exam_support::{BASE, Sitter, Sitting, code, plan};

platform::statements! {
    PICTURE = "insert into exam_image (blob, media_type, bytes, created_at) values ($1, 'image/png', $2, 0)";
    SEED_OF = "select seed from exam_participant where id = $1";
    SEED_OF_ATTEMPT = "select seed from exam_attempt where participant_id = $1";
    CAME_BEFORE = "update exam_participant set seed = null where id = $1";
}

/// Ten minutes.
const WAIT: u64 = 600;

/// A sitting that begins in ten minutes; its first section is shuffled or not.
async fn ahead(test: testkit::TestDb, shuffled: bool) -> Sitting {
    let mut sitting = Sitting::new(test, json!({})).await;
    if shuffled {
        let bank = &sitting.bank;
        let path = format!(
            "section-details/by-package?packageId={}&sectionId={}",
            bank.package, bank.section
        );
        let detail = bank.get(&path).await["id"].clone();
        let path = format!("/api/v1/section-details/{detail}");
        bank.author.patch(&path, &json!({"shuffle": true})).await.expect(200);
        bank.publish().await.expect(200);
    }
    sitting.event = later(&sitting).await;
    sitting
}

async fn later(sitting: &Sitting) -> i64 {
    let at = |moment: Timestamp| json!(moment).as_str().unwrap()[11..19].to_owned();
    let starts = sitting.now().plus(Duration::from_secs(WAIT));
    plan(
        sitting.exams(),
        sitting.bank.package,
        json!({"title": "Nanti", "startTime": at(starts)}),
    )
    .await
}

async fn come(sitting: &Sitting, name: &str, number: &str) -> Sitter {
    sitting.add(name, number).await;
    let login = json!({"name": name, "registeredNumber": number, "eventId": sitting.event});
    Sitter::log_in(&sitting.exams().app.anyone, login).await
}

fn key_of(reply: &Value, n: &str) -> [u8; 32] {
    let keys = reply["paperKeys"].as_object().unwrap();
    assert_eq!(keys.keys().collect::<Vec<_>>(), [n], "{reply}");
    let key = BASE64_URL_SAFE_NO_PAD.decode(keys[n].as_str().unwrap()).unwrap();
    key.try_into().unwrap()
}

fn tells_no_key(answer: &Answer) {
    assert!(!answer.text().contains("paperKeys"), "{}", answer.text());
}

/// What is in sealed bytes, if the key opens them.
fn opened(key: &[u8; 32], sealed: &[u8]) -> Option<Vec<u8>> {
    let gzip = sealing::open(key, sealed)?;
    let mut paper = Vec::new();
    flate2::read::GzDecoder::new(&gzip[..]).read_to_end(&mut paper).unwrap();
    Some(paper)
}

both_engines! {
    async fn a_paper_that_was_fetched_sealed_is_read_with_the_key_of_its_opening_and_never_before(test: TestDb) {
        let sitting = ahead(test, false).await;
        let ani = come(&sitting, "Ani Lestari", "0071").await;
        assert_eq!(code(&ani.get("paper/sealed").await.expect(409)), "check_in_first");
        tells_no_key(&ani.post("check-in", json!({})).await.expect(200));
        let greedy = ani.client.with_header("accept-encoding", "gzip, br");
        let first = greedy.get(&format!("{BASE}/paper/sealed?section=1")).await.expect(200);
        assert_eq!((&first.headers["content-type"], &first.headers["cache-control"]), (
            &http::HeaderValue::from_static("application/octet-stream"), &http::HeaderValue::from_static("private, no-store"),
        ));
        assert!(!first.headers.contains_key("content-encoding") && first.body.len() % sealing::STEP == 0);
        assert!(!first.text().contains("Paris") && !first.text().contains("KUNCI"));
        for path in ["lobby", "state"] {
            tells_no_key(&ani.get(path).await.expect(200));
        }
        let early = ani.post("start", json!({})).await.expect(409);
        tells_no_key(&early);
        assert_eq!(code(&early), "not_yet");
        assert_eq!(code(&ani.get("paper").await.expect(409)), "not_started");
        assert_eq!(code(&ani.get("paper/sealed?section=2").await.expect(409)), "not_ahead");
        ani.get("paper/sealed?section=0").await.expect(404);
        ani.get("paper/sealed?section=3").await.expect(404);

        sitting.wait(WAIT);
        let started = ani.post("start", json!({})).await.expect(200).json();
        let key = key_of(&started, "1");
        assert_eq!(opened(&key, &first.body).unwrap(), ani.get("paper").await.expect(200).body);
        assert_eq!(key_of(&ani.get("state").await.expect(200).json(), "1"), key);
        assert_eq!(key_of(&ani.post("start", json!({})).await.expect(200).json(), "1"), key);

        assert_eq!(code(&ani.get("paper/sealed?section=1").await.expect(409)), "not_ahead");
        let second = ani.get("paper/sealed").await.expect(200);
        assert_eq!(opened(&key, &second.body), None);
        tells_no_key(&ani.post("sections/1/close", json!({})).await.expect(200));
        tells_no_key(&ani.get("state").await.expect(200));
        tells_no_key(&ani.post("sections/1/open", json!({})).await.expect(200));
        let key = key_of(&ani.post("sections/2/open", json!({})).await.expect(200).json(), "2");
        assert_eq!(opened(&key, &second.body).unwrap(), ani.get("paper").await.expect(200).body);
        assert_eq!(code(&ani.get("paper/sealed").await.expect(409)), "not_ahead");
        sitting.wait(1200);
        tells_no_key(&ani.get("state").await.expect(200));
    }

    async fn whoever_waits_shares_a_key_where_all_are_asked_the_same(test: TestDb) {
        let sitting = ahead(test, false).await;
        let (ani, budi) = (come(&sitting, "Ani", "1").await, come(&sitting, "Budi", "2").await);
        ani.post("check-in", json!({})).await.expect(200);
        let sealed = ani.get("paper/sealed").await.expect(200).body;
        sitting.wait(WAIT);
        budi.start().await;
        let key = key_of(&budi.get("state").await.expect(200).json(), "1");
        assert_eq!(opened(&key, &sealed).unwrap(), budi.get("paper").await.expect(200).body);
        // Who has not started is told nothing, though others sit.
        tells_no_key(&ani.get("state").await.expect(200));
        // Another event with the same version has keys of its own.
        let other = plan(sitting.exams(), sitting.bank.package, json!({"title": "Lain"})).await;
        let body = json!({"eventId": other, "name": "Citra", "registeredNumber": "3"});
        sitting.exams().admin.post("/api/v1/participants", &body).await.expect(201);
        let citra = Sitter::log_in(&sitting.exams().app.anyone, json!({"name": "Citra", "registeredNumber": "3"})).await;
        citra.start().await;
        assert_ne!(key_of(&citra.get("state").await.expect(200).json(), "1"), key);
    }

    async fn a_shuffled_paper_is_sealed_for_one_alone_by_the_seed_of_the_check_in(test: TestDb) {
        let sitting = ahead(test, true).await;
        let (ani, budi) = (come(&sitting, "Ani", "1").await, come(&sitting, "Budi", "2").await);
        let mut sealed = Vec::new();
        for one in [&ani, &budi] {
            one.post("check-in", json!({})).await.expect(200);
            sealed.push(one.get("paper/sealed").await.expect(200).body);
        }
        let number = async |statement: Sql, id: i64| {
            let find = async move |conn: &mut platform::Conn<'_>| conn.number(statement, params![id]).await;
            sitting.exams().app.test.db.read(find).await.unwrap()
        };
        let reserved = number(SEED_OF, ani.id).await;
        ani.post("check-in", json!({})).await.expect(200);
        sitting.wait(WAIT);
        let mut keys = Vec::new();
        for (one, sealed) in [&ani, &budi].into_iter().zip(&sealed) {
            let key = key_of(&one.post("start", json!({})).await.expect(200).json(), "1");
            assert_eq!(opened(&key, sealed).unwrap(), one.get("paper").await.expect(200).body);
            keys.push(key);
        }
        assert_eq!(number(SEED_OF_ATTEMPT, ani.id).await, reserved);
        assert_eq!((opened(&keys[0], &sealed[1]), opened(&keys[1], &sealed[0])), (None, None));
    }

    async fn who_checked_in_before_seeds_were_reserved_starts_all_the_same(test: TestDb) {
        let sitting = ahead(test, true).await;
        let ani = come(&sitting, "Ani", "1").await;
        ani.post("check-in", json!({})).await.expect(200);
        let id = ani.id;
        let forget = async move |tx: &mut Tx<'_>| tx.execute(CAME_BEFORE, params![id]).await;
        sitting.exams().app.test.db.write(forget).await.unwrap();
        assert_eq!(code(&ani.get("paper/sealed").await.expect(409)), "not_ahead");
        sitting.wait(WAIT);
        ani.post("start", json!({})).await.expect(200);
        ani.get("paper").await.expect(200);
    }

    async fn a_paper_that_was_published_anew_or_ended_is_not_opened_by_what_was_fetched(test: TestDb) {
        let sitting = ahead(test, false).await;
        let ani = come(&sitting, "Ani", "1").await;
        ani.post("check-in", json!({})).await.expect(200);
        let old = ani.get("paper/sealed").await.expect(200).body;
        let path = format!("/api/v1/questions/{}", sitting.questions[0]);
        sitting.bank.author.patch(&path, &json!({"question": "Ibu kota Indonesia?"})).await.expect(200);
        sitting.bank.publish().await.expect(200);
        sitting.wait(WAIT);
        let key = key_of(&ani.post("start", json!({})).await.expect(200).json(), "1");
        assert_eq!(opened(&key, &old), None);
        assert!(ani.get("paper").await.expect(200).text().contains("Indonesia"));
        sitting.intervene(ani.id, json!({"type": "pause", "reason": "api"})).await.expect(201);
        assert_eq!(key_of(&ani.get("state").await.expect(200).json(), "1"), key);
        ani.get("paper").await.expect(200);
        sitting.intervene(ani.id, json!({"type": "terminate", "reason": "curang"})).await.expect(201);
        tells_no_key(&ani.get("state").await.expect(200));
        assert_eq!(code(&ani.get("paper/sealed").await.expect(409)), "attempt_ended");
    }

    async fn a_sealed_paper_shows_none_of_its_pictures(test: TestDb) {
        let sitting = ahead(test, false).await;
        let content = b"\x89PNG\r\n\x1a\n and so on";
        let hash = platform::text::hex(&Sha256::digest(content));
        let file = sitting.exams().app.test.dir.path().join("data/media/exams").join(&hash[..2]);
        std::fs::create_dir_all(&file).unwrap();
        std::fs::write(file.join(&hash[2..]), content).unwrap();
        let (name, len) = (hash.clone(), i64::try_from(content.len()).unwrap());
        let insert = async move |tx: &mut Tx<'_>| tx.execute(PICTURE, params![&name, len]).await;
        sitting.exams().app.test.db.write(insert).await.unwrap();
        let marked = format!("<p>Lihat<img src=\"image:{hash}\" alt=\"\"/></p>");
        sitting.bank.question(json!({"question": null, "questionMarked": marked, "sectionDuration": 600})).await;
        sitting.bank.publish().await.expect(200);
        let ani = come(&sitting, "Ani", "1").await;
        ani.post("check-in", json!({})).await.expect(200);
        let sealed = ani.get("paper/sealed").await.expect(200).body;
        ani.get(&format!("images/{hash}")).await.expect(404);
        sitting.wait(WAIT);
        let key = key_of(&ani.post("start", json!({})).await.expect(200).json(), "1");
        assert!(String::from_utf8(opened(&key, &sealed).unwrap()).unwrap().contains(&hash));
        assert_eq!(ani.get(&format!("images/{hash}")).await.expect(200).body, content);
    }

    async fn a_paper_comes_compressed_as_the_client_takes_it_under_one_tag(test: TestDb) {
        let sitting = Sitting::new(test, json!({})).await;
        let ani = sitting.ani().await;
        ani.start().await;
        let path = format!("{BASE}/paper?section=1");
        let ask = async |taken: &str, known: &str, method: Method| {
            let client = ani.client.with_header("accept-encoding", taken).with_header("if-none-match", known);
            client.call(method, &path).await
        };
        let plain = ani.client.get(&path).await.expect(200);
        let tag = plain.headers["etag"].to_str().unwrap();
        assert!(tag.starts_with('"') && plain.headers["vary"] == "accept-encoding");
        for (taken, encoding) in [("gzip", "gzip"), ("gzip, br", "br")] {
            let weak = format!("W/{tag}");
            let got = ask(taken, "\"other\"", Method::GET).await.expect(200);
            assert_eq!((&got.headers["content-encoding"], &got.headers["etag"]), (
                &http::HeaderValue::from_static(encoding), &http::HeaderValue::from_str(&weak).unwrap(),
            ));
            assert_eq!(got.headers.get_all("vary").iter().collect::<Vec<_>>(), ["accept-encoding"]);
            assert_eq!(got.headers["content-length"], got.body.len().to_string());
            assert!(got.body.len() < plain.body.len() / 2);
            let head = ask(taken, "\"other\"", Method::HEAD).await.expect(200);
            assert_eq!((&head.headers["content-length"], head.body.len()), (&got.headers["content-length"], 0));
            for known in [tag, &weak] {
                let same = ask(taken, known, Method::GET).await.expect(304);
                assert_eq!((&same.headers["etag"], same.body.len()), (&got.headers["etag"], 0));
            }
            if encoding == "gzip" {
                let mut text = Vec::new();
                flate2::read::GzDecoder::new(&got.body[..]).read_to_end(&mut text).unwrap();
                assert_eq!(text, plain.body);
            }
        }
        let identity = ask("identity", "\"other\"", Method::GET).await.expect(200);
        assert!(!identity.headers.contains_key("content-encoding") && identity.body == plain.body);
    }

    async fn a_shuffled_paper_is_compressed_on_its_way(test: TestDb) {
        let sitting = ahead(test, true).await;
        let ani = come(&sitting, "Ani", "1").await;
        sitting.wait(WAIT);
        ani.start().await;
        let plain = ani.get("paper").await.expect(200);
        let gzip = ani.client.with_header("accept-encoding", "gzip").get(&format!("{BASE}/paper")).await.expect(200);
        assert_eq!(gzip.headers["content-encoding"], "gzip");
        assert_eq!(gzip.headers["etag"].to_str().unwrap(), format!("W/{}", plain.headers["etag"].to_str().unwrap()));
        let mut text = Vec::new();
        flate2::read::GzDecoder::new(&gzip.body[..]).read_to_end(&mut text).unwrap();
        assert_eq!(text, plain.body);
    }
}
