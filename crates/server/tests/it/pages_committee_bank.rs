//! The question bank as pages: what a package holds now, its sections, and writing its questions.

use http::StatusCode;
use serde_json::{Value, json};

use super::{assessment_bank::Bank, pages_committee::officer, pages_support::Browser};

/// What begins a picture of one dot.
const PNG: &[u8] = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\x01\0\0\0\x01\x08\x06\0\0\0\x1f\x15\xc4\x89\0\0\0\x01IDAT";

fn package(bank: &Bank, rest: &str) -> String {
    format!("/ujian/paket/{}{rest}", bank.package)
}

/// The place of a question in the package, from 1.
async fn order(bank: &Bank) -> Vec<i64> {
    let path = format!("questions/package/{}?orderBy=ordinal&limit=50", bank.package);
    let listed = bank.get(&path).await;
    let questions = listed["data"].as_array().unwrap();
    questions.iter().map(|one| one["id"].as_i64().unwrap()).collect()
}

async fn stored(bank: &Bank, id: i64) -> Value {
    bank.get(&format!("questions/{id}?entities=answer")).await
}

/// What the form of the page would send, with some fields typed over and some taken out.
fn typed<'a>(held: &'a [(String, String)], over: &[(&'a str, &'a str)], without: &[&str]) -> Vec<(&'a str, &'a str)> {
    let kept = held
        .iter()
        .filter(|(name, _)| !without.contains(&name.as_str()) && !over.iter().any(|(own, _)| own == name));
    let mut fields: Vec<_> = kept.map(|(name, value)| (name.as_str(), value.as_str())).collect();
    fields.extend(over);
    fields
}

/// Sends the editor's form as a browser does. Which radio is chosen is to be said.
async fn send(browser: &mut Browser, path: &str, over: &[(&str, &str)]) {
    let held = browser.held();
    let fields: Vec<_> = typed(&held, over, &["benar"]);
    browser.upload(path, &fields, &[]).await;
}

testkit::both_engines! {
    async fn a_draft_is_shown_with_its_questions_and_what_is_right(test: TestDb) {
        let bank = Bank::new(test).await;
        let marked = "<p>Volume <b>a &lt; b</b> cm<sup>3</sup>?</p>";
        bank.question(json!({"question": "Volume a < b cm³?", "questionMarked": marked, "tags": ["aljabar"]})).await;
        bank.question(json!({"question": "<script>KUNCI</script>", "questionType": "short_answer",
            "optionQuestions": null, "answerKey": ["rahasia-kunci"]})).await;
        bank.question(json!({"question": "Belum berkunci?", "answerKey": null})).await;
        let mut rater = officer(&bank.exams, "rater").await;
        rater.open(&package(&bank, "")).await.says("Reading").says("cm<sup>3</sup>").says("rahasia-kunci").says("aljabar");
        rater.says("1 soal belum berkunci").says("&lt;script&gt;").is_silent_about("<script>KUNCI");
        rater.is_silent_about("/ujian/soal/").is_silent_about("Tambah bagian");
        let mut author = officer(&bank.exams, "author").await;
        author.open(&package(&bank, "")).await.says("/ujian/soal/").says("bank-right");
        let mut proctor = officer(&bank.exams, "proctor").await;
        for path in [package(&bank, ""), package(&bank, "/terbit"), package(&bank, "/ubah")] {
            proctor.open(&path).await;
            assert_eq!(proctor.status, StatusCode::FORBIDDEN, "{path}");
        }
        rater.open(&package(&bank, "/ubah")).await;
        assert_eq!(rater.status, StatusCode::FORBIDDEN);
    }

    async fn sections_are_added_changed_moved_and_taken_out(test: TestDb) {
        let bank = Bank::new(test).await;
        bank.question(json!({})).await;
        let mut author = officer(&bank.exams, "author").await;
        let (page, add) = (package(&bank, ""), package(&bank, "/bagian"));
        author.open(&page).await;
        let key = author.holds("_kunci").unwrap();
        let new = [("_kunci", key.as_str()), ("title", "Listening & <co>"), ("duration", "1:40")];
        author.submit(&add, &new).await.says("Bagian ditambahkan.").says("Listening &#38; &#60;co&#62;").says("100 detik");
        author.submit(&add, &new).await;
        let sections = bank.get(&format!("sections/package/{}", bank.package)).await;
        assert_eq!(sections.as_array().unwrap().len(), 2, "{sections}");
        author.open(&page).await;
        author.submit(&add, &[("title", "Reading"), ("duration", "x")]).await.says("arus berupa menit");
        author.submit(&add, &[("title", "Reading"), ("duration", "3")]).await;
        assert_eq!(author.status, StatusCode::UNPROCESSABLE_ENTITY);
        let listening = sections[1]["id"].as_i64().unwrap();
        let path = format!("{add}/{listening}");
        author.open(&path).await.says("value=\"1:40\"");
        let change = [
            ("title", "Listening"), ("duration", "20"), ("instruction", "Dengarkan <b>baik-baik</b>, a < b."),
            ("navigation", "linear"), ("shuffle", "ya"), ("draws", "2 | aljabar | mudah\n1"),
        ];
        let held = author.held();
        let seen: Vec<(&str, &str)> = held.iter().filter(|(name, _)| name.starts_with("_versi"))
            .map(|(name, value)| (name.as_str(), value.as_str())).collect();
        author.submit(&path, &[&change[..], &seen, &[("_lakukan", "lihat")]].concat()).await.says("<b>baik-baik</b>");
        author.submit(&path, &[&change[..], &seen].concat()).await.says("Bagian disimpan.").says("soal diundi");
        let detail = bank.get(&format!("section-details/by-package?packageId={}&sectionId={listening}", bank.package)).await;
        assert_eq!(detail["instructionMarked"], "<p>Dengarkan <b>baik-baik</b>, a &lt; b.</p>", "{detail}");
        assert_eq!((&detail["duration"], &detail["draws"][0]["difficulty"]), (&json!(1200), &json!("easy")));
        // Who was outrun sees both, and nothing is lost.
        let late = [("title", "Listening"), ("duration", "30"), ("navigation", "linear"), ("shuffle", "ya")];
        author.open(&path).await;
        author.submit(&path, &[&late[..], &seen].concat()).await.says("Orang lain mengubahnya lebih dahulu").says("value=\"30\"");
        assert_eq!(author.status, StatusCode::UNPROCESSABLE_ENTITY);
        author.open(&page).await;
        let moved = listening.to_string();
        author.submit(&package(&bank, "/urutan"), &[("bagian-naik", moved.as_str())]).await;
        let sections = bank.get(&format!("test-packages/{}/outline", bank.package)).await;
        assert_eq!((&sections[0]["id"], &sections[1]["questions"]), (&json!(listening), &json!(1)));
        author.open(&path).await;
        author.submit(&format!("{path}/hapus"), &[]).await.says("Bagian dikeluarkan").is_silent_about("Listening");
        let full = format!("{add}/{}", bank.section);
        author.open(&full).await.is_silent_about("/hapus\"");
        author.submit(&format!("{full}/hapus"), &[]).await;
        assert_eq!(author.status, StatusCode::UNPROCESSABLE_ENTITY);
    }

    async fn a_package_is_renamed_and_put_away_and_published_versions_stay(test: TestDb) {
        let bank = Bank::new(test).await;
        let question = bank.question(json!({"question": "Terbit?"})).await;
        bank.publish().await.expect(200);
        let mut author = officer(&bank.exams, "author").await;
        let path = package(&bank, "/ubah");
        author.open(&path).await;
        let seen = author.holds("_versi").unwrap();
        let first = [("_versi", seen.as_str()), ("title", "Ujian Baru"), ("status", "draft")];
        author.submit(&path, &first).await.says("Pengaturan paket disimpan.").says("Ujian Baru").says("Diterbitkan");
        author.open(&path).await;
        let late = [("_versi", seen.as_str()), ("title", "Lain"), ("status", "archived")];
        author.submit(&path, &late).await.says("Tersimpan sekarang").says("Ujian Baru").says("value=\"Lain\"");
        assert_eq!(author.status, StatusCode::UNPROCESSABLE_ENTITY);
        let seen = author.holds("_versi").unwrap();
        author.submit(&path, &[("_versi", seen.as_str()), ("title", "Lain"), ("status", "archived")]).await.says("Diarsipkan");
        bank.author.patch(&format!("/api/v1/questions/{question}"), &json!({"question": "Berubah?"})).await.expect(200);
        author.open(&package(&bank, "/terbit")).await.says("Terbit?").says("Versi 1").is_silent_about("Berubah?");
        author.open(&package(&bank, "")).await.says("Berubah?");
        author.open(&package(&bank, "/terbit?versi=9")).await;
        assert_eq!(author.status, StatusCode::NOT_FOUND);
    }

    async fn questions_are_moved_up_and_down(test: TestDb) {
        let bank = Bank::new(test).await;
        let mut ids = Vec::new();
        for text in ["satu", "dua", "tiga"] {
            ids.push(bank.question(json!({"question": text})).await);
        }
        let mut author = officer(&bank.exams, "author").await;
        let path = package(&bank, "/urutan");
        author.open(&package(&bank, "")).await;
        let third = ids[2].to_string();
        author.submit(&path, &[("naik", third.as_str())]).await;
        assert_eq!(order(&bank).await, [ids[0], ids[2], ids[1]]);
        author.submit(&path, &[("naik", third.as_str())]).await;
        author.submit(&path, &[("naik", third.as_str())]).await;
        assert_eq!(order(&bank).await, [ids[2], ids[0], ids[1]]);
        author.submit(&path, &[("turun", third.as_str())]).await;
        assert_eq!(order(&bank).await, [ids[0], ids[2], ids[1]]);
        author.submit(&path, &[("naik", "99999")]).await;
        assert_eq!(author.status, StatusCode::NOT_FOUND);
        let body = json!({"ordinal": 0});
        bank.author.patch(&format!("/api/v1/questions/{third}"), &body).await.expect(400);
    }

    async fn a_question_is_written_looked_at_and_stored(test: TestDb) {
        let bank = Bank::new(test).await;
        bank.question(json!({})).await;
        let mut author = officer(&bank.exams, "author").await;
        let path = package(&bank, "/soal/baru");
        author.open(&format!("{path}?bagian={}", bank.section)).await.says("Soal baru").says("Pilihan D");
        let text = "Berapa <b>2</b><sup>3</sup>, bila a < b?\nHitung \\(\\frac{1}{2}\\).";
        let typed = [("question", text), ("pilihan.0", "enam"), ("pilihan.2", "delapan"), ("benar", "2"), ("point", "2,5"), ("tags", "hitung, pangkat")];
        send(&mut author, &path, &[&typed[..], &[("_lakukan", "lihat")]].concat()).await;
        author.says("<b>2</b><sup>3</sup>, bila a &lt; b?").says("<mfrac>").says("delapan");
        assert_eq!(order(&bank).await.len(), 1, "looking stores nothing");
        send(&mut author, &path, &[&typed[..], &[("_lakukan", "naik:pilihan:2")]].concat()).await;
        author.says("name=\"benar\" value=\"1\" checked");
        let key = author.holds("_kunci").unwrap();
        let moved = [&typed[..1], &[("pilihan.0", "enam"), ("pilihan.1", "delapan"), ("benar", "1"), ("point", "2,5"), ("tags", "hitung, pangkat"), ("_kunci", key.as_str())]].concat();
        send(&mut author, &path, &moved).await;
        author.says("Soal disimpan.");
        let id = *order(&bank).await.last().unwrap();
        let question = stored(&bank, id).await;
        let marked = question["questionMarked"].as_str().unwrap();
        assert!(marked.starts_with("<p>Berapa <b>2</b><sup>3</sup>, bila a &lt; b?</p><p>Hitung <math>"), "{marked}");
        assert_eq!(question["entities"]["answer"], json!({"answerKey": ["B"], "optionQuestions": [{"label": "A", "value": "enam"}, {"label": "B", "value": "delapan"}]}));
        assert_eq!((&question["point"], &question["tags"]), (&json!(2.5), &json!(["hitung", "pangkat"])));
        // The form holds what is stored, and saving it as it is changes nothing of it.
        author.says("&#60;b&#62;2&#60;/b&#62;").says("\\frac{1}{2}");
        send(&mut author, &format!("/ujian/soal/{id}"), &[("benar", "1")]).await;
        let again = stored(&bank, id).await;
        assert_eq!((&again["questionMarked"], &again["entities"]), (&question["questionMarked"], &question["entities"]));
    }

    async fn every_type_is_written_and_comes_back_as_it_was(test: TestDb) {
        let bank = Bank::new(test).await;
        let types = [
            json!({"questionType": "multiple_answer", "answerKey": ["A", "B"], "rule": "partial_net"}),
            json!({"questionType": "multiple_choice", "answerKey": [{"answer": "A", "weight": 100}, {"answer": "B", "weight": 50}]}),
            json!({"questionType": "true_false", "optionQuestions": null, "answerKey": ["S"]}),
            json!({"questionType": "short_answer", "optionQuestions": null, "answerKey": ["<b>Ankara</b>", "ankara & co"]}),
            json!({"questionType": "essay", "optionQuestions": null, "answerKey": null}),
            json!({"questionType": "speaking", "optionQuestions": null, "answerKey": null, "preparationTime": 45, "responseTime": 120, "audioPlays": 2}),
            json!({"questionType": "matching", "optionQuestions": [{"label": "1", "value": "x"}, {"label": "2", "value": "y"},
                {"label": "A", "value": "p"}, {"label": "B", "value": "q"}], "answerKey": ["1-B", "2-A"], "difficulty": "hard"}),
        ];
        let mut author = officer(&bank.exams, "author").await;
        for body in types {
            let id = bank.question(body.clone()).await;
            let mut before = stored(&bank, id).await;
            let path = format!("/ujian/soal/{id}");
            author.open(&path).await;
            assert_eq!(author.status, StatusCode::OK, "{body}");
            let right = if body["questionType"] == "true_false" { "1" } else { "0" };
            send(&mut author, &path, &[("benar", right), ("tags", "baru")]).await;
            author.says("Soal disimpan.");
            let mut after = stored(&bank, id).await;
            assert_eq!(after["tags"], json!(["baru"]), "{body}");
            for one in [&mut before, &mut after] {
                for changed in ["tags", "updatedAt"] {
                    one.as_object_mut().unwrap().remove(changed);
                }
            }
            assert_eq!(after, before, "{body}");
        }
    }

    async fn a_refused_question_says_where_and_keeps_what_was_typed(test: TestDb) {
        let bank = Bank::new(test).await;
        let id = bank.question(json!({"question": "Asli?"})).await;
        let path = format!("/ujian/soal/{id}");
        let mut author = officer(&bank.exams, "author").await;
        author.open(&path).await;
        send(&mut author, &path, &[("question", "<b>tanpa akhir"), ("pilihan.1", "\\(\\frac{1}\\)"), ("benar", "0"), ("point", "banyak")]).await;
        assert_eq!(author.status, StatusCode::UNPROCESSABLE_ENTITY);
        author.says("id=\"question-fault\"").says("id=\"pilihan.1-fault\"").says("id=\"point-fault\"").says("&#60;b&#62;tanpa akhir");
        author.open(&path).await;
        send(&mut author, &path, &[("questionType", "multiple_answer"), ("rule", "weights"), ("pilihan.0.nilai", "50"), ("pilihan.1.nilai", "x")]).await;
        author.says("id=\"pilihan.1-fault\"");
        // Another type and back loses nothing.
        author.open(&path).await;
        send(&mut author, &path, &[("questionType", "essay"), ("benar", "0"), ("_lakukan", "jenis")]).await;
        author.says("dinilai oleh penilai").says("name=\"pilihan.0\" value=\"Paris\"");
        send(&mut author, &path, &[("questionType", "multiple_choice"), ("_lakukan", "jenis")]).await;
        author.says(">Paris</textarea>").says("name=\"benar\" value=\"0\" checked");
        // Who was outrun sees both.
        let held = author.held();
        bank.author.patch(&format!("/api/v1/questions/{id}"), &json!({"question": "Orang lain?"})).await.expect(200);
        let late = typed(&held, &[("question", "Saya?"), ("benar", "1"), ("_lakukan", "")], &["_lakukan"]);
        author.upload(&path, &late, &[]).await;
        assert_eq!(author.status, StatusCode::UNPROCESSABLE_ENTITY);
        author.says("Orang lain mengubahnya").says("<bdi>Orang lain?</bdi>").says("<bdi>Saya?</bdi>").says(">Saya?</textarea>");
        send(&mut author, &path, &[("benar", "1")]).await;
        author.says("Soal disimpan.");
        assert_eq!(stored(&bank, id).await["question"], "Saya?");
    }

    async fn a_question_is_copied_behind_itself_and_deleted(test: TestDb) {
        let bank = Bank::new(test).await;
        let marked = "<p>x<sup>2</sup></p>";
        let first = bank.question(json!({"question": "x²", "questionMarked": marked})).await;
        let last = bank.question(json!({"question": "akhir"})).await;
        let mut author = officer(&bank.exams, "author").await;
        let path = format!("/ujian/soal/{first}");
        author.open(&path).await;
        author.submit(&format!("{path}/salin"), &[("_kunci", "kunci-sekali-saja-123456")]).await.says("Inilah salinannya");
        author.open(&path).await;
        author.submit(&format!("{path}/salin"), &[("_kunci", "kunci-sekali-saja-123456")]).await;
        let ids = order(&bank).await;
        assert_eq!((ids.len(), ids[0], ids[2]), (3, first, last));
        let copied = stored(&bank, ids[1]).await;
        assert_eq!((&copied["questionMarked"], &copied["entities"]["answer"]["answerKey"]), (&json!(marked), &json!(["A"])));
        author.open(&path).await;
        author.submit(&format!("{path}/hapus"), &[]).await.says("Soal dihapus.");
        assert_eq!(order(&bank).await, ids[1..]);
        author.open(&path).await;
        assert_eq!(author.status, StatusCode::NOT_FOUND);
        let mut rater = officer(&bank.exams, "rater").await;
        rater.open(&format!("/ujian/soal/{last}")).await;
        assert_eq!(rater.status, StatusCode::FORBIDDEN);
    }

    async fn pictures_come_with_the_form_and_are_shown(test: TestDb) {
        let bank = Bank::new(test).await;
        let id = bank.question(json!({"question": "Lihat gambar"})).await;
        let path = format!("/ujian/soal/{id}");
        let mut author = officer(&bank.exams, "author").await;
        author.open(&path).await;
        let held = author.held();
        let fields = typed(&held, &[("benar", "0"), ("_lakukan", "gambar")], &[]);
        author.upload(&path, &fields, &[("gambar", PNG)]).await;
        author.says("![](image:").says("src=\"/api/v1/images/");
        send(&mut author, &path, &[("benar", "0")]).await;
        let text = stored(&bank, id).await["question"].as_str().unwrap().to_owned();
        let hash = text.split("image:").nth(1).unwrap().trim_end_matches(')').to_owned();
        author.download(&format!("/api/v1/images/{hash}")).await.expect(200);
        bank.publish().await.expect(200);
        let held = author.held();
        let fields = typed(&held, &[("benar", "0"), ("_lakukan", "gambar")], &[]);
        author.upload(&path, &fields, &[("gambar", b"bukan gambar")]).await;
        assert_eq!(author.status, StatusCode::UNPROCESSABLE_ENTITY);
        author.open(&path).await;
        let token = author.token().unwrap();
        author.upload("/ujian/soal/gambar", &[("_token", token.as_str())], &[("gambar", PNG)]).await;
        author.says(&format!("<p>![](image:{hash})</p>"));
        author.upload("/ujian/soal/gambar", &[("_token", token.as_str())], &[("gambar", b"x")]).await;
        assert_eq!(author.status, StatusCode::UNPROCESSABLE_ENTITY);
        author.upload("/ujian/soal/gambar", &[("_token", "palsu")], &[("gambar", PNG)]).await;
        author.is_silent_about("image:");
    }

    async fn all_questions_are_found_and_sieved(test: TestDb) {
        let bank = Bank::new(test).await;
        bank.question(json!({"question": "Air mendidih?", "tags": ["IPA"], "difficulty": "easy"})).await;
        bank.question(json!({"question": "Uraikan <air>", "questionType": "essay", "optionQuestions": null, "answerKey": null})).await;
        bank.question(json!({"question": "Kunci lupa?", "answerKey": null})).await;
        let mut author = officer(&bank.exams, "author").await;
        author.open("/ujian/soal").await.says("Semua soal (3)").says("Ujian Nasional").says("Uraikan &#60;air&#62;");
        author.open("/ujian/soal?q=AIR").await.says("(2)").is_silent_about("Kunci lupa?");
        author.open("/ujian/soal?q=air&jenis=essay").await.says("(1)").says("Uraikan");
        author.open("/ujian/soal?kunci=ada").await.says("(1)").says("Air mendidih?");
        author.open("/ujian/soal?kunci=tanpa").await.says("(2)").says("Kunci lupa?");
        author.open("/ujian/soal?audio=ada").await.says("Tidak ada soal yang cocok");
        author.open("/ujian/soal?audio=tanpa&tanda=ipa&tingkat=easy").await.says("(1)").says("Air mendidih?");
        author.open(&format!("/ujian/soal?paket={}&bagian={}", bank.package, bank.section)).await.says("(3)").says("Pindahkan ke bagian ini");
        author.open("/ujian/soal?paket=999999").await;
        assert_eq!(author.status, StatusCode::NOT_FOUND);
        author.open("/ujian/soal?hal=99&jenis=x").await;
        assert_eq!(author.status, StatusCode::OK);
        let listed = bank.get("questions?hasKey=false&questionType=multiple_choice").await;
        assert_eq!(listed.as_array().unwrap().len(), 1, "{listed}");
        bank.author.get("/api/v1/questions?hasKey=x").await.expect(400);
        let mut rater = officer(&bank.exams, "rater").await;
        rater.open("/ujian/soal").await.says("Air mendidih?").is_silent_about("name=\"pilih\"");
        rater.open("/ujian/soal").await;
        rater.submit("/ujian/soal", &[("_lakukan", "hapus"), ("yakin", "ya")]).await;
        assert_eq!(rater.status, StatusCode::FORBIDDEN);
        let mut proctor = officer(&bank.exams, "proctor").await;
        proctor.open("/ujian/soal").await;
        assert_eq!(proctor.status, StatusCode::FORBIDDEN);
    }

    async fn many_questions_are_changed_at_once_and_refusals_are_told(test: TestDb) {
        let bank = Bank::new(test).await;
        let ids = [bank.question(json!({"question": "satu"})).await, bank.question(json!({"question": "dua"})).await];
        let listening = bank.author.post("/api/v1/section-details", &json!({"packageId": bank.package, "title": "Listening", "duration": 60})).await;
        let listening = listening.expect(201).json()["sectionId"].to_string();
        let mut author = officer(&bank.exams, "author").await;
        let here = format!("paket={}", bank.package);
        author.open(&format!("/ujian/soal?{here}")).await;
        let both = ids.map(|id| format!("{id}:1"));
        let picked = [("_di", here.as_str()), ("pilih", both[0].as_str()), ("pilih", both[1].as_str())];
        author.submit("/ujian/soal", &[&picked[..], &[("_lakukan", "poin"), ("poin", "x")]].concat()).await.says("Belum ada yang diubah");
        assert_eq!(author.status, StatusCode::UNPROCESSABLE_ENTITY);
        author.submit("/ujian/soal", &[&picked[..], &[("_lakukan", "poin"), ("poin", "2,5")]].concat()).await.says("Poin 2 soal disimpan.").says("2,5 poin");
        // Those who were outrun are told by name, and the others are changed.
        let mixed = [("_di", here.as_str()), ("pilih", both[0].as_str()), ("pilih", "999999:1")];
        author.submit("/ujian/soal", &[&mixed[..], &[("_lakukan", "pindah"), ("ke", listening.as_str())]].concat()).await;
        assert_eq!(author.status, StatusCode::UNPROCESSABLE_ENTITY);
        author.says("0 soal dipindahkan.").says("<bdi>satu</bdi>: Data ini sudah diubah").says("#999999");
        let first = format!("{}:2", ids[0]);
        let one = [("_di", here.as_str()), ("pilih", first.as_str())];
        author.submit("/ujian/soal", &[&one[..], &[("_lakukan", "pindah"), ("ke", listening.as_str())]].concat()).await.says("1 soal dipindahkan.");
        assert_eq!(stored(&bank, ids[0]).await["sectionId"].to_string(), listening);
        let moved = format!("{}:3", ids[0]);
        let one = [("_di", here.as_str()), ("pilih", moved.as_str()), ("_lakukan", "hapus")];
        author.submit("/ujian/soal", &one).await.says("Belum ada yang diubah");
        author.submit("/ujian/soal", &[&one[..], &[("yakin", "ya")]].concat()).await.says("1 soal dihapus.").says("Semua soal (1)");
    }

    async fn passages_are_written_shown_and_deleted(test: TestDb) {
        let bank = Bank::new(test).await;
        let mut author = officer(&bank.exams, "author").await;
        let (list, new) = (package(&bank, "/bacaan"), package(&bank, "/bacaan/baru"));
        author.open(&list).await.says("Belum ada teks bacaan");
        author.open(&new).await;
        let key = author.holds("_kunci").unwrap();
        let typed = [("_kunci", key.as_str()), ("title", "Museum <kota>"), ("body", "Dibuka <i>1908</i>.\na < b")];
        author.submit(&new, &[&typed[..], &[("_lakukan", "lihat")]].concat()).await.says("<i>1908</i>").says("a &lt; b");
        author.submit(&new, &typed).await.says("Teks disimpan.").says("Museum &#60;kota&#62;").says("P1");
        author.open(&new).await;
        author.submit(&new, &typed).await.says("Teks bacaan (1)");
        author.open(&new).await;
        author.submit(&new, &[("code", "p1"), ("body", "lain")]).await;
        assert_eq!(author.status, StatusCode::UNPROCESSABLE_ENTITY);
        let passages = bank.get(&format!("passages/package/{}", bank.package)).await;
        let id = passages["data"][0]["id"].as_i64().unwrap();
        assert_eq!(passages["data"][0]["bodyMarked"], "<p>Dibuka <i>1908</i>.</p><p>a &lt; b</p>");
        let path = format!("/ujian/bacaan/{id}");
        author.open(&path).await.says("&#60;i&#62;1908");
        let seen = author.holds("_versi").unwrap();
        let change = [("_versi", seen.as_str()), ("code", "P7"), ("title", "Museum"), ("body", "Dibuka 1909.")];
        author.submit(&path, &change).await.says("P7");
        author.open(&path).await;
        let late = [("_versi", seen.as_str()), ("code", "P7"), ("title", "Lain"), ("body", "Dibuka 1910.")];
        author.submit(&path, &late).await.says("Orang lain mengubahnya").says("Dibuka 1909.").says("Dibuka 1910.");
        assert_eq!(author.status, StatusCode::UNPROCESSABLE_ENTITY);
        let question = bank.question(json!({"pasageId": id})).await;
        author.open(&format!("/ujian/soal/{question}")).await.says("Dibuka 1909.");
        author.open(&path).await;
        author.submit(&format!("{path}/hapus"), &[]).await;
        assert_eq!(author.status, StatusCode::UNPROCESSABLE_ENTITY);
        bank.author.delete(&format!("/api/v1/questions/{question}")).await.expect(200);
        author.open(&path).await;
        author.submit(&format!("{path}/hapus"), &[]).await.says("Teks dihapus.").says("Teks bacaan (0)");
        let mut rater = officer(&bank.exams, "rater").await;
        rater.open(&list).await.is_silent_about("/bacaan/baru");
        rater.open(&new).await;
        assert_eq!(rater.status, StatusCode::FORBIDDEN);
    }

    async fn what_changed_since_a_version_is_shown_without_keys(test: TestDb) {
        let bank = Bank::new(test).await;
        let id = bank.question(json!({"question": "Lama?", "optionQuestions": [{"label": "A", "value": "satu"}, {"label": "B", "value": "dua"}]})).await;
        bank.publish().await.expect(200);
        let mut rater = officer(&bank.exams, "rater").await;
        let path = format!("/ujian/soal/{id}/riwayat");
        rater.open(&path).await.says("Sama dengan versi terbit terakhir.").says("Versi 1").says("belum ada sebelumnya");
        let change = json!({"question": "Baru <x>?", "answerKey": ["B"]});
        bank.author.patch(&format!("/api/v1/questions/{id}"), &change).await.expect(200);
        rater.open(&path).await.says("Lama?").says("Baru &#60;x&#62;?").is_silent_about("<th scope=\"row\">Pilihan A");
        let mut author = officer(&bank.exams, "author").await;
        author.open(&format!("/ujian/soal/{id}")).await.says(&path);
        let mut proctor = officer(&bank.exams, "proctor").await;
        proctor.open(&path).await;
        assert_eq!(proctor.status, StatusCode::FORBIDDEN);
    }
}
