//! The sounds of an open section: who hears them, in parts, and how often.

use platform::{Tx, params};
use serde_json::{Value, json};
use testkit::{Answer, Client, TestDb, both_engines};

use crate::{
    assessment_bank::{Bank, id_of},
    assessment_exam_support::{BASE, Sitter, Sitting, code, plan},
    trackmate_support::{form, send},
};

platform::statements! {
    VERSION = "select paper from exam_package_version where package_id = $1";
    SET_PAPER = "update exam_package_version set paper = $1 where package_id = $2";
}

/// An MP3 of silence that lasts about 10 seconds.
pub(crate) fn mp3() -> Vec<u8> {
    let mut frame = vec![0xFF, 0xFB, 0x90, 0x00];
    frame.resize(417, 0);
    frame.repeat(383)
}

/// A sitting of two sections of 10 minutes: one listens to a sound, the other to another one.
struct Listening {
    sitting: Sitting,
    ani: Sitter,
    attempt: i64,
    sounds: [i64; 2],
}

pub(crate) async fn upload(author: &Client, name: &str, content: &[u8]) -> i64 {
    let (kind, body) = form("file", name, "audio/mpeg", content);
    let answer = send(author, "POST", "/api/v1/audio", &[("content-type", &kind)], body).await;
    id_of(&answer.expect(200))
}

/// Says in the frozen paper how often sounds may be played.
async fn bound(bank: &Bank, plays: i64) {
    let package = bank.package;
    let work = async move |tx: &mut Tx<'_>| {
        let paper: Option<String> = tx.first(VERSION, params![package], |row| row.get(0)).await?;
        let mut paper: Value = serde_json::from_str(&paper.unwrap()).unwrap();
        for section in paper["sections"].as_array_mut().unwrap() {
            for question in section["questions"].as_array_mut().unwrap() {
                question["audioPlays"] = json!(plays);
            }
        }
        tx.execute(SET_PAPER, params![&paper.to_string(), package])
            .await
            .map(drop)
    };
    bank.exams.app.test.db.write(work).await.unwrap();
}

impl Listening {
    async fn new(test: TestDb, plays: Option<i64>) -> Self {
        let bank = Bank::new(test).await;
        let other = json!({"title": "Listening 2", "duration": 600});
        let other = id_of(&bank.author.post("/api/v1/sections", &other).await.expect(201));
        let sounds = [
            upload(&bank.author, "a.mp3", &mp3()).await,
            upload(&bank.author, "b.mp3", &mp3()[417..]).await,
        ];
        bank.question(json!({"sectionDuration": 600, "audioId": sounds[0]}))
            .await;
        bank.question(json!({"question": "And?", "sectionId": other, "sectionDuration": 600, "audioId": sounds[1]}))
            .await;
        bank.publish().await.expect(200);
        if let Some(plays) = plays {
            bound(&bank, plays).await;
        }
        let event = plan(&bank.exams, bank.package, json!({})).await;
        let sitting = Sitting {
            bank,
            event,
            questions: Vec::new(),
        };
        let ani = sitting.ani().await;
        let attempt = ani.start().await;
        Self {
            sitting,
            ani,
            attempt,
            sounds,
        }
    }

    async fn get(&self, range: Option<&str>) -> Answer {
        self.ask("GET", self.sounds[0], range).await
    }

    async fn ask(&self, method: &str, sound: i64, range: Option<&str>) -> Answer {
        let headers: Vec<_> = range.map(|range| ("range", range)).into_iter().collect();
        send(&self.ani.client, method, &format!("{BASE}/audio/{sound}"), &headers, "").await
    }
}

fn plays(answer: &Answer) -> (Option<&str>, Option<&str>) {
    let header = |name: &str| answer.headers.get(name).map(|value| value.to_str().unwrap());
    (header("x-plays-used"), header("x-plays-allowed"))
}

both_engines! {
    async fn a_sound_is_played_as_often_as_it_may_be(test: TestDb) {
        let listening = Listening::new(test, Some(2)).await;
        let whole = listening.get(None).await.expect(200);
        assert_eq!(whole.body, mp3());
        assert_eq!((plays(&whole), whole.headers["cache-control"].to_str().unwrap()), ((Some("1"), Some("2")), "private, no-store"));
        // The same play: its parts, its beginning once more, and looking at it.
        let part = listening.get(Some("bytes=100-199")).await.expect(206);
        assert_eq!((&part.body[..], plays(&part)), (&mp3()[100..200], (Some("1"), Some("2"))));
        listening.sitting.wait(14);
        assert_eq!(plays(&listening.get(Some("bytes=0-")).await.expect(206)), (Some("1"), Some("2")));
        listening.sitting.wait(10);
        assert_eq!(plays(&listening.ask("HEAD", listening.sounds[0], None).await.expect(200)), (Some("1"), Some("2")));
        assert_eq!(plays(&listening.get(Some("bytes=999999999-")).await.expect(416)), (Some("1"), Some("2")));
        // The second one, whatever a browser has kept.
        let etag = whole.headers["etag"].to_str().unwrap().to_owned();
        let kept = send(&listening.ani.client, "GET", &format!("{BASE}/audio/{}", listening.sounds[0]), &[("if-none-match", &etag)], "").await;
        assert_eq!(plays(&kept.expect(200)), (Some("2"), Some("2")));
        let state = listening.ani.get("state").await.expect(200).json();
        assert_eq!(state["plays"], json!({listening.sounds[0].to_string(): 2}));
        listening.sitting.wait(100);
        for range in [None, Some("bytes=0-99"), Some("bytes=1-")] {
            let refused = listening.get(range).await.expect(403);
            assert_eq!((code(&refused), &refused.json()["playsUsed"]), ("plays_used".into(), &json!(2)));
        }
        assert_eq!(plays(&listening.ask("HEAD", listening.sounds[0], None).await.expect(200)), (Some("2"), Some("2")));
    }

    async fn a_sound_without_a_bound_is_counted_and_never_refused(test: TestDb) {
        let listening = Listening::new(test, None).await;
        for nth in ["1", "2", "3"] {
            assert_eq!(plays(&listening.get(None).await.expect(200)), (Some(nth), None));
            listening.sitting.wait(16);
        }
    }

    async fn a_part_alone_is_a_play_as_well(test: TestDb) {
        let listening = Listening::new(test, Some(1)).await;
        assert_eq!(plays(&listening.get(Some("bytes=5-")).await.expect(206)), (Some("1"), Some("1")));
        listening.sitting.wait(100);
        listening.get(Some("bytes=5-")).await.expect(403);
    }

    async fn only_what_the_open_section_has_is_heard(test: TestDb) {
        let listening = Listening::new(test, None).await;
        let [first, second] = listening.sounds;
        listening.ask("GET", second, None).await.expect(404);
        listening.ask("GET", 999_999, None).await.expect(404);
        assert_eq!(listening.ani.get("audio/x").await.status, 400);
        listening.ani.post("sections/1/close", json!({})).await.expect(200);
        listening.ask("GET", first, None).await.expect(404);
        listening.ani.post("sections/2/open", json!({})).await.expect(200);
        listening.ask("GET", first, None).await.expect(404);
        listening.ask("GET", second, None).await.expect(200);
        listening.sitting.intervene(listening.ani.id, json!({"type": "pause", "reason": "Listrik"})).await.expect(201);
        let paused = listening.ask("GET", second, None).await;
        assert_eq!(code(&paused.expect(409)), "paused");
        listening.sitting.intervene(listening.ani.id, json!({"type": "resume"})).await.expect(201);
        listening.ani.post("submit", json!({"attemptId": listening.attempt, "highestSeq": 0})).await.expect(200);
        listening.ask("GET", second, None).await.expect(404);
    }
}
