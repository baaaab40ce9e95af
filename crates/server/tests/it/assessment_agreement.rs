//! How far raters agree, and ratings that come when others have rated meanwhile.

use assessment::Role;
use serde_json::{Value, json};
use testkit::{Client, TestDb, both_engines};

use crate::{
    assessment_frozen::Sat,
    assessment_support::{log_in, make_admin},
};

fn essay(question: &str, point: i64) -> Value {
    json!({"question": question, "questionType": "essay", "point": point})
}

async fn sat(test: TestDb, people: usize) -> Sat {
    let mut sat = Sat::new(test, &[essay("Ceritakan!", 1), essay("Bandingkan!", 10)]).await;
    for number in 0..people {
        let name = format!("Peserta {number}");
        sat.sit(&name, 1, &[(0, json!("Suatu hari")), (1, json!("Lain"))]).await;
    }
    sat
}

async fn rate(sat: &Sat, by: &Client, (who, question): (usize, usize), score: f64) {
    let path = format!(
        "/api/v1/test-response/{}/ratings",
        sat.response(who, question).await["id"]
    );
    by.post(&path, &json!({"score": score})).await.expect(201);
}

fn agreement(sat: &Sat) -> String {
    format!("/api/v1/events/{}/ratings/agreement", sat.event)
}

both_engines! {
    async fn agreement_is_reckoned_by_hand_and_names_nobody(test: TestDb) {
        let sat = sat(test, 10).await;
        let (one, other) = (sat.exams.rater.clone(), sat.exams.admin.clone());
        let none = one.get(&agreement(&sat)).await.expect(200).json();
        assert_eq!((&none["pairs"], &none["kappa"], &none["questions"]), (&json!(0), &Value::Null, &json!([])));
        // Both 1: four, both 0: three, 1 and 0: one, 0 and 1: two. p_o = 0.7, p_e = 0.5 · 0.6 + 0.5 · 0.4.
        let pairs = [(1.0, 1.0); 4].into_iter().chain([(0.0, 0.0); 3]).chain([(1.0, 0.0)]).chain([(0.0, 1.0); 2]);
        for (who, (first, second)) in pairs.enumerate() {
            // Who comes first is not who is named first.
            if who % 2 == 0 {
                rate(&sat, &one, (who, 0), first).await;
                rate(&sat, &other, (who, 0), second).await;
            } else {
                rate(&sat, &other, (who, 0), second).await;
                rate(&sat, &one, (who, 0), first).await;
            }
        }
        // 2 and 8 are a dispute, and whoever decides it belongs to no pair; 5 and 5 are one; a single rating is none.
        rate(&sat, &one, (0, 1), 2.0).await;
        rate(&sat, &other, (0, 1), 8.0).await;
        make_admin(&sat.exams.app, "ketiga", Role::Rater).await;
        let third = log_in(&sat.exams.app.anyone, "ketiga").await;
        rate(&sat, &third, (0, 1), 3.0).await;
        rate(&sat, &one, (1, 1), 5.0).await;
        rate(&sat, &other, (1, 1), 5.0).await;
        rate(&sat, &one, (2, 1), 1.0).await;
        let found = third.get(&agreement(&sat)).await.expect(200);
        assert!(!found.text().contains("Peserta") && !found.text().contains("adminId"));
        let found = found.json();
        let (first, second) = (&found["questions"][0], &found["questions"][1]);
        assert_eq!((&first["pairs"], &first["same"], &first["kappa"], &first["weightedKappa"]), (&json!(10), &json!(0.7), &json!(0.4), &json!(0.4)));
        // p_o = 1/2, p_e = 1/4; apart 3 on average, by chance (3 + 6 + 0 + 3) / 4.
        assert_eq!((&second["pairs"], &second["disputed"], &second["kappa"]), (&json!(2), &json!(1), &json!(0.3333)));
        assert_eq!((&second["weightedKappa"], &second["number"], &second["maxScore"]), (&json!(0.0), &json!(2), &json!(10)));
        // 12 pairs: p_o = 8/12, p_e = (10 · 0.5 + 2 · 0.25) / 12.
        assert_eq!((&found["pairs"], &found["disputed"], &found["kappa"]), (&json!(12), &json!(1), &json!(0.3846)));
        sat.exams.proctor.get(&agreement(&sat)).await.expect(403);
        sat.exams.author.get(&agreement(&sat)).await.expect(403);
        sat.exams.app.anyone.get(&agreement(&sat)).await.expect(401);
        one.get("/api/v1/events/99999/ratings/agreement").await.expect(404);
    }

    async fn a_blind_rating_decides_no_dispute_of_others(test: TestDb) {
        let sat = sat(test, 1).await;
        let path = format!("/api/v1/test-response/{}/ratings", sat.response(0, 1).await["id"]);
        make_admin(&sat.exams.app, "ketiga", Role::Rater).await;
        let third = log_in(&sat.exams.app.anyone, "ketiga").await;
        sat.exams.rater.post(&path, &json!({"score": 2, "round": "first"})).await.expect(201);
        // To replace one's own is blind as well, and so is the second after one who came first.
        sat.exams.rater.post(&path, &json!({"score": 3, "round": "second"})).await.expect(201);
        sat.exams.rater.post(&path, &json!({"score": 3, "round": "adjudication"})).await.expect(409);
        sat.exams.admin.post(&path, &json!({"score": 9, "round": "first"})).await.expect(201);
        let refused = third.post(&path, &json!({"score": 5, "round": "second"})).await.expect(409).json();
        assert!(refused["message"].as_str().unwrap().contains("Others have rated"), "{refused}");
        third.post(&path, &json!({"score": 5, "round": "third"})).await.expect(400);
        third.post(&path, &json!({"score": 5, "round": "adjudication"})).await.expect(201);
        assert_eq!(third.get(&path).await.expect(200).json()["score"], 5);
    }
}
