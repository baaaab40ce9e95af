//! The board of an event: everybody at a glance, whatever the number of those who look and of those who sit.

use serde_json::{Value, json};
use testkit::{Client, both_engines};

use crate::{
    assessment_exam_support::Sitting,
    assessment_speech::{PIECES, put_piece},
    assessment_support::log_in,
};

async fn proctor(sitting: &Sitting) -> Client {
    log_in(&sitting.exams().app.anyone, "proctor").await
}

async fn board(sitting: &Sitting, client: &Client, query: &str) -> Value {
    let path = format!("/api/v1/events/{}/board?{query}", sitting.event);
    client.get(&path).await.expect(200).json()
}

fn names(board: &Value) -> Vec<&str> {
    let rows = board["data"].as_array().unwrap();
    rows.iter().map(|row| row["name"].as_str().unwrap()).collect()
}

both_engines! {
    async fn everybody_is_there_with_place_answers_flags_connection_and_time(test: TestDb) {
        let sitting = Sitting::new(test, json!({})).await;
        let ani = sitting.ani().await;
        sitting.add("Budi Santoso", "0072").await;
        let proctor = proctor(&sitting).await;
        let attempt = ani.start().await;
        ani.save(attempt, &[(sitting.questions[0], 1, json!(["A"])), (sitting.questions[1], 2, json!(null))]).await;
        let now = sitting.now();
        let flag = json!({"flags": [{"kind": "focus_lost", "at": now, "detail": "12 s"}, {"kind": "focus_gained", "at": now}]});
        ani.post("flags", flag).await.expect(202);
        sitting.wait(10);
        let seen = board(&sitting, &proctor, "").await;
        assert_eq!(names(&seen), ["Ani Lestari", "Budi Santoso"]);
        let row = &seen["data"][0];
        let facts = ["status", "section", "isSectionOpen", "sections", "answered", "questions", "connection", "attention", "secondsLeft"];
        let facts: Vec<&Value> = facts.iter().map(|name| &row[*name]).collect();
        assert_eq!(json!(facts), json!(["in_section", 1, true, 2, 1, 6, "seen", "flaggedNow", 590]));
        assert_eq!((&row["lastSavedAt"], &row["flags"]), (&json!(now), &json!([{"kind": "focus_lost", "count": 1, "lastAt": now}])));
        assert_eq!(seen["counts"], json!({"all": 2, "present": 1, "answering": 1, "paused": 0, "silent": 0, "flagged": 1,
            "handedIn": 0, "absent": 1}));
        sitting.wait(60);
        let seen = board(&sitting, &proctor, "filter=silent").await;
        assert_eq!((names(&seen), &seen["data"][0]["attention"]), (vec!["Ani Lestari"], &json!("silent")));
        for (query, found) in [("filter=absent", "Budi Santoso"), ("search=0072", "Budi Santoso"), ("search=LÉSTARI", "Ani Lestari"),
            ("orderBy=name&limit=1&offset=1", "Budi Santoso")] {
            assert_eq!(names(&board(&sitting, &proctor, query).await), [found], "{query}");
        }
        let path = format!("/api/v1/events/{}/board", sitting.event);
        proctor.get(&format!("{path}?filter=asleep")).await.expect(400);
        proctor.get(&format!("{path}?orderBy=height")).await.expect(400);
        proctor.get("/api/v1/events/999/board").await.expect(404);
    }

    async fn a_look_is_kept_for_all_and_costs_the_same_for_many(test: TestDb) {
        let sitting = Sitting::new(test, json!({})).await;
        let ani = sitting.ani().await;
        let attempt = ani.start().await;
        ani.save(attempt, &[(sitting.questions[0], 1, json!(["A"]))]).await;
        let proctor = proctor(&sitting).await;
        let statements = || sitting.exams().app.app.db.statements();
        let cost = async |client: &Client| {
            let before = statements();
            board(&sitting, client, "limit=100").await;
            statements() - before
        };
        // The first look reads the paper, too.
        cost(&proctor).await;
        sitting.wait(600);
        let (fresh, kept) = (cost(&proctor).await, cost(&proctor).await);
        assert!(kept < fresh, "{kept} statements for a look that is kept, {fresh} for one that is not");
        sitting.exams().crowd(ani.id, 150).await;
        sitting.wait(600);
        assert_eq!(cost(&proctor).await, fresh, "150 more who sit");
        let before = statements();
        let looks = (0..20).map(|_| board(&sitting, &proctor, "limit=100"));
        let seen = futures_util::future::join_all(looks).await;
        assert_eq!(statements() - before, 20 * kept, "20 who look");
        assert!(seen.iter().all(|seen| seen["counts"]["all"] == 151 && seen["data"].as_array().unwrap().len() == 100));
        // And if all of them come at once to what nobody has looked at yet.
        sitting.wait(600);
        let before = statements();
        futures_util::future::join_all((0..20).map(|_| board(&sitting, &proctor, ""))).await;
        assert_eq!(statements() - before, fresh + 19 * kept, "20 who look at once");
    }

    async fn what_a_supervisor_did_is_on_the_board_at_once(test: TestDb) {
        let sitting = Sitting::new(test, json!({})).await;
        let ani = sitting.ani().await;
        ani.start().await;
        let proctor = proctor(&sitting).await;
        sitting.wait(60);
        assert_eq!(board(&sitting, &proctor, "").await["counts"]["paused"], 0);
        sitting.intervene(ani.id, json!({"type": "pause", "reason": "Listrik"})).await.expect(201);
        let paused = board(&sitting, &proctor, "filter=paused").await;
        assert_eq!((&paused["data"][0]["secondsLeft"], &paused["data"][0]["pausedAt"]), (&json!(540), &json!(sitting.now())));
        sitting.wait(120);
        assert_eq!(board(&sitting, &proctor, "").await["data"][0]["secondsLeft"], 540);
        sitting.intervene(ani.id, json!({"type": "resume"})).await.expect(201);
        sitting.intervene(ani.id, json!({"type": "extend", "seconds": 60, "reason": "Listrik"})).await.expect(201);
        let row = board(&sitting, &proctor, "").await["data"][0].clone();
        assert_eq!((&row["secondsLeft"], &row["extraSeconds"], &row["pausedAt"]), (&json!(600), &json!(60), &json!(null)));
        sitting.intervene(ani.id, json!({"type": "terminate", "reason": "Curang"})).await.expect(201);
        let done = board(&sitting, &proctor, "filter=handedIn").await;
        assert_eq!((&done["data"][0]["connection"], &done["data"][0]["secondsLeft"]), (&json!("away"), &json!(null)));
    }

    async fn recordings_are_seen_to_run_and_to_stall_and_their_last_seconds_can_be_watched(test: TestDb) {
        let sitting = Sitting::new(test, json!({"recordVideo": true})).await;
        let ani = sitting.ani().await;
        ani.start().await;
        let proctor = proctor(&sitting).await;
        let state = async || {
            sitting.wait(5);
            board(&sitting, &proctor, "").await["data"][0]["recordings"][0]["state"].clone()
        };
        assert_eq!(state().await, "missing");
        let body = json!({"stream": "camera", "mimeType": "video/webm;codecs=vp8,opus", "recorderSession": 0});
        let id = ani.post("recordings", body).await.expect(201).json()["id"].clone();
        let address = format!("/api/v1/video-proctor/latest/event-{}/participant-{}-camera-1.webm", sitting.event, ani.id);
        proctor.get(&address).await.expect(404);
        put_piece(&ani, &format!("recordings/{id}/chunks/0"), PIECES[0]).await.expect(200);
        assert_eq!(state().await, "running");
        sitting.wait(60);
        assert_eq!(state().await, "stalled");
        let first = proctor.get(&address).await.expect(200);
        assert_eq!(first.headers["content-type"], "video/webm");
        assert_eq!(first.headers["cache-control"], "private, no-store");
        assert!(first.body.starts_with(&[0x1a, 0x45, 0xdf, 0xa3]), "it begins as WebM does");
        put_piece(&ani, &format!("recordings/{id}/chunks/1"), PIECES[1]).await.expect(200);
        let more = proctor.get(&address).await.expect(200);
        assert!(more.body.len() > first.body.len());
        for nobody in [&sitting.exams().app.anyone, &ani.client] {
            nobody.get(&address).await.expect(401);
        }
        log_in(&sitting.exams().app.anyone, "rater").await.get(&address).await.expect(403);
    }
}
