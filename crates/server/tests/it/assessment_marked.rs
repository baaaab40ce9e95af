//! Texts with marks in the question bank: what is shown beside the plain text, what may be sent, and what is published.

use platform::{Tx, params};
use serde_json::{Value, json};
use testkit::both_engines;

use crate::{
    assessment_bank::{Bank, id_of, named},
    trackmate_support::{form, send},
};

platform::statements! {
    UNMARKED = "update exam_question set question_marked = null where id = $1";
    PLACEHOLDER = "update exam_option set value = '[rumus]', value_marked = null where question_id = $1 and label = 'B'";
}

const CUBE: &str = "<p>Nilai 2<sup>3</sup>?</p>";
const HALF: &str = "<p><math><mfrac><mn>1</mn><mn>2</mn></mfrac></math></p>";

/// The options of a question, as they are shown.
async fn options(bank: &Bank, question: i64) -> Value {
    bank.get(&format!("questions/{question}?entities=options")).await["entities"]["options"].clone()
}

both_engines! {
    async fn marks_are_kept_beside_the_plain_text(test: TestDb) {
        let bank = Bank::new(test).await;
        let made = bank.post(json!({
            "question": null, "questionMarked": CUBE,
            "sectionInstruction": "Pilih satu.", "sectionInstructionMarked": "<p>Pilih <b>satu</b>.</p>",
            "optionQuestions": [{"label": "A", "valueMarked": HALF}, {"label": "B", "value": "8"}],
            "passage": {"bodyMarked": "<ul><li>satu</li><li>dua</li></ul>"},
        })).await.expect(201);
        let (id, made) = (id_of(&made), made.json());
        assert_eq!((&made["question"], &made["questionMarked"]), (&json!("Nilai 2³?"), &json!(CUBE)));
        let shown = bank.get(&format!("questions/{id}?entities=options,answer,passage,section")).await;
        assert_eq!(shown["questionMarked"], CUBE);
        let choices = json!([{"label": "A", "value": shown["entities"]["options"][0]["value"], "valueMarked": HALF},
            {"label": "B", "value": "8"}]);
        assert_eq!(shown["entities"]["options"], choices);
        assert_eq!(shown["entities"]["answer"]["optionQuestions"], choices);
        assert_eq!(shown["entities"]["passage"]["bodyMarked"], "<ul><li>satu</li><li>dua</li></ul>");
        let section = &shown["entities"]["section"];
        assert_eq!((&section["instruction"], &section["instructionMarked"]), (&json!("Pilih satu."), &json!("<p>Pilih <b>satu</b>.</p>")));
        let details = bank.get(&format!("section-details/by-package?packageId={}&sectionId={}", bank.package, bank.section)).await;
        assert_eq!(details["instructionMarked"], section["instructionMarked"]);
        // Lists show them, too, and are searched by the plain text; columns are named one by one.
        let listed = bank.get("questions?search=nilai%202%C2%B3").await;
        assert_eq!(listed[0]["questionMarked"], CUBE);
        assert_eq!(bank.get("questions?entities=question").await[0], json!({"id": id, "question": "Nilai 2³?"}));
        assert_eq!(bank.get("questions?entities=questionMarked").await[0], json!({"id": id, "questionMarked": CUBE}));
        // A text without marks is shown as before.
        let plain = bank.question(json!({"questionMarked": "<p>Satu</p><p>Dua</p>", "question": "Satu\nDua"})).await;
        let plain = bank.get(&format!("questions/{plain}")).await;
        assert_eq!((&plain["question"], plain.get("questionMarked")), (&json!("Satu\nDua"), None));
    }

    async fn two_forms_of_a_new_text_must_say_the_same(test: TestDb) {
        let bank = Bank::new(test).await;
        let refused = bank.post(json!({"questionMarked": CUBE})).await.expect(400);
        assert_eq!(named(&refused), ["questionMarked"]);
        assert_eq!(refused.json()["errors"][0]["messages"][0], "says something else than `question`");
        let refused = bank.post(json!({"optionQuestions": [{"label": "A", "value": "x", "valueMarked": HALF},
            {"label": "B", "valueMarked": "<p>a<script>b</script></p>"}, {"label": "C"}]})).await.expect(400);
        let wrong = named(&refused);
        for field in ["optionQuestions[0].valueMarked", "optionQuestions[1].valueMarked", "optionQuestions[2].value"] {
            assert!(wrong.contains(&field.to_owned()), "{field}: {wrong:?}");
        }
        let said = refused.text();
        assert!(said.contains("<script>") && said.contains("character"), "{said}");
        let passage = json!({"packageId": bank.package, "body": "x", "bodyMarked": HALF});
        assert_eq!(named(&bank.author.post("/api/v1/passages", &passage).await.expect(400)), ["bodyMarked"]);
        let nothing = json!({"packageId": bank.package});
        assert_eq!(named(&bank.author.post("/api/v1/passages", &nothing).await.expect(400)), ["body"]);
        bank.post(json!({"question": null, "questionMarked": format!("<p>{}</p>", "x".repeat(160_000))})).await.expect(400);
    }

    async fn a_change_keeps_marks_of_what_it_does_not_change(test: TestDb) {
        let bank = Bank::new(test).await;
        let id = bank.question(json!({"question": null, "questionMarked": CUBE,
            "optionQuestions": [{"label": "A", "valueMarked": HALF}, {"label": "B", "value": "8"}]})).await;
        let path = format!("/api/v1/questions/{id}");
        let patch = async |change: Value| bank.author.patch(&path, &change).await;
        let half = options(&bank, id).await[0]["value"].clone();
        // Something else, or the same words.
        for change in [json!({"point": 2}), json!({"question": "Nilai 2³?"}),
            json!({"optionQuestions": [{"label": "A", "value": half}, {"label": "B", "value": "9"}]})] {
            assert_eq!(patch(change).await.expect(200).json()["questionMarked"], CUBE);
        }
        assert_eq!(options(&bank, id).await, json!([{"label": "A", "value": half, "valueMarked": HALF}, {"label": "B", "value": "9"}]));
        // Sent as it was read, with other words: they win. So do other marks beside the same words.
        let other = "<p>Nilai <u>dua</u>?</p>";
        let changed = patch(json!({"question": "Nilai 2³?", "questionMarked": other})).await.expect(200).json();
        assert_eq!((&changed["question"], &changed["questionMarked"]), (&json!("Nilai dua?"), &json!(other)));
        assert_eq!(named(&patch(json!({"question": "Nilai tiga?", "questionMarked": CUBE})).await.expect(400)), ["questionMarked"]);
        let changed = patch(json!({"question": "Nilai tiga?", "questionMarked": other})).await.expect(200).json();
        assert_eq!((&changed["question"], changed.get("questionMarked")), (&json!("Nilai tiga?"), None));
        patch(json!({"questionMarked": CUBE})).await.expect(200);
        let cleared = patch(json!({"questionMarked": null})).await.expect(200).json();
        assert_eq!((&cleared["question"], cleared.get("questionMarked")), (&json!("Nilai 2³?"), None));
        // Passages and sections go the same way.
        let passage = json!({"packageId": bank.package, "bodyMarked": HALF});
        let made = bank.author.post("/api/v1/passages", &passage).await.expect(201);
        let path = format!("/api/v1/passages/{}", id_of(&made));
        let kept = bank.author.patch(&path, &json!({"title": "T", "body": made.json()["body"]})).await.expect(200).json();
        assert_eq!(kept["bodyMarked"], HALF);
        let plain = bank.author.patch(&path, &json!({"body": "lain"})).await.expect(200).json();
        assert_eq!((&plain["body"], plain.get("bodyMarked")), (&json!("lain"), None));
        let details = bank.get(&format!("section-details/by-package?packageId={}&sectionId={}", bank.package, bank.section)).await;
        let path = format!("/api/v1/section-details/{}", details["id"]);
        let marked = bank.author.patch(&path, &json!({"instructionMarked": "<p><i>Baca</i></p>"})).await.expect(200).json();
        assert_eq!((&marked["instruction"], &marked["instructionMarked"]), (&json!("Baca"), &json!("<p><i>Baca</i></p>")));
        let cleared = bank.author.patch(&path, &json!({"instruction": null})).await.expect(200).json();
        assert_eq!((&cleared["instruction"], cleared.get("instructionMarked")), (&json!(""), None));
    }

    async fn formulas_come_as_latex_to_who_asks_for_it(test: TestDb) {
        let bank = Bank::new(test).await;
        let stem = "<p>Hitung <math><msqrt><mn>2</mn></msqrt></math>!</p>";
        let id = bank.question(json!({"question": null, "questionMarked": stem,
            "optionQuestions": [{"label": "A", "valueMarked": HALF}, {"label": "B", "value": "8"}]})).await;
        let shown = bank.get(&format!("questions/{id}?formulas=latex&entities=options")).await;
        assert_eq!((&shown["question"], &shown["questionMarked"]), (&json!(r"Hitung \(\sqrt{2}\)!"), &json!(stem)));
        assert_eq!(shown["entities"]["options"][0]["value"], r"\(\frac{1}{2}\)");
        assert_eq!(bank.get("questions?formulas=latex").await[0]["question"], shown["question"]);
        assert_eq!(bank.get("questions?formulas=linear").await, bank.get("questions").await);
        assert_eq!(named(&bank.author.get("/api/v1/questions?formulas=tex").await.expect(400)), ["formulas"]);
    }

    async fn marks_are_frozen_and_what_could_not_be_read_is_not_published(test: TestDb) {
        let bank = Bank::new(test).await;
        let id = bank.question(json!({"question": null, "questionMarked": CUBE,
            "optionQuestions": [{"label": "A", "valueMarked": HALF}, {"label": "B", "value": "8"}],
            "passage": {"bodyMarked": HALF}})).await;
        bank.publish().await.expect(200);
        let paper = bank.get(&format!("test-packages/{}/versions/1", bank.package)).await["paper"].clone();
        let question = &paper["sections"][0]["questions"][0];
        assert_eq!((&question["questionMarked"], &question["options"][0]["valueMarked"]), (&json!(CUBE), &json!(HALF)));
        assert_eq!(paper["passages"][0]["bodyMarked"], HALF);
        // Marks are content: without them it is another version.
        let work = async move |tx: &mut Tx<'_>| tx.execute(UNMARKED, params![id]).await;
        bank.exams.app.test.db.write(work).await.unwrap();
        assert_eq!(bank.publish().await.expect(200).json()["no"], 2);
        let work = async move |tx: &mut Tx<'_>| tx.execute(PLACEHOLDER, params![id]).await;
        bank.exams.app.test.db.write(work).await.unwrap();
        bank.question(json!({"question": "[gambar]"})).await;
        let refused = bank.publish().await.expect(409);
        assert_eq!(named(&refused), ["sections[0].questions[0].optionQuestions[1].value", "sections[0].questions[1].question"]);
        assert!(refused.text().contains("Reading 1 B") && refused.text().contains("[gambar]"), "{}", refused.text());
    }

    async fn marks_go_through_a_document_and_come_back(test: TestDb) {
        let bank = Bank::new(test).await;
        bank.question(json!({"question": null, "questionMarked": CUBE,
            "sectionInstruction": null, "sectionInstructionMarked": "<p>Pilih <b>satu</b>.</p>",
            "optionQuestions": [{"label": "A", "valueMarked": HALF}, {"label": "B", "value": "8"}],
            "passage": {"bodyMarked": "<p>Kata yang <u>digarisbawahi</u></p>"}})).await;
        let path = format!("/api/v1/test-packages/{}", bank.package);
        let file = bank.author.get(&format!("{path}/export.docx")).await.expect(200).body;
        bank.author.patch(&path, &json!({"title": "Lain"})).await.expect(200);
        let (kind, body) = form("file", "soal.docx", "application/octet-stream", &file);
        let report = send(&bank.author, "POST", "/api/v1/test-packages/upload", &[("content-type", &kind)], body).await.expect(201);
        let shown = async |package: &Value| {
            let question = bank.get(&format!("questions/package/{package}?entities=options,passage,section")).await["data"][0].clone();
            let with = &question["entities"];
            json!([question["question"], question["questionMarked"], with["options"], with["passage"]["body"], with["passage"]["bodyMarked"],
                with["section"]["instruction"], with["section"]["instructionMarked"]])
        };
        let before = shown(&json!(bank.package)).await;
        assert_eq!(before[1], CUBE);
        assert_eq!(shown(&report.json()["packageId"]).await, before);
    }

    async fn a_picture_that_only_marks_name_must_exist(test: TestDb) {
        let bank = Bank::new(test).await;
        let picture = format!("<p><b>Lihat</b><img src=\"image:{}\" alt=\"\"/></p>", "ab".repeat(32));
        bank.question(json!({"question": null, "questionMarked": picture})).await;
        assert_eq!(named(&bank.publish().await.expect(409)), ["pictures"]);
    }
}
