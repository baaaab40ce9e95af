//! People of the institution by their pages: found, changed, merged, and what they are called.

use http::StatusCode;
use serde_json::json;

use super::{
    assessment_exam_support::Sitting,
    assessment_support::Exams,
    pages_committee::officer,
    pages_committee_office::{make_title, noted},
};

const PEOPLE: &str = "/ujian/orang";

/// Makes somebody by the API; answers the id.
async fn make_user(exams: &Exams, name: &str, number: &str, rank: Option<i64>) -> i64 {
    let new = json!({"name": name, "registeredNumber": number, "rankId": rank});
    exams.admin.post("/api/v1/users", &new).await.expect(201).json()["id"]
        .as_i64()
        .unwrap()
}

testkit::both_engines! {
    async fn people_are_found_added_once_and_changed_only_by_administrators(test: TestDb) {
        let exams = Exams::new(test).await;
        let colonel = make_title(&exams, "ranks", "Kolonel").await;
        make_title(&exams, "units", "Satuan & \"Satu\"").await;
        make_user(&exams, "Ani & \"Lestari\"", "0071", Some(colonel)).await;
        make_user(&exams, "Budi Santoso", "0072", None).await;
        let mut proctor = officer(&exams, "proctor").await;
        proctor.says("href=\"/ujian/orang\"");
        proctor.open(PEOPLE).await.says("Orang (2)").says("Ani &#38; &#34;Lestari&#34;").is_silent_about("Tambah orang");
        proctor.open("/ujian/orang?pangkat=kolonel").await.says("Orang (1)").is_silent_about("Budi");
        proctor.open("/ujian/orang?pangkat=tidak+ada").await.says("Tidak ada orang yang cocok");
        proctor.open("/ujian/orang?q=SANTOSO").await.says("Budi").is_silent_about("Lestari");
        proctor.submit(PEOPLE, &[("name", "Citra"), ("registeredNumber", "3")]).await;
        assert_eq!(proctor.status, StatusCode::FORBIDDEN);
        for nobody in ["rater", "author"] {
            let mut other = officer(&exams, nobody).await;
            other.is_silent_about("href=\"/ujian/orang\"");
            other.open(PEOPLE).await;
            assert_eq!(other.status, StatusCode::FORBIDDEN);
        }
        let mut admin = officer(&exams, "administrator").await;
        admin.open(PEOPLE).await.says("Tambah orang");
        let (_, form) = admin.page.split_once("name=\"_kunci\" value=\"").unwrap();
        let key = form.split('"').next().unwrap().to_owned();
        let new = [("_kunci", key.as_str()), ("name", "Citra Dewi"), ("registeredNumber", "0073"), ("rankId", "Kolonel"),
            ("unitId", "satuan & \"satu\""), ("positionId", "")];
        for _ in 0..2 {
            admin.submit(PEOPLE, &new).await.says("Orang ditambahkan.").says("Satuan &#38; &#34;Satu&#34;");
        }
        admin.open(PEOPLE).await.says("Orang (3)");
        let wrong = [("name", "Citra"), ("registeredNumber", "0073"), ("rankId", "Jenderal")];
        admin.submit(PEOPLE, &wrong).await.says("rankId-fault");
        assert_eq!(admin.status, StatusCode::UNPROCESSABLE_ENTITY);
        admin.open("/ujian/orang/99999").await;
        assert_eq!(admin.status, StatusCode::NOT_FOUND);
    }

    async fn whoever_is_outrun_at_somebodys_data_sees_both(test: TestDb) {
        let exams = Exams::new(test).await;
        let id = make_user(&exams, "Ani", "0071", None).await;
        let path = format!("/ujian/orang/{id}");
        let mut one = officer(&exams, "administrator").await;
        let mut two = officer(&exams, "administrator").await;
        one.open(&path).await.says("Belum terdaftar di ujian mana pun.");
        two.open(&path).await;
        let seen = one.holds("_versi").unwrap();
        let typed = |name| vec![("_versi", seen.as_str()), ("name", name), ("registeredNumber", "0071"), ("timeFactor", "1,25")];
        one.submit(&path, &typed("Ani Lestari")).await.says("Perubahan disimpan.").says("1,25");
        two.submit(&path, &typed("Ani & Dewi")).await.says("<bdi>Ani Lestari</bdi>").says("<bdi>Ani &#38; Dewi</bdi>");
        assert_eq!((two.status, two.holds("name").unwrap()), (StatusCode::PRECONDITION_FAILED, "Ani & Dewi".to_owned()));
        // What was sent twice is stored already.
        one.submit(&path, &typed("Ani Lestari")).await.says("Perubahan disimpan.");
        let mut wrong = typed("");
        wrong[3].1 = "9";
        let newest = two.holds("_versi").unwrap();
        wrong[0].1 = &newest;
        two.submit(&path, &wrong).await.says("name-fault");
        assert_eq!(two.status, StatusCode::UNPROCESSABLE_ENTITY);
        // Deleted after asking, and gone however often that is sent.
        two.open(&format!("{path}/hapus")).await.says("Hapus <bdi>Ani Lestari</bdi>");
        let seen = two.holds("_versi").unwrap();
        for _ in 0..2 {
            two.submit(&format!("{path}/hapus"), &[("_versi", seen.as_str())]).await.says("Orang dihapus dari daftar.");
        }
        assert_eq!(noted(&exams, "exam_user").await, ["delete", "update", "create"]);
    }

    async fn somebody_known_twice_becomes_one_unless_both_sat_the_same_exam(test: TestDb) {
        let sitting = Sitting::new(test, json!({"title": "Ujian & akhir"})).await;
        let exams = sitting.exams();
        let (twice, kept) = (make_user(exams, "Ani L.", "71", None).await, make_user(exams, "Ani Lestari", "0071", None).await);
        let seat = async |user: i64| {
            let new = json!({"eventId": sitting.event, "userId": user});
            exams.admin.post("/api/v1/participants", &new).await.expect(201).json()["id"].as_i64().unwrap()
        };
        seat(twice).await;
        let other = seat(kept).await;
        let mut admin = officer(exams, "administrator").await;
        let path = format!("/ujian/orang/{twice}/gabung");
        admin.open(&format!("{path}?q=lestari")).await.says("Ani Lestari").says(&format!("/gabung?ke={kept}"));
        admin.open(&format!("{path}?ke={kept}")).await.says("Catatan ini tetap");
        let (seen, kept_id) = (admin.holds("_versi").unwrap(), kept.to_string());
        let form = [("_versi", seen.as_str()), ("ke", kept_id.as_str())];
        admin.submit(&path, &form).await.says("Keduanya terdaftar di ujian yang sama");
        assert_eq!(admin.status, StatusCode::UNPROCESSABLE_ENTITY);
        exams.admin.delete(&format!("/api/v1/participants/{other}")).await.expect(200);
        for _ in 0..2 {
            admin.submit(&path, &form).await.says("Kedua catatan sudah menjadi satu.").says("Ujian &#38; akhir");
        }
        admin.open(&format!("/ujian/orang/{twice}")).await;
        assert_eq!(admin.status, StatusCode::NOT_FOUND);
        admin.open(&format!("/ujian/orang/{kept}/gabung?ke={kept}")).await;
        let seen = admin.holds("_versi").unwrap();
        let itself = [("_versi", seen.as_str()), ("ke", kept_id.as_str())];
        admin.submit(&format!("/ujian/orang/{kept}/gabung"), &itself).await.says("dirinya sendiri");
        assert_eq!(noted(exams, "exam_user").await[0], "merge");
        // Whoever only supervises merges nobody.
        exams.proctor.post(&format!("/api/v1/users/{kept}/merge"), &json!({"into": twice})).await.expect(403);
    }

    async fn titles_are_searched_renamed_merged_and_deleted_while_nobody_has_them(test: TestDb) {
        let exams = Exams::new(test).await;
        let (right, wrong) = (make_title(&exams, "ranks", "Kolonel").await, make_title(&exams, "ranks", "Kol.").await);
        make_title(&exams, "ranks", "Letnan").await;
        make_user(&exams, "Ani", "0071", Some(wrong)).await;
        let mut rater = officer(&exams, "rater").await;
        let list = "/ujian/orang/daftar/pangkat";
        rater.open(list).await.says("Daftar pangkat (3)").is_silent_about("Tambah sebutan").is_silent_about("Lihat orangnya");
        rater.open(&format!("{list}?q=kol")).await.says("Daftar pangkat (2)").is_silent_about("Letnan");
        rater.open("/ujian/orang/daftar/warna").await;
        assert_eq!(rater.status, StatusCode::NOT_FOUND);
        let mut admin = officer(&exams, "administrator").await;
        admin.open(list).await;
        admin.submit(list, &[("title", "Mayor")]).await.says("Ditambahkan.").says("Mayor");
        admin.submit(list, &[("title", "MAYOR")]).await.says("title-fault");
        let one = format!("{list}/{wrong}");
        admin.open(&one).await.says("1 orang memakainya.").is_silent_about("/hapus\"");
        admin.submit(&one, &[("_versi", "99"), ("title", "Kolonel Dua")]).await.says("sudah diubah orang lain").says("Kolonel Dua");
        assert_eq!(admin.status, StatusCode::PRECONDITION_FAILED);
        let merge = format!("{one}/gabung");
        let seen = ("_versi", "1");
        admin.submit(&merge, &[seen, ("ke", "Jenderal")]).await.says("ke-fault");
        admin.submit(&merge, &[seen, ("ke", "kolonel")]).await.says("Keduanya sudah menjadi satu.").says("1 orang memakainya.");
        admin.submit(&merge, &[seen, ("ke", "kolonel")]).await;
        assert_eq!(admin.path, list);
        admin.open(&format!("{PEOPLE}?pangkat=Kolonel")).await.says("Ani");
        let one = format!("{list}/{right}");
        admin.open(&one).await;
        admin.submit(&one, &[seen, ("title", "Kolonel")]).await.says("Sebutan diganti.");
        admin.submit(&format!("{one}/hapus"), &[("_versi", "2")]).await.says("masih dipakai");
        assert_eq!(noted(&exams, "exam_rank").await, ["update", "merge", "create", "create", "create", "create"]);
        let found = exams.rater.get("/api/v1/ranks?search=LET").await.expect(200).json();
        assert_eq!(found[0]["title"], "Letnan");
    }
}
