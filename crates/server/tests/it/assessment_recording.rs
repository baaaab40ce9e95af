//! Camera and screen while somebody sits, what a page has seen of them, and the browser that an event is sat in.

use platform::auth::password::Cost;
use serde_json::{Value, json};
use server::{app::App, settings::Given, wiring};
use testkit::{Answer, Client, TestDb, both_engines};

use crate::{
    assessment_exam_support::{BASE, Sitter, Sitting, code},
    assessment_speech::{PIECES, put_piece, sha256},
    assessment_support::log_in,
    trackmate_support::send,
};

const OTHER: &[u8] = include_bytes!("../../../recordings/tests-data/webm/B0.bin");

/// Somebody who sits an event that records the camera.
async fn recorded(test: TestDb) -> (Sitting, Sitter, i64) {
    let sitting = Sitting::new(test, json!({"recordVideo": true, "offlineGraceSeconds": 300})).await;
    let ani = sitting.ani().await;
    let attempt = ani.start().await;
    (sitting, ani, attempt)
}

async fn begin(sitter: &Sitter, stream: &str) -> Answer {
    let body = json!({"stream": stream, "mimeType": "video/webm;codecs=vp8,opus", "recorderSession": 0});
    sitter.post("recordings", body).await
}

async fn put(sitter: &Sitter, place: &str, content: &[u8]) -> Answer {
    put_piece(sitter, &format!("recordings/{place}"), content).await
}

/// The recordings of a participant, as a proctor sees them.
async fn videos(sitting: &Sitting, participant: i64) -> Value {
    let proctor = log_in(&sitting.exams().app.anyone, "proctor").await;
    let path = format!("/api/v1/video-proctor/participant/{participant}");
    proctor.get(&path).await.expect(200).json()
}

both_engines! {
    async fn a_page_that_is_loaded_again_goes_on_with_the_same_recording(test: TestDb) {
        let (sitting, ani, _) = recorded(test).await;
        let begun = begin(&ani, "camera").await.expect(201).json();
        let id = begun["id"].as_i64().unwrap();
        assert_eq!(begun["recorderSession"], 0);
        put(&ani, &format!("{id}/chunks/0"), PIECES[0]).await.expect(200);
        let again = begin(&ani, "camera").await.expect(201).json();
        assert_eq!((&again["id"], &again["recorderSession"]), (&json!(id), &json!(1)));
        // One of the page before was still on its way.
        put(&ani, &format!("{id}/chunks/1?session=0"), PIECES[1]).await.expect(200);
        put(&ani, &format!("{id}/chunks/0"), OTHER).await.expect(200);
        put(&ani, &format!("{id}/chunks/0"), OTHER).await.expect(200);
        put(&ani, &format!("{id}/chunks/0"), PIECES[0]).await.expect(409);
        put(&ani, &format!("{id}/chunks/0?session=2"), OTHER).await.expect(404);
        let digest = sha256(PIECES[2]);
        let headers = [("x-content-sha256", digest.as_str()), ("x-recorder-session", "0")];
        send(&ani.client, "PUT", &format!("{BASE}/recordings/{id}/chunks/2"), &headers, PIECES[2].to_vec()).await.expect(200);
        let held = ani.get(&format!("recordings/{id}")).await.expect(200).json();
        assert_eq!(
            (&held["status"], &held["recorderSession"], &held["chunks"], &held["sessions"]),
            (&json!("recording"), &json!(1), &json!([0]), &json!([
                {"recorderSession": 0, "chunks": [0, 1, 2]}, {"recorderSession": 1, "chunks": [0]}
            ]))
        );
        let path = format!("recordings/{id}/complete");
        for _again in 0..2 {
            assert_eq!(ani.post(&path, json!({"chunks": 1})).await.expect(200).json()["status"], "complete");
        }
        ani.post(&path, json!({"chunks": 2})).await.expect(409);
        put(&ani, &format!("{id}/chunks/1"), PIECES[1]).await.expect(409);
        // What is recorded from then on is another one.
        assert_ne!(begin(&ani, "camera").await.expect(201).json()["id"], json!(id));
        let assessment = &sitting.exams().app.app.wired.assessment;
        assert_eq!(assessment.complete_recording(id, 1).await.unwrap().status, "final");
        let shown = videos(&sitting, ani.id).await;
        assert_eq!((&shown[0]["stream"], &shown[0]["status"]), (&json!("camera"), &json!("final")));
        assert!(shown[0]["durationMs"].as_i64().unwrap() > 5_000, "{shown}");
    }

    async fn a_recording_of_which_pieces_are_missing_says_so(test: TestDb) {
        let (_sitting, ani, _) = recorded(test).await;
        let id = begin(&ani, "camera").await.expect(201).json()["id"].as_i64().unwrap();
        put(&ani, &format!("{id}/chunks/0"), PIECES[0]).await.expect(200);
        put(&ani, &format!("{id}/chunks/2"), PIECES[2]).await.expect(200);
        let ended = ani.post(&format!("recordings/{id}/complete"), json!({"chunks": 3})).await.expect(200);
        assert_eq!(ended.json()["status"], "partial");
    }

    async fn recordings_are_everybodys_own_and_of_the_exam_alone(test: TestDb) {
        let (sitting, ani, attempt) = recorded(test).await;
        let id = begin(&ani, "camera").await.expect(201).json()["id"].as_i64().unwrap();
        assert_eq!(code(&begin(&ani, "screen").await.expect(409)), "not_recorded");
        ani.post("recordings", json!({"stream": "camera", "mimeType": "video/avi"})).await.expect(400);
        ani.post("recordings", json!({"stream": "desk", "mimeType": "video/webm"})).await.expect(400);
        let no_digest = send(&ani.client, "PUT", &format!("{BASE}/recordings/{id}/chunks/0"), &[], b"x".to_vec()).await;
        assert_eq!(code(&no_digest.expect(400)), "digest_needed");
        let wrong = [("x-content-sha256", sha256(b"y"))];
        let wrong: Vec<_> = wrong.iter().map(|(name, value)| (*name, value.as_str())).collect();
        send(&ani.client, "PUT", &format!("{BASE}/recordings/{id}/chunks/0"), &wrong, b"x".to_vec()).await.expect(400);
        sitting.add("Budi", "0072").await;
        let budi = Sitter::log_in(&sitting.exams().app.anyone, json!({"name": "Budi", "registeredNumber": "0072"})).await;
        assert_eq!(code(&begin(&budi, "camera").await.expect(409)), "not_started");
        budi.start().await;
        put(&budi, &format!("{id}/chunks/0"), PIECES[0]).await.expect(404);
        budi.get(&format!("recordings/{id}")).await.expect(404);
        budi.post(&format!("recordings/{id}/complete"), json!({"chunks": 0})).await.expect(404);

        ani.post("submit", json!({"attemptId": attempt, "highestSeq": 0})).await.expect(200);
        assert_eq!(code(&begin(&ani, "camera").await.expect(409)), "attempt_ended");
        sitting.wait(299);
        put(&ani, &format!("{id}/chunks/0"), PIECES[0]).await.expect(200);
        sitting.wait(2);
        assert_eq!(code(&put(&ani, &format!("{id}/chunks/1"), PIECES[1]).await.expect(409)), "attempt_ended");
        // Nobody ends it any more, so the server does.
        sitting.exams().app.app.wired.assessment.end_abandoned_recordings().await.unwrap();
        assert_eq!(ani.get(&format!("recordings/{id}")).await.expect(200).json()["status"], "partial");
    }

    async fn a_full_disk_refuses_recordings_and_takes_answers(test: TestDb) {
        let (sitting, ani, attempt) = recorded(test).await;
        let app = &sitting.exams().app;
        // Another process of the same server, which leaves more room than any disk has.
        let given = Given {
            data: Some(app.test.dir.path().join("data")),
            video_reserve_mib: Some("4294967295".parse().unwrap()),
            ..Given::default()
        };
        let settings = given.settle(wiring::MODULES).unwrap();
        let full = App::over(&settings, app.test.db.clone(), Cost::cheap(), None).unwrap();
        let headers = ani.client.headers();
        let header = |name: &str| headers[name].to_str().unwrap().to_owned();
        let ani = Sitter {
            client: Client::new(full.stack.clone())
                .with_header("cookie", &header("cookie"))
                .with_header("x-xsrf-token", &header("x-xsrf-token")),
            id: ani.id,
        };
        let refused = begin(&ani, "camera").await.expect(503);
        assert_eq!(code(&refused), "storage_full");
        assert!(refused.headers.contains_key("retry-after"));
        assert_eq!(ani.save(attempt, &[(sitting.questions[0], 1, json!("A"))]).await, ["accepted"]);
    }

    async fn what_a_page_has_seen_is_noted_while_the_exam_runs(test: TestDb) {
        let sitting = Sitting::new(test, json!({"offlineGraceSeconds": 60})).await;
        let ani = sitting.ani().await;
        let flag = |kind: &str| json!({"kind": kind, "at": sitting.now(), "detail": "12 s"});
        let send = async |flags: Value| ani.post("flags", json!({"flags": flags})).await;
        assert_eq!(send(json!([flag("paste")])).await.expect(202).json()["accepted"], 0);
        let attempt = ani.start().await;
        let taken = send(json!([flag("focus_lost"), {"kind": "copy", "at": "2999-01-01T00:00:00.000Z"}])).await;
        assert_eq!(taken.expect(202).json()["accepted"], 2);
        send(json!([flag("telepathy")])).await.expect(400);
        send(json!([{"kind": "copy"}])).await.expect(400);
        send(json!([{"kind": "copy", "at": sitting.now(), "detail": "x".repeat(501)}])).await.expect(400);
        send(json!(vec![flag("cut"); 51])).await.expect(400);
        for _call in 0..11 {
            send(json!(vec![flag("cut"); 50])).await.expect(202);
        }
        // 1 + 2 + 550 are there; 600 are as many as may come in 10 minutes.
        assert_eq!(code(&send(json!(vec![flag("cut"); 50])).await.expect(429)), "flags_throttled");
        assert_eq!(send(json!(vec![flag("cut"); 40])).await.expect(202).json()["accepted"], 40);
        ani.post("submit", json!({"attemptId": attempt, "highestSeq": 0})).await.expect(200);
        sitting.wait(61);
        assert_eq!(send(json!([flag("paste")])).await.expect(202).json()["accepted"], 0);
    }

    async fn supervisors_download_the_configuration_of_the_browser(test: TestDb) {
        let sitting = Sitting::new(test, json!({})).await;
        let exams = sitting.exams();
        let path = format!("/api/v1/events/{}/safe-exam-browser.seb", sitting.event);
        let file = exams.proctor.get(&path).await.expect(200);
        assert_eq!(file.headers["content-type"].to_str().unwrap(), "application/seb");
        let text = file.text();
        assert!(text.contains("<key>startURL</key>") && text.contains("/exam?event="), "{text}");
        exams.author.get(&path).await.expect(403);
        exams.proctor.get("/api/v1/events/999/safe-exam-browser.seb").await.expect(404);
    }
}
