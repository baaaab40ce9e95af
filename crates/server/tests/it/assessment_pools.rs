//! Pools: tags, difficulty and draws, as they are edited, published, drawn and marked.

use std::collections::BTreeSet;

use serde_json::{Value, json};
use testkit::both_engines;

use crate::assessment_frozen::{Sat, cities};

/// Six questions: four about algebra, of which two are hard; two without a tag.
fn pool() -> Vec<Value> {
    let about = [
        json!({"tags": ["Aljabar"], "difficulty": "easy"}),
        json!({"tags": ["aljabar", "Latihan"], "difficulty": "medium", "audioPlays": 2}),
        json!({"tags": ["ALJABAR"], "difficulty": "hard"}),
        json!({"tags": ["aljabar"], "difficulty": "hard"}),
        json!({}),
        json!({"difficulty": "hard"}),
    ];
    let question = |about: Value| {
        let mut question = cities();
        question
            .as_object_mut()
            .unwrap()
            .extend(about.as_object().unwrap().clone());
        question
    };
    about.into_iter().map(question).collect()
}

async fn draw(sat: &Sat, draws: &Value) {
    let path = format!(
        "/api/v1/section-details/by-package?packageId={}&sectionId={}",
        sat.package, sat.section
    );
    let details = sat.exams.author.get(&path).await.expect(200).json()["id"].clone();
    let path = format!("/api/v1/section-details/{details}");
    let changed = sat
        .exams
        .author
        .patch(&path, &json!({"draws": draws}))
        .await
        .expect(200)
        .json();
    let shown = if draws == &json!([]) { &Value::Null } else { draws };
    assert_eq!(&changed["draws"], shown);
}

both_engines! {
    async fn tags_and_difficulty_are_kept_shown_and_filtered_by(test: TestDb) {
        let sat = Sat::draft(test, &pool()).await;
        let author = &sat.exams.author;
        let path = format!("/api/v1/questions/{}", sat.questions[1]);
        let shown = author.get(&path).await.expect(200).json();
        assert_eq!(
            (&shown["tags"], &shown["difficulty"], &shown["audioPlays"]),
            (&json!(["aljabar", "Latihan"]), &json!("medium"), &json!(2))
        );
        let plain = author.get(&format!("/api/v1/questions/{}", sat.questions[4])).await.expect(200).json();
        assert!(plain.get("tags").is_none() && plain.get("difficulty").is_none());
        let count = async |query: &str| author.get(&format!("/api/v1/questions?{query}")).await.expect(200).json().as_array().unwrap().len();
        assert_eq!(
            [count("tag=aLjAbAr").await, count("tag=latihan").await, count("tag=alja").await, count("difficulty=hard").await],
            [4, 1, 0, 3]
        );
        assert_eq!(count("tag=aljabar&difficulty=hard&search=prancis").await, 2);
        let of_package = format!("/api/v1/questions/package/{}?tag=aljabar&limit=2", sat.package);
        assert_eq!(author.get(&of_package).await.expect(200).json()["metadata"]["totalItems"], 4);
        author.get("/api/v1/questions?difficulty=impossible").await.expect(400);
        for (change, field) in [
            (json!({"tags": ["a,b"]}), "tags"),
            (json!({"tags": ["x".repeat(51)]}), "tags"),
            (json!({"difficulty": "impossible"}), "difficulty"),
            (json!({"audioPlays": 0}), "audioPlays"),
            (json!({"audioPlays": 21}), "audioPlays"),
        ] {
            let refused = author.patch(&path, &change).await.expect(400).json();
            assert_eq!(refused["errors"][0]["attribute_name"], field);
        }
        let cleared = author.patch(&path, &json!({"tags": null, "difficulty": null, "audioPlays": null})).await.expect(200).json();
        assert!(["tags", "difficulty", "audioPlays"].iter().all(|name| cleared.get(*name).is_none()), "{cleared}");
    }

    async fn draws_that_cannot_be_met_are_not_published_and_uneven_ones_are_told(test: TestDb) {
        let sat = Sat::draft(test, &pool()).await;
        draw(&sat, &json!([{"count": 2, "tag": "aljabar"}, {"count": 4, "difficulty": "hard"}])).await;
        let refused = sat.publish().await.expect(409).json();
        assert_eq!(refused["errors"][0]["attribute_name"], "sections[0].draws[1]");
        draw(&sat, &json!([{"count": 3, "tag": "aljabar"}])).await;
        let published = sat.publish().await.expect(200).json();
        assert!(published.get("warnings").is_none(), "{published}");
        // The same again is the same version.
        assert_eq!(sat.publish().await.expect(200).json()["no"], published["no"]);
        let version = format!("/api/v1/test-packages/{}/versions/{}", sat.package, published["no"]);
        let paper = sat.exams.author.get(&version).await.expect(200).json()["paper"].clone();
        assert_eq!(paper["sections"][0]["draws"], json!([{"count": 3, "tag": "aljabar"}]));
        let questions = &paper["sections"][0]["questions"];
        assert_eq!((&questions[1]["audioPlays"], &questions[1]["difficulty"]), (&json!(2), &json!("medium")));
        assert!(questions[4].get("tags").is_none());
        sat.change(0, &json!({"point": 7})).await;
        let uneven = sat.publish().await.expect(200).json();
        assert_eq!(uneven["warnings"][0]["code"], "draws.unequal_points");
        sat.exams.author.patch("/api/v1/section-details/1", &json!({"draws": [{"count": 0}]})).await.expect(400);
    }

    async fn each_draw_is_marked_out_of_what_it_asks_and_counts_there_alone(test: TestDb) {
        let mut sat = Sat::draft(test, &pool()).await;
        draw(&sat, &json!([{"count": 1, "tag": "aljabar", "difficulty": "hard"}, {"count": 1, "difficulty": "easy"}])).await;
        sat.publish().await.expect(200);
        sat.event = sat.plan().await;
        let mut asked = Vec::new();
        for seed in 1..=8 {
            let who = sat.sit(&format!("Peserta {seed}"), seed, &[]).await;
            assert_eq!(sat.standing(who).await, ("scored".to_owned(), 0, 2000));
            let path = format!("/api/v1/test-response/participant/{}", sat.people[who].0);
            let shown = sat.exams.rater.get(&path).await.expect(200).json();
            let ids: BTreeSet<i64> = shown["data"][0]["responses"]
                .as_array()
                .unwrap()
                .iter()
                .map(|one| one["questionId"].as_i64().unwrap())
                .collect();
            assert_eq!(ids.len(), 2);
            assert!(ids.contains(&sat.questions[0]), "the only easy one");
            asked.push(ids);
        }
        assert!(asked.iter().any(|ids| ids != &asked[0]), "seeds differ");
        let hard = sat.questions[2];
        let saw: Vec<usize> = (0..8).filter(|who| asked[*who].contains(&hard)).collect();
        let path = format!("/api/v1/test-response/{}", sat.response(saw[0], 2).await["id"]);
        sat.exams.admin.patch(&path, &json!({"answer": "A"})).await.expect(200);
        let results = sat.results().await;
        let item = results["items"].as_array().unwrap().iter().find(|item| item["questionId"] == hard).unwrap().clone();
        assert_eq!(item["count"], saw.len());
        let facility = item["facility"].as_f64().unwrap();
        assert!((facility - 1.0 / f64::from(u32::try_from(saw.len()).unwrap())).abs() < 1e-3, "{facility} of {}", saw.len());
        let section = &results["sections"][0];
        assert_eq!((&section["questions"], &section["maxScore"], &section["alpha"]), (&json!(2), &json!(20), &Value::Null));
    }
}
