//! Sitting an exam by the API: from the login to the receipt, and what time, supervisors, other devices and bad input do.

use std::time::Duration;

use serde_json::{Value, json};
use testkit::both_engines;

use crate::{
    assessment_exam_support::{BASE, Sitter, Sitting, code, plan, post_as_nobody, work},
    assessment_support::log_in,
};

both_engines! {
    async fn a_whole_exam_from_the_login_to_the_marks(test: TestDb) {
        let sitting = Sitting::new(test, json!({"entryCode": "MER API"})).await;
        let ani = sitting.ani().await;
        let lobby = ani.get("lobby").await.expect(200).json();
        assert_eq!(lobby["state"], "registered");
        assert_eq!((&lobby["event"]["entryCodeNeeded"], &lobby["event"]["recordVideo"]), (&json!(true), &json!(false)));
        assert_eq!(lobby["sections"][0]["questionCount"], 5);
        assert_eq!(code(&ani.post("start", json!({})).await.expect(409)), "check_in_first");
        assert_eq!(code(&ani.post("check-in", json!({"entryCode": "salah"})).await.expect(403)), "entry_code_wrong");
        let devices = json!({"entryCode": "merapi", "devices": {"microphone": true, "camera": false, "sound": true}});
        assert_eq!(ani.post("check-in", devices).await.expect(200).json()["state"], "ready");
        let started = ani.post("start", json!({})).await.expect(200).json();
        let attempt = started["attemptId"].as_i64().unwrap();
        assert_eq!((&started["state"], &started["openSection"]), (&json!("in_section"), &json!(1)));
        assert_eq!(started["deadline"], json!(sitting.now().plus(Duration::from_secs(600))));
        assert_eq!(ani.post("start", json!({})).await.expect(200).json()["attemptId"], attempt);

        let paper = ani.get("paper?section=1").await.expect(200);
        let text = paper.text();
        assert!(!text.contains("KUNCI") && !text.contains("answerKey") && !text.contains("rule"), "{text}");
        let questions = paper.json()["questions"].as_array().unwrap().clone();
        assert_eq!(questions.len(), 5);
        assert_eq!(questions[0]["options"][0], json!({"label": "A", "text": "<p>Paris</p>", "plain": "Paris"}));
        assert_eq!(questions[4]["left"].as_array().unwrap().len(), 2);
        assert!(questions[4]["options"].is_null());
        let tag = paper.headers["etag"].to_str().unwrap().to_owned();
        ani.client.with_header("if-none-match", &tag).get(&format!("{BASE}/paper")).await.expect(304);
        assert_eq!(code(&ani.get("paper?section=2").await.expect(409)), "section_not_open");

        let q = &sitting.questions;
        let given = [
            (q[0], 1, json!("A")), (q[1], 2, json!(["C", "A"])), (q[2], 3, json!("B")), (q[3], 4, json!(" Kunci-JAKARTA ")),
            (q[4], 5, json!({"1": "A", "2": "B"})), (q[5], 6, json!("too early")),
        ];
        let outcomes = ani.save(attempt, &given).await;
        assert_eq!(outcomes, ["accepted", "accepted", "accepted", "accepted", "accepted", "closed"]);
        let state = ani.get("state").await.expect(200).json();
        assert_eq!(state["answers"][1], json!({"questionId": q[1], "clientSeq": 2, "value": ["A", "C"]}));
        assert_eq!((&state["highestSeq"], &state["openSection"]), (&json!(6), &json!(1)));

        let closed = ani.post("sections/1/close", json!({})).await.expect(200).json();
        assert_eq!(closed["sections"][0]["state"], "closed");
        let opened = ani.post("sections/2/open", json!({})).await.expect(200).json();
        assert_eq!((&opened["openSection"], &opened["sections"][1]["state"]), (&json!(2), &json!("open")));
        assert_eq!(ani.save(attempt, &[(q[0], 7, json!("B")), (q[5], 8, json!("Esai."))]).await, ["closed", "accepted"]);
        let behind = ani.post("submit", json!({"attemptId": attempt, "highestSeq": 9})).await.expect(409);
        assert_eq!((code(&behind), &behind.json()["gaps"]), ("answers_missing".into(), &json!([{"from": 9, "to": 9}])));
        let receipt = ani.post("submit", json!({"attemptId": attempt, "highestSeq": 8})).await.expect(200).json();
        assert_eq!(receipt["answers"], 6);
        let again = ani.post("submit", json!({"attemptId": attempt, "highestSeq": 8})).await.expect(200).json();
        assert_eq!((&again["receipt"], &again["submittedAt"]), (&receipt["receipt"], &receipt["submittedAt"]));
        assert_eq!(ani.save(attempt, &[(q[5], 9, json!("Lagi."))]).await, ["closed"]);
        let anyone = &sitting.exams().app.anyone;
        let shown = anyone.get(&format!("{BASE}/receipts/{}", receipt["receipt"].as_str().unwrap())).await.expect(200).json();
        assert_eq!((&shown["valid"], &shown["answers"]), (&json!(true), &json!(6)));

        sitting.sweep().await;
        assert_eq!(sitting.status(ani.id).await, "awaiting_rating");
        let path = format!("/api/v1/participants/{}", ani.id);
        let sections = sitting.exams().admin.get(&path).await.expect(200).json();
        let section = &sections["sections"][0];
        assert_eq!(section["score"], section["maxScore"], "{sections}");
    }

    async fn of_two_answers_the_higher_number_stands_in_whatever_order_they_come(test: TestDb) {
        let sitting = Sitting::new(test, json!({})).await;
        let ani = sitting.ani().await;
        let attempt = ani.start().await;
        let q = sitting.questions[0];
        assert_eq!(ani.save(attempt, &[(q, 5, json!("A"))]).await, ["accepted"]);
        assert_eq!(ani.save(attempt, &[(q, 4, json!("B"))]).await, ["stale"]);
        for _ in 0..10 {
            assert_eq!(ani.save(attempt, &[(q, 5, json!("a"))]).await, ["accepted"]);
        }
        assert_eq!(ani.save(attempt, &[(q, 5, json!("B"))]).await, ["conflict"]);
        assert_eq!(ani.save(attempt, &[(q, 6, Value::Null), (q, 7, json!("Z")), (q, 0, json!("A")), (99, 8, json!("A"))]).await,
            ["accepted", "invalid", "invalid", "invalid"]);
        let state = ani.get("state").await.expect(200).json();
        assert_eq!(state["answers"], json!([{"questionId": q, "clientSeq": 6, "value": null}]));
        let many: Vec<_> = (0..201).map(|n| json!({"questionId": q, "clientSeq": n + 10, "value": "A"})).collect();
        ani.client.put(&format!("{BASE}/answers"), &json!({"attemptId": attempt, "answers": many})).await.expect(400);
        let flagged = json!({"attemptId": attempt, "answers": [{"questionId": q, "clientSeq": 300, "value": "B", "marked": true}]});
        ani.put(flagged).await;
        assert_eq!(ani.get("state").await.json()["flags"], json!([q]));
    }

    async fn time_ends_sections_and_exams_whether_or_not_anybody_comes(test: TestDb) {
        let sitting = Sitting::new(test, json!({"graceSeconds": 10, "offlineGraceSeconds": 300})).await;
        let ani = sitting.ani().await;
        let attempt = ani.start().await;
        let (q, deadline) = (&sitting.questions, sitting.now().plus(Duration::from_secs(600)));
        ani.save(attempt, &[(q[0], 1, json!("A"))]).await;
        sitting.wait(605);
        // In the grace an answer counts as being in time.
        assert_eq!(ani.save(attempt, &[(q[1], 2, json!(["A"]))]).await, ["accepted"]);
        sitting.wait(10);
        assert_eq!(ani.save(attempt, &[(q[2], 3, json!("B"))]).await, ["closed"]);
        let late = |question: i64, seq: i64, made| json!({"attemptId": attempt,
            "answers": [{"questionId": question, "clientSeq": seq, "value": "B", "clientTs": made}]});
        let answer = ani.client.put(&format!("{BASE}/answers"), &late(q[2], 4, json!(deadline))).await.expect(200).json();
        assert_eq!((&answer["results"][0]["outcome"], &answer["results"][0]["lateSync"]), (&json!("accepted"), &json!(true)));
        let after = json!(deadline.plus(Duration::from_secs(1)));
        assert_eq!(ani.put(late(q[2], 5, after)).await, ["closed"]);
        assert_eq!(ani.get("state").await.json()["sections"][0]["state"], "closed");
        ani.post("sections/2/open", json!({})).await.expect(200);
        ani.save(attempt, &[(q[5], 6, json!("Esai"))]).await;
        // The browser is gone; the last section lasts twenty minutes.
        sitting.wait(1200);
        sitting.sweep().await;
        assert_eq!(sitting.status(ani.id).await, "in_section");
        sitting.wait(10);
        sitting.sweep().await;
        assert_eq!(sitting.status(ani.id).await, "awaiting_rating");
        // Back within the time that the event waits: what was made in time comes in, is marked, and then handed in.
        let made = json!(sitting.now().minus(Duration::from_secs(60)));
        let essay = json!({"attemptId": attempt, "answers": [{"questionId": q[5], "clientSeq": 7, "value": "Lebih", "clientTs": made}]});
        assert_eq!(ani.put(essay).await, ["accepted"]);
        let receipt = ani.post("submit", json!({"attemptId": attempt, "highestSeq": 7})).await.expect(200).json();
        assert_eq!(receipt["answers"], 4);
        assert_eq!(ani.put(late(q[5], 8, made_before(&sitting))).await, ["closed"]);
        sitting.sweep().await;
        assert_eq!(sitting.status(ani.id).await, "awaiting_rating");
    }

    async fn who_never_came_is_absent_when_all_is_over(test: TestDb) {
        let sitting = Sitting::new(test, json!({})).await;
        let budi = sitting.add("Budi", "2").await;
        let ani = sitting.ani().await;
        ani.post("check-in", json!({})).await.expect(200);
        sitting.wait(3600);
        sitting.sweep().await;
        assert_eq!((sitting.status(budi).await, sitting.status(ani.id).await), ("absent".into(), "absent".into()));
        assert_eq!(code(&ani.post("start", json!({})).await.expect(409)), "event_over");
    }

    async fn one_session_lives_and_the_other_is_told(test: TestDb) {
        let sitting = Sitting::new(test, json!({})).await;
        let ani = sitting.ani().await;
        let anyone = &sitting.exams().app.anyone;
        let login = json!({"name": "ani  LESTARI", "registeredNumber": "00 71"});
        let path = format!("{BASE}/auth/login");
        assert_eq!(code(&post_as_nobody(anyone, &path, &login).await.expect(409)), "session_elsewhere");
        ani.get("state").await.expect(200);
        let login = json!({"name": "ani lestari", "registeredNumber": "0071", "takeOver": true});
        let other = Sitter::log_in(anyone, login).await;
        assert_eq!(code(&ani.get("state").await.expect(401)), "session_taken_over");
        other.get("state").await.expect(200);
        other.post("auth/logout", json!({})).await.expect(200);
        other.get("state").await.expect(401);
    }

    async fn supervisors_stop_the_clock_give_time_and_end(test: TestDb) {
        let sitting = Sitting::new(test, json!({})).await;
        let ani = sitting.ani().await;
        let attempt = ani.start().await;
        let q = &sitting.questions;
        let deadline = sitting.now().plus(Duration::from_secs(600));
        sitting.intervene(ani.id, json!({"type": "pause", "reason": "Listrik"})).await.expect(201);
        sitting.wait(900);
        let state = ani.get("state").await.expect(200).json();
        assert_eq!((&state["state"], &state["openSection"]), (&json!("suspended"), &json!(1)));
        assert_eq!(ani.save(attempt, &[(q[0], 1, json!("A"))]).await, ["closed"]);
        assert_eq!(code(&ani.post("sections/1/close", json!({})).await.expect(409)), "paused");
        sitting.intervene(ani.id, json!({"type": "resume"})).await.expect(201);
        let after = ani.get("state").await.expect(200).json();
        assert_eq!(after["deadline"], json!(deadline.plus(Duration::from_secs(900))));
        sitting.intervene(ani.id, json!({"type": "extend", "seconds": 60, "reason": "Sakit"})).await.expect(201);
        let after = ani.get("state").await.expect(200).json();
        assert_eq!(after["deadline"], json!(deadline.plus(Duration::from_secs(960))));
        sitting.intervene(ani.id, json!({"type": "message", "text": "Tenang."})).await.expect(201);
        assert_eq!(ani.get("state").await.json()["messages"][0]["text"], "Tenang.");
        assert_eq!(ani.get("lobby").await.json()["message"], "Tenang.");
        assert_eq!(ani.save(attempt, &[(q[0], 2, json!("A"))]).await, ["accepted"]);
        sitting.intervene(ani.id, json!({"type": "terminate", "reason": "Curang"})).await.expect(201);
        assert_eq!(ani.save(attempt, &[(q[0], 3, json!("B"))]).await, ["closed"]);
        assert_eq!(code(&ani.post("submit", json!({"attemptId": attempt})).await.expect(409)), "attempt_ended");
        sitting.wait(4000);
        sitting.sweep().await;
        assert_eq!(sitting.status(ani.id).await, "terminated");
    }

    async fn whoever_is_registered_for_several_events_chooses(test: TestDb) {
        let sitting = Sitting::new(test, json!({})).await;
        sitting.ani().await.post("auth/logout", json!({})).await.expect(200);
        let other = plan(sitting.exams(), sitting.bank.package, json!({"title": "Ujian kedua", "endTime": "23:59:59"})).await;
        let body = json!({"eventId": other, "name": "Ani Lestari", "registeredNumber": "0071"});
        sitting.exams().admin.post("/api/v1/participants", &body).await.expect(201);
        let (anyone, path) = (&sitting.exams().app.anyone, format!("{BASE}/auth/login"));
        let mut login = json!({"name": "Ani Lestari", "registeredNumber": "0071"});
        let asked = post_as_nobody(anyone, &path, &login).await.expect(409);
        assert_eq!((code(&asked), asked.json()["events"].as_array().unwrap().len()), ("choose_event".into(), 2));
        login["eventId"] = json!(other);
        assert_eq!(post_as_nobody(anyone, &path, &login).await.expect(200).json()["eventTitle"], "Ujian kedua");
        for wrong in [json!({"name": "Ana Lestari", "registeredNumber": "0071"}), json!({"name": "Ani Lestari", "registeredNumber": "71"})] {
            assert_eq!(code(&post_as_nobody(anyone, &path, &wrong).await.expect(401)), "login_refused");
        }
    }

    async fn the_last_place_of_a_link_goes_to_one_who_has_worked_for_it(test: TestDb) {
        let sitting = Sitting::new(test, json!({})).await;
        let path = format!("/api/v1/participants/url-registration-token?eventId={}&maxUses=1", sitting.event);
        let url = sitting.exams().admin.get(&path).await.expect(201).json()["url"].as_str().unwrap().to_owned();
        let token = url.split_once("token=").unwrap().1.to_owned();
        let anyone = &sitting.exams().app.anyone;
        let asked = anyone.get(&format!("{BASE}/auth/challenge?token={token}")).await.expect(200).json();
        assert_eq!(asked["eventTitle"], "Ujian");
        let register = format!("{BASE}/auth/register?token={token}");
        let lazy = json!({"name": "Citra", "registeredNumber": "3", "challenge": format!("{}:1", asked["challenge"].as_str().unwrap())});
        assert_eq!(code(&post_as_nobody(anyone, &register, &lazy).await.expect(400)), "challenge_refused");
        let worked = work(&asked);
        let body = json!({"name": "Citra", "registeredNumber": "3", "challenge": worked});
        let made = post_as_nobody(anyone, &register, &body).await.expect(201);
        let citra = Sitter::of(anyone, &made).await;
        citra.start().await;
        // The challenge was answered, and the place is taken.
        post_as_nobody(anyone, &register, &body).await.expect(400);
        assert_eq!(code(&anyone.get(&format!("{BASE}/auth/challenge?token={token}")).await.expect(403)), "registration.used_up");
        assert_eq!(code(&anyone.get(&format!("{BASE}/auth/challenge?token=abc")).await.expect(403)), "registration.invalid");
    }

    async fn neither_realm_takes_the_others_token(test: TestDb) {
        let sitting = Sitting::new(test, json!({})).await;
        let ani = sitting.ani().await;
        let attempt = ani.start().await;
        let (anyone, q) = (&sitting.exams().app.anyone, sitting.questions[0]);
        let session = ani.client.headers()["cookie"].to_str().unwrap().replace("sl_token", "adm-token");
        anyone.with_header("cookie", &session).get("/api/v1/questions").await.expect(401);
        let admin = sitting.exams().admin.headers()["cookie"].to_str().unwrap().replace("adm-token", "sl_token");
        anyone.with_header("cookie", &admin).get(&format!("{BASE}/state")).await.expect(401);
        sitting.exams().admin.get(&format!("{BASE}/state")).await.expect(401);
        // Somebody else's attempt is nobody's business.
        sitting.add("Budi", "2").await;
        let budi = Sitter::log_in(anyone, json!({"name": "Budi", "registeredNumber": "2"})).await;
        let own = budi.start().await;
        assert_ne!(own, attempt);
        let theft = json!({"attemptId": attempt, "answers": [{"questionId": q, "clientSeq": 1, "value": "A"}]});
        budi.client.put(&format!("{BASE}/answers"), &theft).await.expect(404);
        budi.post("submit", json!({"attemptId": attempt, "highestSeq": 0})).await.expect(404);
        // A change that was forged.
        let forged = ani.client.without_header("x-xsrf-token").post(&format!("{BASE}/submit"), &json!({"attemptId": attempt})).await;
        assert_eq!(code(&forged.expect(403)), "csrf");
        let admin = log_in(anyone, "administrator").await;
        admin.get("/api/v1/questions").await.expect(200);
    }

    async fn five_thousand_overdue_attempts_are_ended_by_one_sweep(test: TestDb) {
        let sitting = Sitting::new(test, json!({})).await;
        let first = sitting.ani().await;
        first.start().await;
        sitting.exams().crowd(first.id, 5_000).await;
        sitting.wait(3700);
        sitting.sweep().await;
        assert_eq!(sitting.exams().unended().await, 0);
    }
}

fn made_before(sitting: &Sitting) -> Value {
    json!(sitting.now().minus(Duration::from_secs(3600)))
}
